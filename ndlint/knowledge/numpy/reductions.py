"""Sums, means, extremes: functions that take axes away, or run along one."""

from collections.abc import Callable
from math import inf, isfinite

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import ARGMAX
from ndlint.knowledge.binding import ADType, Axes, Flag, Whole
from ndlint.knowledge.numpy.casting import (
    NUMPY_FLOATS,
    PRECISE,
    WHOLE,
    bounds,
    limits,
)
from ndlint.knowledge.numpy.intervals import MAYBE, NO, YES, holds_only_whole, is_whole, within
from ndlint.knowledge.numpy.outcome import (
    KnownArray,
    array_kind,
    as_some_array,
    checked_axes,
    checked_axis,
    element_kind,
    has_elements,
    refuse,
    with_axis,
)
from ndlint.knowledge.numpy.promotion import Operand, operand, result_dtype
from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import SUMMARY, Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Value
from ndlint.values.conversion import as_array
from ndlint.values.dimension import Dim
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.facts import FINITE, LARGEST_EXACT, UNKNOWN_FACTS, Facts, Truth, between, exactly
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

Rule = Callable[[Array, Dim, DType], Facts]
"""From the array, how many elements make one of the result, and its dtype, to the facts."""


class Reduction(Struct, frozen=True):
    """One reduction. `of_none`: what it makes of no elements; None: it raises."""

    name: str
    facts: Rule
    of_none: float | None = 0


def reduced(shape: Shape, axis: tuple[int, ...] | None, keepdims: bool) -> Shape:
    """The shape without the axes, or with size 1 for them. Raises: AxisError."""
    if axis is None:
        if not keepdims:
            return shapes.SCALAR
        return UNKNOWN_SHAPE if shape.rank is None else Shape((1,) * shape.rank)
    if shape.rank is None:
        return UNKNOWN_SHAPE
    gone = checked_axes(axis, shape.rank)
    if keepdims:
        return Shape(tuple(1 if i in gone else d for i, d in enumerate(shape.dims)))
    return Shape(tuple(d for i, d in enumerate(shape.dims) if i not in gone))


def elements_each(shape: Shape, axis: tuple[int, ...] | None) -> Dim:
    """How many elements make one of the result."""
    if axis is None or shape.rank is None:
        return shape.size if axis is None else Shape((), rank_known=False).size
    gone = checked_axes(axis, shape.rank)
    return Shape(tuple(d for i, d in enumerate(shape.dims) if i in gone)).size


def _may_be_none(count: Dim) -> bool:
    return not (isinstance(count, int) and count > 0)


def _sum(a: Array, count: Dim, dtype: DType) -> Facts:
    """NaN is contagious. Integers of a known range and number have a range."""
    low, high = bounds(a.facts, a.dtype)
    if is_whole(dtype):
        if not isinstance(count, int) or not isfinite(low) or not isfinite(high):
            return FINITE
        return within(int(min(count * low, 0)), int(max(count * high, 0)), dtype)
    spread = _overflow(a, count, dtype)
    nan = a.facts.nan if a.facts.inf is NO and spread is NO else a.facts.nan.either(MAYBE)
    if not dtype.is_one_of(NUMPY_FLOATS):
        return Facts(nan, spread)
    low, high = 0 if low >= 0 else -inf, 0 if high <= 0 else inf
    return Facts(nan, spread, low, high, NO if holds_only_whole(a.facts, a.dtype) else MAYBE)


def _overflow(a: Array, count: Dim, dtype: DType) -> Truth:
    low, high = bounds(a.facts, a.dtype)
    if a.facts.inf is not NO or not isinstance(count, int) or not dtype.is_one_of(NUMPY_FLOATS):
        return MAYBE
    most = max(1, count) * max(abs(low), abs(high))
    return NO if all(most * 2 < limits(n)[1] for n in dtype.names if n != "longdouble") else MAYBE


