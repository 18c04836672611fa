"""The facts of an element-wise result: ranges by interval arithmetic, NaN and Inf by IEEE 754.

Range ends are computed in the result's own dtype: rounding is monotonic, so that rounded ends
bound rounded elements. Integer ends are exact; where they may overflow, no
range is claimed.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import copysign, floor, inf, isfinite, isnan, nextafter, prod, sqrt
from operator import add, mul

from msgspec.structs import replace

from ndlint.knowledge.numpy.casting import NUMPY_FLOATS, PRECISE, WHOLE, bounds, cast_facts, limits
from ndlint.values.dtype import DType
from ndlint.values.facts import FINITE, Facts, Truth, between, holds_whole, up_to, whole
from ndlint.values.likely import is_likely
from ndlint.values.rounding import FORMATS, computed, divide

NO, MAYBE, YES = Truth.NO, Truth.MAYBE, Truth.YES
Range = tuple[float, float]
EVERYWHERE: Range = (-inf, inf)
LARGEST_COUNTED = 2**53
"""Up to here float64, in which some integers are compared, holds every integer."""


def may_be_zero(r: Range) -> bool:
    """Whether a range holds 0."""
    return r[0] <= 0 <= r[1]


def is_whole(dtype: DType) -> bool:
    """Whether elements of the dtype are certainly integers or bools."""
    return dtype.is_one_of(WHOLE)


def holds_only_whole(facts: Facts, dtype: DType) -> bool:
    """Whether every finite element is certainly a whole number."""
    return is_whole(dtype) or facts.fractions is NO


def loosened(r: Range, relative: float = 1e-5) -> Range:
    """A range a little wider, for functions that round as they like."""
    low, high = r
    return (
        low if not isfinite(low) else nextafter(low - abs(low) * relative, -inf),
        high if not isfinite(high) else nextafter(high + abs(high) * relative, inf),
    )


def _tolerance(dtype: DType) -> float:
    return {"float16": 1e-2, "float32": 1e-5}.get(dtype.name or "float16", 1e-12)


def within(low: float, high: float, dtype: DType) -> Facts:
    """The facts of integers computed to lie in a range, which may overflow the dtype."""
    if dtype.names == {"bool"}:
        return whole(0, 1)
    for name in dtype.names:
        least, greatest = limits(name)
        if not (least <= low and high <= greatest):
            return FINITE
    return whole(low, high)


def ends(
    dtype: DType, operation: Callable[..., float], *pairs: Sequence[float]
) -> list[float] | None:
    """The operation on all combinations of range ends, in the dtype; None: dtype not known."""
    name = dtype.name
    if name not in FORMATS:
        return None
    return [computed(operation, name, *numbers) for numbers in product(*pairs)]


def spanned(results: list[float] | None) -> tuple[Range, bool]:
    """The range of an operation's ends, and whether finite operands may overflow in it."""
    if results is None:
        return EVERYWHERE, True
    # 0 * inf is an unbounded end times zero, which is zero for every finite element.
    known = [0.0 if isnan(r) else r for r in results]
    low, high = min(known), max(known)
    return (-inf if low == inf else low, inf if high == -inf else high), not (
        isfinite(low) and isfinite(high)
    )


def added(x: Facts, y: Facts, xd: DType, yd: DType, dtype: DType, sign: int) -> Facts:
    """x + y or x - y, apart from NaN that the operands bring."""
    (a, b), (c, d) = bounds(x, xd), bounds(y, yd)
    if sign < 0:
        c, d = -d, -c
    if is_whole(dtype):
        return _as_reached(x, y, within(a + c, b + d, dtype))
    low, high = ends(dtype, add, (a,), (c,)), ends(dtype, add, (b,), (d,))
    r, overflows = spanned(None if low is None or high is None else low + high)
    return Facts(_of_both_infinite(x, y), _spread(x, y, overflows), *r)


def _as_reached(x: Facts, y: Facts, made: Facts) -> Facts:
    """The range of sums or products, of which the ends are elements where one operand is a single
    number: the other keeps its order, or turns it."""
    x, y = (y, x) if x.is_single else (x, y)
    if not y.is_single or not (x.reached or x.draws) or not isfinite(made.high - made.low):
        return made
    return replace(
        made,
        reached=x.reached,
        varied=x.varied and y.low != 0,
        distinct=x.distinct,
        draws=x.draws,
    )


def _of_both_infinite(x: Facts, y: Facts) -> Truth:
    return NO if NO in (x.inf, y.inf) else MAYBE


