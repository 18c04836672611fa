"""Repairs of layers that do not take what comes out below them."""

from collections.abc import Iterator

from ndlint.events import Refused
from ndlint.fixes.inputs import as_tuple, declarations, with_axis_of_operand
from ndlint.fixes.layers import place_of_layer
from ndlint.fixes.repair import (
    AddLayer,
    Argument,
    Change,
    DropArgument,
    Place,
    RemoveLayer,
    Repair,
    SetArgument,
    SetCallee,
)
from ndlint.knowledge.keras.layers.advice import FLATTENING, changed_last
from ndlint.values.array import Array
from ndlint.values.base import Bool
from ndlint.values.dimension import FREE
from ndlint.values.keras import KerasTensor, Layer

RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN"})
SEQUENCES = Argument(("return_sequences",))


def layer_input_repairs(event: Refused) -> Iterator[Repair]:
    """What may be changed where a layer refuses its one input, the likeliest first."""
    match event.operands:
        case (Layer() as layer, KerasTensor() as source):
            yield from _in_model(layer, source)
        case (Layer(built=built), Array() as data):
            if built is None or built.rank != data.shape.rank:
                yield from with_axis_of_operand(Place(event.site), data)


def _in_model(layer: Layer, source: KerasTensor) -> Iterator[Repair]:
    below = changed_last(source)
    here = place_of_layer(layer)
    maker = below.layer if isinstance(below.layer, Layer) else None
    if here is not None and _is_free_state(layer, source):
        yield Repair("leave out stateful", (DropArgument(here, "stateful"),))
    if below.layer is None:
        yield from _with_axis_declared(layer, source)
    if maker is None:
        return
    inner = maker.option("layer") if maker.name == "Bidirectional" else maker
    if isinstance(inner, Layer) and inner.name in RECURRENT:
        yield from _with_sequences(inner, below)
    there = place_of_layer(maker)
    if here is None or there is None:
        return
    if maker.name in FLATTENING:
        if below.inputs and below.inputs[0].shape.rank == 3 and below.shape.axis(-1) is FREE:
            pooling = "keras.layers.GlobalAveragePooling1D"
            yield Repair("pool the steps instead", (SetCallee(there, pooling),))
        remove = RemoveLayer(there)
        moved = AddLayer(here, f"keras.layers.{maker.name}", after=True)
        yield Repair(f"place it before the {maker.name}", (remove, moved))
        yield Repair(f"leave out the {maker.name}", (remove,))
    if layer.name in RECURRENT and below.shape.rank == 4:
        flattened = AddLayer(here, "keras.layers.TimeDistributed", "<keras.layers.Flatten>()")
        yield Repair("flatten each step", (flattened,))
    reshaped = as_tuple((*below.shape.dims[1:], 1))
    if layer.name.endswith("2D") and below.shape.rank == 3 and reshaped and "None" not in reshaped:
        added = AddLayer(here, "keras.layers.Reshape", reshaped)
        yield Repair("add the channels", (added,))


def _is_free_state(layer: Layer, source: KerasTensor) -> bool:
    return layer.option("stateful") == Bool(True) and source.shape.axis(0) is FREE


def _with_sequences(recurrent: Layer, output: KerasTensor) -> Iterator[Repair]:
    """All steps of a layer below, or the last one only."""
    there = place_of_layer(recurrent)
    if there is None:
        return
    if output.shape.rank == 2:
        change: Change = SetArgument(there, SEQUENCES, "True")
        yield Repair(f"return all steps of the {recurrent.name} before it", (change,))
    else:
        change = DropArgument(there, "return_sequences")
        yield Repair(f"return the last step of the {recurrent.name} before it", (change,))


def _with_axis_declared(layer: Layer, source: KerasTensor) -> Iterator[Repair]:
    """The input declared with one axis more, for channels or features of size 1."""
    declaring = layer
    while source.inputs:
        if isinstance(source.layer, Layer):
            declaring = source.layer
        source = source.inputs[0]
    sample = as_tuple((*source.shape.dims[1:], 1)) if source.shape.rank else None
    if sample is None:
        return
    for change in declarations(source, declaring, sample):
        yield Repair(f"declare {sample}", (change,))
