"""Counting, correlating and smoothing."""

from math import inf

from msgspec.structs import replace

from ndlint.knowledge.binding import Flag, Text, Whole
from ndlint.knowledge.numpy.outcome import checked_axis, natural, refuse, refuse_shapes
from ndlint.knowledge.numpy.promotion import Operand, result_dtype
from ndlint.knowledge.numpy.reductions import reduced
from ndlint.knowledge.numpy.sampling import PlainArray, as_plain_array, made, sampled
from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Int, List, Tuple, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim, add, differ, multiply
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth, between
from ndlint.values.shape import UNKNOWN_SHAPE

TEN, YES, NO = Int(10), Bool(True), Bool(False)


def _covariance(function: str, m: Array, y: Value, rowvar: bool) -> Value:
    """The matrix of all variables with each other; one variable gives a number."""
    if m.shape.rank is not None and m.shape.rank > 2:
        refuse(f"an array of {m.shape.rank} axes has no rows of one variable each")
    found = sampled(function, (m, (2, 2)))
    if found is None or m.shape.rank not in (1, 2) or y != NOTHING:
        return UNKNOWN
    variables: Dim = 1 if m.shape.rank == 1 else m.shape.dims[0 if rowvar else 1]
    if variables == 1:
        return made((m,), found[0], shapes.SCALAR, UNKNOWN_FACTS)
    if not isinstance(variables, int) or not variables:
        return made((m,), found[0], UNKNOWN_SHAPE, UNKNOWN_FACTS)
    return made((m,), found[0], shapes.of((variables, variables)), UNKNOWN_FACTS)


@models("numpy.cov")
def cov(
    m: PlainArray,
    y: Value = NOTHING,
    rowvar: Flag = True,
    bias: Value = UNKNOWN,
    ddof: Value = UNKNOWN,
    fweights: Value = UNKNOWN,
    aweights: Value = UNKNOWN,
) -> Value:
    """Covariances of the rows, or of the columns. Shape: (n, m) -> (n, n)."""
    found = _covariance("cov", m, y, rowvar)
    if isinstance(found, Array) and found.shape.rank == 0:
        return replace(found, kind=Kind.NDARRAY)  # an array without axes, and no scalar
    return found


@models("numpy.corrcoef")
def corrcoef(x: PlainArray, y: Value = NOTHING, rowvar: Flag = True) -> Value:
    """Correlations of the rows, or of the columns. Shape: (n, m) -> (n, n)."""
    return _covariance("corrcoef", x, y, rowvar)


def _edges(bins: Value) -> tuple[Dim, Array | None]:
    """The number of bins and, where they are given, their edges."""
    if isinstance(bins, Int):
        return natural(bins.size), None
    array = as_plain_array(bins) if isinstance(bins, Array | List | Tuple) else None
    if array is None or array.shape.rank != 1:
        return UNKNOWN_DIM, Array()
    return add(array.shape.dims[0], 1, -1), array


@models("numpy.histogram")
def histogram(
    a: PlainArray,
    bins: Value = TEN,
    range: Value = NOTHING,
    density: Value = NO,
    weights: Value = NOTHING,
) -> Value:
    """How many elements are in each bin, and the edges. Shapes: (bins,), (bins + 1,)."""
    count, edges = _edges(bins)
    if count == 0 or (isinstance(count, int) and count < 0):
        return UNKNOWN
    dtype, facts = dtypes.INT64, between(0, inf)
    if density in (YES, NO, NOTHING) and weights == NOTHING:
        dtype, facts = (dtypes.FLOAT64, UNKNOWN_FACTS) if density == YES else (dtype, facts)
    else:
        dtype, facts = dtypes.UNKNOWN_DTYPE, UNKNOWN_FACTS
    counts = Array(dtype=dtype, shape=shapes.of((count,)), facts=facts)
    found = sampled("histogram_bin_edges", (a, (2,))) if edges is None else (edges.dtype,)
    if found is None or range != NOTHING:
        found = (dtypes.UNKNOWN_DTYPE,)
    known = found[0] if found[0].name == "float64" or edges is not None else dtypes.UNKNOWN_DTYPE
    return Tuple((counts, Array(dtype=known, shape=shapes.of((add(count, 1),)))))


