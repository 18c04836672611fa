"""Convolutions.

Source: Keras 3.15, `BaseConv`, `BaseConvTranspose`, `compute_conv_output_shape`; tf_keras.
"""

from ndlint.knowledge.keras.layers.base import declares, has_own_activation, layer
from ndlint.knowledge.keras.layers.requirements import (
    SPATIAL,
    dim_of,
    image_axes,
    is_channels_first,
    is_keras_2,
    needs_axis,
    needs_rank,
    refuse,
    sizes,
    text,
)
from ndlint.knowledge.keras.layers.windows import convolve
from ndlint.values.base import NOTHING
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, Wild, add, multiply
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

COMMON = ("strides", "padding", "data_format", "dilation_rate")
PLAIN = ("filters", "kernel_size", *COMMON, "groups", "activation", "use_bias")
SEPARABLE = ("filters", "kernel_size", *COMMON, "depth_multiplier", "activation", "use_bias")
TRANSPOSED = (
    "filters", "kernel_size", "strides", "padding", "output_padding", "data_format",
    "dilation_rate", "activation", "use_bias",
)  # fmt: skip
DEPTHWISE = (
    "kernel_size", "strides", "padding", "depth_multiplier", "data_format", "dilation_rate",
    "activation", "use_bias",
)  # fmt: skip

LOCAL = ("filters", "kernel_size", "strides", "padding", "data_format", "activation", "use_bias")


def _channels(count: int, first: bool | None) -> int:
    """The index of the axis of the channels, from the end."""
    return -1 - count if first else -1


def _checked(layer: Layer, x: Shape, count: int) -> bool | None:
    """Compare the input with what the layer takes; returns whether the channels are first."""
    first = is_channels_first(layer)
    axes = image_axes(count, first)
    # A plain convolution of Keras 2 takes more axes as further axes of the batch, a
    # separable one called on data may do so, too.
    takes_more = layer.name in (f"Conv{count}D", f"SeparableConv{count}D")
    needs_rank(layer, x, axes, or_more=is_keras_2() and takes_more)
    if is_keras_2() and layer.name == "Conv3DTranspose" and layer.built is not None:
        return first
    if first is not None:
        needs_axis(layer, x, _channels(count, first), "features" if count == 1 else "channels")
    return first


def _output(x: Shape, count: int, first: bool, filters: Dim, spatial: list[Dim]) -> Shape:
    batch = x.dims[: max(1, len(x.dims) - 1 - count)]
    return Shape((*batch, filters, *spatial) if first else (*batch, *spatial, filters))


def _convolved(layer: Layer, x: Shape, count: int, filters: Dim, is_grouped: bool) -> Shape:
    first = _checked(layer, x, count)
    if first is None or x.rank is None or not has_own_activation(layer):
        return UNKNOWN_SHAPE
    is_separable = layer.name.startswith("Separable")
    if is_keras_2() and is_separable and (first or x.rank != count + 2):
        return UNKNOWN_SHAPE
    channels = x.axis(_channels(count, first))
    groups = dim_of(layer.option("groups") or NOTHING) if layer.option("groups") else 1
    if is_grouped and isinstance(groups, int) and isinstance(channels, int) and groups > 0:
        if channels % groups and layer.built is None:
            raise refuse(layer, f"divides its channels into {groups} groups, and gets {x}")
    sliding = x.dims[-count:] if first else x.dims[-1 - count : -1]
    is_dilated = sizes(layer, "dilation_rate", count, 1) != (1,) * count
    if is_keras_2() and FREE in sliding and is_dilated:
        return UNKNOWN_SHAPE  # it moves what is left out into the batch
    return _output(x, count, first, filters, convolve(layer, sliding, x))


