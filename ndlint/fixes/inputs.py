"""Repairs of data and declared input shapes that do not fit each other."""

from collections.abc import Iterable, Iterator
from math import prod

from ndlint.events import Feed
from ndlint.fixes.calls import PARTS, place_of_fed, place_of_role
from ndlint.fixes.layers import place_of_layer
from ndlint.fixes.repair import (
    Argument,
    Change,
    Operand,
    Place,
    Repair,
    Rewrite,
    SetArgument,
    rewrites,
)
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, elements
from ndlint.values.dimension import Dim, Wild, render
from ndlint.values.fed import Fed, Misfit
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import Shape, conflict

SHAPE, BATCH_SHAPE = Argument(("shape",), 0), Argument(("batch_shape",))
LAYER_SHAPE, LAYER_BATCH_SHAPE = Argument(("input_shape",)), Argument(("batch_input_shape",))
WIDTH = Argument(("input_dim",))


def as_tuple(dims: Iterable[Dim]) -> str | None:
    """A shape as it is written in a program; None: a size in it is not known by number."""
    sizes = tuple(dims)
    if any(not isinstance(d, int) and d is not Wild.FREE for d in sizes):
        return None
    return str(Shape(sizes))


def declarations(tensor: KerasTensor, first: Layer | None, sample: str) -> Iterator[Change]:
    """All ways in which an input may be declared, with `sample` as the shape of one sample.

    `first` is the layer that declares it, where it is no `Input`.
    """
    batch = render(tensor.shape.dims[0]) if tensor.shape.rank else "None"
    with_batch = f"({batch}, *{sample})"
    if sample.startswith("("):
        with_batch = f"({batch}, {sample[1:-1].removesuffix(',')})"
    if tensor.origin or (first is not None and first.name == "InputLayer"):
        made = Place(tensor.origin[0].site) if tensor.origin else _made(first)
        arguments: tuple[tuple[Argument, str], ...] = ((SHAPE, sample), (BATCH_SHAPE, with_batch))
    else:
        made = _made(first)
        arguments = ((LAYER_SHAPE, sample), (LAYER_BATCH_SHAPE, with_batch))
    if made is None:
        return
    for argument, text in arguments:
        yield Rewrite(made.part(argument), text)
    if not tensor.origin and first is not None and first.name != "Embedding":
        width = _width(sample)
        if width and tensor.shape.rank == 2:
            yield Rewrite(made.part(WIDTH), width)


def _made(layer: Layer | None) -> Place | None:
    return None if layer is None else place_of_layer(layer)


def _width(sample: str) -> str:
    """The size in a shape of one axis, "" of another one."""
    if sample.startswith("("):
        only = sample[1:-1].removesuffix(",")
        return only if only.isdecimal() else ""
    return f"{sample.removesuffix('[1:]')}[1]"


def _first_layer(model: Model) -> Layer | None:
    first = model.layers[0] if model.layers else None
    return first if isinstance(first, Layer) else None


def _declared(event: Feed, fed: Fed, sample: str | None) -> Iterator[Repair]:
    """The input for this array declared for samples of a shape."""
    index = _input_of(event, fed)
    if sample is None or index is None or index >= len(event.model.inputs):
        return
    for change in declarations(event.model.inputs[index], _first_layer(event.model), sample):
        yield Repair(f"declare {sample}", (change,))


def _input_of(event: Feed, fed: Fed) -> int | None:
    """Which of the model's inputs an array is for."""
    given = dict(event.given).get(fed.role)
    items = None if given is None else elements(given)
    if items is None:
        return 0
    return next((n for n, item in enumerate(items) if item is fed.value), None)


def without_batch_axis(event: Feed, fed: Fed, problem: Misfit) -> Iterator[Repair]:
    """The input shape without the number of samples, which the program calls "x.shape[0]"."""
    array = problem.batch_axis.removesuffix(".shape[0]")
    if array != problem.batch_axis:
        yield from _declared(event, fed, f"{array}.shape[1:]")


def fitting(event: Feed, fed: Fed, problem: Misfit) -> Iterator[Repair]:
    """The array or the declared shape changed so that they fit, the likeliest first."""
    found, expected = problem.found, problem.expected
    if problem.batch is not None:
        yield from _whole_batches(event, fed, problem.batch)
        return
    if not isinstance(fed.value, Array) or not (fed.value.is_numpy or fed.value.is_tensor):
        return
    place = place_of_fed(event, fed)
    library = "tensorflow" if fed.value.is_tensor else "numpy"
    if expected.rank is None:
        yield from _with_axis(place, library, -1)
        yield from _with_axis(place, library, 0)
        return
    if _is_one_sample(found, expected):
        yield from _with_axis(place, library, 0)
    yield from _rearranged(place, library, problem)
    yield from _declared(event, fed, as_tuple(found.dims[1:]))
    if found.rank is not None and expected.rank == found.rank + 1:
        yield from _declared(event, fed, as_tuple((*found.dims[1:], 1)))


def _with_axis(place: Place | None, library: str, axis: int) -> tuple[Repair, ...]:
    message = "make it a batch of one" if axis == 0 else "give it a last axis"
    return rewrites(message, place, f"<{library}.expand_dims>({{}}, {axis})")


def _is_one_sample(found: Shape, expected: Shape) -> bool:
    if found.rank is None or found.rank + 1 != expected.rank:
        return False
    return not any(map(conflict, expected.dims[1:], found.dims))


def _rearranged(place: Place | None, library: str, problem: Misfit) -> tuple[Repair, ...]:
    """The same elements in the expected shape: their axes in another order, or reshaped."""
    if problem.turned and library == "numpy":
        return rewrites("bring its axes into order", place, problem.turned)
    found, expected = problem.found, problem.expected
    sizes, wanted = Shape(found.dims[1:]).numbers, Shape(expected.dims[1:]).numbers
    if not sizes or not wanted or prod(sizes) != prod(wanted) or sorted(sizes) == sorted(wanted):
        return ()
    shape = as_tuple((-1, *wanted))
    return rewrites("reshape it", place, f"<{library}.reshape>({{}}, {shape})")


def _whole_batches(event: Feed, fed: Fed, size: int) -> Iterator[Repair]:
    """As many samples as make whole batches of this size, and batches of this size."""
    count = fed.value.shape.axis(0) if isinstance(fed.value, Array) else None
    if not isinstance(count, int):
        return
    prefix = fed.role.removesuffix("x")
    given = [(r, v) for r, v in event.given if r in {f"{prefix}{p}" for p in PARTS}]
    changes: list[Change] = []
    if not prefix and event.is_cut:
        # `predict` takes no labels before it.
        position = sum(role in ("x", "y") for role, _ in given)
        argument = Argument(("batch_size",), position)
        changes.append(SetArgument(Place(event.site), argument, str(size)))
    rest = count % size if event.is_cut else count - size
    if rest:
        changes += [
            Rewrite(place_of_role(event, role), f"{{}}[:{count - rest}]")
            for role, value in given
            if value != NOTHING
        ]
    if 0 < count - rest <= count:
        yield Repair(f"give it whole batches of {size}", tuple(changes))


def with_axis_of_operand(call: Place, data: Array) -> Iterator[Repair]:
    """An axis more for the data that a layer is called on."""
    library = "tensorflow" if data.is_tensor else "numpy"
    for axis in (-1, 0):
        yield from _with_axis(call.part(Operand(0)), library, axis)
