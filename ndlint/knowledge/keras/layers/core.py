"""Dense, Embedding, Flatten, and the layers that keep the shape.

Source: Keras 3.15, `keras/src/layers`; truth cases C.dense, C.flatten.
"""

from ndlint.knowledge.keras.layers.base import declares, has_own_activation, layer
from ndlint.knowledge.keras.layers.requirements import (
    dim_of,
    flag,
    is_keras_2,
    needs_axis,
    needs_rank,
    refuse,
)
from ndlint.values.base import Str
from ndlint.values.dimension import FREE, UNKNOWN_DIM
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


@layer("keras.layers.Dense", "units", "activation", "use_bias")
def dense(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, ..., n) -> (batch, ..., units).

    Raises: ValueError for a rank below 2, for another n than it was built for, or for
    one that is None when it is built.
    """
    needs_rank(layer, x, ("batch", "features"), or_more=True)
    needs_axis(layer, x, -1, "features (the last axis)")
    if not has_own_activation(layer):
        return UNKNOWN_SHAPE
    units = dim_of(layer.option("units"))
    return Shape((*x.dims[:-1], units), x.rank_known) if x.dims else Shape((units,), False)


@declares("keras.layers.Dense")
def dense_inside(layer: Layer, x: Shape) -> Shape:
    """Shape: (..., n) -> (..., units). Raises: ValueError for an n that is None."""
    if x.rank == 0:
        raise refuse(layer, f"needs features (the last axis), and gets {x}")
    return dense(layer, x) if x.rank != 1 else Shape(dense(layer, Shape((1, *x.dims))).dims[1:])


@layer(
    "keras.layers.Embedding",
    "input_dim",
    "output_dim",
    "embeddings_initializer",
    "embeddings_regularizer",
)
def embedding(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, ...) -> (batch, ..., output_dim)."""
    return Shape((*x.dims, dim_of(layer.option("output_dim"))), x.rank_known)


@layer("keras.layers.ReversibleEmbedding", "input_dim", "output_dim", switches=("reverse",))
def reversible_embedding(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, ...) -> (batch, ..., output_dim); reversed, (batch, ..., input_dim)."""
    is_reversed = flag(layer, "reverse")
    if is_reversed is None or (is_reversed and not x.rank):
        return UNKNOWN_SHAPE
    if is_reversed:
        return Shape((*x.dims[:-1], dim_of(layer.option("input_dim"))))
    return embedding(layer, x)


@layer("keras.layers.Flatten", "data_format")
def flatten(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, ...) -> (batch, product of the rest); (batch,) -> (batch, 1).

    Raises: ValueError for rank 0.
    """
    needs_rank(layer, x, ("batch",), or_more=True)
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
    """Element-wise, where the function is Keras' own.

    Raises: ValueError for the softmax of one axis in Keras 2.
    """
    if is_keras_2() and layer.option("activation") == Str("softmax"):
        needs_rank(layer, x, ("batch", "classes"), or_more=True)
    return x if has_own_activation(layer) else UNKNOWN_SHAPE


for _name, _parameters in {
    "ActivityRegularization": ("l1", "l2"),
    "AlphaDropout": ("rate", "noise_shape", "seed"),
    "Dropout": ("rate", "noise_shape", "seed"),
    "ELU": ("alpha",),
    "GaussianDropout": ("rate", "seed"),
    "GaussianNoise": ("stddev", "seed"),
    "Identity": (),
    "LeakyReLU": ("negative_slope",),
    "Masking": ("mask_value",),
    "ReLU": ("max_value", "negative_slope", "threshold"),
    "Rescaling": ("scale", "offset"),
    "ThresholdedReLU": ("theta",),
}.items():
    layer(f"keras.layers.{_name}", *_parameters)(keep_shape)
