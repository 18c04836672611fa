"""The layers of a model, in Keras' order.

Source: Keras 3.15, `map_graph` in `ops/function.py`, `Sequential.layers`; tf_keras 2.21,
`_map_graph_network` in `engine/functional.py`.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from ndlint.knowledge.keras.layers.base import LAYERS
from ndlint.values.base import UNKNOWN, Str
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import UNKNOWN_SHAPE

Part = Layer | Model
APPLICATION = "keras.applications.Application"
"""Stands for all layers of a pretrained model, which are not known one by one."""
INPUT = Layer("keras.layers.InputLayer", (("?", UNKNOWN),), UNKNOWN_SHAPE)


def layers_of(model: Model) -> tuple[Part, ...] | None:
    """`model.layers`; None: not known."""
    if not model.is_known:
        return None
    return _stacked(model) if model.sequential else _in_graph(model)


def named(model: Model, name: str) -> Part | None:
    """The layer that certainly has this name; None: not known.

    A layer without a name of its own gets one that counts what was made before.
    """
    found = [p for p in layers_of(model) or () if isinstance(p, Layer) and name_of(p) == name]
    return found[0] if len(found) == 1 else None


def name_of(layer: Layer) -> str | None:
    """The name that the program gave to the layer; None: it did not, or it is not known."""
    given = layer.option("name")
    return given.text if isinstance(given, Str) else None


def _stacked(model: Model) -> tuple[Part, ...] | None:
    """The parts of a Sequential, without the layer that declares its input."""
    parts = [p for p in model.layers if not (isinstance(p, Layer) and p.name == "InputLayer")]
    if not model.outputs:
        return tuple(parts)
    found: list[Part] = []
    tensor = model.outputs[0]
    for part in reversed(parts):
        while isinstance(tensor.layer, Layer) and tensor.layer.name == "InputLayer":
            tensor = tensor.inputs[0]
        if tensor.layer is None or len(tensor.inputs) != 1:
            return None
        found.append(_with_end(part, (tensor,)))
        tensor = tensor.inputs[0]
    return tuple(reversed(found))


def _in_graph(model: Model) -> tuple[Part, ...] | None:
    """The layers of a functional model: those farther from the outputs first, those equally
    far in the order in which a walk from the outputs comes to them."""
    starts = {id(t): i for i, t in enumerate(model.inputs)}
    order = list(_walked(model, starts))
    calls: dict[int, list[KerasTensor]] = {}
    for tensor in order:
        if id(tensor) not in starts and not _is_single(tensor.layer):
            return None
        calls.setdefault(_operation(tensor, starts), []).append(tensor)
    if _may_be_one(calls, starts):
        return None
    depths = _depths(order, starts)
    first = {key: place for place, key in enumerate(_first_met(model, starts))}
    keys = sorted(calls, key=lambda key: (-depths[key], first[key]))
    unused = [t for t in model.inputs if id(t) not in calls]
    found = [_described(key, calls[key], starts) for key in keys]
    lone = [replace(INPUT, ends=(t,)) for t in unused]
    if not lone:
        return tuple(found)
    deep = sum(depths[key] > 0 for key in keys)
    return (*found[:deep], *lone, *found[deep:])


def _is_single(part: Part | None) -> bool:
    """Whether it is one layer: neither an operation, which is not kept, nor many layers."""
    return part is not None and not (isinstance(part, Layer) and part.path == APPLICATION)


def _described(key: int, calls: list[KerasTensor], starts: dict[int, int]) -> Part:
    if key in starts:
        return replace(INPUT, ends=(calls[0],))
    part = calls[0].layer
    assert part is not None, "what is no input was made by a layer"
    return _with_end(part, tuple(calls))


def _with_end(part: Part, calls: tuple[KerasTensor, ...]) -> Part:
    """The layer with what its first call returned, where that is known."""
    if isinstance(part, Model) or part.ends:
        return part
    is_one = {t.position for t in calls} == {0} and not _may_return_more(part)
    return replace(part, ends=calls[:1]) if is_one else part


def _may_return_more(layer: Layer) -> bool:
    """Whether a call may return other tensors than the one that is part of the model."""
    known = LAYERS.get(layer.path)
    flags = ("return_state", "?", *(known.switches if known else ()))
    inner = [value for _, value in layer.options if isinstance(value, Layer)]
    has_flag = any(one.option(flag) is not None for one in (layer, *inner) for flag in flags)
    return has_flag or (layer.traced is not None and len(layer.traced.returned) != 1)


def _operation(tensor: KerasTensor, starts: dict[int, int]) -> int:
    """What tells the layer that made the tensor from all others."""
    part = tensor.layer
    if id(tensor) in starts or part is None:
        return id(tensor)
    first = part.ends[0].layer if isinstance(part, Layer) and part.ends else part
    return id(first)


def _may_be_one(calls: dict[int, list[KerasTensor]], starts: dict[int, int]) -> bool:
    """Whether two layers that were made in the same place may be the same one."""
    parts = [made[0].layer for key, made in calls.items() if key not in starts]
    marks = [(p, p.origin) for p in parts if p is not None]
    return len(set(marks)) < len(marks)


def _walked(model: Model, starts: dict[int, int]) -> Iterator[KerasTensor]:
    """All tensors of the graph, each after those that it was made of."""
    seen: set[int] = set()
    pending = [(end, False) for end in reversed(model.outputs)]
    while pending:
        tensor, is_done = pending.pop()
        if is_done:
            yield tensor
        elif id(tensor) not in seen:
            seen.add(id(tensor))
            pending.append((tensor, True))
            if id(tensor) not in starts:
                pending += [(source, False) for source in reversed(tensor.inputs)]


def _first_met(model: Model, starts: dict[int, int]) -> Iterator[int]:
    """The layers in the order in which a walk from the outputs comes to them."""
    seen: set[int] = set()
    met: set[int] = set()
    pending = list(reversed(model.outputs))
    while pending:
        tensor = pending.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        key = _operation(tensor, starts)
        if key not in met:
            met.add(key)
            yield key
        if id(tensor) not in starts:
            pending += reversed(tensor.inputs)


def _depths(order: list[KerasTensor], starts: dict[int, int]) -> dict[int, int]:
    """How many layers at most lie between each one and the outputs."""
    depths: dict[int, int] = {}
    tensors: dict[int, int] = {}
    for tensor in reversed(order):
        key = _operation(tensor, starts)
        depth = max(tensors.get(id(tensor), 0), depths.get(key, 0))
        depths[key] = depth
        sources = () if id(tensor) in starts else tensor.inputs
        for source in sources:
            tensors[id(source)] = max(depth + 1, tensors.get(id(source), 0))
    return depths
