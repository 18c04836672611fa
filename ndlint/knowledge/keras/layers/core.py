"""Dense, Flatten, Dropout and the layers that keep the shape.

Source: Keras 3.15, `keras/src/layers`; truth cases C.dense, C.flatten.
"""

from ndlint.knowledge.keras.layers.base import has_own_activation, layer
from ndlint.knowledge.registry import Refusal
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import Int, Value
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, render
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def dim_of(value: Value | None) -> Dim:
    """A size among a layer's arguments."""
    if isinstance(value, Int):
        return value.size
    if isinstance(value, Array) and value.facts.low == value.facts.high:
        return int(value.facts.low)
    return UNKNOWN_DIM


@layer("keras.layers.Dense", "units", "activation", "use_bias")
def dense(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, ..., n) -> (batch, ..., units).

    Raises: ValueError for a rank below 2, for another n than it was built for, or for
    one that is None when it is built.
    """
    if x.rank is not None and x.rank < 2:
        raise Refusal("ValueError", f"Dense needs at least 2 axes, (batch, features), not {x.rank}")
    if layer.built is None:
        if x.axis(-1) is FREE:
            raise Refusal("ValueError", "Dense needs a known number of features (the last axis)")
    else:
        expected, found = layer.built.axis(-1), x.axis(-1)
        if shapes.conflict(expected, found):
            raise Refusal(
                "ValueError",
                f"Dense was built for {render(expected)} features (the last axis), "
                f"not {render(found)}",
            )
    if not has_own_activation(layer):
        return UNKNOWN_SHAPE
    units = dim_of(layer.option("units"))
    return Shape((*x.dims[:-1], units), x.rank_known) if x.dims else Shape((units,), False)


@layer("keras.layers.Flatten", "data_format")
def flatten(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, ...) -> (batch, product of the rest); (batch,) -> (batch, 1).

    Raises: ValueError for rank 0.
    """
    if x.rank == 0:
        raise Refusal("ValueError", "Flatten needs at least 1 axis, (batch,), not 0")
    if x.rank is None:
        return Shape((UNKNOWN_DIM, UNKNOWN_DIM))
    rest = Shape(x.dims[1:])
    free = any(d is FREE for d in rest.dims)
    return Shape((x.dims[0], FREE if free else rest.size))


@layer("keras.layers.InputLayer", "shape", "batch_size")
def input_layer(layer: Layer, x: Shape) -> Shape:
    """The input itself."""
    return x


def keep_shape(layer: Layer, x: Shape) -> Shape:
    """An element-wise layer."""
    return x


@layer("keras.layers.Activation", "activation")
def activation(layer: Layer, x: Shape) -> Shape:
    """Element-wise, where the function is Keras' own."""
    return x if has_own_activation(layer) else UNKNOWN_SHAPE


for _name, _parameters in {
    "Dropout": ("rate",),
    "ReLU": (),
    "LeakyReLU": ("negative_slope",),
    "ELU": ("alpha",),
    "GaussianNoise": ("stddev",),
    "GaussianDropout": ("rate",),
}.items():
    layer(f"keras.layers.{_name}", *_parameters)(keep_shape)
