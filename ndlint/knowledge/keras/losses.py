"""Keras' own losses: by string, class, object or function. Source: Keras 3.15, tf_keras 2.21."""

from ndlint.events import LossCall, Supervised
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.pairing import (
    CIRCLE,
    CTC,
    GENERALIZED,
    KINDS,
    ONLY_KERAS_3,
    Adjusting,
)
from ndlint.knowledge.keras.problems import direct_problems, logits_problems
from ndlint.knowledge.registry import family, models, observes
from ndlint.target import current
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, List, Name, Str, Tuple, Value
from ndlint.values.conversion import as_array
from ndlint.values.fed import Holds, Listed
from ndlint.values.losses import Loss

LOGITS_FIRST = ("from_logits", "label_smoothing", "axis")
CLASSES: dict[str, tuple[str, tuple[str, ...]]] = {
    "MeanSquaredError": ("mean_squared_error", ()),
    "MeanAbsoluteError": ("mean_absolute_error", ()),
    "MeanAbsolutePercentageError": ("mean_absolute_percentage_error", ()),
    "MeanSquaredLogarithmicError": ("mean_squared_logarithmic_error", ()),
    "Huber": ("huber", ("delta",)),
    "LogCosh": ("log_cosh", ()),
    "CosineSimilarity": ("cosine_similarity", ("axis",)),
    "KLDivergence": ("kl_divergence", ()),
    "Poisson": ("poisson", ()),
    "Hinge": ("hinge", ()),
    "SquaredHinge": ("squared_hinge", ()),
    "CategoricalHinge": ("categorical_hinge", ()),
    "BinaryCrossentropy": ("binary_crossentropy", LOGITS_FIRST),
    "BinaryFocalCrossentropy": (
        "binary_focal_crossentropy",
        ("apply_class_balancing", "alpha", "gamma", *LOGITS_FIRST),
    ),
    "CategoricalCrossentropy": ("categorical_crossentropy", LOGITS_FIRST),
    "CategoricalFocalCrossentropy": (
        "categorical_focal_crossentropy",
        ("alpha", "gamma", *LOGITS_FIRST),
    ),
    "SparseCategoricalCrossentropy": (
        "sparse_categorical_crossentropy",
        ("from_logits", "ignore_class"),
    ),
    "Dice": ("dice", ()),
    "Tversky": ("tversky", ("alpha", "beta")),
    "Circle": (CIRCLE, ("gamma", "margin", "remove_diagonal")),
    "CTC": (CTC, ()),
    "CategoricalGeneralizedCrossEntropy": (GENERALIZED, ("q",)),
}
"""Class -> the function that it wraps, and its positional parameters."""
ALIASES = {
    "mse": "mean_squared_error", "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error", "msle": "mean_squared_logarithmic_error",
    "bce": "binary_crossentropy", "kld": "kl_divergence",
}  # fmt: skip
ALIASES |= {alias.upper(): kind for alias, kind in ALIASES.items()}
ONLY_KERAS_2 = {"kullback_leibler_divergence": "kl_divergence", "logcosh": "log_cosh"}


def named_loss(name: str) -> Loss | None:
    """The loss that a string means, or None: it is not Keras' own, or is none."""
    kind = CLASSES[name][0] if name in CLASSES else ALIASES.get(name, name)
    if current().keras == 2:
        kind = ONLY_KERAS_2.get(kind, kind)
    return Loss(kind, name=name) if is_there(kind) and kind != GENERALIZED else None


def is_there(kind: str) -> bool:
    """Whether the target's Keras has a loss of this kind."""
    return kind in KINDS and not (current().keras == 2 and kind in ONLY_KERAS_3)


def loss_of(value: Value | None) -> Loss | None:
    """The loss that an argument of `compile` means; None: not Keras' own, or not known."""
    match value:
        case Loss():
            return value
        case Str(text) if text is not None:
            return named_loss(text)
        case Name(path) if path.startswith(("keras.losses.", "keras.metrics.")):
            if value.last in CLASSES:
                return _made_by(value.last) if current().keras == 3 else None
            return named_loss(value.last)
    return None


