"""The dtypes of labels that a loss or metric refuses.

Source: measured on Keras 3.15 and tf_keras 2.21, every built-in loss and metric given labels of
each dtype of numbers, as ndarrays and as tensors, and to `compile`. Most cast what they get.
"""

from ndlint.knowledge.keras.counting import MICRO
from ndlint.knowledge.keras.pairing import CTC, Adjusting
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.dtype import FLOATS, INTEGERS, UNKNOWN_DTYPE, DType
from ndlint.values.losses import Loss

NO_FLOATS = INTEGERS | {"bool"}
NUMBERS = FLOATS | NO_FLOATS
CONVERTING = frozenset({"f_score", MICRO, "r2_score"})
"""Metrics of Keras 2 that convert labels to float32, which a tensor of another dtype refuses."""


def is_refused(loss: Loss, adjusting: Adjusting, labels: Array, output: DType | None) -> bool:
    """Whether it certainly raises for the labels' dtype; `output` is the output's, where it is
    known."""
    dtype = labels.dtype
    if current().keras == 3:
        counts_letters = loss.kind == CTC and adjusting is Adjusting.FUNCTION
        return counts_letters and labels.is_tensor and dtype.is_one_of(frozenset({"bool"}))
    is_cosine = loss.kind == "cosine_similarity" and not loss.is_metric
    if adjusting is Adjusting.COMPILED:
        # Keras 2 casts to the output's dtype what is of the same kind.
        return (is_cosine or loss.kind in CONVERTING) and dtype.is_one_of(NO_FLOATS)
    if loss.kind in CONVERTING:
        return labels.is_tensor and dtype.is_one_of(NUMBERS - {"float32"})
    compares = loss.kind == "binary_accuracy" and adjusting is Adjusting.FUNCTION
    if not is_cosine and not (compares and labels.is_tensor):
        return False
    if output is None or output == UNKNOWN_DTYPE or output.name is None:
        return False
    return dtype.is_one_of(NUMBERS - {output.name})
