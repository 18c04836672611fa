"""Layers with weights for some axes that keep the shape: normalization, PReLU, Softmax.

Source: Keras 3.15, `keras/src/layers/normalization`, `PReLU`; tf_keras.
"""

from msgspec.structs import replace

from ndlint.knowledge.binding import as_axes, as_int
from ndlint.knowledge.keras.layers.base import layer, on_data
from ndlint.knowledge.keras.layers.requirements import (
    dim_of,
    is_keras_2,
    needs_axis,
    needs_rank,
    refuse,
)
from ndlint.values.base import NOTHING, Int
from ndlint.values.dimension import FREE
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape, normal_axis


@layer("keras.layers.BatchNormalization", "axis", "momentum", "epsilon", "center", "scale")
def batch_normalization(layer: Layer, x: Shape) -> Shape:
    """The shape is kept.

    Raises: ValueError for another number of axes, or another size of the normalized one,
    than it was built for.
    """
    built = layer.built
    if built is not None and None not in (built.rank, x.rank) and built.rank != x.rank:
        raise refuse(layer, f"was built for {built.rank} axes, and gets {x}")
    if built is not None and is_keras_2() and FREE in x.dims[1:]:
        return UNKNOWN_SHAPE
    return _normalized(layer, x)


@layer("keras.layers.LayerNormalization", "axis", "epsilon", "center", "scale", compares_late=True)
def layer_normalization(layer: Layer, x: Shape) -> Shape:
    """The shape is kept.

    Raises: an error for fewer axes than it was built for, where Keras 2 counts them from the
    front.
    """
    built = layer.built
    if built is None:
        return _normalized(layer, x)
    if is_keras_2() and layer.option("axis") in (None, Int(-1)):
        if x.rank is not None and built.rank is not None and x.rank < built.rank:
            raise refuse(layer, f"was built for {built.rank} axes, and gets {x}")
    axis = layer.option("axis") or Int(-1)
    has_weights = layer.option("center") is None and layer.option("scale") is None
    if is_keras_2():
        return _normalized_again(layer, built, x, has_weights)
    if has_weights and isinstance(axis, Int) and axis.number is not None:
        return _normalized(layer, x)
    return _normalized(replace(layer, built=UNKNOWN_SHAPE), x)


def _normalized_again(layer: Layer, built: Shape, x: Shape, has_weights: bool) -> Shape:
    """What Keras 2 makes of a second input: an axis of unknown size takes that of the weights.

    Raises: an error, where it has another size than the weights.
    """
    axes = as_axes(layer.option("axis") or Int(-1))
    if axes is None or x.rank is None:
        return UNKNOWN_SHAPE
    places = [normal_axis(axis, x.rank) for axis in axes]
    is_last = places == [x.rank - 1] and built.rank == x.rank
    size, found = built.axis(-1), x.axis(-1)
    is_weighted = is_last and has_weights and isinstance(size, int)
    if any(place is not None and x.dims[place] is FREE for place in places):
        if not is_weighted:
            return UNKNOWN_SHAPE
        return x if size == 1 else Shape((*x.dims[:-1], size))
    if is_weighted and isinstance(found, int) and found != size and 1 not in (found, size):
        raise refuse(layer, f"was built for {size} elements on its last axis, and gets {x}")
    return _normalized(replace(layer, built=UNKNOWN_SHAPE), x)


def _normalized(layer: Layer, x: Shape) -> Shape:
    """Raises: an error, where the input has not the axes that are normalized."""
    axes = as_axes(layer.option("axis") or Int(-1))
    if axes is None or x.rank is None:
        return x
    for axis in axes:
        if normal_axis(axis, x.rank) is None:
            raise refuse(layer, f"normalizes axis {axis}, and gets {x}")
        needs_axis(layer, x, axis, f"elements on axis {axis}")
    return x


@layer("keras.layers.Normalization", "axis", "mean", "variance", "invert")
def normalization(layer: Layer, x: Shape) -> Shape:
    """The shape is kept, where no mean of another shape was given.

    Raises: ValueError for an axis of unknown size that has its own mean.
    """
    if layer.option("mean") is not None:
        return UNKNOWN_SHAPE
    if layer.option("axis") in (None, Int(-1)) and layer.built is None and x.rank:
        needs_axis(layer, x, -1, "elements on axis -1")
    built = layer.built
    if built is not None and (not built.rank_known or x.dims[1:] != built.dims[1:]):
        return UNKNOWN_SHAPE  # the mean may broadcast
    return x


