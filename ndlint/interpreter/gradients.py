"""Where gradients lead: whether one may lead from a tensor back to a variable."""

from collections.abc import Callable

from ndlint.knowledge.binding import DTypeValue, as_dtype
from ndlint.values.array import Array
from ndlint.values.base import (
    Bool,
    Complex,
    Ellipse,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Slice,
    Str,
    Tuple,
    Value,
)
from ndlint.values.dtype import NO_GRADIENT, UNKNOWN_DTYPE
from ndlint.values.losses import Loss
from ndlint.values.trace import Step, Trace

WITHOUT_VARIABLES = frozenset({
    Bool, Complex, DTypeValue, Ellipse, Float, Int, Loss, Nothing, Slice, Str,
})  # fmt: skip
"""What no tensor hides in."""


def why_cut(
    result: Array, sources: tuple[Value, ...], here: Callable[[str], Step], call: str
) -> Trace:
    """Why no gradient leads from a tensor back to a variable; (): one may.

    There is none of integers, nor of what NumPy computed, and one leads on through tensors only.
    """
    if result.origins.cut is None:
        return (here(f"no gradient through {call}"),)
    if result.dtype.is_one_of(NO_GRADIENT):
        return (here(f"{result.dtype} from {call}, through which there is no gradient"),)
    kept: Trace = ()
    pending = list(sources)
    while pending:
        value = pending.pop()
        if type(value) is Array and value.is_numpy:
            kept = kept or (here(f"{call} of what NumPy holds, of which there is no gradient"),)
        elif type(value) is Array and value.origins.cut:
            kept = value.origins.cut
        elif type(value) is Tuple or (type(value) is List and value.items is not None):
            pending += value.items or ()
        elif type(value) not in WITHOUT_VARIABLES and not _is_dtype(value):
            return ()
    return kept or (here(f"{call} of numbers only"),)


def _is_dtype(value: Value) -> bool:
    """Whether it is the name of a dtype."""
    return type(value) is Name and as_dtype(value) != UNKNOWN_DTYPE
