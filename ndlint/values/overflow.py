"""What integers of a dtype can hold, and what would be computed if they could hold everything."""

from math import isfinite

from ndlint.values.dtype import INTEGERS, UNSIGNED
from ndlint.values.facts import Facts

Range = tuple[float, float]
HIGHEST_POWER = 64


def integer_limits(name: str) -> tuple[int, int]:
    """The least and the greatest number of an integer dtype."""
    assert name in INTEGERS
    bits = int("".join(c for c in name if c.isdigit()))
    return (0, 2**bits - 1) if name in UNSIGNED else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def exact_range(symbol: str, x: Facts, y: Facts) -> Range | None:
    """The range of `x symbol y` in whole numbers without limits, for +, -, * and **.

    None: it is not known, where a range of the operands is not known by itself.
    """
    (a, b), (c, d) = x.ends, y.ends
    if not all(map(isfinite, (a, b, c, d))):
        return None
    match symbol:
        case "+":
            return a + c, b + d
        case "-":
            return a - d, b - c
        case "*":
            return _around(a * c, a * d, b * c, b * d)
        case "**" if c == d and 0 <= c <= HIGHEST_POWER:
            return _around(a**c, b**c, *([0] if a < 0 < b else []))
    return None


def _around(*numbers: float) -> Range:
    return min(numbers), max(numbers)


def reaches_its_ends(x: Facts, y: Facts) -> bool:
    """Whether the ends of such a range are certainly results, if there are any elements."""
    return x.has_ends and y.has_ends and (x.low == x.high or y.low == y.high)
