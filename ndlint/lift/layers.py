"""Keras' layers, as the knowledge takes them.

Source: Keras 3.15 and tf_keras 2.21, `get_config`, `get_build_config`.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import Any

from msgspec.structs import replace

from ndlint.knowledge.keras.layers.base import LAYERS, built_for, has_own_activation, is_understood
from ndlint.knowledge.keras.layers.recurrent import STATES
from ndlint.lift.arguments import given, written
from ndlint.lift.library import PACKAGES, function_name, is_own, is_public, library_of, version_of
from ndlint.target import current
from ndlint.values.base import NOTHING, UNKNOWN, Str, Tuple, Value
from ndlint.values.dimension import FREE
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

NOT_UNDERSTOOD = ("?", UNKNOWN)
FUNCTIONS = ("activation", "recurrent_activation")
READ = (
    "axes", "axis", "batch_shape", "bias_axes", "center", "crop_to_aspect_ratio", "cropping",
    "data_format", "depth_multiplier", "dilation_rate", "dims", "equation", "filters", "groups",
    "height", "input_dim", "keepdims", "kernel_size", "mask_zero", "mean", "n", "num_heads",
    "num_tokens", "output_dim", "output_mode", "output_padding", "output_shape", "padding",
    "pool_size", "return_sequences", "return_state", "scale", "shared_axes", "size", "sparse",
    "stateful", "strides", "target_shape", "time_major", "units", "unroll", "width",
)  # fmt: skip
"""The arguments that the knowledge asks for."""
KEPT_AS = {"mean": "input_mean", "output_shape": "partial_output_shape"}
KEPT_BY_HEADS = {"num_heads": "_num_heads", "output_shape": "_output_shape"}
"""Arguments whose attribute has another name."""
WRAPPERS = frozenset({"Bidirectional", "SpectralNormalization", "TimeDistributed"})
NOT_READ = frozenset(
    {f"Adaptive{kind}Pooling{n}D" for kind in ("Average", "Max") for n in (1, 2, 3)}
    | {"Discretization", "GroupQueryAttention", "GroupedQueryAttention", "HashedCrossing",
       "Hashing", "IntegerLookup", "MelSpectrogram", "Pipeline",
       "ReversibleEmbedding", "STFTSpectrogram", "StringLookup", "TextVectorization"}
)  # fmt: skip
"""Layers whose other arguments, or what they learned, would have to be asked for."""
RUNS_OTHER_CODE = frozenset(
    {"Lambda", "RNN", "Wrapper", "StackedRNNCells", "SpectralNormalization"}
    | {"FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper"}
)
"""Keras' own layers that run what a program gives them."""


def lift_layer(thing: Any) -> Layer:
    """A layer. One that the knowledge does not model keeps nothing but its name and dtype."""
    library = library_of(thing)
    assert library is not None
    kind = type(thing)
    named = {"name": Str(thing.name), **_dtype(thing)}
    if not is_own(thing) or not is_public(thing, library.layers):
        # It may make a mask.
        named |= {"mask_zero": UNKNOWN}
        return opaque(Layer(f"{kind.__module__}.{kind.__name__}", tuple(named.items())))
    path = f"keras.layers.{kind.__name__}"
    named |= {name: _function(thing, name) for name in FUNCTIONS if hasattr(thing, name)}
    if kind.__name__ in WRAPPERS:
        named |= _wrapped(thing)
    elif kind.__name__ in NOT_READ:
        return opaque(_built(thing, Layer(path, tuple(named.items()))))
    elif path in LAYERS:
        named = {**_arguments(thing, library), **named}
    if kind.__name__ == "RNN":
        named["cell"] = _cells(thing.cell)
    return _built(thing, Layer(path, tuple(named.items())))


def opaque(layer: Layer) -> Layer:
    """The same layer, not understood: it takes and returns anything."""
    if not is_understood(layer):
        return layer
    return replace(layer, options=(*layer.options, NOT_UNDERSTOOD))


def runs_own_code(layer: Layer) -> bool:
    """Whether the layer certainly does nothing but what Keras wrote: its shapes are so."""
    if layer.path.partition(".")[0] not in PACKAGES or layer.name in RUNS_OTHER_CODE:
        return False
    inner = layer.option("layer")
    is_own = inner is None or (isinstance(inner, Layer) and runs_own_code(inner))
    return is_own and all(has_own_activation(layer, name) for name in FUNCTIONS)