def _mean(a: Array, count: Dim, dtype: DType) -> Facts:
    """Between the least and the greatest; sums of many float32 may lose much on the way."""
    low, high = bounds(a.facts, a.dtype)
    spread = _overflow(a, count, dtype)
    nan = a.facts.nan
    if _may_be_none(count) or spread is not NO:
        nan = nan.either(MAYBE)
    if dtype.names == {"float64"}:
        slack = 1e-6 * max(abs(low), abs(high))
        return (
            Facts(nan, spread, low - slack, high + slack) if isfinite(slack) else Facts(nan, spread)
        )
    return Facts(nan, spread, min(0, 2 * low), max(0, 2 * high))


def _deviation(a: Array, count: Dim, dtype: DType) -> Facts:
    """0 of equal numbers, where their sum is exact; else nothing but that it is not negative."""
    if _sums_exactly(a, count, dtype):
        return exactly(0)
    nan = a.facts.nan if a.facts.inf is NO and not _may_be_none(count) else MAYBE
    squares = isfinite(a.facts.low) and isfinite(a.facts.high)
    squares = (
        squares
        and max(abs(a.facts.low), abs(a.facts.high)) < 1e3
        and dtype.is_one_of(NUMPY_FLOATS - {"float16"})
    )
    tame = squares and _overflow(a, count, dtype) is NO
    return Facts(nan if tame or nan is YES else nan.either(MAYBE), NO if tame else MAYBE, 0, inf)


def _greatest(a: Array, count: Dim, dtype: DType) -> Facts:
    """The greatest of the elements: if they are all that there are, the end of their range."""
    return exactly(a.facts.high) if _has_known_ends(a, count) else _extreme(a)


def _least(a: Array, count: Dim, dtype: DType) -> Facts:
    """The least of the elements."""
    return exactly(a.facts.low) if _has_known_ends(a, count) else _extreme(a)


def _has_known_ends(a: Array, count: Dim) -> bool:
    is_whole_array = not _may_be_none(count) and count == a.shape.size
    return is_whole_array and a.facts.is_finite and a.facts.has_ends


def _extreme(a: Array) -> Facts:
    """One of the elements; NaN where there is one among them."""
    return Facts(
        a.facts.nan,
        a.facts.inf.weakened(),
        a.facts.low,
        a.facts.high,
        a.facts.fractions.weakened(),
    )


def _sums_exactly(a: Array, count: Dim, dtype: DType) -> bool:
    """Whether the elements are all the same small whole number, so that no sum is rounded."""
    if not a.facts.is_finite or a.facts.low != a.facts.high or a.facts.fractions is not NO:
        return False
    is_precise = a.dtype.is_one_of(PRECISE) and dtype.is_one_of(frozenset({"float32", "float64"}))
    is_small = isinstance(count, int) and count * abs(a.facts.low) <= LARGEST_EXACT
    return is_precise and is_small and not _may_be_none(count)


def _spanned(a: Array, count: Dim, dtype: DType) -> Facts:
    if not dtype.is_one_of(NUMPY_FLOATS):
        return _unknown(a, count, dtype)
    nan = a.facts.nan if a.facts.inf is NO else a.facts.nan.either(MAYBE)
    return Facts(nan, NO if a.facts.inf is NO and _overflow(a, 2, dtype) is NO else MAYBE, 0, inf)


def _middle(a: Array, count: Dim, dtype: DType) -> Facts:
    nan = a.facts.nan
    if _may_be_none(count) or a.facts.inf is not NO:
        nan = nan.either(MAYBE)
    spread = _overflow(a, 2, dtype)
    return Facts(nan.either(MAYBE) if spread is not NO else nan, spread)


def _place(a: Array, count: Dim, dtype: DType) -> Facts:
    return between(0, max(0, count - 1) if isinstance(count, int) else inf)


def _number(a: Array, count: Dim, dtype: DType) -> Facts:
    return between(0, count if isinstance(count, int) else inf)


def _truth(a: Array, count: Dim, dtype: DType) -> Facts:
    return between(0, 1)


def _unknown(a: Array, count: Dim, dtype: DType) -> Facts:
    return FINITE if is_whole(dtype) else UNKNOWN_FACTS