def _spread(x: Facts, y: Facts, overflows: bool) -> Truth:
    """Inf in a sum: of one operand where the other is finite there, or by overflow."""
    if (x.inf is YES and y.is_finite) or (y.inf is YES and x.is_finite):
        return YES
    return NO if x.inf is NO and y.inf is NO and not overflows else MAYBE


def multiplied(x: Facts, y: Facts, xd: DType, yd: DType, dtype: DType) -> Facts:
    """x * y, apart from NaN that the operands bring."""
    r, s = bounds(x, xd), bounds(y, yd)
    if is_whole(dtype):
        products = [p * q if p and q else 0 for p in r for q in s]
        made = _as_reached(x, y, within(min(products), max(products), dtype))
        return replace(made, distinct=0, draws=0)
    span, overflows = spanned(ends(dtype, mul, r, s))
    nan = NO
    if (x.inf is not NO and (may_be_zero(s) or y.inf is not NO)) or (
        y.inf is not NO and (may_be_zero(r) or x.inf is not NO)
    ):
        nan = MAYBE
    spread = MAYBE
    if (x.inf is YES and y.is_finite and not may_be_zero(s)) or (
        y.inf is YES and x.is_finite and not may_be_zero(r)
    ):
        spread = YES
    elif x.inf is NO and y.inf is NO and not overflows:
        spread = NO
    return Facts(nan, spread, *span)


def divided(x: Facts, y: Facts, xd: DType, yd: DType, dtype: DType, filled: bool) -> Facts:
    """x / y, apart from NaN that the operands bring; `filled`: there is certainly an element."""
    r, s = bounds(x, xd), bounds(y, yd)
    if not may_be_zero(s):
        span, overflows = spanned(ends(dtype, divide, r, s))
        if y.inf is not NO:
            span = (min(span[0], 0), max(span[1], 0))
        spread = YES if x.inf is YES and y.is_finite else MAYBE
        if x.inf is NO and not overflows:
            spread = NO
        is_broken = _divides_into_fractions(x, y, xd, dtype, span)
        is_broken = is_broken or (filled and x.is_finite and y.is_finite and not holds_whole(*span))
        fraction = YES if is_broken else MAYBE
        return Facts(_of_both_infinite(x, y), spread, *span, fraction)
    certain = YES if filled else MAYBE
    if s == (0, 0) and y.is_finite:
        if x.is_finite and r == (0, 0):
            return Facts(certain, NO, 0, 0)
        if x.is_finite and not may_be_zero(r):
            return Facts(NO, certain, 0, 0)
        return Facts(MAYBE, MAYBE)
    nan = MAYBE if may_be_zero(r) or (x.inf is not NO and y.inf is not NO) else NO
    if x.inf is YES and y.is_finite:
        return Facts(nan, YES)
    return Facts(nan, MAYBE)


def _divides_into_fractions(x: Facts, y: Facts, xd: DType, dtype: DType, span: Range) -> bool:
    """Whether a quotient of whole numbers certainly lies between two neighbouring whole ones."""
    is_small = max(-x.low, x.high) <= LARGEST_SCALE and dtype.is_one_of(PRECISE)
    return (
        x.varied
        and is_small
        and holds_only_whole(x, xd)
        and y.is_finite
        and y.low == y.high
        and isfinite(span[0])
        and floor(span[0]) + 1 >= span[1]
    )


LARGEST_SCALE = 2**16
"""So many steps of a scale are further apart than a float32 rounds."""


