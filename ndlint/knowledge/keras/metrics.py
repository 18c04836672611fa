"""Keras' own metrics, as far as they refuse shapes that the loss takes.

Source: Keras 3.15 and tf_keras 2.21, `metrics`; measured for labels of rank 1 to 4.
"""

from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.losses import ALIASES, CLASSES
from ndlint.knowledge.keras.pairing import CONFUSION, KINDS
from ndlint.knowledge.registry import family, models
from ndlint.target import current
from ndlint.values.base import UNKNOWN, Name, Opaque, Str, Value, elements
from ndlint.values.losses import Loss

CONFUSIONS = {
    "AUC": "auc", "Precision": "precision", "Recall": "recall",
    "TruePositives": "true_positives", "TrueNegatives": "true_negatives",
    "FalsePositives": "false_positives", "FalseNegatives": "false_negatives",
}  # fmt: skip
"""Metrics that count hits and misses, value by value, and the names of Keras 3 for them."""
ACCURACIES = {
    "Accuracy": "equality", "BinaryAccuracy": "binary_accuracy",
    "CategoricalAccuracy": "categorical_accuracy",
    "SparseCategoricalAccuracy": "sparse_categorical_accuracy",
}  # fmt: skip
"""Metrics that count right answers. The string "accuracy" is another one: Keras chooses which."""
HARMLESS = frozenset(
    {"name", "dtype", "threshold", "thresholds", "num_thresholds", "curve", "from_logits"}
)
"""Arguments of those that leave what is compared as it is."""
NO_METRICS = frozenset({"huber", "log_cosh", "categorical_hinge"})
"""Losses that are no metrics, or other ones."""
METRIC = Opaque("keras.metrics.Metric")
LIKE_LOSSES = KINDS - NO_METRICS - {name for name in KINDS if "focal" in name}


@family("keras.metrics")
def make(path: str, arguments: Arguments) -> Value:
    """An object of a metric class; no more is known of it, where its arguments change what it
    compares."""
    name = path.rpartition(".")[2]
    if not arguments.complete or arguments.positional or set(arguments.keywords) - HARMLESS:
        return METRIC
    return _of_class(name) or METRIC


@models(*(
    f"{METRIC.path}.{name}"
    for name in ("__call__", "update_state", "result", "reset_state", "reset_states", "get_config")
))  # fmt: skip
def used(metric: Value, *arguments: Value, **options: Value) -> Value:
    """Its methods change nothing but the metric."""
    return UNKNOWN


def _of_class(name: str) -> Loss | None:
    if name in CONFUSIONS:
        return Loss(CONFUSION, name=name, is_metric=True)
    if name in ACCURACIES:
        return Loss(ACCURACIES[name], name=name, is_metric=True)
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
            is_class = value.last in CLASSES | CONFUSIONS | ACCURACIES
            return None if is_class else _named(value.last)
    return None


def _named(name: str) -> Loss | None:
    """The metric that a string means."""
    if current().keras == 3:
        name = next((c for c, own in CONFUSIONS.items() if own == name), name)
    kind = {"acc": "accuracy"}.get(name, ALIASES.get(name, name))
    if kind in LIKE_LOSSES or kind in ("accuracy", *ACCURACIES.values()):
        return Loss(kind, name=name, is_metric=True)
    return _of_class(name)
