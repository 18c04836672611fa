"""Convolutional recurrent layers.

Source: measured on Keras 3.15 and tf_keras 2.21.
"""

from ndlint.knowledge.keras.layers.base import Shapes, has_own_activation, layer
from ndlint.knowledge.keras.layers.requirements import (
    SPATIAL,
    dim_of,
    flag,
    image_axes,
    is_channels_first,
    is_keras_2,
    needs_rank,
    refuse,
)
from ndlint.knowledge.keras.layers.windows import convolve
from ndlint.values import shape as shapes
from ndlint.values.dimension import FREE
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

PARAMETERS = (
    "filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "activation",
    "recurrent_activation", "use_bias",
)  # fmt: skip


def _register(count: int) -> None:
    @layer(f"keras.layers.ConvLSTM{count}D", *PARAMETERS)
    def convolution_recurrent(layer: Layer, x: Shape) -> Shapes:
        """Shape: (batch, steps, ..., channels) -> (batch, ..., filters), or with the steps.

        With return_state, two states (batch, ..., filters) follow.
        """
        return _run(layer, x, count)


def _run(layer: Layer, x: Shape, count: int) -> Shapes:
    """Raises: ValueError for another rank, for sizes of axes that are not known, for a window
    that does not fit."""
    first = is_channels_first(layer)
    batch, *rest = image_axes(count, first)
    needs_rank(layer, x, (batch, "steps", *rest))
    sequence, states = flag(layer, "return_sequences"), flag(layer, "return_state")
    is_own = has_own_activation(layer) and has_own_activation(layer, "recurrent_activation")
    if first is None or sequence is None or states is None or x.rank is None or not is_own:
        return UNKNOWN_SHAPE
    channels = x.dims[2 if first else -1]
    spatial = x.dims[3:] if first else x.dims[2:-1]
    if layer.built is None:
        if channels is FREE:
            raise refuse(layer, f"needs a known number of channels, and gets {x}")
        if FREE in spatial:
            if is_keras_2():
                return UNKNOWN_SHAPE
            raise refuse(layer, f"needs known sizes of the axes that it slides over, not {x}")
        if flag(layer, "stateful") is not False and x.dims[0] is FREE:
            if flag(layer, "stateful") is None:
                return UNKNOWN_SHAPE
            raise refuse(layer, f"with stateful=True needs a fixed batch size, and gets {x}")
    elif not layer.built.rank_known or any(
        FREE in pair or shapes.conflict(*pair)
        for pair in zip(layer.built.dims[2:], x.dims[2:], strict=False)
    ):
        return UNKNOWN_SHAPE
    slid = convolve(layer, spatial, x)
    filters = dim_of(layer.option("filters"))
    sample = (filters, *slid) if first else (*slid, filters)
    state = Shape((x.dims[0], *sample))
    output = Shape((x.dims[0], x.dims[1], *sample)) if sequence else state
    return (output, state, state) if states else output


for _count in SPATIAL:
    _register(_count)
