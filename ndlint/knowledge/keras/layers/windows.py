"""Windows that slide over axes, in convolutions and pooling.

Source: Keras 3.15, `compute_conv_output_shape`, `compute_pooling_output_shape`.
"""

from ndlint.events import Contract
from ndlint.knowledge.keras.layers.requirements import SPATIAL, refuse, sizes, text
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Affine, Dim, add
from ndlint.values.keras import Layer
from ndlint.values.shape import Shape


def convolve(layer: Layer, spatial: tuple[Dim, ...], x: Shape) -> list[Dim]:
    """The sizes of the axes after the kernel slid over them, as the layer's arguments say.

    Raises: Refusal, where one would be zero or negative.
    """
    count = len(spatial)
    return slide(
        layer,
        spatial,
        sizes(layer, "kernel_size", count, 1),
        sizes(layer, "strides", count, 1),
        sizes(layer, "dilation_rate", count, 1),
        text(layer, "padding", "valid"),
        x,
    )


def slide(
    layer: Layer,
    spatial: tuple[Dim, ...],
    windows: tuple[Dim, ...],
    strides: tuple[Dim, ...],
    dilations: tuple[Dim, ...],
    padding: str | None,
    x: Shape,
) -> list[Dim]:
    """The sizes of the axes after windows slid over them. `x` is the whole input.

    Raises: Refusal, where one would be zero or negative.
    """
    result: list[Dim] = []
    names = SPATIAL.get(len(spatial), ("axis",) * len(spatial))
    pairs = zip(names, spatial, windows, strides, dilations, strict=True)
    for name, size, window, stride, dilation in pairs:
        found = _slid(size, window, stride, dilation, padding)
        if isinstance(found, int) and found <= 0 and isinstance(window, int):
            spread = f" spread by {dilation}" if dilation != 1 else ""
            raise refuse(
                layer,
                f"makes an empty output of {x}: a window of {window}{spread} does not fit into "
                f"{name} {size}",
                Contract.OUTPUT_SIZE,
            )
        result.append(found)
    return result


def _slid(size: Dim, window: Dim, stride: Dim, dilation: Dim, padding: str | None) -> Dim:
    """The size of one axis after a window slid over it."""
    if size is FREE:
        return FREE
    if padding in ("same", "causal"):
        if isinstance(size, int) and isinstance(stride, int) and stride > 0:
            return (size - 1) // stride + 1
        return size if stride == 1 else UNKNOWN_DIM
    if padding != "valid" or not isinstance(window, int) or not isinstance(dilation, int):
        return UNKNOWN_DIM
    span = dilation * (window - 1) + 1
    if isinstance(size, int) and isinstance(stride, int) and stride > 0:
        return (size - span) // stride + 1
    if isinstance(size, Affine) and stride == 1:
        return add(size, 1 - span)
    return UNKNOWN_DIM