def _register(count: int) -> None:
    @declares(f"keras.layers.Conv{count}D")
    @layer(f"keras.layers.Conv{count}D", *PLAIN)
    def convolution(layer: Layer, x: Shape) -> Shape:
        """Shape: (batch, ..., channels) -> (batch, ..., filters)."""
        return _convolved(layer, x, count, dim_of(layer.option("filters")), True)

    @layer(f"keras.layers.Conv{count}DTranspose", *TRANSPOSED)
    def transposed(layer: Layer, x: Shape) -> Shape:
        """Shape: (batch, ..., channels) -> (batch, ..., filters), larger by the strides."""
        first = _checked(layer, x, count)
        return UNKNOWN_SHAPE if first is None else _enlarged(layer, x, count, first)

    @declares(f"keras.layers.Conv{count}DTranspose")
    def transposed_inside(layer: Layer, x: Shape) -> Shape:
        """The same of fewer axes, too: those are enlarged that are there."""
        first = is_channels_first(layer)
        if first is None or x.rank is None:
            return UNKNOWN_SHAPE
        if not 1 + first <= x.rank <= count + 2:
            raise refuse(layer, f"needs {count + 2} axes, and gets {x}")
        needs_axis(layer, x, 1 if first else -1, "channels")
        return _enlarged(layer, x, count, first)

    if count == 3:
        return

    @declares(f"keras.layers.SeparableConv{count}D")
    @layer(f"keras.layers.SeparableConv{count}D", *SEPARABLE)
    def separable(layer: Layer, x: Shape) -> Shape:
        """Shape: (batch, ..., channels) -> (batch, ..., filters)."""
        return _convolved(layer, x, count, dim_of(layer.option("filters")), False)

    @declares(f"keras.layers.DepthwiseConv{count}D")
    @layer(f"keras.layers.DepthwiseConv{count}D", *DEPTHWISE)
    def depthwise(layer: Layer, x: Shape) -> Shape:
        """Shape: (batch, ..., channels) -> (batch, ..., channels * depth_multiplier)."""
        multiplier = layer.option("depth_multiplier")
        each = 1 if multiplier is None else dim_of(multiplier)
        channels = x.axis(_channels(count, is_channels_first(layer)))
        if channels is FREE:
            raise refuse(layer, f"needs a known number of channels, and gets {x}")
        return _convolved(layer, x, count, multiply(channels, each), False)


for _count in SPATIAL:
    _register(_count)


def _register_local(count: int) -> None:
    @layer(f"keras.layers.LocallyConnected{count}D", *LOCAL)
    def locally_connected(layer: Layer, x: Shape) -> Shape:
        """Shape: (batch, ..., channels) -> (batch, ..., filters), with weights for each place.

        Only Keras 2 has it. Raises: ValueError for another rank; for axes of unknown size.
        """
        first = is_channels_first(layer)
        needs_rank(layer, x, image_axes(count, first))
        if first is None or x.rank is None or not has_own_activation(layer):
            return UNKNOWN_SHAPE
        sliding = x.dims[2:] if first else x.dims[1:-1]
        if layer.built is None and FREE in x.dims[1:]:
            raise refuse(layer, f"needs known sizes of all axes, and gets {x}")
        if layer.built is not None:
            return UNKNOWN_SHAPE
        filters = dim_of(layer.option("filters"))
        return _output(x, count, first, filters, convolve(layer, sliding, x))


for _count in (1, 2):
    _register_local(_count)


def _enlarged(layer: Layer, x: Shape, count: int, first: bool) -> Shape:
    if x.rank is None or not has_own_activation(layer):
        return UNKNOWN_SHAPE
    padding = text(layer, "padding", "valid")
    extra = layer.option("output_padding")
    more: tuple[Dim | None, ...] = (None,) * count
    if extra is not None and extra != NOTHING:
        more = sizes(layer, "output_padding", count, 0)
    dilations = sizes(layer, "dilation_rate", count, 1)
    if is_keras_2() and count == 3 and dilations != (1, 1, 1):
        return UNKNOWN_SHAPE
    spatial = [
        _grown(size, kernel, stride, dilation, padding, added)
        for size, kernel, stride, dilation, added in zip(
            x.dims[2:] if first else x.dims[1:-1],
            sizes(layer, "kernel_size", count, 1),
            sizes(layer, "strides", count, 1),
            dilations,
            more,
            strict=False,
        )
    ]
    return _output(x, len(spatial), first, dim_of(layer.option("filters")), spatial)


def _grown(
    size: Dim, kernel: Dim, stride: Dim, dilation: Dim, padding: str | None, extra: Dim | None
) -> Dim:
    """The size of one axis after a transposed convolution."""
    if size is FREE:
        return FREE
    if isinstance(size, Wild) or not (
        isinstance(kernel, int) and isinstance(stride, int) and isinstance(dilation, int)
    ):
        return UNKNOWN_DIM
    window = (kernel - 1) * dilation + 1
    if padding == "valid":
        added = max(window, stride) - window if extra is None else extra
        return add(add(multiply(size, stride), window - stride), added)
    if padding != "same":
        return UNKNOWN_DIM
    if extra is None:
        return multiply(size, stride)
    return add(add(multiply(size, stride), window % 2 - stride), extra)
