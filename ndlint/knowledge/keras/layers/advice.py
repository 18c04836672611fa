"""What to write instead, where a layer refuses what it is called on."""

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.values.base import Bool
from ndlint.values.dimension import FREE, Dim, render
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import Shape

CHANNELS = (1, 3)
"""The sizes by which channels are told from rows."""
FLATTENING = frozenset({"Flatten", "GlobalAveragePooling2D", "GlobalMaxPooling2D"})


def advised(refusal: Refusal, layer: Layer, inputs: tuple[KerasTensor, ...]) -> Refusal:
    """The refusal with the reason and the advice in its message, where there is some."""
    if len(inputs) != 1:
        return refusal
    source = changed_last(inputs[0])
    advice = ""
    if refusal.contract is Contract.OUTPUT_SIZE:
        advice = _of_empty(layer, first(source).shape)
    elif refusal.contract is Contract.LAYER_INPUT:
        advice = _of_input(layer, source)
    if not advice:
        return refusal
    return Refusal(refusal.error, f"{refusal.message}{advice}", refusal.contract)


def changed_last(tensor: KerasTensor) -> KerasTensor:
    """The tensor as it came out of the last layer that changed its shape."""
    while tensor.inputs and tensor.inputs[0].shape == tensor.shape:
        tensor = tensor.inputs[0]
    return tensor


def first(tensor: KerasTensor) -> KerasTensor:
    """The input that the tensor was made of."""
    while tensor.inputs:
        tensor = tensor.inputs[0]
    return tensor


def _of_empty(layer: Layer, declared: Shape) -> str:
    """Of an output without elements: channels-first data, or too many layers that shrink."""
    given = layer.option("data_format")
    sizes = declared.dims[1:]
    if given is None and declared.rank in (4, 5) and _is_channels_first(sizes):
        channels, *spatial = map(render, sizes)
        there = ", ".join((*spatial, channels))
        return (
            f"; the input {declared} has its channels first, and Keras takes them last: "
            f"declare ({there}) and transpose the data"
        )
    if layer.name.startswith("Cropping"):
        return ""
    return '; use fewer of such layers, smaller windows, padding="same" or a larger input'


def _is_channels_first(sizes: tuple[Dim, ...]) -> bool:
    channels, *spatial = sizes
    return channels in CHANNELS and all(isinstance(d, int) and d > 4 for d in spatial)


def _of_input(layer: Layer, source: KerasTensor) -> str:
    """Of an input of the wrong rank, or with an axis that the weights cannot depend on."""
    maker, x = source.layer, source.shape
    if x.rank is None or isinstance(maker, Model):
        return ""
    sample = [render(d) for d in x.dims[1:]]
    wide = layer.name.endswith("2D") and x.rank == 3
    if layer.option("stateful") == Bool(True) and x.dims[0] is FREE:
        return "; give the input a batch_size"
    if layer.name == "Dense" and x.axis(-1) is FREE:
        return "; declare every axis that is flattened" if maker else "; declare its size"
    if maker is None:
        if wide:
            return f"; add the channels: declare ({', '.join(sample)}, 1) for gray images"
        if x.rank == 2 and (layer.name.endswith("1D") or layer.name in _SEQUENCE):
            return f"; add an axis: declare ({sample[0]}, 1), or (steps, features)"
        return ""
    inner = maker.option("layer") if maker.name == "Bidirectional" else maker
    recurrent = isinstance(inner, Layer) and inner.name in _SEQUENCE
    if recurrent and isinstance(inner, Layer) and x.rank == 2:
        return f"; write return_sequences=True in the {inner.name} before it"
    if recurrent and layer.name == "RepeatVector":
        return "; leave out return_sequences=True in the layer before it"
    if maker.name in FLATTENING or (maker.name == "Dense" and x.rank == 2):
        return f"; place it before the {maker.name}, or bring the axes back with Reshape"
    if wide:
        return f"; add the channels with Reshape(({', '.join(sample)}, 1))"
    return ""


_SEQUENCE = frozenset({"LSTM", "GRU", "SimpleRNN", "Bidirectional"})
