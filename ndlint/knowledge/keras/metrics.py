"""Keras' own metrics, as far as they refuse or broadcast shapes that the loss takes.

Source: Keras 3.15 and tf_keras 2.21, `metrics`; measured for labels of rank 1 to 4.
"""

from ndlint.events import LossCall, Supervised
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.accuracies import equality_problems
from ndlint.knowledge.keras.counting import ACCURACY, BY_SHAPE, COUNTING, MICRO
from ndlint.knowledge.keras.losses import ALIASES, CLASSES, ONLY_KERAS_2
from ndlint.knowledge.keras.pairing import CONFUSION, KINDS, ONLY_KERAS_3, Adjusting
from ndlint.knowledge.keras.problems import direct_problems
from ndlint.knowledge.registry import family, models, observes
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Name, Opaque, Str, Value, elements
from ndlint.values.losses import Loss

CONFUSIONS = {
    "AUC": "auc", "Precision": "precision", "Recall": "recall",
    "TruePositives": "true_positives", "TrueNegatives": "true_negatives",
    "FalsePositives": "false_positives", "FalseNegatives": "false_negatives",
    "SensitivityAtSpecificity": "", "SpecificityAtSensitivity": "",
    "PrecisionAtRecall": "", "RecallAtPrecision": "",
}  # fmt: skip
"""Metrics that count hits and misses, value by value, and the names of Keras 3 for them; ""
where it cannot be made without arguments."""
LIKE_LOSSES = frozenset(
    kind for kind in KINDS - ONLY_KERAS_3 - {"huber", "log_cosh"} if "focal" not in kind
)
"""Metrics that are computed like the loss of the same name."""
OWN = {
    "RootMeanSquaredError": ("mean_squared_error", "root_mean_squared_error"),
    "LogCoshError": ("log_cosh", "log_cosh_error"),
    "PearsonCorrelation": ("mean_squared_error", "pearson_correlation"),
    "ConcordanceCorrelation": ("mean_squared_error", "concordance_correlation"),
    "Accuracy": (ACCURACY, ""),
    "BinaryAccuracy": ("binary_accuracy", "binary_accuracy"),
    "CategoricalAccuracy": ("categorical_accuracy", "categorical_accuracy"),
    "SparseCategoricalAccuracy": ("sparse_categorical_accuracy", "sparse_categorical_accuracy"),
    "TopKCategoricalAccuracy": ("top_k_categorical_accuracy", "top_k_categorical_accuracy"),
    "SparseTopKCategoricalAccuracy": (
        "sparse_top_k_categorical_accuracy",
        "sparse_top_k_categorical_accuracy",
    ),
    "F1Score": ("f_score", "f1_score"),
    "FBetaScore": ("f_score", "fbeta_score"),
    "R2Score": ("r2_score", "r2_score"),
    "IoU": ("iou", ""),
    "MeanIoU": ("iou", ""),
    "BinaryIoU": ("iou", "binary_io_u"),
    "OneHotIoU": ("one_hot_iou", ""),
    "OneHotMeanIoU": ("one_hot_iou", ""),
}
"""Classes without a loss of that name: what is compared as it is there, and the string by which
Keras 3 knows the metric."""
ONLY_3 = frozenset({"PearsonCorrelation", "ConcordanceCorrelation"})
FUNCTIONS = {
    **{kind: kind for kind in COUNTING if kind.endswith("_accuracy")},
    "pearson_correlation": "mean_squared_error",
    "concordance_correlation": "mean_squared_error",
}
"""Functions in `keras.metrics` that are none in `keras.losses`, and what they are like."""
HARMLESS = frozenset(
    {
        "name", "dtype", "thresholds", "num_thresholds", "curve", "from_logits", "threshold", "k",
        "beta", "average", "num_classes", "target_class_ids", "class_aggregation",
        "num_regressors", "specificity", "sensitivity", "recall", "precision",
    }
)  # fmt: skip
"""Arguments that leave the shapes of what is compared as they are."""
FIRST = {
    "IoU": ("num_classes", "target_class_ids"), "MeanIoU": ("num_classes",),
    "OneHotIoU": ("num_classes", "target_class_ids"), "OneHotMeanIoU": ("num_classes",),
    "TopKCategoricalAccuracy": ("k",), "SparseTopKCategoricalAccuracy": ("k",),
    "SensitivityAtSpecificity": ("specificity",), "SpecificityAtSensitivity": ("sensitivity",),
    "PrecisionAtRecall": ("recall",), "RecallAtPrecision": ("precision",),
    "F1Score": ("average",), "FBetaScore": ("average", "beta"),
    "Precision": ("thresholds",), "Recall": ("thresholds",), "AUC": ("num_thresholds",),
}  # fmt: skip
"""The arguments that may be given by position; of others, the first one is the name."""
METRIC = Opaque("keras.metrics.Metric")


