"""Layers in general: how they are made, built and called."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from ndlint.knowledge.binding import Arguments, as_dim
from ndlint.knowledge.keras.tensors import batch_axis, declared_shape, with_batch
from ndlint.knowledge.registry import Changed, family, models
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Name, Nothing, Str, Tuple, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM
from ndlint.values.dtype import UNKNOWN_DTYPE
from ndlint.values.keras import KerasTensor, Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

Forward = Callable[[Layer, Shape], Shape]
F = TypeVar("F", bound=Forward)


@dataclass(frozen=True, slots=True)
class Kindred:
    """What is known of one layer class: its positional parameters and what it returns."""

    parameters: tuple[str, ...]
    forward: Forward


LAYERS: dict[str, Kindred] = {}
"""Public name -> the layer class."""


def layer(path: str, *parameters: str) -> Callable[[F], F]:
    """Register a layer class: the names of its positional parameters and its forward pass.

    The forward pass takes the layer and the shape of one input with its batch axis, and
    returns the output's shape or raises `Refusal`. `layer.built` is the input shape that
    it was built for, or None on the first pass.
    """

    def register(function: F) -> F:
        LAYERS[path] = Kindred(parameters, function)
        return function

    return register


@family("keras.layers")
def make(path: str, arguments: Arguments) -> Value:
    """Any layer class: a layer that keeps its arguments."""
    known = LAYERS.get(path)
    names = known.parameters if known else ()
    options = dict(zip(names, arguments.positional, strict=False))
    options.update(arguments.keywords)
    if not arguments.complete:
        return Layer(path, (("?", UNKNOWN),))
    return Layer(path, tuple(options.items()))


def declared_input(layer: Layer) -> KerasTensor | None:
    """The input, with batch, that a layer declares for a Sequential model, or None."""
    size = layer.option("batch_size")
    batch = FREE if size is None or size == NOTHING else as_dim(size) or UNKNOWN_DIM
    for name in ("shape", "input_shape"):
        given = layer.option(name)
        if (
            given is not None
            and given != NOTHING
            and (name != "shape" or layer.name == "InputLayer")
        ):
            shape = with_batch(declared_shape(given) or UNKNOWN_SHAPE, batch)
            return KerasTensor(shape, dtypes.FLOAT32, batch_axis=batch_axis(given))
    for name in ("batch_shape", "batch_input_shape"):
        given = layer.option(name)
        if given is not None and given != NOTHING:
            return KerasTensor(declared_shape(given) or UNKNOWN_SHAPE, dtypes.FLOAT32)
    width = layer.option("input_dim")
    if width is not None and layer.option("input_length") is None:
        sizes = Tuple((width,))
        shape = with_batch(declared_shape(sizes) or UNKNOWN_SHAPE)
        return KerasTensor(shape, dtypes.FLOAT32, batch_axis=batch_axis(sizes))
    return KerasTensor() if layer.option("?") is not None else None


def forward(layer: Layer, shape: Shape) -> Shape:
    """The shape that the layer returns. Unknown for a layer that is not modelled.

    Raises: Refusal, where Keras certainly raises.
    """
    known = LAYERS.get(layer.path)
    if known is None or layer.option("?") is not None:
        return UNKNOWN_SHAPE
    return known.forward(layer, shape)


def built_for(layer: Layer, shape: Shape) -> Layer:
    """The layer after its first call."""
    return layer if layer.built is not None else replace(layer, built=shape)


def has_own_activation(layer: Layer) -> bool:
    """Whether its activation, if it has one, is certainly Keras' or TensorFlow's own.

    Any other function may change the shape and the dtype.
    """
    activation = layer.option("activation")
    if isinstance(activation, Name):
        return activation.path.startswith(("keras.activations.", "tensorflow.nn."))
    return activation is None or isinstance(activation, Str | Nothing)


def computes_in_floatx(layer: Layer) -> bool:
    """Whether the layer certainly makes Keras' default dtype of any floats that it gets."""
    known = layer.path in LAYERS and has_own_activation(layer)
    return known and layer.option("dtype") is None and layer.option("?") is None


@models("keras.layers.Layer.__call__")
def call(layer: Value, inputs: Value, **options: Value) -> object:
    """A layer called on a symbolic tensor or on data."""
    if not isinstance(layer, Layer):
        return UNKNOWN
    parts = elements(inputs)
    symbolic = tuple(p for p in parts or (inputs,) if isinstance(p, KerasTensor))
    if parts is not None:
        return KerasTensor(layer=layer, inputs=symbolic) if symbolic else UNKNOWN
    if isinstance(inputs, KerasTensor):
        output = forward(layer, inputs.shape)
        built = built_for(layer, inputs.shape)
        return Changed(built, KerasTensor(output, dtypes.FLOAT32, built, (inputs,)))
    if isinstance(inputs, Array):
        output = forward(layer, inputs.shape)
        keeps_float = computes_in_floatx(layer) and inputs.dtype.is_one_of(dtypes.FLOATS)
        dtype = dtypes.FLOAT32 if keeps_float else UNKNOWN_DTYPE
        return Changed(built_for(layer, inputs.shape), Array(Kind.TENSOR, dtype, output))
    return UNKNOWN
