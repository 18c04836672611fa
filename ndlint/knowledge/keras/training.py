"""Data meets a model: `fit`, `evaluate`, `predict`, batch methods, calls."""

from dataclasses import replace

from ndlint.events import Fed, Feed, Misfit
from ndlint.knowledge.keras.layers.base import forward
from ndlint.knowledge.keras.models import add, output_dtype, outputs_for
from ndlint.knowledge.keras.tensors import input_dtype
from ndlint.knowledge.registry import Changed, Refusal, models, observes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Unknown, Value, elements
from ndlint.values.dimension import FREE, Affine, render
from ndlint.values.keras import KerasTensor, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


@observes("keras.Model.fit", "keras.Model.evaluate")
def fit(
    model: Value, x: Value = NOTHING, y: Value = NOTHING, *rest: Value, **options: Value
) -> Feed | None:
    """Training or evaluation on x and y, also on validation data."""
    roles = [("x", x), ("y", y), *_validation(options.get("validation_data"))]
    roles.append(("sample_weight", options.get("sample_weight", NOTHING)))
    return _feed(model, roles)


@observes("keras.Model.train_on_batch", "keras.Model.test_on_batch")
def on_batch(
    model: Value, x: Value, y: Value = NOTHING, *rest: Value, **options: Value
) -> Feed | None:
    """One step on one batch."""
    return _feed(model, [("x", x), ("y", y)])


@observes("keras.Model.predict", "keras.Model.predict_on_batch")
def predict(model: Value, x: Value, *rest: Value, **options: Value) -> Feed | None:
    """Prediction."""
    return _feed(model, [("x", x)])


@observes("keras.Model.__call__")
def call(model: Value, inputs: Value, *rest: Value, **options: Value) -> Feed | None:
    """The model called like a function."""
    return _feed(model, [("x", inputs)])


def _validation(value: Value | None) -> list[tuple[str, Value]]:
    items = elements(value) if value is not None else None
    if items is None or len(items) < 2:
        return []
    return [("validation x", items[0]), ("validation y", items[1])]


def _feed(model: Value, roles: list[tuple[str, Value]]) -> Feed | None:
    if not isinstance(model, Model):
        return None
    fed: list[Fed] = []
    for role, value in roles:
        if role.endswith("x"):
            fed += _inputs(model, role, value)
        elif isinstance(value, Array):
            fed.append(Fed(role, value))
    return Feed(model=model, inputs=tuple(fed), casts_to=input_dtype(model))


def _inputs(model: Model, role: str, value: Value) -> list[Fed]:
    """The arrays of an `x`: one, or one for each input of the model."""
    parts = elements(value)
    if parts is None:
        return [Fed(role, value, _misfit(model, 0, value))]
    if len(parts) == len(model.inputs):
        return [Fed(role, part, _misfit(model, i, part)) for i, part in enumerate(parts)]
    return []


def _misfit(model: Model, index: int, value: Value) -> Misfit | None:
    """Why the model certainly refuses the array, or None."""
    if not model.is_known:
        return None
    if isinstance(value, Unknown):
        return _symbolic_misfit(model, index, value)
    if not isinstance(value, Array):
        return None
    if not model.inputs:
        return _unbuilt_misfit(model, value.shape)
    declared = model.inputs[index].shape
    problem = _refusal(model, index, declared, value.shape)
    if problem is None:
        return None
    return Misfit(
        _free_batch(declared),
        value.shape,
        problem,
        batch_axis=_declared_batch(model.inputs[index], value.shape),
    )


def _free_batch(shape: Shape) -> Shape:
    return Shape((FREE, *shape.dims[1:]), shape.rank_known)


def _refusal(model: Model, index: int, declared: Shape, found: Shape) -> str | None:
    """The reason for which a declared input refuses an array.

    Source: Keras 3.15, `Functional._adjust_input_rank` and `assert_input_compatibility`:
    a last axis of 1 is dropped or added; a functional model compares every axis, a
    Sequential leaves that to its layers.
    """
    if declared.rank is None or found.rank is None:
        return None
    fitted = _adjusted(declared, found)
    if isinstance(fitted, str):
        return fitted
    if fitted is None:
        return None
    if not model.sequential:
        for axis, (expected, size) in enumerate(
            zip(_squeezed(declared).dims[1:], _squeezed(found).dims[1:], strict=False), 1
        ):
            if shapes.conflict(expected, size):
                return f"axis {axis} is {render(size)}, not {render(expected)}"
    if len(model.inputs) != 1:
        return None
    try:
        outputs_for(model, (Shape((FREE, *fitted.dims[1:])),))
    except Refusal as refusal:
        return refusal.message
    return None


