"""How labels, loss and output are brought together: the words of a message, and the cures."""

from ndlint.knowledge.keras.counting import COUNTING
from ndlint.knowledge.keras.pairing import (
    BINARY,
    CATEGORICAL,
    CIRCLE,
    CONFUSION,
    CTC,
    GENERALIZED,
    SPARSE,
)
from ndlint.values.array import Array
from ndlint.values.base import Bool
from ndlint.values.dimension import render
from ndlint.values.keras import KerasTensor, Layer
from ndlint.values.losses import (
    ClassIds,
    Cures,
    Flattened,
    LastStep,
    Loss,
    Misuse,
    OneHot,
    OtherLoss,
    Units,
    Widened,
)
from ndlint.values.shape import Shape

RECURRENT = ("LSTM", "GRU", "SimpleRNN", "Bidirectional")
BELOW = frozenset({"Dense", "Activation", "Dropout", "Softmax", "TimeDistributed", "ReLU"})
"""Layers that keep the axes before the last one."""
ONE_HOT = "categorical_crossentropy"
ITS_LABELS = {
    SPARSE: "one class id for each row of the output",
    GENERALIZED: "one class id for each row of the output, without an axis of 1 behind",
    CIRCLE: "one class id for each sample, and an output (samples, units)",
    CTC: "labels (samples, length) and an output (samples, steps, classes)",
}
"""What a loss takes whose labels have not the output's shape."""
OF_CLASS_IDS = ("sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy")
Advice = tuple[str, Cures]
"""What to write instead, in words and so that it can be done."""


def told(misuse: Misuse, loss: Loss) -> str:
    """What a loss or metric does with shapes that do not go together."""
    if misuse is Misuse.BROADCAST:
        return f"{loss.name} broadcasts one against the other"
    if loss.is_metric:
        return f"the metric {loss.name} does not take these shapes"
    if loss.kind in ITS_LABELS:
        return f"{loss.name} takes {ITS_LABELS[loss.kind]}"
    one_hot = ", one-hot" if loss.kind in CATEGORICAL else ""
    return f"{loss.name} takes labels of the output's shape{one_hot}"


def advice_for(loss: Loss, labels: Array, output: Shape, tensor: KerasTensor | None) -> Advice:
    """What to write instead of labels and an output that do not go together."""
    y = labels.shape
    units, width = output.axis(-1), y.axis(-1)
    one_each = y.rank == 1 or (y.rank == 2 and width == 1)
    if loss.kind == CONFUSION and one_each:
        return (
            "it counts value by value: give one-hot labels, or use another metric",
            ((OneHot(units), OtherLoss(ONE_HOT)),) if isinstance(units, int) else (),
        )
    if loss.kind in COUNTING:
        ids = loss.kind in OF_CLASS_IDS
        return ("give it class ids" if ids else "use a metric that takes these labels"), ()
    if loss.kind in (GENERALIZED, CIRCLE):
        return "give labels of one axis less, or none too many", ()
    if loss.kind == CTC:
        return "give both their axes", ()
    axes = _too_many_axes(y, output, tensor, loss.kind == SPARSE)
    if axes:
        return axes
    is_encoding_missed = loss.kind in CATEGORICAL and y.rank == output.rank and width == 1
    if units != 1 and ((output.rank == 2 and one_each) or is_encoding_missed):
        return _for_one_each(loss, output)
    if loss.kind == SPARSE and y.rank == output.rank:
        if width == units or labels.origins.encoded:
            advice = "use categorical_crossentropy for one-hot labels, or give their argmax"
            return advice, ((OtherLoss(ONE_HOT),), (ClassIds(),))
        return "give class ids, one for each sample", ((ClassIds(),),)
    if y.rank == output.rank and isinstance(width, int) and width != units:
        return f"give the last layer {width} unit{'s' if width > 1 else ''}", ((Units(width),),)
    if labels.origins.encoded and y.rank == output.rank and units == 1:
        return "give class ids instead of one-hot labels, as labels.argmax(axis=1)", (
            (ClassIds(),),
        )
    is_column = y.rank is not None and y.rank + 1 == output.rank and units == 1
    return f"bring the labels into the shape {output}", ((Widened(),),) if is_column else ()


def _for_one_each(loss: Loss, output: Shape) -> Advice:
    """One number for each sample, and several units."""
    units = output.axis(-1)
    if loss.kind in CATEGORICAL:
        number = f", {render(units)}" if isinstance(units, int) else ""
        advice = (
            "use sparse_categorical_crossentropy for class ids, or encode them with "
            f"keras.utils.to_categorical(labels{number})"
        )
        encoded = ((OneHot(units),),) if isinstance(units, int) else ()
        return advice, ((OtherLoss(SPARSE),), *encoded)
    if loss.kind in BINARY:
        other = "use sparse_categorical_crossentropy for class ids"
        if units == 2:
            return f"give the last layer 1 unit, or {other}", ((Units(1),), (OtherLoss(SPARSE),))
        return other, ((OtherLoss(SPARSE),),)
    return "give the last layer 1 unit", ((Units(1),),)


def _too_many_axes(
    y: Shape, output: Shape, tensor: KerasTensor | None, is_sparse: bool
) -> Advice | None:
    """Of an output with steps or rows that the labels do not have, None otherwise."""
    if y.rank is None or output.rank is None or tensor is None:
        return None
    # Labels of one number each are an axis short; class ids always are.
    own = y.rank - 1 if y.rank > 1 and y.axis(-1) == 1 and is_sparse else y.rank
    extra = output.rank - own - (1 if is_sparse or own == 1 else 0)
    if extra < 1:
        return None
    maker, lowest = _maker_of_axes(tensor)
    if maker is not None and maker.name in RECURRENT and extra == 1:
        inner = maker.option("layer") if maker.name == "Bidirectional" else maker
        if isinstance(inner, Layer) and inner.option("return_sequences") == Bool(True):
            advice = f"leave out return_sequences=True in the last {inner.name}"
            return advice, ((LastStep(inner),),)
    place = " before the first Dense" if maker is not None and maker.name != "Dense" else ""
    what = "steps" if extra == 1 else "rows and columns"
    flattened = Flattened(maker) if maker else Flattened(lowest, False) if lowest else None
    cures: Cures = ((flattened,),) if flattened else ()
    return f"the output has {what}: add Flatten(){place}", cures


def _maker_of_axes(tensor: KerasTensor) -> tuple[Layer | None, Layer | None]:
    """The layer that gave the output its axes: the last that changed more than the last one;
    and the layer above it."""
    above = None
    while isinstance(tensor.layer, Layer) and len(tensor.inputs) == 1:
        if tensor.layer.name not in BELOW:
            return tensor.layer, above
        above = tensor.layer
        tensor = tensor.inputs[0]
    return None, above
