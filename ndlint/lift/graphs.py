"""Symbolic tensors and how they were made.

Source: Keras 3.15 (`ops/node.py`), tf_keras 2.21 (`engine/node.py`).
"""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ndlint.knowledge.keras.layers.base import LAYERS, merges
from ndlint.knowledge.keras.layers.calling import called_on_symbols
from ndlint.knowledge.keras.layers.recurrent import STATES
from ndlint.knowledge.registry import Refusal
from ndlint.lift.kept import Kept
from ndlint.lift.layers import opaque, runs_own_code, shape_of
from ndlint.lift.library import is_symbol
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.base import UNKNOWN, Tuple
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

Part = Layer | Model
HIDDEN = opaque(Layer("keras.Model", (("mask_zero", UNKNOWN),)))
"""A model inside another one, of which nothing is known."""


class Call(Struct, frozen=True):
    """A call of a layer on symbolic tensors: what was called, with which arguments, and what it
    returned. The mask of an input is not one of them."""

    operation: Any
    positional: tuple[Any, ...]
    named: dict[str, Any]
    outputs: tuple[Any, ...]

    @property
    def given(self) -> tuple[Any, ...]:
        """All arguments."""
        return (*self.positional, *self.named.values())

    @property
    def inputs(self) -> tuple[Any, ...]:
        """All symbolic tensors in the arguments."""
        return tuple(t for t in _flat(self.given) if is_symbol(t))


class Graph:
    """Lifts symbolic tensors and layers, each once, with the knowledge's own functions.

    `lift_part` lifts a layer or a model. `told_batch`: the size of the batch axis comes from
    data, and other data may have another. `known`: tensors that were lifted before.

    The real shape of a tensor is taken where those of all that it was made of are, and no
    code of a program's had a hand in it; else it is as the knowledge tells. Where the two
    differ, the layer is not understood.
    """

    def __init__(
        self,
        lift_part: Callable[[Any], Part],
        told_batch: bool = False,
        known: Kept[KerasTensor] | None = None,
    ) -> None:
        self._lift_part = lift_part
        self._told_batch = told_batch
        self._known: Kept[KerasTensor] = Kept() if known is None else known
        self._parts: Kept[Part] = Kept()

    def start(self, thing: Any) -> KerasTensor:
        """A tensor with which the graph begins, however it was made."""
        return self._known.keep(thing, replace(self._bare(thing), name=_name(thing)))

    def part(self, thing: Any) -> Part:
        """A layer or a model."""
        return self._parts.get(thing) or self._parts.keep(thing, self._lift_part(thing))

    def tensor(self, end: Any) -> KerasTensor:
        """A tensor, and all that it was made of; a loop, for a graph may be deep."""
        pending = [end]
        while pending:
            thing = pending[-1]
            call = None if self._known.get(thing) else _maker(thing)
            waiting = [t for t in call.inputs if not self._known.get(t)] if call else []
            pending += waiting
            if waiting:
                continue
            pending.pop()
            if call is not None:
                self._run(call)
            elif not self._known.get(thing):
                self._known.keep(thing, self._bare(thing) if _is_input(thing) else KerasTensor())
        found = self._known.get(end)
        assert found is not None
        return found

    def _bare(self, thing: Any) -> KerasTensor:
        return KerasTensor(self._shape(thing), dtype_of(thing))

    def _shape(self, thing: Any) -> Shape:
        shape = shape_of(thing.shape)
        return Shape((UNKNOWN_DIM, *shape.dims[1:])) if self._told_batch and shape.rank else shape

    def _run(self, call: Call) -> None:
        part = self.part(call.operation)
        sources = tuple(t for t in map(self._known.get, call.inputs) if t is not None)
        real = [self._bare(t) for t in call.outputs]
        made = _made(part, call, sources)
        if made is None or any(map(_differ, made, real)) or len(made) != len(real):
            part = opaque(part) if isinstance(part, Layer) else HIDDEN
            made = [KerasTensor(layer=part, inputs=sources, position=i) for i in range(len(real))]
        is_so = _is_real(call.operation, part) and all(
            source.shape == self._shape(t) and source.dtype == dtype_of(t)
            for source, t in zip(sources, call.inputs, strict=True)
        )
        for thing, tensor, bare in zip(call.outputs, made, real, strict=True):
            so = replace(tensor, shape=bare.shape, dtype=bare.dtype) if is_so else tensor
            self._known.keep(thing, so)


