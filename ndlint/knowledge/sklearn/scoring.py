"""What compares labels with predictions, row by row.

Source: scikit-learn 1.9, `metrics/_classification.py`, `_regression.py`, `_ranking.py`; TensorFlow
2.21, `ops/confusion_matrix.py`.
"""

from ndlint.events import Contract, Matched
from ndlint.knowledge.registry import Refusal, models, observes
from ndlint.knowledge.sklearn.tables import check_lengths
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.conversion import as_array
from ndlint.values.frame import as_numpy

METRICS = (
    "accuracy_score", "average_precision_score", "balanced_accuracy_score", "classification_report",
    "cohen_kappa_score", "confusion_matrix", "f1_score", "hamming_loss", "jaccard_score",
    "log_loss", "matthews_corrcoef", "max_error", "mean_absolute_error", "mean_squared_error",
    "precision_recall_curve", "precision_recall_fscore_support", "precision_score", "r2_score",
    "recall_score", "roc_auc_score", "roc_curve", "root_mean_squared_error", "zero_one_loss",
)  # fmt: skip
"""Functions whose first two parameters are the labels and the predictions."""
OF_PROBABILITIES = frozenset({"average_precision_score", "log_loss", "roc_auc_score"})
"""Those that compare classes with a column of probabilities for each."""
OF_VALUES = frozenset({
    "max_error", "mean_absolute_error", "mean_squared_error", "r2_score",
    "root_mean_squared_error",
})  # fmt: skip
"""Those that compare numbers, and not classes."""
PLAIN, TABLE = 1, 2
"""So many axes have labels, and predictions of several units."""


def _register(name: str) -> None:
    @models(f"sklearn.metrics.{name}")
    def score(y_true: Value, y_pred: Value, *arguments: Value, **options: Value) -> Value:
        """A number, which is not followed.

        Raises: ValueError where one has a column, and the other several, or other lengths.
        """
        if name not in OF_PROBABILITIES:
            check_lengths(y_true=y_true, y_pred=y_pred)
            _check_columns(y_true, y_pred, takes_classes=name not in OF_VALUES)
        return UNKNOWN


for _name in METRICS:
    _register(_name)


def _check_columns(y_true: Value, y_pred: Value, takes_classes: bool) -> None:
    labels, predictions = _columns(y_true), _columns(y_pred)
    if labels is None or predictions is None or (labels > 1) == (predictions > 1):
        return
    advice = "; take the class of each row, .argmax(axis=1)" if takes_classes else ""
    told = f"y_true has {_counted(labels)}, but y_pred has {_counted(predictions)}{advice}"
    several = y_true if labels > 1 else y_pred
    raise Refusal("ValueError", told, Contract.SCORE, several if takes_classes else None)


def _columns(value: Value) -> int | None:
    """How many numbers there are for each sample; None: it is not known."""
    array = None if isinstance(value, Array) and value.is_tensor else as_array(as_numpy(value))
    rank = None if array is None else array.shape.rank
    if array is None or rank not in (PLAIN, TABLE):
        return None
    width = 1 if rank == PLAIN else array.shape.axis(1)
    return width if isinstance(width, int) and width > 0 else None


def _counted(columns: int) -> str:
    return f"{columns} column{'' if columns == 1 else 's'}"


@observes(*(f"sklearn.metrics.{name}" for name in METRICS))
def scored(y_true: Value, y_pred: Value, *arguments: Value, **options: Value) -> Matched:
    """Predictions and the labels of the same rows."""
    return Matched(labels=y_true, rows=y_pred)


@observes("tensorflow.math.confusion_matrix")
def counted(labels: Value, predictions: Value, *arguments: Value, **options: Value) -> Matched:
    """Predicted classes and the labels of the same rows."""
    return Matched(labels=labels, rows=predictions)
