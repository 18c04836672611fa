"""The weights of layers: how many arrays, of which shapes, and what `set_weights` refuses.

Source: measured on Keras 3.15 and tf_keras 2.21, `Layer.get_weights` of each class and
`Layer.set_weights`; neither a shape nor the order depends on what is trained.
"""

from collections.abc import Callable

from ndlint.events import Contract
from ndlint.knowledge.keras.layers.base import WHEN_MADE, Shapes, has_own_activation, is_understood
from ndlint.knowledge.keras.layers.requirements import (
    dim_of,
    flag,
    is_channels_first,
    is_keras_2,
    sizes,
)
from ndlint.knowledge.registry import Refusal
from ndlint.values.array import Array
from ndlint.values.base import Int, Nothing, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, multiply
from ndlint.values.keras import Layer
from ndlint.values.shape import Shape, conflict

Weights = tuple[Shape, ...]
GATES = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1}
CONVOLUTIONS = {f"Conv{n}D{end}": n for n in (1, 2, 3) for end in ("", "Transpose")}
WEIGHTLESS = frozenset({
    "Activation", "Add", "Average", "Concatenate", "Dot", "Dropout", "ELU", "Flatten",
    "GaussianDropout", "GaussianNoise", "InputLayer", "LeakyReLU", "Masking", "Maximum", "Minimum",
    "Multiply", "Permute", "ReLU", "RepeatVector", "Rescaling", "Reshape", "Softmax", "Subtract",
    *(f"{kind}Pooling{n}D" for kind in ("Average", "Max") for n in (1, 2, 3)),
    *(f"Global{kind}Pooling{n}D" for kind in ("Average", "Max") for n in (1, 2, 3)),
    *(f"{kind}{n}D" for kind in ("Cropping", "SpatialDropout", "UpSampling", "ZeroPadding")
      for n in (1, 2, 3)),
})  # fmt: skip
ENDINGS = ("_initializer", "_regularizer", "_constraint", "_dropout", "_activation")
"""Of arguments that change neither how many weights there are nor their shapes."""
USUAL = frozenset({
    "activation", "axis", "batch_input_shape", "center", "data_format", "dilation_rate", "dropout",
    "epsilon", "filters", "go_backwards", "groups", "implementation", "input_dim", "input_length",
    "input_shape", "kernel_size", "mask_zero", "momentum", "name", "output_dim", "padding",
    "reset_after", "return_sequences", "return_state", "scale", "seed", "stateful", "strides",
    "trainable", "unit_forget_bias", "units", "unroll", "use_bias", "weights",
})  # fmt: skip
"""Arguments that are looked at, or change nothing either."""


def weights_of(layer: Layer, built: Shapes | None) -> Weights | None:
    """The shapes of the layer's weights, where it is built for that input; None: not known."""
    if layer.traced is not None or not is_understood(layer) or not _has_own_activations(layer):
        return None
    if layer.name in WEIGHTLESS:
        return ()
    is_usual = all(name in USUAL or name.endswith(ENDINGS) for name, _ in layer.options)
    find = "Conv" if layer.name in CONVOLUTIONS else "RNN" if layer.name in GATES else layer.name
    if not is_usual or find not in FINDERS or not isinstance(built, Shape) or not built.rank:
        return None
    return FINDERS[find](layer, built)


def _has_own_activations(layer: Layer) -> bool:
    """Whether no activation can have weights itself."""
    return has_own_activation(layer) and has_own_activation(layer, "recurrent_activation")


def is_on(layer: Layer, name: str) -> bool | None:
    """A switch that is on by default; None: not known."""
    return True if layer.option(name) is None else flag(layer, name)


def _dense(layer: Layer, x: Shape) -> Weights | None:
    units = dim_of(layer.option("units"))
    return _with_bias(layer, (Shape((_size(x, -1), units)),), Shape((units,)))


def _embedding(layer: Layer, x: Shape) -> Weights | None:
    return (Shape((dim_of(layer.option("input_dim")), dim_of(layer.option("output_dim")))),)


def _convolution(layer: Layer, x: Shape) -> Weights | None:
    first, count = is_channels_first(layer), CONVOLUTIONS[layer.name]
    groups = layer.option("groups")
    if first is None or groups not in (None, Int(1)):
        return None
    filters = dim_of(layer.option("filters"))
    ends = (_size(x, 1 if first else -1), filters)
    ends = ends[::-1] if layer.name.endswith("Transpose") else ends
    kernel = Shape((*sizes(layer, "kernel_size", count, 1), *ends))
    return _with_bias(layer, (kernel,), Shape((filters,)))


