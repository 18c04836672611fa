"""Pooling.

Source: Keras 3.15, `BasePooling`, `BaseGlobalPooling`, `compute_pooling_output_shape`.
"""

from ndlint.knowledge.keras.layers.base import declares, layer, on_data
from ndlint.knowledge.keras.layers.requirements import (
    SPATIAL,
    flag,
    image_axes,
    is_channels_first,
    needs_rank,
    refuse,
    sizes,
    text,
)
from ndlint.knowledge.keras.layers.windows import slide
from ndlint.values.base import NOTHING
from ndlint.values.dimension import FREE
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def _pooled(layer: Layer, x: Shape, count: int) -> Shape:
    """Shape: (batch, ..., channels) -> (batch, fewer..., channels)."""
    first = is_channels_first(layer)
    needs_rank(layer, x, image_axes(count, first))
    if first is None or x.rank is None:
        return UNKNOWN_SHAPE
    pool = sizes(layer, "pool_size", count, 2)
    stride = layer.option("strides")
    spatial = slide(
        layer,
        x.dims[2:] if first else x.dims[1:-1],
        pool,
        pool if stride is None or stride == NOTHING else sizes(layer, "strides", count, 1),
        (1,) * count,
        text(layer, "padding", "valid"),
        x,
    )
    ends = (x.dims[0], x.dims[1]) if first else (x.dims[0],)
    return Shape((*ends, *spatial) if first else (*ends, *spatial, x.dims[-1]))


def _pooled_inside(layer: Layer, x: Shape, count: int) -> Shape:
    """What Keras 3 computes of any number of axes: NumPy lays them and the windows together.

    Raises: ValueError for numbers of axes that do not go together, for a window that does not fit.
    """
    first = is_channels_first(layer)
    if first is None or x.rank is None:
        return UNKNOWN_SHAPE
    if x.rank < 1 + first:
        raise refuse(layer, f"needs {count + 2} axes, and gets {x}")
    spatial = x.dims[2:] if first else x.dims[1:-1]
    pool = sizes(layer, "pool_size", count, 2)
    stride = layer.option("strides")
    strides = pool if stride in (None, NOTHING) else sizes(layer, "strides", count, 1)
    padding = text(layer, "padding", "valid")
    number = len(spatial)
    if number == 1:
        if count > 1 and FREE in spatial:
            return UNKNOWN_SHAPE  # it computes with -1 then
        spatial *= count
    elif count == 1:
        pool, strides = pool * number, strides * number
    elif number != count:
        raise refuse(layer, f"needs {count + 2} axes, and gets {x}")
    made = slide(layer, spatial, pool, strides, (1,) * len(spatial), padding, x)
    ends = x.dims[:2] if first else x.dims[:1]
    return Shape((*ends, *made) if first else (*ends, *made, x.dims[-1]))


def _global(layer: Layer, x: Shape, count: int) -> Shape:
    """Shape: (batch, ..., channels) -> (batch, channels); with keepdims, axes of 1."""
    first, keeps = is_channels_first(layer), flag(layer, "keepdims")
    needs_rank(layer, x, image_axes(count, first))
    if first is None or keeps is None or x.rank is None:
        return UNKNOWN_SHAPE
    batch, channels = x.dims[0], x.dims[1 if first else -1]
    ones = (1,) * count if keeps else ()
    return Shape((batch, channels, *ones) if first else (batch, *ones, channels))


def _global_inside(layer: Layer, x: Shape) -> Shape:
    """The same of any number of axes. Raises: an error for channels that are not there."""
    first, keeps = is_channels_first(layer), flag(layer, "keepdims")
    if first is None or keeps is None or x.rank is None:
        return UNKNOWN_SHAPE
    if x.rank < 1 + first:
        raise refuse(layer, f"needs an axis of channels, and gets {x}")
    batch, channels = x.dims[0], x.dims[1 if first else -1]
    ones = (1,) * (x.rank - 2) if keeps else ()
    return Shape((batch, channels, *ones) if first else (batch, *ones, channels))


def _adaptive(layer: Layer, x: Shape, count: int) -> Shape:
    """Shape: (batch, ..., channels) -> (batch, *output_size, channels).

    Of symbols Keras looks at no other axis. Raises: an error for channels that are not there.
    """
    first = is_channels_first(layer)
    if first is None or x.rank is None:
        return UNKNOWN_SHAPE
    if x.rank < 1 + first:
        raise refuse(layer, f"needs {count + 2} axes, and gets {x}")
    spatial = sizes(layer, "output_size", count, 1)
    batch, channels = x.dims[0], x.dims[1 if first else -1]
    return Shape((batch, channels, *spatial) if first else (batch, *spatial, channels))


def _adaptive_on_data(layer: Layer, x: Shape, count: int) -> Shape:
    return _adaptive(layer, x, count) if x.rank == count + 2 else UNKNOWN_SHAPE


def _register(count: int) -> None:
    for kind in ("Max", "Average"):

        @layer(
            f"keras.layers.{kind}Pooling{count}D", "pool_size", "strides", "padding", "data_format"
        )
        def pooling(layer: Layer, x: Shape) -> Shape:
            return _pooled(layer, x, count)

        @declares(f"keras.layers.{kind}Pooling{count}D")
        def pooling_inside(layer: Layer, x: Shape) -> Shape:
            return _pooled_inside(layer, x, count)

        @layer(f"keras.layers.Adaptive{kind}Pooling{count}D", "output_size", "data_format")
        def adaptive(layer: Layer, x: Shape) -> Shape:
            return _adaptive(layer, x, count)

        @on_data(f"keras.layers.Adaptive{kind}Pooling{count}D")
        def adaptive_on_data(layer: Layer, x: Shape) -> Shape:
            return _adaptive_on_data(layer, x, count)

        @layer(f"keras.layers.Global{kind}Pooling{count}D", "data_format", "keepdims")
        def global_pooling(layer: Layer, x: Shape) -> Shape:
            return _global(layer, x, count)

        declares(f"keras.layers.Global{kind}Pooling{count}D")(_global_inside)


for _count in SPATIAL:
    _register(_count)
