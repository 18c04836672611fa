"""Layers that make spectrograms of sound.

Source: Keras 3.15, `mel_spectrogram.py`, `stft_spectrogram.py`; measured, truth cases
B.layer_call. tf_keras has neither.
"""

from ndlint.knowledge.keras.layers.base import layer, on_data
from ndlint.knowledge.keras.layers.requirements import (
    dim_of,
    flag,
    image_axes,
    is_channels_first,
    needs_rank,
    refuse,
    text,
)
from ndlint.knowledge.keras.layers.windows import slide
from ndlint.values import dtype as dtypes
from ndlint.values.base import NOTHING
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, multiply
from ndlint.values.dtype import DType
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def _number(layer: Layer, name: str, default: Dim) -> Dim:
    """A size among the arguments, which has a default."""
    value = layer.option(name)
    return default if value is None or value == NOTHING else dim_of(value)


def _computed(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """It casts what it gets."""
    return dtypes.FLOAT32 if layer.option("dtype") is None else dtypes.UNKNOWN_DTYPE


@layer(
    "keras.layers.MelSpectrogram",
    "fft_length", "sequence_stride", "sequence_length", "window", "sampling_rate", "num_mel_bins",
    makes=_computed,
)  # fmt: skip
def mel_spectrogram(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, samples) -> (batch, mel bins, frames). Keras does not look at the rank."""
    return _mel(layer, x, 1)


@on_data("keras.layers.MelSpectrogram", makes=_computed)
def mel_spectrogram_of_data(layer: Layer, x: Shape) -> Shape:
    """Shape: as of a symbol, of which Keras counts one frame more now and then."""
    length = _number(layer, "fft_length", 2048)
    if x.rank not in (1, 2) or not isinstance(length, int) or length % 2:
        return UNKNOWN_SHAPE
    return _mel(layer, x, 0)


def _mel(layer: Layer, x: Shape, more: int) -> Shape:
    if not x.rank:
        return UNKNOWN_SHAPE
    stride, bins = _number(layer, "sequence_stride", 512), _number(layer, "num_mel_bins", 128)
    samples = x.dims[min(1, x.rank - 1)]
    frames: Dim = FREE if samples is FREE else UNKNOWN_DIM
    if isinstance(samples, int) and isinstance(stride, int) and stride > 0:
        frames = (samples + more) // stride + 1
    return Shape((*(x.dims[:1] if x.rank > 1 else ()), bins, frames))


def _takes_floats(layer: Layer, given: DType, of_data: bool) -> str:
    is_wrong = of_data and given.is_one_of(dtypes.INTEGERS | {"bool"})
    return "floating-point numbers only" if is_wrong else ""


@layer(
    "keras.layers.STFTSpectrogram",
    "mode", "frame_length", "frame_step", "fft_length", "window", "periodic", "scaling", "padding",
    "expand_dims", "data_format",
    refuses=_takes_floats,
)  # fmt: skip
def stft_spectrogram(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, samples, channels) -> (batch, frames, channels * frequencies), or with an
    axis for the channels.

    Raises: ValueError for another rank, or where no frame fits in; TypeError where the number
    of channels is not known.
    """
    first, expands = is_channels_first(layer), flag(layer, "expand_dims")
    needs_rank(layer, x, image_axes(1, first))
    mode = text(layer, "mode", "log")
    if first is None or expands is None or x.rank is None or mode is None:
        return UNKNOWN_SHAPE
    batch, channels, samples = (x.dims[0], x.dims[1 if first else 2], x.dims[2 if first else 1])
    if channels is FREE:
        raise refuse(layer, f"needs a known number of channels, and gets {x}")
    window = _number(layer, "frame_length", 256)
    half = window // 2 if isinstance(window, int) else UNKNOWN_DIM
    step = _number(layer, "frame_step", half)
    whole = 1 << (window - 1).bit_length() if isinstance(window, int) else UNKNOWN_DIM
    length = _number(layer, "fft_length", whole)
    bins: Dim = length // 2 + 1 if isinstance(length, int) else UNKNOWN_DIM
    bins = multiply(bins, 2) if mode == "stft" else bins
    padding = text(layer, "padding", "valid")
    (frames,) = slide(layer, (samples,), (window,), (step,), (1,), padding, x)
    if expands:
        return Shape((batch, channels, frames, bins) if first else (batch, frames, bins, channels))
    values = multiply(bins, channels)
    return Shape((batch, values, frames) if first else (batch, frames, values))
