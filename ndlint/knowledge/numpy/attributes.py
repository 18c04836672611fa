"""Attributes of arrays and scalars, and the functions that ask for them."""

from msgspec.structs import replace

from ndlint.knowledge.binding import DTypeValue, Whole
from ndlint.knowledge.numpy.outcome import SomeArray, checked_axis, rearranged
from ndlint.knowledge.registry import models
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Bool, Int, Tuple, Value
from ndlint.values.dimension import Dim, Wild
from ndlint.values.facts import Facts, Truth
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

PARTS = {"complex64": "float32", "complex128": "float64"}
"""The dtype of a complex number's real and imaginary parts."""


def size_value(dim: Dim) -> Int:
    """A size as the Python int that `x.shape` holds."""
    return Int() if isinstance(dim, Wild) else Int(dim)


def shape_value(shape: Shape) -> Value:
    """The tuple that `x.shape` is; unknown where the number of axes is."""
    return Tuple(tuple(map(size_value, shape.dims))) if shape.rank_known else UNKNOWN


def attribute(a: Array, name: str) -> Value | None:
    """`a.name`; None where it is a method or not known."""
    match name:
        case "shape":
            return shape_value(a.shape)
        case "ndim":
            return Int() if a.shape.rank is None else Int(a.shape.rank)
        case "size":
            return size_value(a.shape.size)
        case "dtype":
            return DTypeValue(a.dtype)
        case "T":
            return transposed(a)
        case "mT" if a.shape.rank is not None and a.shape.rank >= 2:
            return rearranged(a, Shape((*a.shape.dims[:-2], *a.shape.dims[:-3:-1])))
        case "itemsize":
            each = {dtypes.BYTES.get(n) for n in a.dtype.names}
            return Int(each.pop() or 0) if len(each) == 1 and None not in each else Int()
        case "nbytes":
            return Int() if a.nbytes is None else Int(a.nbytes)
        case "real" | "imag":
            return _component(a, name)
        case "data" | "mask" | "fill_value" if a.kind is Kind.MASKED:
            return _of_masked(a, name)
    return None


def transposed(a: Array) -> Array:
    """The array with its axes in reverse order. Shape: (n, ..., m) -> (m, ..., n)."""
    if a.shape.rank is None:
        return replace(a, shape=UNKNOWN_SHAPE)
    return replace(a, shape=Shape(a.shape.dims[::-1]))


def _component(a: Array, name: str) -> Value:
    if a.dtype.is_one_of(dtypes.FLOATS | dtypes.INTEGERS | {"bool"}):
        return replace(a) if name == "real" else replace(a, facts=Facts(Truth.NO, Truth.NO, 0, 0))
    dtype = dtypes.map_names(a.dtype, lambda n: PARTS.get(n, n))
    if a.dtype.may_be("object"):
        return UNKNOWN
    facts = Facts(a.facts.nan.weakened(), a.facts.inf.weakened())
    return replace(a, dtype=dtype, facts=facts)


def _of_masked(a: Array, name: str) -> Value:
    if name == "data":
        return replace(a, kind=Kind.NDARRAY, masked=Truth.NO)
    if name == "mask" and a.masked is Truth.YES and a.shape.rank:
        return Array(dtype=dtypes.BOOL, shape=a.shape, facts=Facts(Truth.NO, Truth.NO, 0, 1))
    return UNKNOWN


@models("numpy.shape")
def shape(a: SomeArray) -> Value:
    """The sizes of the axes, as Python ints."""
    return shape_value(a.shape)


@models("numpy.ndim")
def ndim(a: SomeArray) -> Value:
    """The number of axes."""
    return Int() if a.shape.rank is None else Int(a.shape.rank)


@models("numpy.size")
def size(a: SomeArray, axis: Whole | None = None) -> Value:
    """The number of elements, in all or of one axis. Raises: AxisError where there is none."""
    if axis is None:
        return size_value(a.shape.size)
    if a.shape.rank is None:
        return Int()
    return size_value(a.shape.dims[checked_axis(axis, a.shape.rank)])


@models("numpy.array_equal", "numpy.array_equiv", "numpy.allclose")
def allclose(
    a: Value,
    b: Value,
    rtol: Value = UNKNOWN,
    atol: Value = UNKNOWN,
    equal_nan: Value = UNKNOWN,
) -> Value:
    """A Python bool."""
    return Bool()


@models("numpy.isscalar")
def isscalar(element: Value) -> Value:
    """A Python bool."""
    return Bool()
