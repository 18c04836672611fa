"""What becomes of elements that NumPy casts from one dtype to another."""

from math import inf, isfinite, trunc

from msgspec.structs import replace

from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Objects
from ndlint.values.dtype import DType
from ndlint.values.facts import (
    FINITE,
    LARGEST_EXACT,
    UNKNOWN_FACTS,
    Facts,
    Truth,
    between,
    holds_whole,
    whole,
)
from ndlint.values.overflow import integer_limits
from ndlint.values.rounding import FORMATS, LARGEST, rounded

NUMPY_FLOATS = dtypes.FLOATS - {"bfloat16"}
WHOLE = dtypes.INTEGERS | {"bool"}
REAL = NUMPY_FLOATS | WHOLE
PRECISE = WHOLE | {"float32", "float64"}


def limits(name: str) -> tuple[float, float]:
    """The least and greatest finite number of a dtype; infinite where it has none."""
    if name == "bool":
        return 0, 1
    if name in dtypes.INTEGERS:
        return integer_limits(name)
    largest = LARGEST.get(name, inf)
    return -largest, largest


def bounds(facts: Facts, dtype: DType) -> tuple[float, float]:
    """The range of the finite elements, by the facts and by the dtype."""
    if dtype.is_one_of(WHOLE):
        lows, highs = zip(*(limits(name) for name in dtype.names), strict=True)
        return max(facts.low, min(lows)), min(facts.high, max(highs))
    return facts.low, facts.high


def cast(a: Array, dtype: DType) -> Array:
    """A new array of the elements cast, as `astype` does it."""
    facts = cast_facts(a.facts, a.dtype, dtype)
    return replace(a, dtype=dtype, facts=facts, objects=cast_objects(a, dtype))


def cast_objects(a: Array, dtype: DType) -> Objects:
    """What the elements are once they are cast to a dtype, if that is object."""
    if dtype.names != {"object"}:
        return Objects.ANYTHING
    if a.dtype.is_one_of(dtypes.NUMPY_NUMBERS):
        return Objects.NUMBER
    return a.objects if a.dtype == dtype else Objects.ANYTHING


def cast_facts(facts: Facts, source: DType, target: DType) -> Facts:
    """The facts of the elements after the cast."""
    if source == target and source.name is not None:
        return facts
    if not target.names or not source.is_one_of(REAL):
        found = _of_unknown(facts, target)
        return replace(found, scaled=True) if facts.scaled and found is UNKNOWN_FACTS else found
    results = [
        _cast_one(
            Facts(facts.nan, facts.inf, *bounds(facts, source), _fractions(facts, source)),
            source,
            name,
        )
        for name in target.names
    ]
    result = results[0]
    for other in results[1:]:
        result = result.join(other)
    keeps_ends = result.ends == facts.ends
    # Floats are rounded in order: the ends become ends.
    is_rounded = target.name in FORMATS and all(map(isfinite, result.ends))
    is_exact = max(-facts.low, facts.high) <= LARGEST_EXACT and target.is_one_of(PRECISE)
    stays = keeps_ends and is_exact and _is_whole(facts, source)
    # That they lie within what an integer dtype holds tells nothing of floats.
    is_told = source.names == {"bool"} or target.is_one_of(WHOLE)
    has_low, has_high = is_told or facts.low > -inf or result.low >= 0, is_told or facts.high < inf
    return replace(
        result,
        low=result.low if has_low else -inf,
        high=result.high if has_high else inf,
        reached=facts.reached and (keeps_ends or is_rounded),
        varied=facts.varied and stays,
        distinct=facts.distinct if stays else 0,
        draws=facts.draws if stays else 0,
        scaled=facts.scaled and target.is_one_of(NUMPY_FLOATS),
    )


def _is_whole(facts: Facts, source: DType) -> bool:
    return _fractions(facts, source) is Truth.NO


def _fractions(facts: Facts, source: DType) -> Truth:
    return Truth.NO if source.is_one_of(WHOLE) else facts.fractions


def _of_unknown(facts: Facts, target: DType) -> Facts:
    if target.names == {"bool"}:
        return between(0, 1)
    if target.is_one_of(WHOLE):
        return FINITE
    return UNKNOWN_FACTS


def _cast_one(facts: Facts, source: DType, target: str) -> Facts:
    if target == "bool":
        return whole(0, 1)
    least, greatest = limits(target)
    fits = least <= facts.low and facts.high <= greatest
    if target in dtypes.INTEGERS:
        if not facts.is_finite or not fits:
            return FINITE
        return between(trunc(facts.low), trunc(facts.high))
    if target not in NUMPY_FLOATS:
        return Facts(facts.nan, facts.inf) if target in ("object", "complex128") else UNKNOWN_FACTS
    if source.name == target:
        return facts
    low, high = facts.low, facts.high
    if target in FORMATS:
        low, high = rounded(low, target), rounded(high, target)
    overflows = not (isfinite(low) and isfinite(high)) and _narrows(source, target)
    spread = facts.inf.either(Truth.MAYBE) if overflows else facts.inf
    fraction = facts.fraction
    if fraction is Truth.YES and _narrows(source, target) and holds_whole(low, high):
        fraction = Truth.MAYBE  # rounded to fewer digits, it may be whole
    low, high = -inf if low == inf else low, inf if high == -inf else high
    return Facts(facts.nan, spread, low, high, fraction)


def _narrows(source: DType, target: str) -> bool:
    """Whether a finite element of `source` may be too large for `target`."""
    least, greatest = limits(target)
    for name in source.names:
        low, high = limits(name)
        if low < least or high > greatest:
            return True
        if name == "longdouble" and target != "longdouble":
            return True
    return False
