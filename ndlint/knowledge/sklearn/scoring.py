"""What compares labels with predictions, row by row.

Source: scikit-learn 1.9, `metrics/_classification.py`, `_regression.py`, `_ranking.py`; TensorFlow
2.21, `ops/confusion_matrix.py`.
"""

from ndlint.events import Matched
from ndlint.knowledge.registry import observes
from ndlint.values.base import Value

METRICS = (
    "accuracy_score", "average_precision_score", "balanced_accuracy_score", "classification_report",
    "cohen_kappa_score", "confusion_matrix", "f1_score", "hamming_loss", "jaccard_score",
    "log_loss", "matthews_corrcoef", "max_error", "mean_absolute_error", "mean_squared_error",
    "precision_recall_curve", "precision_recall_fscore_support", "precision_score", "r2_score",
    "recall_score", "roc_auc_score", "roc_curve", "root_mean_squared_error", "zero_one_loss",
)  # fmt: skip
"""Functions whose first two parameters are the labels and the predictions."""


@observes(*(f"sklearn.metrics.{name}" for name in METRICS))
def scored(y_true: Value, y_pred: Value, *arguments: Value, **options: Value) -> Matched:
    """Predictions and the labels of the same rows."""
    return Matched(labels=y_true, rows=y_pred)


@observes("tensorflow.math.confusion_matrix")
def counted(labels: Value, predictions: Value, *arguments: Value, **options: Value) -> Matched:
    """Predicted classes and the labels of the same rows."""
    return Matched(labels=labels, rows=predictions)
