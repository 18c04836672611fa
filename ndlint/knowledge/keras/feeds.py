"""What is fed to a model: the arguments of `fit`, `evaluate`, `predict`, batch methods, calls."""

from ndlint.events import Fed, Feed, Misfit
from ndlint.knowledge.keras.misfits import misfit
from ndlint.knowledge.keras.tensors import input_dtype
from ndlint.knowledge.registry import observes
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Int, Value, elements
from ndlint.values.keras import Model
from ndlint.values.shape import UNKNOWN_SHAPE

Roles = list[tuple[str, Value]]
"""Parameters and what is given for them."""


@observes("keras.Model.fit")
def fit(
    model: Value,
    x: Value = NOTHING,
    y: Value = NOTHING,
    batch_size: Value = NOTHING,
    epochs: Value = UNKNOWN,
    verbose: Value = NOTHING,
    callbacks: Value = NOTHING,
    validation_split: Value = NOTHING,
    validation_data: Value = NOTHING,
    shuffle: Value = NOTHING,
    class_weight: Value = NOTHING,
    sample_weight: Value = NOTHING,
    initial_epoch: Value = NOTHING,
    steps_per_epoch: Value = NOTHING,
    validation_steps: Value = NOTHING,
    validation_batch_size: Value = NOTHING,
    validation_freq: Value = NOTHING,
    **options: Value,
) -> Feed | None:
    """Training on x and y, then a look at the validation data after every epoch."""
    if initial_epoch not in (NOTHING, Int(0)):
        return None
    if isinstance(epochs, Int) and epochs.number is not None and epochs.number < 1:
        return None
    roles: Roles = [("x", x), ("y", y)]
    if validation_freq in (NOTHING, Int(1)):
        roles += _validation(validation_data)
    return _feed(model, [*roles, ("sample_weight", sample_weight)], in_batches=True)


@observes("keras.Model.evaluate")
def evaluate(
    model: Value,
    x: Value = NOTHING,
    y: Value = NOTHING,
    batch_size: Value = NOTHING,
    verbose: Value = NOTHING,
    sample_weight: Value = NOTHING,
    *rest: Value,
    **options: Value,
) -> Feed | None:
    """Loss and metrics on x and y."""
    roles = [("x", x), ("y", y), ("sample_weight", sample_weight)]
    return _feed(model, roles, in_batches=True)


@observes("keras.Model.train_on_batch", "keras.Model.test_on_batch")
def on_batch(
    model: Value, x: Value, y: Value = NOTHING, *rest: Value, **options: Value
) -> Feed | None:
    """One step on one batch."""
    return _feed(model, [("x", x), ("y", y)])


@observes("keras.Model.predict")
def predict(model: Value, x: Value, *rest: Value, **options: Value) -> Feed | None:
    """Prediction, batch by batch."""
    return _feed(model, [("x", x)], in_batches=True)


@observes("keras.Model.predict_on_batch")
def predict_on_batch(model: Value, x: Value) -> Feed | None:
    """Prediction of one batch."""
    return _feed(model, [("x", x)])


@observes("keras.Model.__call__")
def call(model: Value, inputs: Value, *rest: Value, **options: Value) -> Feed | None:
    """The model called like a function."""
    return _feed(model, [("x", inputs)])


def _validation(value: Value) -> Roles:
    items = elements(value)
    if items is None or len(items) < 2:
        return []
    return [("validation x", items[0]), ("validation y", items[1])]


def _feed(model: Value, roles: Roles, in_batches: bool = False) -> Feed | None:
    """The event. What is cut into batches needs an axis to be cut along."""
    if not isinstance(model, Model):
        return None
    fed: list[Fed] = []
    for role, value in roles:
        if role.endswith("x"):
            whole = _uncut(role, value) if in_batches else None
            fed += [whole] if whole else _inputs(model, role, value)
        elif isinstance(value, Array):
            fed.append(Fed(role, value))
    return Feed(model=model, inputs=tuple(fed), casts_to=input_dtype(model), given=tuple(roles))


def _uncut(role: str, value: Value) -> Fed | None:
    if isinstance(value, Array) and value.shape.rank == 0:
        return Fed(role, value, Misfit(UNKNOWN_SHAPE, value.shape, "it has no axis of samples"))
    return None


def _inputs(model: Model, role: str, value: Value) -> list[Fed]:
    """The arrays of an `x`: one, or one for each input of the model."""
    parts = elements(value)
    if parts is None:
        return [Fed(role, value, _alone(model, value) or misfit(model, 0, value))]
    if len(parts) == len(model.inputs):
        return [Fed(role, part, misfit(model, i, part)) for i, part in enumerate(parts)]
    return []


def _alone(model: Model, value: Value) -> Misfit | None:
    """One array where the model takes several. Source: Keras 3.15, truth case B.multi."""
    if not isinstance(value, Array) or len(model.inputs) < 2:
        return None
    reason = f"it is one array, and the model has {len(model.inputs)} inputs"
    return Misfit(UNKNOWN_SHAPE, value.shape, reason)