def _without_nan(rule: Rule, of_nan: Truth) -> Rule:
    """A function that leaves NaN out; `of_nan`: what it makes of nothing but NaN."""

    def facts(a: Array, count: Dim, dtype: DType) -> Facts:
        made = rule(a, count, dtype)
        if a.facts.nan is NO:
            return made
        low, high = (min(made.low, 0), max(made.high, 0)) if of_nan is NO else (made.low, made.high)
        nan = MAYBE if of_nan is not NO or made.inf is not NO else NO
        return Facts(nan, made.inf.weakened(), low, high, made.fractions.weakened())

    return facts


FULL = (
    Reduction("sum", _sum), Reduction("prod", _unknown), Reduction("mean", _mean),
    Reduction("max", _greatest, None), Reduction("min", _least, None),
    Reduction("nansum", _without_nan(_sum, NO)), Reduction("nanprod", _unknown),
    Reduction("nanmean", _without_nan(_mean, MAYBE)),
)  # fmt: skip
DEVIATIONS = ("std", "var", "nanstd", "nanvar")
ALIASES = {"max": ("amax",), "min": ("amin",)}
METHODS = (
    "sum",
    "prod",
    "mean",
    "max",
    "min",
    "std",
    "var",
    "argmax",
    "argmin",
    "any",
    "all",
    "ptp",
)
"""Reductions that are methods too (`ptp` was one in NumPy 1)."""


INEXACT = NUMPY_FLOATS | dtypes.COMPLEX
TAKE_ANY_AXIS = frozenset(
    {"sum", "prod", "max", "min", "ptp", "any", "all", "argmax", "argmin", "count_nonzero"}
)
"""Reductions that a number may be given axis 0 or -1 of. Source: measured on NumPy 2.4."""
TAKE_NO_AXIS = frozenset({"mean", "std", "var", "median", "nanmedian"})
NO_AXIS_OF_WHOLE = frozenset({"nanmean", "nanstd", "nanvar"})
"""Reductions that take no axis of a number that cannot be NaN; of a float, they do."""
MIDDLES = frozenset({"median", "nanmedian"})
"""Reductions that make an array, and no scalar, of a number with `keepdims`."""


def reduce(
    reduction: Reduction,
    a: Array,
    axis: tuple[int, ...] | None,
    dtype: DType | None,
    keepdims: bool,
) -> Value:
    """The result of a reduction along axes, or of all elements.

    Raises: ValueError for an axis that is not there, or for the extreme of no elements.
    """
    if reduction.name in ("nanmean", "nanstd", "nanvar") and dtype is not None:
        if a.dtype.is_one_of(INEXACT) and dtype.is_one_of(WHOLE):
            refuse(f"{reduction.name} of {a.dtype} is no {dtype}", "TypeError")
    if a.shape.rank == 0 and axis in ((0,), (-1,)):
        of_whole = reduction.name in NO_AXIS_OF_WHOLE and a.dtype.is_one_of(WHOLE)
        if not of_whole and reduction.name not in (*TAKE_NO_AXIS, *TAKE_ANY_AXIS):
            return UNKNOWN
        axis = None if reduction.name in TAKE_ANY_AXIS else axis
    shape = reduced(a.shape, axis, keepdims)
    found = result_dtype(reduction.name, Operand(a))
    if found is None:
        return UNKNOWN
    count = elements_each(a.shape, axis)
    if reduction.of_none is None and count == 0 and (not shape.is_exact or has_elements(shape)):
        if shape.is_exact:
            refuse(f"there is no {reduction.name} of no elements")
        return UNKNOWN
    if not shape.rank and a.dtype.may_be("object"):
        return UNKNOWN
    if dtype is not None and dtype != found:
        found, facts = dtype, _unknown(a, count, dtype)
    elif found.may_be("complex64", "complex128", "object"):
        facts = UNKNOWN_FACTS
    else:
        facts = reduction.facts(a, count, found)
    if a.kind is Kind.MASKED:
        return UNKNOWN if reduction.name == "ptp" else _of_masked(a, shape, found)
    kind = element_kind(shape, (a,))
    if keepdims and a.shape.rank in (None, 0) and reduction.name in MIDDLES:
        kind = array_kind((a,))
    return Array(kind, found, shape, facts, origins=SUMMARY)