def _made_by(name: str) -> Loss:
    """What Keras 3 makes of a class that is given for a loss."""
    return Loss(CLASSES[name][0], name=name)


@family("keras.losses")
def make(path: str, arguments: Arguments) -> Value:
    """An object of a loss class, with its arguments by name."""
    name = path.rpartition(".")[2]
    if name not in CLASSES or not arguments.complete or not is_there(CLASSES[name][0]):
        return UNKNOWN
    kind, parameters = CLASSES[name]
    if len(arguments.positional) > len(parameters):
        return UNKNOWN
    options = dict(zip(parameters, arguments.positional, strict=False))
    options.update(arguments.keywords)
    return Loss(kind, tuple(options.items()), name)


@models("keras.losses.Loss.__call__")
def computed(loss: Value, y_true: Value, y_pred: Value, *rest: Value) -> Value:
    """The loss of arrays: a tensor, of which no more is known."""
    is_loss = isinstance(loss, Loss) and not loss.is_metric
    are_arrays = isinstance(y_true, Array) and isinstance(y_pred, Array)
    return Array(Kind.TENSOR) if is_loss and are_arrays else UNKNOWN


@observes("keras.losses.Loss.__call__")
def call(loss: Value, y_true: Value, y_pred: Value, *rest: Value) -> LossCall | None:
    """A loss object on labels and predictions."""
    if not isinstance(loss, Loss):
        return None
    if isinstance(y_true, List | Tuple) and isinstance(y_pred, Array) and current().keras == 3:
        return _of_a_list(loss, y_true, y_pred)
    tensors = [isinstance(v, Array) and v.is_tensor for v in (y_true, y_pred)]
    squeezes = current().keras == 3 or all(tensors)
    return _called(loss, y_true, y_pred, Adjusting.OBJECT if squeezes else Adjusting.NOBODY)


def _of_a_list(loss: Loss, y_true: List | Tuple, y_pred: Array) -> LossCall | None:
    """Labels in a list or tuple, which Keras 3 takes for those of several outputs.

    Source: Keras 3.15, `losses/loss.py`, where `__call__` maps over labels and output together.
    """
    if not y_true.items:
        return None
    kind = "list" if isinstance(y_true, List) else "tuple"
    supervised = Supervised("labels", y_true, y_pred.shape, loss)
    listed = Listed("labels", Holds.NUMBERS, len(y_true.items), kind)
    return LossCall(supervised=supervised, lists=(listed,))


def _called(loss: Loss, y_true: Value, y_pred: Value, adjusting: Adjusting) -> LossCall | None:
    labels, output = (_as_array(v) for v in (y_true, y_pred))
    if output is None:
        return None
    own = tuple(logits_problems(loss, output))
    if labels is not None:
        problems = direct_problems(loss, labels, output, adjusting) or own
    elif own and current().keras == 2 and isinstance(y_true, List | Tuple):
        problems = own
    else:
        return None
    given = y_true if labels is None else labels
    return LossCall(supervised=Supervised("labels", given, output.shape, loss, problems))


def _as_array(value: Value) -> Array | None:
    """Keras 3 takes a list for several outputs, so a list is no array."""
    return as_array(value) if isinstance(value, Array) else None


def _function(kind: str, *names: str) -> None:
    """Register a loss function under its names, those of `keras.metrics` among them."""
    paths = [f"keras.{module}.{name}" for module in ("losses", "metrics") for name in names]

    @models(*paths)
    def made(y_true: Value, y_pred: Value, *rest: Value, **options: Value) -> Value:
        return computed(Loss(kind), y_true, y_pred)

    @observes(*paths)
    def called(
        y_true: Value, y_pred: Value, *rest: Value, from_logits: Value = UNKNOWN, **options: Value
    ) -> LossCall | None:
        given = {**options, "from_logits": from_logits} if from_logits != UNKNOWN else options
        if rest:
            return None
        loss = Loss(kind, tuple(given.items()), names[0])
        return _called(loss, y_true, y_pred, Adjusting.FUNCTION)


for _kind in sorted(KINDS):
    _aliases = [a for a, k in (ALIASES | ONLY_KERAS_2).items() if k == _kind]
    _function(_kind, _kind, *_aliases)