def _node(thing: Any) -> Any | None:
    """What Keras wrote down of the call that returned a tensor; None: it did not."""
    operation, index, _ = getattr(thing, "_keras_history", None) or (None, 0, 0)
    nodes = getattr(operation, "_inbound_nodes", ())
    return nodes[index] if index < len(nodes) else None


def _name(thing: Any) -> str:
    """The name of the layer that declares an input: data may be given under it."""
    return str(thing._keras_history[0].name) if _is_input(thing) else ""


def _is_input(thing: Any) -> bool:
    node = _node(thing)
    return node is not None and bool(node.is_input)


def _maker(thing: Any) -> Call | None:
    """The call that returned a tensor; None: none did, or it is not known."""
    node = _node(thing)
    outputs = () if node is None else tuple(_flat(node.outputs))
    # Keras 2 may have cleared the calls of a layer, and counted anew.
    if node is None or node.is_input or not any(t is thing for t in outputs):
        return None
    is_3 = hasattr(node, "arguments")
    positional = node.arguments.args if is_3 else node.call_args
    keywords = node.arguments.kwargs if is_3 else node.call_kwargs
    named = {name: value for name, value in keywords.items() if name != "mask"}
    return Call(node.operation if is_3 else node.layer, tuple(positional), named, outputs)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _flat(item)
    elif isinstance(value, dict):
        yield from _flat([*value.values()])
    else:
        yield value


def _made(part: Part, call: Call, sources: tuple[KerasTensor, ...]) -> list[KerasTensor] | None:
    """What the knowledge says that the call returns; None: it does not know such a call."""
    items = _items(part, call)
    if items is None or not all(map(is_symbol, items)):
        return None
    if isinstance(part, Layer) and part.name in STATES:
        sources = sources[: len(items)]
    if len(items) != len(sources):
        return None
    if isinstance(part, Model):
        return _of_model(part, sources)
    known = dict(zip(map(id, call.inputs), sources, strict=False))
    try:
        made = called_on_symbols(part, tuple(known[id(t)] for t in items), merged=merges(part))
    except Refusal:
        return None
    values = made.items if isinstance(made, Tuple) else (made,)
    tensors = [value for value in values if isinstance(value, KerasTensor)]
    return tensors if len(tensors) == len(values) else None


def _items(part: Part, call: Call) -> tuple[Any, ...] | None:
    """The tensors on which the call works; None: it is not a usual one."""
    takes = LAYERS[part.path].takes if isinstance(part, Layer) and part.path in LAYERS else ()
    if takes:
        named = {**dict(zip(takes, call.positional, strict=False)), **call.named}
        items = tuple(t for name in takes if (t := named.pop(name, None)) is not None)
        is_usual = len(call.positional) <= len(takes) and not any(
            value is not None and value is not False and name != "training"
            for name, value in named.items()
        )
        return items if is_usual and len(items) > 1 else None
    first: Any = call.given[0] if call.given else None
    is_list = isinstance(first, list | tuple)
    if isinstance(part, Layer) and part.name in STATES:
        # The other tensors are its first state; Keras 2 puts them behind the input.
        return (first[0] if is_list else first,)
    if isinstance(part, Layer) and is_list != merges(part):
        return None
    return tuple(first) if is_list else (first,)


def _of_model(part: Model, sources: tuple[KerasTensor, ...]) -> list[KerasTensor] | None:
    if not part.is_known or len(part.inputs) != len(sources):
        return None
    return [
        KerasTensor(UNKNOWN_SHAPE, end.dtype, part, sources, i)
        for i, end in enumerate(part.outputs)
    ]


def _is_real(thing: Any, part: Part) -> bool:
    """Whether the shapes that Keras tells of what a part returns are those of data."""
    if isinstance(part, Layer):
        return runs_own_code(part)
    ends = zip(part.outputs, thing.outputs, strict=True)
    return all(end.shape == shape_of(real.shape) for end, real in ends)


def _differ(made: KerasTensor, real: KerasTensor) -> bool:
    """Whether what the knowledge says of a shape is certainly not so."""
    a, b = made.shape, real.shape
    if a.rank is None or b.rank is None:
        return False
    return a.rank != b.rank or any(map(shapes.conflict, a.dims, b.dims))


def dtype_of(thing: Any) -> DType:
    """The dtype of a symbolic tensor: a string, or TensorFlow's own."""
    return dtypes.parse(getattr(thing.dtype, "name", thing.dtype)) or UNKNOWN_DTYPE