def _of_masked(a: Array, shape: Shape, dtype: DType) -> Value:
    if a.masked is not NO or shape.rank is None:
        return UNKNOWN
    kind = Kind.SCALAR if shape.rank == 0 else Kind.MASKED
    return UNKNOWN if kind is Kind.MASKED else Array(kind, dtype, shape)


def _names(name: str) -> tuple[str, ...]:
    names = [f"numpy.{n}" for n in (name, *ALIASES.get(name, ()))]
    return (*names, f"numpy.ndarray.{name}") if name in METHODS else tuple(names)


def _register_full(reduction: Reduction) -> None:
    def call(
        a: KnownArray,
        axis: Axes | None = None,
        dtype: ADType | None = None,
        *,
        keepdims: Flag = False,
    ) -> Value:
        """The reduction of all elements, or along axes."""
        return reduce(reduction, a, axis, dtype, keepdims)

    def extreme(a: KnownArray, axis: Axes | None = None, *, keepdims: Flag = False) -> Value:
        """The extreme of all elements, or along axes."""
        return reduce(reduction, a, axis, None, keepdims)

    models(*_names(reduction.name))(extreme if reduction.of_none is None else call)


def _register_deviation(name: str) -> None:
    rule = _without_nan(_deviation, MAYBE) if name.startswith("nan") else _deviation

    def call(
        a: KnownArray,
        axis: Axes | None = None,
        dtype: ADType | None = None,
        *,
        ddof: Value = NOTHING,
        keepdims: Flag = False,
    ) -> Value:
        """The deviation of all elements, or along axes."""
        facts = rule if ddof == NOTHING else _unknown
        return reduce(Reduction(name, facts), a, axis, dtype, keepdims)

    models(*_names(name))(call)


def _register_plain(reduction: Reduction) -> None:
    """Functions of an array, an axis and `keepdims` only."""

    def call(a: KnownArray, axis: Axes | None = None, *, keepdims: Flag = False) -> Value:
        """The reduction of all elements, or along axes."""
        return reduce(reduction, a, axis, None, keepdims)

    computes = ARGMAX if reduction.name == ARGMAX else ""
    models(*_names(reduction.name), computes=computes)(call)


for _reduction in FULL:
    _register_full(_reduction)
for _name in DEVIATIONS:
    _register_deviation(_name)
for _reduction in (
    Reduction("any", _truth), Reduction("all", _truth), Reduction("median", _middle),
    Reduction("nanmedian", _without_nan(_middle, MAYBE)), Reduction("count_nonzero", _number),
    Reduction("argmax", _place, None), Reduction("argmin", _place, None),
    Reduction("nanargmax", _place, None), Reduction("nanargmin", _place, None),
    Reduction("nanmax", _without_nan(_greatest, MAYBE), None),
    Reduction("nanmin", _without_nan(_least, MAYBE), None),
    Reduction("ptp", _spanned, None),
):  # fmt: skip
    _register_plain(_reduction)


def _check_real(a: Array) -> None:
    if current().numpy == 2 and a.dtype.is_one_of(dtypes.COMPLEX):
        refuse(f"{a.dtype} numbers have no order", "TypeError")


@models("numpy.nanpercentile", "numpy.nanquantile")
def nanpercentile(
    a: KnownArray,
    q: Value,
    axis: Axes | None = None,
    *,
    method: Value = UNKNOWN,
    keepdims: Flag = False,
) -> Value:
    """Percentiles of what is not NaN. Shape: as `percentile`, if there is any element.

    Where nothing else is left, the NaN has the dtype of the array; several such rows are put
    together with others. Source: NumPy 2.4, `lib/_nanfunctions_impl.py`; measured.
    """
    _check_real(a)
    if not has_elements(a.shape):
        reduced(a.shape, axis, keepdims)
        return UNKNOWN
    made = percentile(a, q, axis, method=method, keepdims=keepdims)
    if not isinstance(made, Array) or a.facts.nan is Truth.NO or not a.dtype.may_be(*dtypes.FLOATS):
        return made
    array = as_array(q)
    asked = UNKNOWN_DTYPE if array is None else array.dtype
    floats = asked if asked.is_one_of(dtypes.FLOATS) else made.dtype
    return replace(made, dtype=dtypes.join(dtypes.join(made.dtype, a.dtype), floats))


