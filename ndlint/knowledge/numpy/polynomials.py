"""Polynomials as vectors of coefficients, the highest first."""

from ndlint.knowledge.binding import Flag, Size, Whole
from ndlint.knowledge.numpy.casting import REAL
from ndlint.knowledge.numpy.outcome import natural, refuse, refuse_shapes, with_axis
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
    """The product. Leading zeros may be left out. Raises: ValueError for more axes than one."""
    for a in (a1, a2):
        if a.shape.rank_known and len(a.shape.dims) > 1:
            refuse(f"an array of shape {a.shape} is no polynomial")
    return Array(shape=shapes.of((UNKNOWN_DIM,)))


@models("numpy.polydiv")
def polydiv(u: PlainArray, v: PlainArray) -> Value:
    """Quotient and remainder, of which leading zeros may be left out.

    Raises: ValueError where more axes than one are divided.
    """
    _check_division(u, v)
    one = Array(shape=shapes.of((UNKNOWN_DIM,)))
    return Tuple((one, one if u.shape.rank in (0, 1) else Array()))


def _check_division(u: Array, v: Array) -> None:
    """Raises: ValueError where a coefficient of the quotient is certainly not one number."""
    forms = [with_axis(a.shape).numbers for a in (u, v)]
    over, under = forms
    if over is None or under is None or not over[0] >= under[0] > 0:
        return
    if not all(a.dtype.is_one_of(REAL) for a in (u, v)):
        return
    joint = shapes.broadcast(shapes.of(over[1:]), shapes.of(under[1:]))
    # Until NumPy 2.4, an array of one element was taken for a number.
    if joint is None or joint.size != 1:
        refuse(f"{u.shape} and {v.shape} are no polynomials, of one axis each")


@models("numpy.polyder", view=True)
def polyder(p: PlainArray, m: Whole = 1) -> Value:
    """The derivative. Raises: ValueError or TypeError for another number of axes than one."""
    # NumPy derives once more than it is asked to, and drops what comes of it.
    for left_out in range(1, m + 2):
        _check_coefficients(p, left_out)
    return Array(shape=shapes.of((UNKNOWN_DIM,))) if p.shape.rank == 1 else UNKNOWN


def _check_coefficients(p: Array, left_out: int) -> None:
    """Raises: TypeError for an array of no axes, ValueError where the rows but so many do not
    broadcast with their exponents."""
    if p.shape.rank == 0:
        refuse("an array of no axes is no polynomial", "TypeError")
    if not p.shape.rank or not p.dtype.is_one_of(dtypes.NUMPY_NUMBERS):
        return
    rows = p.shape.dims[0]
    count = max(0, rows - left_out) if isinstance(rows, int) else UNKNOWN_DIM
    if shapes.broadcast(Shape((count, *p.shape.dims[1:])), shapes.of((count,))) is None:
        refuse_shapes(f"an array of shape {p.shape} is no polynomial")


@models("numpy.polyint", view=True)
def polyint(p: PlainArray, m: Whole = 1, k: Value = NOTHING) -> Value:
    """The integral. Shape: (n + m,). Raises: ValueError or TypeError for another number of axes."""
    if m > 0 and k == NOTHING:
        _check_coefficients(p, 0)
        if p.shape.rank_known and len(p.shape.dims) > 1 and p.dtype.is_one_of(dtypes.NUMPY_NUMBERS):
            refuse_shapes(f"an array of shape {p.shape} is no polynomial")
    if p.shape.rank != 1 or k != NOTHING or m < 0:
        return UNKNOWN
    return Array(shape=shapes.of((add(p.shape.dims[0], m),)))


@models("numpy.poly")
def poly(seq_of_zeros: PlainArray) -> Value:
    """The polynomial of these roots. Shape: (n + 1,). Raises: ValueError for more axes than two."""
    if seq_of_zeros.shape.rank_known and len(seq_of_zeros.shape.dims) > 2:
        refuse(f"an array of shape {seq_of_zeros.shape} is no vector and no matrix")
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