def shape_of(sizes: Any) -> Shape:
    """A shape as Keras gives it: None is a free axis."""
    try:
        return Shape(tuple(FREE if size is None else int(size) for size in sizes))
    except (TypeError, ValueError):  # of unknown rank, or several shapes
        return UNKNOWN_SHAPE


def _arguments(thing: Any, library: ModuleType) -> dict[str, Value]:
    """What the layer was made with, as far as the program said it.

    Read from its attributes: `get_config` would run code of the program's.
    """
    has_heads = type(thing).__name__ == "MultiHeadAttention"
    names = KEPT_BY_HEADS if has_heads else KEPT_AS
    places = {name: names.get(name, name) for name in READ}
    kept = {name: getattr(thing, at) for name, at in places.items() if hasattr(thing, at)}
    if has_heads:
        kept["attention_axes"] = _attention_axes(thing)
    options = given(thing, kept)
    if options.get("data_format") == Str("channels_last") and current().usual_format:
        del options["data_format"]
    is_3 = version_of(library) == 3
    declared = getattr(thing, "_input_shape_arg" if is_3 else "_batch_input_shape", None)
    if declared is not None:
        options["input_shape" if is_3 else "batch_input_shape"] = written(declared)
    return options


def _attention_axes(thing: Any) -> Any:
    """The axes that the program gave; None: all but the first and the last, as when not given."""
    axes = thing._attention_axes
    if axes is None or not thing.built:
        return axes
    letters, _, _ = thing._query_dense.equation.partition(",")
    return None if [*axes] == [*range(1, len(letters) - 1)] else axes


def _wrapped(thing: Any) -> dict[str, Value]:
    """The arguments of a wrapper: its config would hold that of the layer inside."""
    options: dict[str, Value] = {}
    if type(thing).__name__ == "Bidirectional":
        inner, backward = lift_layer(thing.forward_layer), lift_layer(thing.backward_layer)
        options["merge_mode"] = written(thing.merge_mode)
        if backward.path != inner.path or backward.option("units") != inner.option("units"):
            options["backward_layer"] = backward
        return {**options, "layer": inner}
    return {"layer": lift_layer(thing.layer)}


def _cells(cell: Any) -> Value:
    """The cell of an RNN, or several in a stack, where they are Keras' own."""
    if type(cell).__name__ == "StackedRNNCells" and is_own(cell):
        return Tuple(tuple(map(_cells, cell.cells)))
    library = library_of(cell)
    return lift_layer(cell) if library and isinstance(cell, library.layers.Layer) else UNKNOWN


def _function(thing: Any, name: str) -> Value:
    """An activation: Keras' own by its name, an object of Keras, or unknown."""
    value = getattr(thing, name)
    found = function_name(value)
    if value is None:
        return NOTHING
    if found is not None:
        is_keras = found.path.startswith("keras.activations.")
        return Str(found.last) if is_keras else found
    library = library_of(value)
    return lift_layer(value) if library and isinstance(value, library.layers.Layer) else UNKNOWN


def _dtype(thing: Any) -> dict[str, Value]:
    """The dtype in which it computes, where that is not Keras' usual one."""
    if type(thing).__name__ == "InputLayer":
        name = thing.dtype
    else:
        name = getattr(getattr(thing, "dtype_policy", None), "name", None)
    return {} if name == "float32" else {"dtype": written(name)}


def _built(thing: Any, layer: Layer) -> Layer:
    """The layer, built for the input that Keras kept: its shape, or those of several."""
    if not thing.built:
        return layer
    config = thing.get_build_config() or {}
    sizes: Any = next(iter(config.get("shapes_dict", config).values()), None)
    if type(thing).__name__ in STATES and isinstance(sizes, list):
        sizes = sizes[0]  # the others are those of its first state
    is_several = isinstance(sizes, list | tuple) and any(isinstance(s, Iterable) for s in sizes)
    return built_for(layer, tuple(map(shape_of, sizes)) if is_several else shape_of(sizes))
