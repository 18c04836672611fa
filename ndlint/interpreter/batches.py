"""Sequences and generators of batches that the program defines: what Keras takes from one is a
data set's."""

from collections.abc import Callable

from msgspec.structs import replace

from ndlint.interpreter.classes import find
from ndlint.interpreter.derived import changed_unseen, library_base
from ndlint.interpreter.functions import enter
from ndlint.interpreter.generators import steps
from ndlint.interpreter.loops import settled
from ndlint.interpreter.objects import INERT, Closure, Generated, Instance
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import (
    Iterated,
    Stepping,
    View,
    any_of,
    is_made_by_code,
    items_of,
)
from ndlint.knowledge.binding import Arguments
from ndlint.target import current
from ndlint.values.array import Array, Kind
from ndlint.values.base import GENERATOR, UNKNOWN, Dict, Int, List, Opaque, Tuple, Value
from ndlint.values.dataset import Dataset, Elements, each_tensor
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.dtype import OBJECT
from ndlint.values.shape import Shape

SEQUENCES = frozenset({"keras.utils.PyDataset", "keras.utils.Sequence"})
"""Classes whose `__getitem__` gives one batch."""


def with_data_sets(run: Run, arguments: Arguments) -> Arguments:
    """The arguments with every sequence of batches replaced by what it yields, and every other
    thing that can be gone through by its class."""
    return _each(arguments, lambda value: _yielded(run, value))


def _each(arguments: Arguments, change: Callable[[Value], Value]) -> Arguments:
    return Arguments(
        [change(value) for value in arguments.positional],
        {name: change(value) for name, value in arguments.keywords.items()},
        arguments.complete,
    )


def _yielded(run: Run, value: Value) -> Value:
    inner = run.live.peek(value)
    if type(inner) in INERT:
        return value
    if isinstance(inner, Iterated | Stepping | View):
        run.hand_over(value)
        return _class_of(inner)
    if isinstance(inner, Elements) and inner.path:
        return _made_of(inner.element) or Opaque(inner.path)
    if isinstance(inner, Generated):
        return _stepped(run, value, inner)
    if not isinstance(inner, Instance) or library_base(inner.cls) not in SEQUENCES:
        return value
    found = find(run, inner.cls.order, "__getitem__")
    if not isinstance(found, Closure) or run.state is None:
        return value
    before = run.live.fork()
    with run.conditionally():
        batch = enter(run, found, Arguments([value, Int()]))
        batch = run.live.open(batch)
    run.state = before if run.state is None else run.state.join(before)
    changed_unseen(run, value)
    if isinstance(batch, List):  # Keras takes it for a tuple, of a sequence
        batch = Tuple(batch.items) if batch.items else UNKNOWN
    return _made_of(batch) or value


def by_class(run: Run, arguments: Arguments) -> Arguments:
    """The arguments with all that is gone through item by item replaced by its class."""
    return _each(arguments, lambda value: _as_class(run, value))


def _as_class(run: Run, value: Value) -> Value:
    inner = run.live.peek(value)
    if isinstance(inner, Generated):
        return GENERATOR
    return _class_of(inner) if isinstance(inner, Iterated | Stepping | View) else value


def _class_of(value: Iterated | Stepping | View) -> Opaque:
    """The class of what can be gone through, as far as it is known."""
    if isinstance(value, View):
        name = f"dict_{value.part}"
    elif isinstance(value, Stepping):
        name = value.form if value.form in ("map", "filter", "zip", "enumerate") else "iterator"
    else:
        name = "iterator" if value.once else "range"
    return Opaque(f"builtins.{name}")


def _stepped(run: Run, value: Value, generated: Generated) -> Value:
    """What a generator of the program yields: Keras goes on as long as it wants."""
    return _made_of(_any_step(run, value, generated)) or value


def _any_step(run: Run, value: Value, generated: Generated) -> Value:
    """What each step through a generator gives, laid open."""
    each = steps(run, value, generated)
    found: Value = UNKNOWN

    def once() -> None:
        nonlocal found
        item = each()
        found = run.live.open(item)

    run.state, is_stable = settled(run, once)
    return found if is_stable else UNKNOWN


def any_item(run: Run, value: Value) -> Value:
    """What each item of something is like that a library goes through, laid open."""
    inner = run.live.peek(value)
    if isinstance(inner, Generated):
        return _any_step(run, value, inner)
    if is_made_by_code(run, value):
        run.hand_over(value)
        return UNKNOWN
    items, each = items_of(run, value)
    item = each() if items is None else any_of(run, items)
    return run.live.open(item)


def _made_of(batch: Value) -> Dataset | None:
    """A data set of such batches; None: nothing is known of them."""
    element = _as_part(batch)
    parts = element.items if isinstance(element, Tuple) else (element,)
    return None if all(part == UNKNOWN for part in parts) else Dataset(element)


def _as_part(part: Value) -> Value:
    """A batch, or what is in one, as Keras takes it. A list is none that Keras 3 takes, whatever
    it holds."""
    match part:
        case Tuple(items):
            return Tuple(tuple(map(_as_part, items)))
        case Dict(items) if items is not None:
            return Dict(tuple((key, _as_part(value)) for key, value in items))
        case List(items):
            held = tuple(map(_as_part, items or ()))
            if held and UNKNOWN not in held:
                return List(held)
            return List(None) if current().keras == 3 else UNKNOWN
    return each_tensor(part, _as_yielded)


def _as_yielded(array: Array) -> Value:
    """An array of a batch as Keras takes it: a tensor, if it can be one.

    A size that is known is that of every batch; of others, the last may be smaller.
    """
    if not array.shape.rank:
        return UNKNOWN
    size = array.shape.dims[0]
    shape = Shape((size if isinstance(size, int) else UNKNOWN_DIM, *array.shape.dims[1:]))
    return replace(array, kind=array.kind if array.dtype == OBJECT else Kind.TENSOR, shape=shape)
