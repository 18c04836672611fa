"""How labels, loss and output are brought together: the text of a message."""

from ndlint.knowledge.keras.pairing import BINARY, CATEGORICAL, CONFUSION, SPARSE
from ndlint.values.array import Array
from ndlint.values.base import Bool
from ndlint.values.dimension import render
from ndlint.values.keras import KerasTensor, Layer
from ndlint.values.losses import Loss, Misuse
from ndlint.values.shape import Shape

RECURRENT = ("LSTM", "GRU", "SimpleRNN", "Bidirectional")
BELOW = frozenset({"Dense", "Activation", "Dropout", "Softmax", "TimeDistributed", "ReLU"})
"""Layers that keep the axes before the last one."""


def repair(
    misuse: Misuse, loss: Loss, labels: Array, output: Shape, tensor: KerasTensor | None
) -> tuple[str, str]:
    """What the loss does with the shapes, and what to write instead."""
    if misuse is Misuse.BROADCAST:
        told = f"{loss.name} broadcasts one against the other"
    elif loss.is_metric:
        told = f"the metric {loss.name} does not take these shapes"
    elif loss.kind == SPARSE:
        told = f"{loss.name} takes one class id for each row of the output"
    elif loss.kind in CATEGORICAL:
        told = f"{loss.name} takes labels of the output's shape, one-hot"
    else:
        told = f"{loss.name} takes labels of the output's shape"
    return told, _advice(loss, labels, output, tensor)


def _advice(loss: Loss, labels: Array, output: Shape, tensor: KerasTensor | None) -> str:
    y = labels.shape
    units, width = output.axis(-1), y.axis(-1)
    one_each = y.rank == 1 or (y.rank == 2 and width == 1)
    if loss.kind == CONFUSION and one_each:
        return "it counts value by value: give one-hot labels, or use another metric"
    axes = _too_many_axes(y, output, tensor, loss.kind == SPARSE)
    if axes:
        return axes
    if output.rank == 2 and one_each and units != 1:
        if loss.kind in CATEGORICAL:
            number = f", {render(units)}" if isinstance(units, int) else ""
            return (
                "use sparse_categorical_crossentropy for class ids, or encode them with "
                f"keras.utils.to_categorical(labels{number})"
            )
        if loss.kind in BINARY:
            other = "use sparse_categorical_crossentropy for class ids"
            return f"give the last layer 1 unit, or {other}" if units == 2 else other
        return "give the last layer 1 unit"
    if loss.kind == SPARSE and y.rank == output.rank:
        if width == units:
            return "use categorical_crossentropy for one-hot labels, or give their argmax"
        return "give class ids, one for each sample"
    if y.rank == output.rank and isinstance(width, int) and width != units:
        return f"give the last layer {width} unit{'s' if width > 1 else ''}"
    return f"bring the labels into the shape {output}"


def _too_many_axes(y: Shape, output: Shape, tensor: KerasTensor | None, is_sparse: bool) -> str:
    """Of an output with steps or rows that the labels do not have, "" otherwise."""
    if y.rank is None or output.rank is None or tensor is None:
        return ""
    # Labels of one number each are an axis short; class ids always are.
    own = y.rank - 1 if y.rank > 1 and y.axis(-1) == 1 and is_sparse else y.rank
    extra = output.rank - own - (1 if is_sparse or own == 1 else 0)
    if extra < 1:
        return ""
    maker = _maker_of_axes(tensor)
    if maker is not None and maker.name in RECURRENT and extra == 1:
        inner = maker.option("layer") if maker.name == "Bidirectional" else maker
        if isinstance(inner, Layer) and inner.option("return_sequences") == Bool(True):
            return f"leave out return_sequences=True in the last {inner.name}"
    place = " before the first Dense" if maker is not None and maker.name != "Dense" else ""
    return f"the output has {'steps' if extra == 1 else 'rows and columns'}: add Flatten(){place}"


def _maker_of_axes(tensor: KerasTensor) -> Layer | None:
    """The layer that gave the output its axes: the last that changed more than the last one."""
    while isinstance(tensor.layer, Layer) and len(tensor.inputs) == 1:
        if tensor.layer.name not in BELOW:
            return tensor.layer
        tensor = tensor.inputs[0]
    return None