@models("numpy.histogram_bin_edges")
def histogram_bin_edges(
    a: PlainArray, bins: Value = TEN, range: Value = NOTHING, weights: Value = NOTHING
) -> Value:
    """The edges of the bins. Shape: (bins + 1,)."""
    result = histogram(a, bins, range)
    return result.items[1] if isinstance(result, Tuple) else UNKNOWN


@models("numpy.histogram2d")
def histogram2d(
    x: PlainArray,
    y: PlainArray,
    bins: Value = TEN,
    range: Value = NOTHING,
    density: Value = UNKNOWN,
    weights: Value = UNKNOWN,
) -> Value:
    """How many points are in each cell, and the edges. Shapes: (n, n), (n + 1,), (n + 1,)."""
    if not isinstance(bins, Int) or (bins.number is not None and bins.number < 1):
        return UNKNOWN
    size = natural(bins.size)
    counts = Array(dtype=dtypes.FLOAT64, shape=shapes.of((size, size)))
    edges = Array(shape=shapes.of((add(size, 1),)))
    return Tuple((counts, edges, edges))


@models("numpy.digitize")
def digitize(x: PlainArray, bins: PlainArray, right: Value = UNKNOWN) -> Value:
    """For each element the number of its bin, int64. Shape: as `x`."""
    return _places(x, bins)


def _places(v: Array, among: Array) -> Value:
    """For each element of `v` a place among others, of which there may be one more."""
    count = among.shape.size
    facts = between(0, count if isinstance(count, int) else inf)
    return made((v,), dtypes.INT64, v.shape, facts)


PLAIN = dtypes.NUMPY_NUMBERS | {"str", "bytes", "object"}


def _have_common_dtype(a: Array, b: Array) -> bool:
    """Whether NumPy certainly finds a dtype for both, before it looks at their axes."""
    return a.dtype.is_one_of(PLAIN) and b.dtype.is_one_of(PLAIN)


@models("numpy.searchsorted", "numpy.ndarray.searchsorted")
def searchsorted(
    a: PlainArray, v: PlainArray, side: Value = UNKNOWN, sorter: Value = UNKNOWN
) -> Value:
    """Where the elements would be put in, int64. Shape: as `v`.

    Raises: ValueError where `a` is no vector.
    """
    if a.shape.rank not in (1, None) and _have_common_dtype(a, v):
        refuse(f"places are looked for in a vector, not in an array of shape {a.shape}")
    return _places(v, a)


@models("numpy.gradient")
def gradient(
    f: PlainArray, *varargs: Value, axis: Whole | None = None, edge_order: Value = UNKNOWN
) -> Value:
    """Slopes. Shape: as `f`, for one axis; for several, one array for each of them.

    Raises: ValueError where an axis has less than two elements.
    """
    found = sampled("gradient", (f, (3,)))
    rank = f.shape.rank
    if found is None or rank in (None, 0):
        return UNKNOWN
    spaced = [as_plain_array(v) for v in varargs]
    narrow = f.dtype.is_one_of(dtypes.FLOATS - {"float64"})
    dtype = dtypes.UNKNOWN_DTYPE if narrow and spaced else found[0]
    slopes = made((f,), dtype, f.shape, UNKNOWN_FACTS)
    if rank == 1 or axis is not None:
        return slopes
    each = (slopes,) * (rank or 0)
    return Tuple(each) if current().numpy == 2 else List(each)


