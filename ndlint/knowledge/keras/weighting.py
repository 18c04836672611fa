"""What becomes of weights of samples that are multiplied with the values of a loss.

Source: Keras 3.15, `losses/loss.py`; tf_keras 2.21, `engine/compile_utils.py` and
`utils/losses_utils.py`; measured on both for weights of rank 1 to 3; truth cases B.sw.
"""

from ndlint.knowledge.keras.cases import Cut, cases
from ndlint.knowledge.keras.pairing import (
    KINDS,
    ONLY_KERAS_3,
    SPARSE,
    Sizes,
    adjusted_3,
    together,
)
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.losses import Loss, Misuse, Problem
from ndlint.values.shape import Shape


def weight_problem(
    loss: Loss, weights: Array, labels: Array, output: Shape, cut: Cut | None
) -> Problem | None:
    """Why Keras certainly raises for weights of this shape, where the labels fit."""
    values = _values(loss, labels.shape, output)
    if values is None:
        return None
    found = list(cases(weights.shape, values, cut))
    if not found or not all(
        any(not _multiply(w, v, len(output.dims)) for w, v in batches) for batches in found
    ):
        return None
    told = f"the loss has values of shape {values}, which it is multiplied with"
    return Problem(
        Misuse.REFUSED, told, "give one weight for each of them", trace=weights.origins.shape
    )


def _values(loss: Loss, labels: Shape, output: Shape) -> Shape | None:
    """The shape of the loss before it is reduced; None: not known."""
    is_usual = loss.kind in KINDS - ONLY_KERAS_3 and loss.option("axis") is None
    if not is_usual or not labels.rank or not output.rank or output.rank < 2:
        return None
    is_column = labels.rank == 1 and output.rank == 2 and output.axis(-1) == 1
    if loss.kind != SPARSE and labels.rank != output.rank and not is_column:
        return None
    is_squeezed = loss.kind == SPARSE and labels.rank == output.rank - 1 and output.rank > 2
    if current().keras == 3 and is_squeezed and output.axis(-1) == 1:
        return Shape(output.dims[:-2])  # the unit goes first, then the last axis of the ids
    return Shape(output.dims[:-1])


def _multiply(weights: Sizes, values: Sizes, rank: int) -> bool:
    """Whether weights can be multiplied with values of an output of so many axes."""
    if current().keras == 3:
        values, weights = adjusted_3(values, weights)
        return together(values, weights) is not None
    if len(weights) == 1 and rank == 2:
        weights = (*weights, 1)
    if len(weights) == len(values) + 1:
        if weights[-1] != 1:
            return False
        weights = weights[:-1]
    elif len(weights) == len(values) - 1:
        weights = (*weights, 1)
    return together(values, weights) is not None
