"""Keras' models: how they are put together, and what they were compiled with.

Source: Keras 3.15 (`models/sequential.py`, `models/functional.py`), tf_keras 2.21
(`engine/sequential.py`, `engine/functional.py`).
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Any
from weakref import ref

from msgspec.structs import replace

from ndlint.knowledge.keras.models import UNKNOWN_MODEL, added
from ndlint.lift.graphs import Graph, dtype_of
from ndlint.lift.kept import Kept
from ndlint.lift.layers import lift_layer, shape_of
from ndlint.lift.library import is_own, is_symbol, library_of, version_of
from ndlint.lift.losses import compiled
from ndlint.values.dtype import FLOAT32
from ndlint.values.keras import KerasTensor, Layer, Model

Marks = tuple[object, ...]
UNUSUAL = replace(UNKNOWN_MODEL, inputs=(KerasTensor(),))
"""A model of which not even the dtype is known to which it casts its inputs."""
_KEPT: Kept[tuple[Marks, Model]] = Kept()


def lift_model(thing: Any) -> Model:
    """A model. One of a program's own class is not known, and refuses nothing.

    What was made of it is kept, until a layer is added, built or given another activation.
    """
    structure = _kept(thing) if _is_understood(thing) else _unknown(thing)
    return replace(structure, compiled=compiled(thing))


def lift_part(thing: Any) -> Layer | Model:
    """A part of a model: a layer, an operation, or another model."""
    return lift_model(thing) if isinstance(thing, _library(thing).Model) else lift_layer(thing)


def _library(thing: object) -> ModuleType:
    library = library_of(thing)
    assert library is not None, "it is an object of Keras"
    return library


def _is_understood(thing: Any) -> bool:
    return is_own(thing) and type(thing).__name__ in ("Sequential", "Functional")


def _kept(thing: Any) -> Model:
    marks, known = tuple(_marks(thing)), _KEPT.get(thing)
    if known is None or not _are_same(known[0], marks):
        known = _KEPT.keep(thing, (tuple(map(_watched, marks)), _structure(thing)))
    return known[1]


def _marks(thing: Any) -> Iterator[object]:
    """What changes when the model does."""
    yield from (getattr(thing, "_functional", None), *(getattr(thing, "outputs", None) or ()))
    for layer in thing.layers:
        yield from (layer, layer.built)
        if is_own(layer):
            yield getattr(layer, "activation", None)
        if _is_understood(layer):
            yield from _marks(layer)


def _watched(mark: object) -> object:
    try:
        return ref(mark)
    except TypeError:
        return mark


def _are_same(known: Marks, marks: Marks) -> bool:
    return len(known) == len(marks) and all(
        b is not None and a() is b if isinstance(a, ref) else a is b
        for a, b in zip(known, marks, strict=True)
    )


def _structure(thing: Any) -> Model:
    is_sequential = type(thing).__name__ == "Sequential"
    return _sequential(thing) if is_sequential else _functional(thing, Graph(lift_part))


def _functional(thing: Any, graph: Graph) -> Model:
    (starts, input_keys), (ends, output_keys) = (_given(thing, s) for s in ("inputs", "outputs"))
    if not all(is_symbol(t) and _is_dense(t) for t in (*starts, *ends)):
        return _unknown(thing)  # nested, or tensors of another kind
    return Model(
        sequential=False,
        inputs=tuple(map(graph.start, starts)),
        outputs=tuple(map(graph.tensor, ends)),
        input_keys=input_keys,
        output_keys=output_keys,
        lists_input=isinstance(_form(thing, "inputs"), list | tuple),
        lists_output=isinstance(_form(thing, "outputs"), list | tuple),
    )


def _form(thing: Any, side: str) -> Any:
    """The inputs or outputs as the program gave them."""
    is_3 = version_of(_library(thing)) == 3
    return getattr(thing, f"_{side}_struct" if is_3 else f"_nested_{side}")


def _given(thing: Any, side: str) -> tuple[list[Any], tuple[str, ...]]:
    """The inputs or outputs, one or several in a row, and the keys under which they were given."""
    given = _form(thing, side)
    if isinstance(given, dict) and all(isinstance(key, str) for key in given):
        return [given[key] for key in sorted(given)], tuple(sorted(given))
    return [*given] if isinstance(given, list | tuple) else [given], ()


def _is_dense(symbol: Any) -> bool:
    """Whether it stands for an ordinary tensor, neither sparse nor ragged."""
    spec = getattr(symbol, "type_spec", None)  # of Keras 2
    if spec is not None:
        return type(spec).__name__ == "TensorSpec"
    return not getattr(symbol, "sparse", False) and not getattr(symbol, "ragged", False)


def _sequential(thing: Any) -> Model:
    is_2 = version_of(_library(thing)) == 2
    network = (thing if thing._graph_initialized else None) if is_2 else thing._functional
    if network is not None:
        graph = Graph(lift_part, _is_told_batch(thing, is_2))
        model = replace(_functional(network, graph), sequential=True)
        return replace(model, layers=tuple(map(graph.part, thing.layers)) * model.is_known)
    model = Model(sequential=True)
    if not is_2 and len(thing._layers) > len(thing.layers):
        start = KerasTensor(shape_of(thing._layers[0].batch_shape), dtype_of(thing._layers[0]))
        model = replace(model, inputs=(start,), outputs=(start,))
    if thing.layers and (thing.built or model.inputs):
        return _unknown(thing)  # it could not be put together for what it was fed
    for layer in thing.layers:
        model = added(model, lift_part(layer))
    return model


def _is_told_batch(thing: Any, is_2: bool) -> bool:
    """Whether the size of the batch axis was that of the first data. A layer that keeps a
    state is bound to it; Keras 3 does not tell a size that was declared."""
    if is_2:
        return not thing._has_explicit_input_shape
    is_number = isinstance(shape_of(thing.inputs[0].shape).axis(0), int)
    return is_number and not any(getattr(layer, "stateful", False) for layer in thing.layers)


def _unknown(thing: Any) -> Model:
    """A model of which nothing is known but whether it takes the usual dtype."""
    policy = getattr(vars(thing).get("_dtype_policy"), "name", "")
    inputs = [t for t in getattr(thing, "inputs", None) or () if is_symbol(t)]
    is_usual = policy == "float32" and all(dtype_of(t) == FLOAT32 for t in inputs)
    sequential = type(thing).__name__ == "Sequential" and is_own(thing)
    return replace(UNKNOWN_MODEL if is_usual else UNUSUAL, sequential=sequential)
