"""What an estimator asks of its X: two axes, and the features that it has learned.

Source: scikit-learn 1.9, `utils/validation.py`, `check_array` and `_check_n_features`.
"""

from itertools import pairwise

from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.registry import Changed, Refusal
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.conversion import as_array
from ndlint.values.dimension import UNKNOWN_DIM, Dim, differ, render
from ndlint.values.frame import as_numpy, samples_in

AXES = 2


class Estimator(Value, frozen=True):
    """An object that learns from data. Of that, only the number of features is followed."""

    path: str
    features: Dim = UNKNOWN_DIM

    @property
    def is_mutable(self) -> bool:
        return True

    @property
    def name(self) -> str:
        """The class's own name."""
        return self.path.rpartition(".")[2]

    def disturbed(self) -> Value:
        return UNKNOWN


def table(estimator: Value, X: Value, is_learned: bool = True) -> Array | None:
    """X as an array; None: it is not known. `is_learned`: it must have the features of before.

    Raises: ValueError for another number of axes, or of features.
    """
    array = as_array(as_numpy(X))
    if array is None or not isinstance(estimator, Estimator):
        return None
    if array.shape.rank not in (None, AXES):
        raise _refusal(f"{estimator.name} takes two axes, not {array.shape}; {_advice(array)}", X)
    if is_learned and differ(array.shape.axis(1), estimator.features):
        raise _refusal(
            f"{estimator.name} has learned {_counted(estimator.features)}, and gets "
            f"{render(array.shape.axis(1))}",
            X,
        )
    return array


def _counted(features: Dim) -> str:
    return f"{render(features)} feature{'' if features == 1 else 's'}"


def _advice(array: Array) -> str:
    if array.shape.rank == 1:
        return "write .reshape(-1, 1) for one feature, .reshape(1, -1) for one sample"
    return (
        "write .reshape(len(x), -1) to make a row of each sample"
        if array.shape.rank
        else "it is one number"
    )


def _refusal(message: str, X: Value) -> Refusal:
    return Refusal("ValueError", message, Contract.ESTIMATOR, X)


def learned(estimator: Value, X: Value, result: Value) -> object:
    """The result of a method by which an estimator learns from X. Raises: as `table`."""
    array = table(estimator, X, is_learned=False)
    if not isinstance(estimator, Estimator):
        return result
    features = UNKNOWN_DIM if array is None else array.shape.axis(1)
    return Changed(replace(estimator, features=features), result)


def check_lengths(**parts: Value) -> None:
    """Raises: ValueError where they do not hold as many samples."""
    sizes = [(name, samples_in(as_numpy(part))) for name, part in parts.items()]
    for (first, size), (name, other) in pairwise(sizes):
        if differ(size, other):
            told = f"{first} has {render(size)} samples, but {name} has {render(other)}"
            raise Refusal("ValueError", told, Contract.LENGTHS)