def floored(x: Facts, y: Facts, xd: DType, yd: DType, dtype: DType) -> Facts:
    """x // y, apart from NaN that the operands bring."""
    r, s = bounds(x, xd), bounds(y, yd)
    far = s[0] >= 1 or s[1] <= -1
    if is_whole(dtype):
        if not far:
            return FINITE
        quotients = [p // q for p in r for q in s if isfinite(p) and isfinite(q)]
        if len(quotients) < 4:
            return FINITE
        if y.is_single and x.reached:
            made = within(min(quotients), max(quotients), dtype)
            distinct = int(made.high - made.low) + 1 if x.is_dense and isfinite(made.high) else 0
            return replace(made, reached=isfinite(made.high), distinct=distinct)
        return within(min(*quotients, -1), max(*quotients, 0), dtype)
    if far and x.is_finite and y.is_finite:
        return Facts(NO, NO)
    return Facts(MAYBE, MAYBE)


def remainder(x: Facts, y: Facts, xd: DType, yd: DType, dtype: DType) -> Facts:
    """x % y, apart from NaN that the operands bring; it has the sign of y."""
    r, s = bounds(x, xd), bounds(y, yd)
    if s[0] > 0 and (is_whole(dtype) or (x.is_finite and y.is_finite)):
        if is_whole(dtype) and not isfinite(s[1]):
            return FINITE
        top = loosened((0, s[1]), 1e-2)[1] if not is_whole(dtype) else s[1] - 1
        if is_whole(dtype) and x.is_dense and y.is_single and r[1] - r[0] >= top:
            return up_to(int(top) + 1)
        return between(0, top)
    return FINITE if is_whole(dtype) else Facts(MAYBE, NO if _is_tame(x, y, r, s) else MAYBE)


def _is_tame(x: Facts, y: Facts, r: Range, s: Range) -> bool:
    return x.is_finite and y.is_finite


def powered(x: Facts, y: Facts, xd: DType, yd: DType, dtype: DType, filled: bool) -> Facts:
    """x ** y, with the NaN that x brings; only for a known exponent is more than that claimed."""
    r = bounds(x, xd)
    exponent = y.low if y.low == y.high and y.is_finite else None
    if is_whole(dtype):
        if exponent is None or not (0 <= exponent <= 64) or not all(map(isfinite, r)):
            return FINITE
        powers = [int(p) ** int(exponent) for p in r] + [0 if exponent else 1]
        return within(min(powers), max(powers), dtype)
    if exponent is None or exponent == 0:
        return Facts(MAYBE, MAYBE)
    if exponent == 0.5:
        facts = rooted(x, xd, dtype, filled)
        return Facts(x.nan.either(facts.nan), facts.inf, facts.low, facts.high)
    if exponent in (1, 2, 3, 4) and dtype.name is not None:
        results = ends(dtype, lambda v: _power(v, int(exponent)), r)
        if results is not None and exponent % 2 == 0 and may_be_zero(r):
            results.append(0.0)
        span, overflows = spanned(results)
        span = loosened(span, _tolerance(dtype))
        low = max(span[0], 0.0) if exponent % 2 == 0 else span[0]
        return Facts(x.nan, x.inf.either(MAYBE) if overflows else x.inf, low, span[1])
    return Facts(x.nan.either(MAYBE), MAYBE)


def _power(x: float, exponent: int) -> float:
    """x by itself so many times; Inf where it is too large."""
    return prod([x] * exponent)


def _from_pole(function: Callable[[float], float], pole: float) -> Callable[[float], float]:
    return lambda x: -inf if x == pole else function(x)


def _whole(function: Callable[[float], int]) -> Callable[[float], float]:
    return lambda x: float(function(x)) if isfinite(x) else x


def _odd(function: Callable[[float], float]) -> Callable[[float], float]:
    """An odd function, of which overflow keeps the sign."""
    return lambda x: copysign(computed(function, "float64", abs(x)), x)


RISING: Mapping[str, Callable[[float], float]] = {
    "exp": math.exp, "expm1": math.expm1, "exp2": lambda x: computed(pow, "float64", 2.0, x),
    "tanh": math.tanh, "arctan": math.atan, "sinh": _odd(math.sinh), "arcsinh": math.asinh,
    "cbrt": _odd(lambda x: x ** (1 / 3)), "sqrt": sqrt,
    "floor": _whole(math.floor), "ceil": _whole(math.ceil), "trunc": _whole(math.trunc),
    "rint": _whole(round),
    "degrees": math.degrees, "rad2deg": math.degrees,
    "radians": math.radians, "deg2rad": math.radians,
    "log": _from_pole(math.log, 0), "log2": _from_pole(math.log2, 0),
    "log10": _from_pole(math.log10, 0), "log1p": _from_pole(math.log1p, -1),
}  # fmt: skip
"""Functions that never fall, on Python's floats. The last digit may be another than NumPy's."""
ROUNDING = frozenset({"floor", "ceil", "trunc", "rint"})


def monotonic(x: Facts, xd: DType, dtype: DType, function: str, keeps_inf: bool) -> Facts:
    """A function that never falls and is NaN of NaN only."""
    low, high = bounds(x, xd)
    if x.inf is not NO:
        low, high = -inf, inf
    if is_whole(dtype):
        return Facts(NO, NO, low, high)
    span, overflows = spanned(ends(dtype, RISING[function], (low, high)))
    span = loosened(span, _tolerance(dtype))
    if function == "exp":
        span = (max(span[0], 0.0), span[1])
    spread = x.inf if keeps_inf else (NO if x.inf is NO else MAYBE)
    # Where the range is open, an end at Inf may be overflow or only unknown.
    spread = spread.either(MAYBE) if overflows and spread is not YES else spread
    return Facts(x.nan, spread, *span, NO if function in ROUNDING else MAYBE)


def bounded_below(
    x: Facts, xd: DType, dtype: DType, function: str, floor: float, filled: bool
) -> Facts:
    """log and its like: NaN below `floor`, -Inf (or finite, for sqrt) at it, rising above."""
    low, high = bounds(x, xd)
    certain = YES if filled else MAYBE
    if x.is_finite and high < floor:
        return Facts(certain, NO)
    nan = x.nan
    if low < floor or x.inf is not NO:
        nan = nan.either(MAYBE)
    if function == "sqrt":
        return _root(x, nan, low, high, dtype)
    if x.is_finite and low == high == floor:
        return Facts(NO, certain)
    spread = NO if x.inf is NO and low > floor else MAYBE
    rising = RISING[function]
    span, _ = spanned(ends(dtype, rising, (max(low, floor), max(high, floor))))
    span = loosened(span, max(_tolerance(dtype), 1e-12))
    return Facts(nan, spread, *span)


def _root(x: Facts, nan: Truth, low: float, high: float, dtype: DType) -> Facts:
    low, high = max(low, 0.0), max(high, 0.0)
    span, _ = spanned(ends(dtype, sqrt, (low, high)))
    span = loosened(span, _tolerance(dtype))
    # The root of -Inf is NaN, so that an Inf of unknown sign need not stay one.
    return Facts(nan, x.inf.weakened(), max(span[0], 0.0), span[1])


def rooted(x: Facts, xd: DType, dtype: DType, filled: bool) -> Facts:
    """sqrt(x)."""
    return bounded_below(x, xd, dtype, "sqrt", 0, filled)


def negated(x: Facts, xd: DType, dtype: DType) -> Facts:
    """-x."""
    low, high = bounds(x, xd)
    if is_whole(dtype):
        return within(-high, -low, dtype)
    if not dtype.is_one_of(NUMPY_FLOATS):
        return Facts(x.nan, x.inf)
    return Facts(x.nan, x.inf, -high, -low, x.fraction)


def magnitude(x: Facts, xd: DType, dtype: DType) -> Facts:
    """abs(x)."""
    if not is_whole(dtype):
        x = cast_facts(x, xd, dtype)
        xd = dtype
    low, high = bounds(x, xd)
    least = 0 if may_be_zero((low, high)) else min(abs(low), abs(high))
    greatest = max(abs(low), abs(high))
    if is_whole(dtype):
        return within(least, greatest, dtype)
    if not dtype.is_one_of(NUMPY_FLOATS):
        return Facts(x.nan, x.inf)
    return Facts(x.nan, x.inf, least, greatest, x.fraction)


def chosen(x: Facts, y: Facts, pick: Callable[[float, float], float]) -> Facts:
    """The greater (`max`) or lesser (`min`) of two; both already cast to the result's dtype."""
    low, high = pick(x.low, y.low), pick(x.high, y.high)
    if x.inf is not NO or y.inf is not NO:
        low, high = min(x.low, y.low), max(x.high, y.high)
    spread = NO if x.inf is NO and y.inf is NO else MAYBE
    return Facts(NO, spread, low, high)


def signum(x: float) -> float:
    """-1, 0 or 1."""
    return copysign(1, x) if x else 0.0


def compared(symbol: str, x: Facts, y: Facts, xd: DType, yd: DType) -> Facts:
    """A comparison: where the ranges decide it, the same of all elements."""
    ends = (x.low, x.high, y.low, y.high)
    if not (x.is_finite and y.is_finite) or any(map(is_likely, ends)):
        return whole(0, 1)
    are_counted = is_whole(xd) and is_whole(yd) and all(abs(e) <= LARGEST_COUNTED for e in ends)
    is_exact = are_counted or (xd == yd and xd.name is not None)
    decided = _ordered(symbol, x, y, is_exact)
    return whole(0, 1) if decided is None else whole(decided, decided)


def _ordered(symbol: str, x: Facts, y: Facts, is_exact: bool) -> bool | None:
    """What a comparison of any two elements gives, if it is the same for all.

    A cast to a common dtype keeps the order of two numbers, but may make them equal.
    """
    if symbol in (">", ">="):
        return _ordered({">": "<", ">=": "<="}[symbol], y, x, is_exact)
    is_below = is_exact and x.high < y.low
    is_above = is_exact and x.low > y.high
    if symbol == "<":
        return False if x.low >= y.high else is_below or None
    if symbol == "<=":
        return True if x.high <= y.low else False if is_above else None
    if is_below or is_above:
        return symbol == "!="
    return symbol == "==" if x.low == x.high == y.low == y.high else None