@models("numpy.interp")
def interp(
    x: PlainArray,
    xp: PlainArray,
    fp: PlainArray,
    left: Value = NOTHING,
    right: Value = NOTHING,
    period: Value = NOTHING,
) -> Value:
    """Values between known points, float64. Shape: as `x`. Raises: ValueError: not as many."""
    if not fp.dtype.is_one_of(dtypes.NUMPY_NUMBERS - dtypes.COMPLEX):
        return UNKNOWN
    if xp.shape.rank == fp.shape.rank == 1 and differ(xp.shape.dims[0], fp.shape.dims[0]):
        refuse_shapes(f"{xp.shape} points have {fp.shape} values")
    return made((x,), dtypes.FLOAT64, x.shape, UNKNOWN_FACTS)


def _slid(a: Array, v: Array, mode: str) -> Value:
    """Raises: ValueError for more axes than one."""
    for x in (a, v):
        if x.shape.rank_known and len(x.shape.dims) > 1 and _have_common_dtype(a, v):
            refuse(f"an array of shape {x.shape} is no vector")
    dtype = result_dtype("convolve", Operand(a), Operand(v))
    shapes_known = a.shape.rank in (0, 1) and v.shape.rank in (0, 1)
    if dtype is None or not shapes_known:
        return UNKNOWN
    n, m = (x.shape.dims[0] if x.shape.rank else 1 for x in (a, v))
    if 0 in (n, m):
        return UNKNOWN
    length: Dim = UNKNOWN_DIM
    if mode == "full":
        length = add(add(n, m), 1, -1)
    elif isinstance(n, int) and isinstance(m, int):
        length = max(n, m) if mode == "same" else max(n, m) - min(n, m) + 1
    return Array(dtype=dtype, shape=shapes.of((length,)), facts=UNKNOWN_FACTS)


@models("numpy.convolve")
def convolve(a: PlainArray, v: PlainArray, mode: Text = "full") -> Value:
    """One vector slid over another. Shapes: (n,), (m,) -> (n + m - 1,), or (max(n, m),)."""
    return _slid(a, v, mode)


@models("numpy.correlate")
def correlate(a: PlainArray, v: PlainArray, mode: Text = "valid") -> Value:
    """One vector slid over another. Shapes: (n,), (m,) -> (max(n, m) - min(n, m) + 1,)."""
    return _slid(a, v, mode)


@models("numpy.ediff1d")
def ediff1d(ary: PlainArray, to_end: Value = NOTHING, to_begin: Value = NOTHING) -> Value:
    """Differences of neighbours in the flat array. Shape: (n - 1,)."""
    found = sampled("ediff1d", (ary, (2,)))
    size = ary.shape.size
    length = max(size - 1, 0) if isinstance(size, int) else UNKNOWN_DIM
    if found is None or to_end != NOTHING or to_begin != NOTHING:
        return UNKNOWN
    return Array(dtype=found[0], shape=shapes.of((length,)))


@models("numpy.trapezoid", "numpy.trapz")
def trapezoid(y: PlainArray, x: Value = NOTHING, dx: Value = UNKNOWN, axis: Whole = -1) -> Value:
    """The area under points along an axis. Shape: without the axis."""
    found = sampled("trapezoid", (y, (2,))) if current().numpy == 2 else None
    if found is None or x != NOTHING or not y.shape.rank:
        return UNKNOWN
    dtype = found[0] if dx == UNKNOWN else dtypes.UNKNOWN_DTYPE
    return made((y,), dtype, reduced(y.shape, (axis,), False), UNKNOWN_FACTS)


@models("numpy.trace", "numpy.ndarray.trace")
def trace(a: PlainArray, offset: Value = UNKNOWN, axis1: Whole = 0, axis2: Whole = 1) -> Value:
    """The sum along the diagonal of two axes. Shape: without them. Raises: ValueError."""
    if a.shape.rank is not None and a.shape.rank < 2:
        refuse(f"an array of {a.shape.rank} axes has no diagonal")
    found = sampled("trace", (a, (1, 1)))
    if found is None or a.shape.rank is None:
        return UNKNOWN
    return made((a,), found[0], reduced(a.shape, (axis1, axis2), False))


