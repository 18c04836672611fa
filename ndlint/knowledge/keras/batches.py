"""How many samples a model is given at a time, where that number is fixed.

A batch size that is declared binds only stateful recurrent layers, which keep a state for
each sample of a batch. Measured on Keras 3.15 and tf_keras 2.21: LSTM, GRU and SimpleRNN
refuse any other number, but of a single sample at the end of the data the state is
broadcast.
"""

from collections.abc import Iterator

from ndlint.values.array import Array
from ndlint.values.base import NOTHING, Bool, Int, Value
from ndlint.values.fed import Misfit
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import Shape

USUAL = 32
"""Keras' batch size where none is asked for."""
RECURRENT = frozenset({"GRU", "LSTM", "SimpleRNN"})


def batch_misfit(model: Model, array: Value, batch_size: Value | None) -> Misfit | None:
    """Why a stateful layer certainly refuses a batch of the array, or None.

    `batch_size` is the argument of `fit`, `evaluate` or `predict`; None where the array is
    one batch.
    """
    if not isinstance(array, Array) or not model.is_known or len(model.inputs) != 1:
        return None
    count = array.shape.axis(0)
    if not isinstance(count, int) or not array.shape.rank:
        return None
    sizes = _sizes(count, batch_size)
    for layer in _stateful(model):
        held = layer.built.axis(0) if layer.built else None
        wrong = [s for s in sizes if s != held and (s != 1 or batch_size is None)]
        if isinstance(held, int) and wrong:
            return Misfit(
                Shape((held, *model.inputs[0].shape.dims[1:]), model.inputs[0].shape.rank_known),
                array.shape,
                f"its stateful {layer.name} takes batches of {held}, and {_told(sizes, wrong[0])}",
                advice=_advice(count, held, batch_size),
                batch=held,
            )
    return None


def _sizes(count: int, batch_size: Value | None) -> list[int]:
    """The sizes of the batches that `count` samples are cut into; [] where not known."""
    if batch_size is None:
        return [count]
    size = USUAL if batch_size == NOTHING else getattr(batch_size, "number", None)
    if not isinstance(size, int) or size < 1:
        return []
    full, rest = divmod(count, size)
    return [size] * (full > 0) + [rest] * (rest > 0)


def _told(sizes: list[int], wrong: int) -> str:
    if len(sizes) == 1:
        return f"this is one of {wrong}"
    where = "the last" if wrong == sizes[1] else "this is cut into batches: each"
    return f"{where} is one of {wrong}"


def _advice(count: int, held: int, batch_size: Value | None) -> str:
    if batch_size is None:
        return f"give it {held} samples"
    fits = count - count % held
    asked = isinstance(batch_size, Int) and batch_size.number == held
    size = "" if asked else f"batch_size={held}"
    if fits == count or not fits:
        return size
    return f"{size and size + ' and '}{fits} samples"


def _stateful(model: Model) -> Iterator[Layer]:
    """The recurrent layers of the model that keep their state from batch to batch."""
    seen: set[int] = set()
    pending: list[KerasTensor] = list(model.outputs)
    while pending:
        tensor = pending.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        pending += tensor.inputs
        layer = tensor.layer
        if isinstance(layer, Layer) and layer.name in RECURRENT:
            if layer.option("stateful") == Bool(True):
                yield layer
