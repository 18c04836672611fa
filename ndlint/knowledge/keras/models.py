"""Models: how they are put together, and the shapes that they take and return."""

from dataclasses import replace

from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.layers.base import (
    built_for,
    computes_in_floatx,
    declared_input,
    forward,
)
from ndlint.knowledge.registry import Changed, Refusal, family, models
from ndlint.values.base import NOTHING, UNKNOWN, Dict, Value, elements
from ndlint.values.dtype import FLOAT32, UNKNOWN_DTYPE, DType
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

LARGEST_GRAPH = 500
"""Of a graph in which more tensors wait to be looked at, the output's dtype is not known."""
UNKNOWN_MODEL = Model(sequential=False, is_known=False)


@models("keras.Sequential")
def sequential(layers: Value = NOTHING, trainable: Value = UNKNOWN, name: Value = UNKNOWN) -> Value:
    """A stack of layers, built at once where its input shape is declared."""
    model: Model = Model(sequential=True)
    parts = () if layers == NOTHING else elements(layers)
    if parts is None:
        return replace(model, is_known=False)
    for part in parts:
        model = _added(model, part)
    return model


@models("keras.Sequential.add")
def add(model: Value, layer: Value, rebuild: Value = UNKNOWN) -> object:
    """One layer more on top."""
    if not isinstance(model, Model):
        return UNKNOWN
    return Changed(_added(model, layer), NOTHING)


def _added(model: Model, part: Value) -> Model:
    """The model with one more layer, run on what comes out below it."""
    if not model.is_known:
        return model
    if isinstance(part, KerasTensor) and part.layer is None and not model.layers:
        return replace(model, inputs=(part,), outputs=(part,))
    if not isinstance(part, Layer):
        return replace(UNKNOWN_MODEL, sequential=True)
    declared = None if model.layers or model.inputs else declared_input(part)
    if declared is not None:
        model = replace(model, inputs=(declared,), outputs=(declared,))
    if not model.inputs:
        return replace(model, layers=(*model.layers, part))
    below = model.outputs[0]
    try:
        output = forward(part, below.shape)
    except Refusal:
        return replace(UNKNOWN_MODEL, sequential=True)
    part = built_for(part, below.shape)
    top = KerasTensor(output, layer=part, inputs=(below,))
    return replace(model, layers=(*model.layers, part), outputs=(top,))


@models("keras.Model")
def functional(
    inputs: Value = UNKNOWN, outputs: Value = UNKNOWN, name: Value = UNKNOWN, **options: Value
) -> Value:
    """A model between symbolic tensors."""
    start, end = _tensors(inputs), _tensors(outputs)
    if start is None or end is None:
        return UNKNOWN_MODEL
    return Model(sequential=False, inputs=start, outputs=end)


def _tensors(value: Value) -> tuple[KerasTensor, ...] | None:
    if isinstance(value, Dict):
        # Keras sorts a dict by key; which array goes where is told by name, not order.
        return None
    parts = elements(value) or (value,)
    found = tuple(p for p in parts if isinstance(p, KerasTensor))
    return found if len(found) == len(parts) else None


@models("keras.models.load_model", "keras.models.clone_model", "keras.models.model_from_json")
def other(*arguments: Value, **options: Value) -> Value:
    """A model of which nothing is known."""
    return UNKNOWN_MODEL


@family("keras.applications")
def application(path: str, arguments: Arguments) -> Value:
    """A pretrained model, of which nothing is known yet."""
    return UNKNOWN_MODEL


@models("keras.Model.compile")
def compile_model(model: Value, *arguments: Value, **options: Value) -> object:
    """Keeps the loss and the rest."""
    if not isinstance(model, Model):
        return UNKNOWN
    names = ("optimizer", "loss", "metrics")
    given = {**dict(zip(names, arguments, strict=False)), **options}
    return Changed(replace(model, compiled=tuple(given.items())), NOTHING)


def outputs_for(model: Model, shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The shapes that the model returns for inputs of these shapes.

    Raises: Refusal, where a layer certainly refuses what it gets.
    """
    known: dict[int, Shape] = {
        id(tensor): shape for tensor, shape in zip(model.inputs, shapes, strict=True)
    }
    return tuple(_run(tensor, known) for tensor in model.outputs)


def _run(end: KerasTensor, known: dict[int, Shape]) -> Shape:
    """The shape of a tensor of the graph; a loop, for a graph may be deep."""
    pending = [end]
    while pending:
        tensor = pending[-1]
        waiting = [t for t in tensor.inputs if id(t) not in known]
        if id(tensor) in known or not waiting:
            pending.pop()
            if id(tensor) not in known:
                known[id(tensor)] = _through(tensor, known)
        else:
            pending += waiting
    return known[id(end)]


def output_dtype(model: Model) -> DType:
    """The dtype that the model returns: float32 where every part of it is known to keep it."""
    pending = list(model.outputs)
    while pending:
        tensor = pending.pop()
        if tensor.layer is None:
            if tensor not in model.inputs or tensor.dtype != FLOAT32:
                return UNKNOWN_DTYPE
        elif not computes_in_floatx(tensor.layer):
            return UNKNOWN_DTYPE
        pending += tensor.inputs
        if len(pending) > LARGEST_GRAPH:
            return UNKNOWN_DTYPE
    return FLOAT32


def _through(tensor: KerasTensor, known: dict[int, Shape]) -> Shape:
    if tensor.layer is None or len(tensor.inputs) != 1:
        return UNKNOWN_SHAPE
    return forward(tensor.layer, known[id(tensor.inputs[0])])