def _recurrent(layer: Layer, x: Shape) -> Weights | None:
    units = dim_of(layer.option("units"))
    wide = multiply(units, GATES[layer.name])
    separate = is_on(layer, "reset_after") if layer.name == "GRU" else False
    if separate is None:
        return None
    kernels = (Shape((_size(x, -1), wide)), Shape((units, wide)))
    return _with_bias(layer, kernels, Shape((2, wide) if separate else (wide,)))


def _normalization(layer: Layer, x: Shape) -> Weights | None:
    """A factor and a shift, then, of batches, the mean and the variance."""
    axis = layer.option("axis")
    place = -1 if axis is None else axis.number if isinstance(axis, Int) else None
    switches = [is_on(layer, "scale"), is_on(layer, "center")]
    if place is None or None in switches or x.rank is None or not -x.rank <= place < x.rank:
        return None
    moments = 2 * (layer.name == "BatchNormalization")
    return (Shape((_size(x, place),)),) * (switches.count(True) + moments)


def _with_bias(layer: Layer, kernels: Weights, bias: Shape) -> Weights | None:
    has_bias = is_on(layer, "use_bias")
    return None if has_bias is None else (*kernels, bias) if has_bias else kernels


def _size(x: Shape, axis: int) -> Dim:
    found = x.axis(axis)
    return UNKNOWN_DIM if found is FREE else found


FINDERS: dict[str, Callable[[Layer, Shape], Weights | None]] = {
    "BatchNormalization": _normalization,
    "Conv": _convolution,
    "Dense": _dense,
    "Embedding": _embedding,
    "LayerNormalization": _normalization,
    "RNN": _recurrent,
}


def check_weights(what: str, own: Weights | None, given: Value) -> None:
    """Compare what `set_weights` is given with the weights that there are.

    Raises: Refusal for another number of arrays, or an array of another shape.
    """
    parts = elements(given)
    count = _length(given) if parts is None else len(parts)
    if own is None or not isinstance(count, int):
        return
    if count != len(own):
        arrays = "array" if len(own) == 1 else "arrays"
        raise _refusal(f"{what} has {len(own)} {arrays} of weights{_told(own)}, and gets {count}")
    for number, (shape, part) in enumerate(zip(own, parts or (), strict=False), 1):
        if isinstance(part, Array) and _differ(shape, part.shape):
            which = f" number {number}" if count > 1 else ""
            raise _refusal(f"{what} has weights{which} of shape {shape}, and gets {part.shape}")


def check_declared_weights(layer: Layer, built: Shapes) -> None:
    """Compare the argument `weights` of a layer with the weights that it has, where Keras 2
    builds it. Raises: Refusal, as `check_weights`."""
    given = layer.option("weights")
    if is_keras_2() and given is not None and not isinstance(given, Nothing):
        check_weights(layer.name, weights_of(layer, built), given)


def _check_table(layer: Layer) -> None:
    """Compare the `weights` of an Embedding with the table that it has, where Keras 3 makes it.

    Raises: Refusal for another shape.
    """
    given, own = layer.option("weights"), weights_of(layer, Shape((UNKNOWN_DIM,)))
    if is_keras_2() or given is None or own is None:
        return
    parts = elements(given)
    table = parts[0] if parts is not None and len(parts) == 1 else given
    if isinstance(table, Array) and _differ(own[0], table.shape):
        raise _refusal(f"Embedding has weights of shape {own[0]}, and gets {table.shape}")


WHEN_MADE["keras.layers.Embedding"] = _check_table


def _length(given: Value) -> Dim | None:
    """The number of rows of an array that stands where a list of arrays belongs."""
    return given.shape.axis(0) if isinstance(given, Array) and given.shape.rank else None


def _told(own: Weights) -> str:
    return f", of shapes {', '.join(map(str, own))}" if 0 < len(own) <= 4 else ""


def _differ(own: Shape, given: Shape) -> bool:
    """Whether the shapes are certainly not the same."""
    if own.rank is None or given.rank is None:
        return False
    return own.rank != given.rank or any(map(conflict, own.dims, given.dims))


def _refusal(message: str) -> Refusal:
    return Refusal("ValueError", message, Contract.WEIGHTS)