@layer("keras.layers.Softmax", "axis")
def softmax(layer: Layer, x: Shape) -> Shape:
    """The shape is kept."""
    if is_keras_2():
        needs_rank(layer, x, ("batch", "classes"), or_more=True)
    return x


@layer(
    "keras.layers.PReLU",
    "alpha_initializer",
    "alpha_regularizer",
    "alpha_constraint",
    "shared_axes",
)
def prelu(layer: Layer, x: Shape) -> Shape:
    """The shape is kept.

    Raises: ValueError for an axis of unknown size that is not shared, or for another number
    of axes than it was built for.
    """
    if x.rank is None:
        return x
    if layer.built is not None:
        if layer.built.rank is not None and layer.built.rank != x.rank:
            raise refuse(layer, f"was built for {layer.built.rank} axes, and gets {x}")
        is_same = layer.built.rank_known and x.dims[1:] == layer.built.dims[1:]
        return x if is_same else UNKNOWN_SHAPE
    given = layer.option("shared_axes")
    shared = () if given is None or given == NOTHING else as_axes(given)
    if shared and max(shared) >= x.rank:
        raise refuse(layer, f"shares axis {max(shared)}, and gets {x}")
    if shared is not None and all(s > 0 for s in shared):
        if any(d is FREE for i, d in enumerate(x.dims) if i and i not in shared):
            raise refuse(layer, f"needs known sizes of the axes that it does not share, not {x}")
    return x


@layer("keras.layers.GroupNormalization", "groups", "axis", "epsilon", "center", "scale")
def group_normalization(layer: Layer, x: Shape) -> Shape:
    """The shape is kept.

    Raises: ValueError for channels of unknown size, or that the groups do not divide; for
    another number of axes or of channels than it was built for.
    """
    axis, groups = as_int(layer.option("axis") or Int(-1)), layer.option("groups")
    count = 32 if groups is None else dim_of(groups)
    if axis is None or x.rank is None:
        return UNKNOWN_SHAPE
    if normal_axis(axis, x.rank) is None:
        raise refuse(layer, f"normalizes axis {axis}, and gets {x}")
    built = layer.built
    if built is not None:
        if built.rank is not None and built.rank != x.rank:
            raise refuse(layer, f"was built for {built.rank} axes, and gets {x}")
        if is_keras_2() and FREE in x.dims[1:]:
            return UNKNOWN_SHAPE
    needs_axis(layer, x, axis, f"elements on axis {axis}")
    channels = x.axis(axis)
    if built is None and isinstance(channels, int) and isinstance(count, int) and count > 0:
        if channels % count:
            raise refuse(layer, f"divides axis {axis} into {count} groups, and gets {x}")
    return x


@layer("keras.layers.RMSNormalization", "axis", "epsilon")
def rms_normalization(layer: Layer, x: Shape) -> Shape:
    """The shape is kept.

    Raises: an error, where it has not the axes that are normalized, or they have no known size.
    """
    return x if layer.built is not None else _normalized(layer, x)


@on_data("keras.layers.RMSNormalization")
def _normalized_data(layer: Layer, x: Shape) -> Shape:
    """Its scale is laid along the last axis, wherever the axis is: what does not fit may raise."""
    axis = as_int(layer.option("axis") or Int(-1))
    if axis is None or x.rank is None or normal_axis(axis, x.rank) != x.rank - 1:
        return UNKNOWN_SHAPE
    return rms_normalization(layer, x)


@layer("keras.layers.UnitNormalization", "axis")
def unit_normalization(layer: Layer, x: Shape) -> Shape:
    """The shape is kept. Raises: ValueError, where it has not the axes that are normalized."""
    axes = as_axes(layer.option("axis") or Int(-1))
    if axes is None or x.rank is None:
        return x
    if any(normal_axis(axis, x.rank) is None for axis in axes):
        raise refuse(layer, f"normalizes {axes}, and gets {x}")
    return x


@on_data("keras.layers.UnitNormalization")
def _unit_of_data(layer: Layer, x: Shape) -> Shape:
    """As of symbols, but for one number, of which Keras 3 makes an array of one."""
    return unit_normalization(layer, x) if x.rank or is_keras_2() else UNKNOWN_SHAPE
