"""What a metric that counts does with the shapes of labels and outputs.

Source: Keras 3.15 and tf_keras 2.21, `metrics/accuracy_metrics.py`, `f_score_metrics.py`,
`iou_metrics.py`, `regression_metrics.py` and `base_metric.py`; measured on both for labels and
outputs of rank 1 to 4.
"""

from collections.abc import Callable
from math import prod

from ndlint.knowledge.keras.pairing import (
    Adjusting,
    Manner,
    Outcome,
    Sizes,
    adjusted_2,
    adjusted_3,
    broadcast,
    together,
)
from ndlint.knowledge.keras.pairing import outcome as outcome_of_values

ACCURACY = "accuracy"
"""The class; what the string means depends on the shapes."""
BY_SHAPE = "accuracy by shape"
MICRO = "micro_f_score"
UNWRAPPED = frozenset({"f_score", MICRO, "r2_score", "iou", "one_hot_iou"})
"""Metrics that Keras 2 gives labels and output as they are."""


def outcome(manner: Manner, labels: Sizes, output: Sizes) -> Outcome:
    """What becomes of labels and an output of these sizes, for any loss or metric.

    What a metric that counts broadcasts is not told.
    """
    if manner.kind not in COUNTING:
        return outcome_of_values(manner, labels, output)
    y, p = labels, output
    kind = _meant(y, p) if manner.kind == BY_SHAPE else manner.kind
    if manner.keras == 2:
        if manner.adjusting is Adjusting.COMPILED and len(y) == 1 and len(p) == 2:
            y = (*y, 1)
        if manner.adjusting is not Adjusting.FUNCTION and kind not in UNWRAPPED:
            y, p = adjusted_2(y, p)
    fits = COUNTING[kind](manner.keras, y, p)
    return Outcome.FITS if fits else Outcome.RAISES


def _meant(y: Sizes, p: Sizes) -> str:
    """The accuracy that the string stands for; both Keras choose it before they bring the two
    to one rank."""
    if len(p) == 1:
        return BY_SHAPE  # the only axis is the batch, of which Keras may not know the size
    if p[-1] == 1:
        return "binary_accuracy"
    is_sparse = len(y) < len(p) or y[-1] == 1
    return "sparse_categorical_accuracy" if is_sparse else "categorical_accuracy"


def _is_broadcast(y: Sizes, p: Sizes) -> bool:
    return broadcast(y, p) is not Outcome.RAISES


def _accuracy(keras: int, y: Sizes, p: Sizes) -> bool:
    return _is_broadcast(*adjusted_3(y, p)) if keras == 3 else y == p


def _binary(keras: int, y: Sizes, p: Sizes) -> bool:
    return _is_broadcast(*(adjusted_3(y, p) if keras == 3 else (y, p)))


def _categorical(keras: int, y: Sizes, p: Sizes) -> bool:
    """The place of the largest label against that of the largest output."""
    return _matched(y[:-1], p, always=True)


def _sparse(keras: int, y: Sizes, p: Sizes) -> bool:
    """Class ids against the place of the largest output."""
    return _matched(y, p, always=keras == 2)


def _matched(ids: Sizes, p: Sizes, always: bool) -> bool:
    """Ids of as many axes as the output lose the last one; `always`: even if it is not 1."""
    if len(ids) != len(p) or (not always and ids[-1] != 1):
        return _is_broadcast(ids, p[:-1])
    sizes = together(ids[:-1], p[:-1])
    return ids[-1] == 1 and sizes is not None and prod(sizes) == prod(ids)


def _top_k(keras: int, y: Sizes, p: Sizes) -> bool:
    return _sparse_top_k(keras, y[:-1], p)


def _sparse_top_k(keras: int, y: Sizes, p: Sizes) -> bool:
    """One class id for each row of the output."""
    return len(p) > 1 and len(y) > 0 and prod(y) == prod(p[:-1])


def _undecided(keras: int, y: Sizes, p: Sizes) -> bool:
    """Which one it is, the shapes do not tell."""
    return True


def _micro(keras: int, y: Sizes, p: Sizes) -> bool:
    return len(y) == len(p) == 2 and _is_broadcast(y, p)


def _f_score(keras: int, y: Sizes, p: Sizes) -> bool:
    """Each class by itself: there are as many as the output has units."""
    return _micro(keras, y, p) and (y[-1] == p[-1] or (keras == 3 and y[-1] == 1))


def _r2(keras: int, y: Sizes, p: Sizes) -> bool:
    return _f_score(keras, *(adjusted_3(y, p) if keras == 3 else (y, p)))


def _iou(keras: int, y: Sizes, p: Sizes) -> bool:
    """All of them in one row; Keras 3 takes one for all."""
    return prod(y) == prod(p) or (keras == 3 and 1 in (prod(y), prod(p)))


def _one_hot_iou(keras: int, y: Sizes, p: Sizes) -> bool:
    """Keras 3 takes what has no axis for the classes as one class for all, if not both lack it."""
    if keras == 3 and 1 in (len(y), len(p)):
        return len(y) != len(p)
    return len(y) > 1 and len(p) > 1 and _iou(keras, y[:-1], p[:-1])


COUNTING: dict[str, Callable[[int, Sizes, Sizes], bool]] = {
    ACCURACY: _accuracy,
    "binary_accuracy": _binary,
    "categorical_accuracy": _categorical,
    "sparse_categorical_accuracy": _sparse,
    "top_k_categorical_accuracy": _top_k,
    "sparse_top_k_categorical_accuracy": _sparse_top_k,
    BY_SHAPE: _undecided,
    "f_score": _f_score,
    MICRO: _micro,
    "r2_score": _r2,
    "iou": _iou,
    "one_hot_iou": _one_hot_iou,
}
"""Each kind of metric, and whether it takes the shapes that it gets."""