@models("numpy.percentile", "numpy.quantile")
def percentile(
    a: KnownArray,
    q: Value,
    axis: Axes | None = None,
    *,
    method: Value = UNKNOWN,
    keepdims: Flag = False,
) -> Value:
    """Percentiles. Shape: the shape of `q`, then what the reduction leaves.

    Raises: TypeError for complex numbers.
    """
    _check_real(a)
    rest = reduced(a.shape, axis, keepdims)
    part = operand(q)
    if a.kind is Kind.MASKED or rest.rank is None or part is None or part.array.shape.rank is None:
        return UNKNOWN
    shape = Shape((*part.array.shape.dims, *rest.dims))
    dtype = result_dtype("percentile", Operand(a), part)
    kind = Kind.NDARRAY if keepdims else element_kind(shape, (a,))
    return UNKNOWN if dtype is None else Array(kind, dtype, shape)


def _running(name: str, a: Array, axis: int | None, dtype: DType | None) -> Value:
    if a.kind is Kind.MASKED:
        return UNKNOWN
    if axis is None:
        shape = shapes.of((a.shape.size,))
    else:
        shape = with_axis(a.shape)
        if shape.rank is not None:
            checked_axis(axis, shape.rank)
    found = dtype or result_dtype(name, Operand(a))
    if found is None:
        return UNKNOWN
    nan = a.facts.nan if name == "cumsum" and dtype is None and not is_whole(found) else MAYBE
    return Array(
        dtype=found, shape=shape, facts=FINITE if is_whole(found) else Facts(nan.either(MAYBE))
    )


@models("numpy.cumsum", "numpy.ndarray.cumsum")
def cumsum(a: KnownArray, axis: Whole | None = None, dtype: ADType | None = None) -> Value:
    """Running sums along an axis, or on one flat axis. Shape: as `a`, or (n,)."""
    return _running("cumsum", a, axis, dtype)


@models("numpy.cumprod", "numpy.ndarray.cumprod")
def cumprod(a: KnownArray, axis: Whole | None = None, dtype: ADType | None = None) -> Value:
    """Running products along an axis, or on one flat axis. Shape: as `a`, or (n,)."""
    return _running("cumprod", a, axis, dtype)


@models("numpy.average")
def average(a: KnownArray, axis: Axes | None = None, weights: Value = NOTHING) -> Value:
    """The mean, weighted or not. Shape: as `mean`."""
    if weights == NOTHING:
        return reduce(Reduction("mean", _mean), a, axis, None, False)
    w = as_some_array(weights)
    if w is None or w.shape != a.shape or not a.shape.is_exact:
        return UNKNOWN
    dtype = dtypes.promote(result_dtype("mean", Operand(a)) or UNKNOWN_DTYPE, w.dtype)
    return reduce(Reduction("mean", _unknown), a, axis, dtype, False)


@models("numpy.linalg.norm")
def norm(
    x: KnownArray, ord: Value = NOTHING, axis: Axes | None = None, keepdims: Flag = False
) -> Value:
    """The length of vectors, the norm of matrices. Shape: without the axes."""
    if x.kind is Kind.MASKED or (axis is None and ord != NOTHING and x.shape.rank is None):
        return UNKNOWN
    shape = reduced(x.shape, axis, keepdims)
    dtype = result_dtype("linalg.norm", Operand(x))
    if dtype is None or (ord != NOTHING and not x.dtype.is_one_of(NUMPY_FLOATS)):
        return UNKNOWN
    nan = x.facts.nan if ord == NOTHING else MAYBE
    facts = Facts(nan.either(MAYBE) if nan is NO else nan, MAYBE, 0, inf)
    return Array(element_kind(shape, (x,)), dtype, shape, facts)
