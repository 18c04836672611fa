"""What `fit`, `evaluate`, `predict`, batch methods and calls return and do to the model."""

from msgspec.structs import replace

from ndlint.knowledge.keras.misfits import adjusted
from ndlint.knowledge.keras.models import (
    UNKNOWN_MODEL,
    added,
    output_dtype,
    outputs_for,
    run_on_symbols,
)
from ndlint.knowledge.keras.samples import Way
from ndlint.knowledge.keras.tables import as_fed
from ndlint.knowledge.registry import Changed, Refusal, models
from ndlint.target import current
from ndlint.values.array import Array, Kind, Origins
from ndlint.values.base import NOTHING, UNKNOWN, Value
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.keras import KerasTensor, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

OUTPUT = Origins(output=True)


@models("keras.Model.fit", "keras.Model.evaluate")
def fitted(model: Value, x: Value = NOTHING, *arguments: Value, **options: Value) -> object:
    """A history or the loss, which are not followed."""
    x = as_fed(x, Way.CUT)
    return Changed(after_data(model, x), UNKNOWN) if isinstance(model, Model) else UNKNOWN


@models("keras.Model.train_on_batch", "keras.Model.test_on_batch")
def stepped(model: Value, x: Value, *arguments: Value, **options: Value) -> object:
    """The loss, which is not followed."""
    return fitted(model, as_fed(x, Way.BATCH))


@models("keras.Model.predict")
def predicted(
    model: Value,
    x: Value = NOTHING,
    batch_size: Value = NOTHING,
    verbose: Value = NOTHING,
    steps: Value = NOTHING,
    callbacks: Value = NOTHING,
) -> object:
    """A float32 ndarray for a model with one output; `steps` may leave out the last rows."""
    if not isinstance(model, Model):
        return UNKNOWN
    x = as_fed(x, Way.CUT)
    built = after_data(model, x)
    result = _output(built, x, Kind.NDARRAY)
    if steps != NOTHING and isinstance(result, Array) and result.shape.dims:
        result = replace(
            result, shape=Shape((UNKNOWN_DIM, *result.shape.dims[1:]), result.shape.rank_known)
        )
    return Changed(built, result)


@models("keras.Model.predict_on_batch")
def predicted_on_batch(model: Value, x: Value) -> object:
    """A float32 ndarray for a model with one output."""
    return predicted(model, as_fed(x, Way.BATCH))


@models("keras.Model.__call__")
def called(model: Value, inputs: Value, *arguments: Value, **options: Value) -> object:
    """A tensor for data, a symbolic tensor for a symbolic input."""
    if not isinstance(model, Model):
        return UNKNOWN
    inputs = as_fed(inputs, Way.CALL)
    built = after_data(model, inputs)
    if isinstance(inputs, KerasTensor):
        is_known = built.is_known and len(built.inputs) == 1
        return Changed(built, run_on_symbols(built, (inputs,)) if is_known else KerasTensor())
    return Changed(
        built, _output(built, inputs, Kind.TENSOR) if isinstance(inputs, Array) else UNKNOWN
    )


def after_data(model: Model, x: Value) -> Model:
    """The model after data went through: a Sequential is built for it.

    Data whose shape is not known leaves a model that may have been built for any.
    """
    if model.inputs or not model.is_known:
        return model
    start = KerasTensor(_given_shape(x))
    built: Model = replace(model, inputs=(start,), outputs=(start,), layers=())
    try:
        for part in model.layers:
            built = added(built, part)
    except Refusal:
        # Whether the model takes the data is told where it is fed.
        return replace(UNKNOWN_MODEL, sequential=model.sequential)
    return built


def _given_shape(x: Value) -> Shape:
    """The shape that a model is built for; of data, it may be told the batch axis or not.

    Keras 2 builds such a model anew for what does not fit: its shape is not declared.
    """
    if isinstance(x, KerasTensor) and current().keras == 3:
        return x.shape
    if not isinstance(x, Array | KerasTensor) or not x.shape.rank:
        return UNKNOWN_SHAPE
    return Shape((UNKNOWN_DIM, *x.shape.dims[1:]))


def _output(model: Model, x: Value, kind: Kind) -> Value:
    """What the model makes of data. Shape: (batch, ...) -> (batch, ...)."""
    if not model.is_known or len(model.inputs) != 1 or len(model.outputs) != 1:
        return UNKNOWN
    shape = _seen(model, x.shape) if isinstance(x, Array) else None
    if shape is None:
        return Array(kind, output_dtype(model), origins=OUTPUT)
    try:
        made = outputs_for(model, (shape,))[0]
        return Array(kind, output_dtype(model), made, origins=OUTPUT)
    except Refusal:
        return UNKNOWN


def _seen(model: Model, found: Shape) -> Shape | None:
    """The shape of an input after Keras adjusted its last axis; None: not known."""
    declared = model.inputs[0].shape
    if declared.rank is None or found.rank is None:
        return None
    shape = adjusted(declared, found)
    return shape if isinstance(shape, Shape) else None