@models("numpy.linalg.trace")
def trace_of_matrices(x: PlainArray, /, *, offset: Value = UNKNOWN) -> Value:
    """The sum along the diagonal. Shape: (..., m, n) -> (...)."""
    return trace(x, axis1=-2, axis2=-1)


@models("numpy.cumulative_sum", "numpy.cumulative_prod")
def cumulative_sum(
    x: PlainArray, /, *, axis: Whole | None = None, include_initial: Flag = False
) -> Value:
    """Running sums or products along an axis, which only a vector may leave out.

    Raises: ValueError where another array leaves it out.
    """
    rank = x.shape.rank
    if current().numpy == 2 and rank is not None and rank > 1 and axis is None:
        refuse(f"an axis is needed for an array of {rank} axes")
    found = sampled("cumulative_sum", (x, (2,))) if current().numpy == 2 else None
    if found is None or not rank:
        return UNKNOWN
    at = checked_axis(axis or 0, rank)
    dims = list(x.shape.dims)
    dims[at] = add(dims[at], int(include_initial))
    return made((x,), found[0], shapes.of(dims))


@models("numpy.nancumsum", "numpy.nancumprod")
def nancumsum(a: PlainArray, axis: Whole | None = None) -> Value:
    """Running sums or products that pass over NaN. Shape: as `a`, or (n,)."""
    found = sampled("nancumsum", (a, (2,)))
    if found is None or (a.shape.rank == 0 and axis is not None):
        return UNKNOWN
    if axis is None:
        return made((a,), found[0], shapes.of((a.shape.size,)))
    if a.shape.rank is not None:
        checked_axis(axis, a.shape.rank)
    return made((a,), found[0], a.shape)


@models("numpy.unwrap")
def unwrap(p: PlainArray, discont: Value = UNKNOWN, axis: Whole = -1) -> Value:
    """Angles without jumps. Shape: as `p`."""
    found = sampled("unwrap", (p, (2,)))
    return UNKNOWN if found is None or not p.shape.rank else made((p,), found[0], p.shape)


@models("numpy.packbits")
def packbits(a: PlainArray, axis: Value = NOTHING, bitorder: Value = UNKNOWN) -> Value:
    """Eight bools in each uint8. Shape: (ceil(n / 8),). Raises: TypeError for floats."""
    if a.dtype.is_one_of(dtypes.NUMPY_NUMBERS - dtypes.INTEGERS - {"bool"}):
        refuse(f"packbits takes integers or bools, not {a.dtype}", "TypeError")
    size = a.shape.size
    shape = UNKNOWN_SHAPE
    if axis == NOTHING and a.shape.rank != 0:
        shape = shapes.of((-(-size // 8) if isinstance(size, int) else UNKNOWN_DIM,))
    facts = Facts(Truth.NO, Truth.NO, 0, 255, Truth.NO)
    is_bits = a.dtype.is_one_of(dtypes.INTEGERS | {"bool"}) and a.shape.rank != 0
    return Array(dtype=dtypes.UINT8, shape=shape, facts=facts) if is_bits else UNKNOWN


@models("numpy.unpackbits")
def unpackbits(
    a: PlainArray, axis: Value = NOTHING, count: Value = NOTHING, bitorder: Value = UNKNOWN
) -> Value:
    """The eight bits of each uint8. Shape: (8 * n,). Raises: TypeError for another dtype."""
    if not a.dtype.may_be("uint8"):
        refuse(f"unpackbits takes uint8, not {a.dtype}", "TypeError")
    shape = UNKNOWN_SHAPE
    if axis == NOTHING and count == NOTHING:
        shape = shapes.of((multiply(a.shape.size, 8),))
    return Array(dtype=dtypes.UINT8, shape=shape, facts=between(0, 1))
