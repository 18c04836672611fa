"""What is lost where numbers become integers of a narrower dtype."""

from ndlint.values.array import Array
from ndlint.values.dtype import FLOATS, INTEGERS
from ndlint.values.facts import Truth
from ndlint.values.overflow import integer_limits


def lost_in(array: Array, name: str, who: str = "TensorFlow") -> str | None:
    """What the integers do not hold, in words; None: they may hold all."""
    facts = array.facts
    if array.dtype.is_one_of(FLOATS) and facts.fractions is Truth.YES:
        return f"{who} cuts the fractions off; make it float, or round it first"
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
    if facts.has_ends:
        return facts.low < least or facts.high > greatest
    return facts.low > greatest or facts.high < least
