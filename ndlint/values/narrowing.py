"""What is lost where numbers become integers of a narrower dtype."""

from math import isfinite, trunc

from ndlint.values.array import Array
from ndlint.values.dtype import FLOATS, INTEGERS
from ndlint.values.facts import Truth
from ndlint.values.overflow import integer_limits


def lost_in(array: Array, name: str, who: str = "TensorFlow") -> str | None:
    """What the integers do not hold, in words; None: they may hold all."""
    facts = array.facts
    if array.dtype.is_one_of(FLOATS) and facts.fractions is Truth.YES:
        return f"{who} cuts the fractions off; make it float, or round it first"
    return beyond(array, name)


def beyond(array: Array, name: str) -> str | None:
    """What numbers lie beyond those of the integer dtype, in words; None: there may be none."""
    facts = array.facts
    least, greatest = integer_limits(name)
    if array.dtype.is_one_of(FLOATS | INTEGERS) and _certainly_leaves(array, least, greatest):
        return (
            f"it holds numbers from {facts.low:.0f} to {facts.high:.0f}, and {name} holds {least} "
            f"to {greatest}: what lies beyond becomes some other number"
        )
    return None


def _certainly_leaves(array: Array, least: int, greatest: int) -> bool:
    """Whether an element certainly lies beyond the limits."""
    facts = array.facts
    size = array.shape.size
    if not (isinstance(size, int) and size > 0):
        return False
    low, high = _cut(facts.low), _cut(facts.high)
    if facts.has_ends:
        return low < least or high > greatest
    return low > greatest or high < least


def _cut(end: float) -> float:
    """Without its fraction, as a cast to integers leaves it."""
    return trunc(end) if isfinite(end) else end