def _squeezed(shape: Shape) -> Shape:
    return Shape(shape.dims[:-1]) if shape.dims and shape.dims[-1] == 1 else shape


def _adjusted(declared: Shape, found: Shape) -> Shape | str | None:
    """The array's shape as the model sees it; a reason to refuse it; None: not known."""
    gap = len(found.dims) - len(declared.dims)
    if gap == 0:
        return found
    last = found.dims[-1] if gap == 1 and found.dims else declared.dims[-1]
    if gap in (1, -1) and found.dims:
        if last == 1:
            return Shape(found.dims[:-1]) if gap == 1 else Shape((*found.dims, 1))
        if not isinstance(last, int | Affine) and not (gap == -1 and last is FREE):
            return None
    return f"it has {len(found.dims)} axes, not {len(declared.dims)}"


def _declared_batch(declared: KerasTensor, found: Shape) -> str:
    """What stands for the number of samples in a declared input, or "".

    The evidence is the program's: `x.shape[0]` was written there, or the whole of `x.shape`.
    """
    inner = declared.shape.dims[1:]
    if found.dims and found.dims[0] in inner and declared.batch_axis:
        return declared.batch_axis
    return render(inner[0]) if len(inner) > 1 and inner == found.dims else ""


def _symbolic_misfit(model: Model, index: int, value: Unknown) -> Misfit | None:
    """An array of which nothing is known but that its own length stands in the model.

    It fits only where one of its other axes happens to have the same size.
    """
    if not model.inputs or value.key is None:
        return None
    declared = model.inputs[index].shape
    for dim in declared.dims[1:]:
        if isinstance(dim, Affine) and len(dim.terms) == 1 and dim.constant == 0:
            (symbol, factor) = dim.terms[0]
            if symbol.key == (value.key, 0) and factor == 1:
                found = Shape((dim,), rank_known=False)
                reason = f"{symbol.label} is the number of samples, not the size of one"
                return Misfit(declared, found, reason, batch_axis=symbol.label, is_certain=False)
    return None


def _unbuilt_misfit(model: Model, found: Shape) -> Misfit | None:
    """A Sequential without an input shape is built for the first array that it gets."""
    shape = found
    try:
        for layer in model.layers:
            shape = forward(layer, shape)
    except Refusal as refusal:
        return Misfit(UNKNOWN_SHAPE, found, refusal.message)
    return None


# ---- what the calls return, and what they do to the model


def _after(model: Model, x: Value) -> Model:
    """The model after data went through: a Sequential is built for it."""
    if model.inputs or not model.is_known or not isinstance(x, Array) or x.shape.rank is None:
        return model
    start = KerasTensor(Shape((FREE, *x.shape.dims[1:])))
    built: Model = replace(model, inputs=(start,), outputs=(start,), layers=())
    for layer in model.layers:
        changed = add(built, layer)
        if isinstance(changed, Changed) and isinstance(changed.receiver, Model):
            built = changed.receiver
    return built


@models("keras.Model.fit", "keras.Model.evaluate", "keras.Model.train_on_batch")
def fitted(model: Value, x: Value = NOTHING, *arguments: Value, **options: Value) -> object:
    """A history or the loss, which are not followed."""
    return Changed(_after(model, x), UNKNOWN) if isinstance(model, Model) else UNKNOWN


@models("keras.Model.predict", "keras.Model.predict_on_batch")
def predicted(model: Value, x: Value = NOTHING, *arguments: Value, **options: Value) -> object:
    """A float32 ndarray for a model with one output."""
    if not isinstance(model, Model):
        return UNKNOWN
    built = _after(model, x)
    return Changed(built, _output(built, x, Kind.NDARRAY))


@models("keras.Model.__call__")
def called(model: Value, inputs: Value, *arguments: Value, **options: Value) -> object:
    """A tensor for a model with one output; a symbolic tensor for a symbolic input."""
    if not isinstance(model, Model):
        return UNKNOWN
    if isinstance(inputs, KerasTensor):
        if len(model.inputs) == 1 and len(model.outputs) == 1 and model.is_known:
            return KerasTensor(outputs_for(model, (inputs.shape,))[0])
        return KerasTensor()
    built = _after(model, inputs)
    return Changed(built, _output(built, inputs, Kind.TENSOR))


def _output(model: Model, x: Value, kind: Kind) -> Value:
    if not model.is_known or len(model.inputs) != 1 or len(model.outputs) != 1:
        return UNKNOWN
    if not isinstance(x, Array) or x.shape.rank is None:
        return Array(kind, output_dtype(model))
    shape = _adjusted(model.inputs[0].shape, x.shape)
    if not isinstance(shape, Shape):
        return Array(kind)
    return Array(kind, output_dtype(model), outputs_for(model, (shape,))[0])