@family("keras.metrics")
def make(path: str, arguments: Arguments) -> Value:
    """An object of a metric class; no more is known of it, where its arguments change what it
    compares."""
    name = path.rpartition(".")[2]
    names = FIRST.get(name, ("name",))
    if not arguments.complete or len(arguments.positional) > len(names):
        return METRIC
    given = {**dict(zip(names, arguments.positional, strict=False)), **arguments.keywords}
    if set(given) - HARMLESS:
        return METRIC
    made = _of_class(name)
    average = given.get("average", NOTHING)
    if made is None or made.kind != "f_score" or average == NOTHING:
        return made or METRIC
    if not isinstance(average, Str) or average.text is None:
        return METRIC
    return Loss(MICRO if average.text == "micro" else "f_score", name=name, is_metric=True)


@models(*(
    f"{METRIC.path}.{name}"
    for name in ("__call__", "update_state", "result", "reset_state", "reset_states", "get_config")
))  # fmt: skip
def used(metric: Value, *arguments: Value, **options: Value) -> Value:
    """Its methods change nothing but the metric."""
    return UNKNOWN


@observes(f"{METRIC.path}.__call__", f"{METRIC.path}.update_state")
def call(
    metric: Value, y_true: Value = UNKNOWN, y_pred: Value = UNKNOWN, *rest: Value, **options: Value
) -> LossCall | None:
    """A metric object on labels and predictions; Keras 2 brings them to one rank."""
    if not isinstance(metric, Loss) or rest or options:
        return None
    return _called(metric, y_true, y_pred, direct_manner())


def direct_manner() -> Adjusting:
    """How the object of a metric brings labels and output together when it is called."""
    return Adjusting.FUNCTION if current().keras == 3 else Adjusting.OBJECT


def _called(metric: Loss, y: Value, p: Value, adjusting: Adjusting) -> LossCall | None:
    if not isinstance(y, Array) or not isinstance(p, Array):
        return None
    problems = direct_problems(metric, y, p, adjusting) or equality_problems(metric, y, p)
    return LossCall(supervised=Supervised("labels", y, p.shape, metric, problems))


def _function(name: str, kind: str) -> None:
    """Register a metric's function."""

    @observes(f"keras.metrics.{name}")
    def called(y_true: Value, y_pred: Value, *rest: Value, **options: Value) -> LossCall | None:
        if rest or options:
            return None
        metric = Loss(kind, name=name, is_metric=True)
        return _called(metric, y_true, y_pred, Adjusting.FUNCTION)


for _name, _kind in FUNCTIONS.items():
    _function(_name, _kind)


def _of_class(name: str) -> Loss | None:
    """The metric that a class makes."""
    if name in ONLY_3 and current().keras == 2:
        return None
    if name in CONFUSIONS:
        return Loss(CONFUSION, name=name, is_metric=True)
    if name in OWN:
        return Loss(OWN[name][0], name=name, is_metric=True)
    kind = CLASSES.get(name, ("", ()))[0]
    return Loss(kind, name=name, is_metric=True) if kind in LIKE_LOSSES else None


def metrics_of(value: Value | None) -> list[Loss]:
    """Those metrics in an argument of `compile` of which something is known."""
    if value is None:
        return []
    found = (_metric(item) for item in elements(value) or (value,))
    return [metric for metric in found if metric is not None]


def _metric(value: Value) -> Loss | None:
    match value:
        case Loss(is_metric=True):
            return value
        case Str(text) if text is not None:
            return _named(text)
        case Name(path) if path.startswith(("keras.metrics.", "keras.losses.")):
            if value.last in CLASSES | CONFUSIONS | OWN:
                # Keras 3 makes an object of the class.
                is_made = current().keras == 3 and path.startswith("keras.metrics.")
                return _of_class(value.last) if is_made else None
            return _of_function(value.last)
    return None


def _named(name: str) -> Loss | None:
    """The metric that a string means."""
    if name.lower() in ("accuracy", "acc"):
        return Loss(BY_SHAPE, name=name, is_metric=True)
    if current().keras == 2:
        return _of_class(name) or _of_function(name)
    strings = CONFUSIONS | {own: string for own, (_, string) in OWN.items()}
    name = next((own for own, string in strings.items() if string == name), name)
    kind = ALIASES.get(name, name)
    return _of_class(name) or (
        Loss(kind, name=name, is_metric=True) if kind in LIKE_LOSSES else None
    )


def _of_function(name: str) -> Loss | None:
    """The metric that a function of this name is."""
    if name in FUNCTIONS:
        return Loss(FUNCTIONS[name], name=name, is_metric=True)
    kind = ALIASES.get(name, name)
    if current().keras == 2:
        kind = ONLY_KERAS_2.get(kind, kind)
    return Loss(kind, name=name, is_metric=True) if kind in LIKE_LOSSES | {"log_cosh"} else None
