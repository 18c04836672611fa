"""Polynomials as vectors of coefficients, the highest first."""

from ndlint.knowledge.binding import Flag, Size, Whole
from ndlint.knowledge.numpy.outcome import natural
from ndlint.knowledge.numpy.sampling import PlainArray, made, sampled
from ndlint.knowledge.registry import models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Tuple, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim, add
from ndlint.values.facts import UNKNOWN_FACTS
from ndlint.values.shape import Shape

VECTOR = (2,)


@models("numpy.polyfit")
def polyfit(
    x: PlainArray,
    y: PlainArray,
    deg: Size,
    rcond: Value = NOTHING,
    full: Flag = False,
    w: Value = UNKNOWN,
    cov: Value = NOTHING,
) -> Value:
    """The coefficients of the nearest polynomial. Shape: (deg + 1,), or (deg + 1, k)."""
    if full or cov != NOTHING or y.shape.rank not in (1, 2) or x.shape.rank != 1:
        return UNKNOWN
    if not x.dtype.is_one_of(dtypes.NUMPY_NUMBERS - dtypes.COMPLEX):
        return UNKNOWN
    dtype = dtypes.FLOAT64
    if not y.dtype.is_one_of(dtypes.INTEGERS | {"bool", "float32", "float64"}):
        dtype = dtypes.UNKNOWN_DTYPE
    if x.dtype.may_be("longdouble") or not isinstance(deg, int):
        return UNKNOWN
    return made((y,), dtype, Shape((add(deg, 1), *y.shape.dims[1:])), UNKNOWN_FACTS)


@models("numpy.polyval")
def polyval(p: PlainArray, x: PlainArray) -> Value:
    """The polynomial's values. Shape: as `x`."""
    if p.shape.rank != 1 or x.shape.rank is None or p.shape.dims[0] == 0:
        return UNKNOWN
    dtype = dtypes.promote(p.dtype, x.dtype) if x.shape.rank else dtypes.UNKNOWN_DTYPE
    return made((p, x), dtype, x.shape, UNKNOWN_FACTS)


@models("numpy.polyadd", "numpy.polysub")
def polyadd(a1: PlainArray, a2: PlainArray) -> Value:
    """Sum or difference. Shape: that of the longer one."""
    found = sampled("polyadd", (a1, VECTOR), (a2, VECTOR))
    if found is None or a1.shape.rank != 1 or a2.shape.rank != 1:
        return UNKNOWN
    pair = [a.shape.dims[0] for a in (a1, a2)]
    length: Dim = UNKNOWN_DIM
    if all(isinstance(n, int) for n in pair):
        length = max(n for n in pair if isinstance(n, int))
    dtype = found[0] if pair[0] == pair[1] else dtypes.UNKNOWN_DTYPE
    return Array(dtype=dtype, shape=shapes.of((length,)))


@models("numpy.polymul")
def polymul(a1: PlainArray, a2: PlainArray) -> Value:
    """The product. Leading zeros may be left out."""
    return Array(shape=shapes.of((UNKNOWN_DIM,)))


@models("numpy.polydiv")
def polydiv(u: PlainArray, v: PlainArray) -> Value:
    """Quotient and remainder, of which leading zeros may be left out."""
    one = Array(shape=shapes.of((UNKNOWN_DIM,)))
    return Tuple((one, one))


@models("numpy.polyder")
def polyder(p: PlainArray, m: Whole = 1) -> Value:
    """The derivative."""
    return Array(shape=shapes.of((UNKNOWN_DIM,))) if p.shape.rank == 1 else UNKNOWN


@models("numpy.polyint")
def polyint(p: PlainArray, m: Whole = 1, k: Value = NOTHING) -> Value:
    """The integral. Shape: (n + m,)."""
    if p.shape.rank != 1 or k != NOTHING or m < 0:
        return UNKNOWN
    return Array(shape=shapes.of((add(p.shape.dims[0], m),)))


@models("numpy.poly")
def poly(seq_of_zeros: PlainArray) -> Value:
    """The polynomial of these roots. Shape: (n + 1,)."""
    is_vector = seq_of_zeros.shape.rank == 1
    return Array(shape=shapes.of((add(seq_of_zeros.shape.dims[0], 1),))) if is_vector else UNKNOWN


@models("numpy.roots")
def roots(p: PlainArray) -> Value:
    """The roots: as many as the degree without leading zeros."""
    return Array(shape=shapes.of((UNKNOWN_DIM,)))


@models("numpy.vander")
def vander(x: PlainArray, N: Size | None = None, increasing: Value = UNKNOWN) -> Value:
    """Powers of each element. Shape: (n, N), or (n, n)."""
    found = sampled("vander", (x, VECTOR))
    if found is None or x.shape.rank != 1:
        return UNKNOWN
    columns = x.shape.dims[0] if N is None else natural(N)
    if isinstance(columns, int) and columns < 0:
        return UNKNOWN
    return Array(dtype=found[0], shape=shapes.of((x.shape.dims[0], columns)))
