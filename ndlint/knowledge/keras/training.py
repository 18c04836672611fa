"""What `fit`, `evaluate`, `predict`, batch methods and calls return and do to the model."""

from msgspec.structs import replace

from ndlint.knowledge.keras.fitting import adjusted
from ndlint.knowledge.keras.graphs import (
    end_shapes,
    output_dtypes,
    outputs_for,
    run_on_symbols,
)
from ndlint.knowledge.keras.models import UNKNOWN_MODEL, added
from ndlint.knowledge.keras.naming import in_order
from ndlint.knowledge.keras.promotion import floatx
from ndlint.knowledge.keras.samples import Way
from ndlint.knowledge.keras.tables import as_fed
from ndlint.knowledge.keras.whole import check_counts
from ndlint.knowledge.registry import Changed, Refusal, models
from ndlint.target import current
from ndlint.values.array import Array, Kind, Origins
from ndlint.values.base import NOTHING, UNKNOWN, Dict, List, Str, Value, elements
from ndlint.values.dataset import Dataset
from ndlint.values.dimension import FREE, UNKNOWN_DIM
from ndlint.values.dtype import FLOAT32, FLOATS, UNKNOWN_DTYPE, DType
from ndlint.values.keras import KerasTensor, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

OUTPUT = Origins(output=True)
PREDICTED = 0
"""Stands for the time that `predict` goes through a data set."""


@models("keras.Model.fit")
def fitted(
    model: Value,
    x: Value = NOTHING,
    y: Value = NOTHING,
    batch_size: Value = NOTHING,
    epochs: Value = NOTHING,
    *arguments: Value,
    **options: Value,
) -> object:
    """A history, which is not followed. Raises: TypeError for numbers that are not whole."""
    check_counts((("batch_size", batch_size), ("epochs", epochs), *options.items()))
    return _trained(model, as_fed(x, Way.CUT))


@models("keras.Model.evaluate")
def evaluated(
    model: Value,
    x: Value = NOTHING,
    y: Value = NOTHING,
    batch_size: Value = NOTHING,
    *arguments: Value,
    **options: Value,
) -> object:
    """The loss, which is not followed. Raises: TypeError for numbers that are not whole."""
    check_counts((("batch_size", batch_size), *options.items()))
    return _trained(model, as_fed(x, Way.CUT))


def _trained(model: Value, x: Value) -> object:
    return Changed(after_data(model, x), UNKNOWN) if isinstance(model, Model) else UNKNOWN


@models("keras.Model.train_on_batch", "keras.Model.test_on_batch")
def stepped(model: Value, x: Value, *arguments: Value, **options: Value) -> object:
    """The loss, which is not followed."""
    return _trained(model, as_fed(x, Way.BATCH))


@models("keras.Model.predict")
def predicted(
    model: Value,
    x: Value = NOTHING,
    batch_size: Value = NOTHING,
    verbose: Value = NOTHING,
    steps: Value = NOTHING,
    callbacks: Value = NOTHING,
) -> object:
    """A float32 ndarray for a model with one output; `steps` may leave out the last rows.

    Raises: TypeError for numbers that are not whole.
    """
    check_counts((("batch_size", batch_size), ("steps", steps)))
    if not isinstance(model, Model):
        return UNKNOWN
    x = as_fed(x, Way.CUT)
    built = after_data(model, x)
    result = _output(built, x, Kind.NDARRAY)
    if steps != NOTHING and isinstance(result, Array) and result.shape.dims:
        result = replace(
            result, shape=Shape((UNKNOWN_DIM, *result.shape.dims[1:]), result.shape.rank_known)
        )
    if isinstance(x, Dataset) and x.is_mixed and x.mix and isinstance(result, Array):
        result = replace(result, origins=replace(result.origins, order=(x.mix, PREDICTED)))
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
    symbols = _symbols(built, inputs)
    if symbols is not None:
        return Changed(built, structured(built, run_on_symbols(built, symbols)))
    if isinstance(inputs, KerasTensor):
        return Changed(built, KerasTensor())
    return Changed(built, _output(built, inputs, Kind.TENSOR))


def _symbols(model: Model, inputs: Value) -> tuple[KerasTensor, ...] | None:
    """The symbolic tensors that a known model is called on, one for each of its inputs; None:
    it is not."""
    given = in_order(model, inputs) if model.is_known else None
    symbols = tuple(one for one in given or () if isinstance(one, KerasTensor))
    return symbols if symbols and len(symbols) == len(given or ()) else None


def structured(model: Model, made: Value) -> Value:
    """What a model made, in the form in which its outputs were given."""
    return _in_form(model, elements(made) or (made,)) if model.output_keys else made


def _in_form(model: Model, made: tuple[Value, ...]) -> Value:
    if not model.output_keys:
        return List(made)
    return Dict(tuple((Str(k), v) for k, v in zip(model.output_keys, made, strict=True)))


def after_data(model: Model, x: Value) -> Model:
    """The model after data went through: a Sequential is built for it.

    Data whose shape is not known leaves a model that may have been built for any.
    """
    if model.inputs or not model.is_known:
        return model
    start = KerasTensor(_given_shape(x), _given_dtype(x))
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


def _given_dtype(x: Value) -> DType:
    """The dtype in which a model that is built for data of floats gets them."""
    if not isinstance(x, Array) or not x.dtype.is_one_of(FLOATS):
        return UNKNOWN_DTYPE
    return floatx() if current().keras == 3 or x.dtype == FLOAT32 else UNKNOWN_DTYPE


def _output(model: Model, x: Value, kind: Kind) -> Value:
    """What the model makes of data. Shape: (batch, ...) -> (batch, ...), of each output."""
    if not model.is_known or not model.inputs or not model.outputs:
        return UNKNOWN
    shapes = _all_seen(model, x)
    try:
        ends = _of_any_data(model, kind) if shapes is None else outputs_for(model, shapes)
    except Refusal:
        return UNKNOWN
    made = tuple(
        Array(kind, dtype, shape, origins=OUTPUT)
        for dtype, shape in zip(output_dtypes(model), ends, strict=True)
    )
    return made[0] if len(made) == 1 and not model.output_keys else _in_form(model, made)


def _of_any_data(model: Model, kind: Kind) -> tuple[Shape, ...]:
    """The shapes that the model returns for data of which nothing is known.

    Keras 3 takes what is declared only. What is called may be a symbol, Keras 2 takes any rank.
    """
    if kind is not Kind.NDARRAY or current().keras == 2:
        return (UNKNOWN_SHAPE,) * len(model.outputs)
    return tuple(
        Shape(tuple(UNKNOWN_DIM if d is FREE else d for d in shape.dims), shape.rank_known)
        for shape in end_shapes(model)
    )


def _all_seen(model: Model, x: Value) -> tuple[Shape, ...] | None:
    """The shapes of all inputs as the model sees them; None: not known."""
    given = in_order(model, x)
    if given is None:
        return None
    pairs = zip(model.inputs, given, strict=True)
    found = [_seen(end.shape, a.shape) for end, a in pairs if isinstance(a, Array)]
    known = tuple(shape for shape in found if shape is not None)
    return known if len(known) == len(model.inputs) else None


def _seen(declared: Shape, found: Shape) -> Shape | None:
    """The shape of an input after Keras adjusted its last axis; None: not known."""
    if declared.rank is None or found.rank is None:
        return None
    shape = adjusted(declared, found)
    return shape if isinstance(shape, Shape) else None
