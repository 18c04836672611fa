"""What has no truth value, so that `if`, `and` and their like raise.

Source: measured on NumPy 2.4 and 1.26, TensorFlow 2.21, pandas 3.1.
"""

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.values.array import Array
from ndlint.values.base import Value
from ndlint.values.dimension import Affine, Dim, is_positive
from ndlint.values.frame import Column, Frame
from ndlint.values.shape import Shape

FOR_EACH = {"and": "&", "or": "|", "not": "~"}
"""Words of Python's -> the operators that do so for each element."""


def refused_truth(value: Value, word: str) -> Refusal | None:
    """The error of a word of Python's ("if", "and") that asks for the truth value of an array, a
    frame or a series; None: it may have one."""
    advice = "write .any() or .all()"
    match value:
        case Array() if not _has_several(value.shape):
            return None
        case Array():
            what = f"the {value.description} has more than one element"
            if value.is_tensor:
                advice = "write tf.reduce_any(...) or tf.reduce_all(...)"
        case Frame():
            what, advice = "it is a DataFrame", "write .empty, or .any(axis=None)"
        case Column(kind="Series" | "Index" as kind):
            what, advice = f"it is a {kind} of pandas'", "write .empty, .any() or .all()"
        case _:
            return None
    if word in FOR_EACH and not isinstance(value, Frame):
        advice += f", or, for each element, {FOR_EACH[word]} with brackets around what it joins"
    message = f"{what}, and no truth value: it raises ValueError; {advice}"
    return Refusal("ValueError", message, Contract.TRUTH)


def _has_several(shape: Shape) -> bool:
    """Whether there certainly is more than one element."""
    all_have = shape.rank_known and all(map(is_positive, shape.dims))
    return all_have and any(_least(dim) > 1 for dim in shape.dims)


def _least(dim: Dim) -> int:
    """The least number that a size may be which is certainly not zero."""
    return dim.constant if isinstance(dim, Affine) else dim if isinstance(dim, int) else 1
