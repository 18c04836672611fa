"""Splitters: which samples are for training and which for tests, fold by fold.

Source: scikit-learn 1.9, `model_selection/_split.py`, and measured.
"""

from math import inf

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal, models
from ndlint.knowledge.sklearn.tables import Estimator, check_lengths
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Tuple, Value
from ndlint.values.conversion import as_array
from ndlint.values.dataset import Elements
from ndlint.values.dtype import INT64
from ndlint.values.facts import whole
from ndlint.values.frame import as_numpy, samples_in
from ndlint.values.shape import unknown_of_rank

MODULE = "sklearn.model_selection"
OF_CLASSES = ("RepeatedStratifiedKFold", "StratifiedGroupKFold", "StratifiedKFold")
"""Splitters that share out the classes, and take one class for each sample."""
SPLITTERS = (
    *OF_CLASSES, "GroupKFold", "GroupShuffleSplit", "KFold", "LeaveOneGroupOut", "LeaveOneOut",
    "RepeatedKFold", "ShuffleSplit", "StratifiedShuffleSplit", "TimeSeriesSplit",
)  # fmt: skip
ONE_COLUMN = 2
"""So many axes, the second of size 1, are labels still."""


def _register(path: str) -> None:
    @models(path)
    def make(*arguments: Value, **options: Value) -> Value:
        """A splitter, which learns nothing."""
        return Estimator(path)


for _name in SPLITTERS:
    _register(f"{MODULE}.{_name}")


@models(*(f"{MODULE}.{name}.split" for name in SPLITTERS))
def split(splitter: Value, X: Value, y: Value = NOTHING, groups: Value = NOTHING) -> Value:
    """For each fold, the indices for training and those for tests: two arrays of int64 (indices).

    Raises: ValueError for labels of another number than there are samples, and where classes are
    to be shared out, for labels with several columns.
    """
    if not isinstance(splitter, Estimator):
        return UNKNOWN
    if y != NOTHING and splitter.name != "TimeSeriesSplit":
        check_lengths(X=X, y=y)
    if splitter.name in OF_CLASSES:
        _check_classes(splitter.name, y)
    samples = samples_in(as_numpy(X))
    highest = samples - 1 if isinstance(samples, int) else inf
    indices = Array(dtype=INT64, shape=unknown_of_rank(1), facts=whole(0, highest))
    return Elements(Tuple((indices, indices)))


def _check_classes(name: str, y: Value) -> None:
    labels = as_array(as_numpy(y))
    if labels is None or not (rank := labels.shape.rank) or rank < ONE_COLUMN:
        return
    columns = labels.shape.axis(1)
    if rank > ONE_COLUMN or (isinstance(columns, int) and columns > 1):
        message = f"{name} takes one class id for each sample, not labels of shape {labels.shape}"
        advice = "; write y.argmax(axis=1) of one-hot labels" if rank == ONE_COLUMN else ""
        raise Refusal("ValueError", message + advice, Contract.ESTIMATOR, y)
