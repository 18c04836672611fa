"""What becomes of weights of samples that are multiplied with the values of a loss, and of those
of classes.

Source: Keras 3.15, `losses/loss.py`; tf_keras 2.21, `engine/compile_utils.py` and
`utils/losses_utils.py`; measured on both for weights of rank 1 to 3; truth cases B.sw, B.cw.
"""

from math import isfinite

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
from ndlint.values.base import Dict, Value
from ndlint.values.dtype import FLOATS, INTEGERS
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
    if is_squeezed and output.axis(-1) == 1:
        if current().keras == 2:
            return None  # the unit goes, and the ids are taken as they come
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


def class_left_out(class_weight: Value, labels: Value, uses_all: bool) -> int | None:
    """A class among the labels that certainly has no weight, for which Keras 2 raises on a CPU.

    It takes the weights of the classes 0, 1, 2 and so on, and rounds labels to those; rows of
    several numbers it takes for encoded. `uses_all`: all labels are trained with.
    """
    classes = class_weight.numbers if isinstance(class_weight, Dict) else None
    if current().keras == 3 or not classes or not isinstance(labels, Array):
        return None
    shape, facts = labels.shape, labels.facts
    is_encoded = shape.rank != 1 and shape.axis(-1) != 1
    if is_encoded or not labels.dtype.is_one_of(INTEGERS | FLOATS) or not _has_elements(labels):
        return None
    low, high = facts.ends
    if not (isfinite(low) and isfinite(high)):
        return None
    lowest, highest, count = round(low), round(high), len(classes)
    occurring = (highest, lowest) if facts.has_ends and uses_all else ()
    if lowest >= count:
        return lowest
    if highest < 0:
        return highest
    return next((c for c in occurring if not 0 <= c < count), None)


def _has_elements(array: Array) -> bool:
    numbers = array.shape.numbers
    return array.facts.reached or (numbers is not None and 0 not in numbers)
