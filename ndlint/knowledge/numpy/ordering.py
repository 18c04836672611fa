"""NumPy's functions that order elements partly, find places, and treat arrays as sets."""

from ndlint.events import Contract
from ndlint.knowledge.binding import AnyArray, Whole
from ndlint.knowledge.numpy.choosing import LAST, argsort, indices, sort, sort_method, unique
from ndlint.knowledge.numpy.joining import split
from ndlint.knowledge.numpy.outcome import checked_axis, part, rearranged, refuse
from ndlint.knowledge.numpy.sampling import PlainArray, as_plain_array, sampled
from ndlint.knowledge.numpy.shaping import moveaxis
from ndlint.knowledge.registry import Changed, models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Int, Tuple, Value, elements
from ndlint.values.conversion import joint_dtype
from ndlint.values.dimension import UNKNOWN_DIM, Dim, add
from ndlint.values.facts import between
from ndlint.values.likely import made_of
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

ZERO = Int(0)


@models("numpy.partition")
def partition(a: PlainArray, kth: Value, axis: Value = LAST, kind: Value = UNKNOWN) -> Value:
    """The elements in an order in which one is where it belongs. Shape: as `a`, or (n,).

    Raises: ValueError for places of more than one axis, TypeError for places that are no integers.
    """
    _check_kth(kth)
    ordered = sort(a, axis)
    _check_whole(kth)
    return ordered


@models("numpy.ndarray.partition")
def partition_method(a: AnyArray, kth: Value, axis: Value = LAST, kind: Value = UNKNOWN) -> Changed:
    """None; the receiver's elements change places. Raises: as `partition`."""
    if a.kind is Kind.NDARRAY:
        _check_kth(kth)
    ordered = sort_method(a, axis)
    if a.kind is Kind.NDARRAY:
        _check_whole(kth)
    return ordered


def _check_kth(kth: Value) -> None:
    places = as_plain_array(kth)
    if places is not None and places.shape.rank_known and len(places.shape.dims) > 1:
        refuse(f"places are a number or a vector, not of shape {places.shape}")


def _check_whole(kth: Value) -> None:
    places = as_plain_array(kth)
    if places is not None and places.dtype.is_one_of(dtypes.FLOATS | dtypes.COMPLEX):
        refuse(f"{places.dtype} numbers are no places", "TypeError")


@models("numpy.argpartition", "numpy.ndarray.argpartition")
def argpartition(a: PlainArray, kth: Value, axis: Value = LAST, kind: Value = UNKNOWN) -> Value:
    """The places of the elements in such an order. Shape: as `a`, or (n,). Raises: as it."""
    _check_kth(kth)
    ordered = argsort(a, axis)
    _check_whole(kth)
    return ordered


@models("numpy.lexsort")
def lexsort(keys: Value, axis: Value = LAST) -> Value:
    """The places of elements in order by several keys, int64. Shape: as one key."""
    rows = elements(keys)
    last = as_plain_array(rows[-1] if rows else keys)
    shape = None if last is None or not last.shape.rank else last.shape
    if shape is not None and rows is None:
        shape = Shape(shape.dims[1:]) if len(shape.dims) > 1 else None
    return UNKNOWN if shape is None else indices(shape)


@models("numpy.sort_complex")
def sort_complex(a: PlainArray) -> Value:
    """The elements in order, as complex numbers. Shape: as `a`."""
    found = sampled("sort_complex", (a, (1,)))
    return UNKNOWN if found is None or not a.shape.rank else Array(dtype=found[0], shape=a.shape)


def check_one_axis(axis: Value) -> None:
    """Raises: TypeError where an axis is certainly no number, but an array that has axes."""
    if isinstance(axis, Array) and axis.is_numpy and axis.shape.rank_known and axis.shape.dims:
        refuse(f"an array of shape {axis.shape} is no axis", "TypeError")


@models("numpy.take_along_axis")
def take_along_axis(arr: PlainArray, indices: Value, axis: Value = LAST) -> Value:
    """Elements by their places along an axis. Shape: as the places, but for broadcasting.

    Raises: ValueError where the numbers of axes differ, IndexError for places that are no
    integers or do not broadcast.
    """
    check_one_axis(axis)
    if not isinstance(axis, Int) or axis.number is None or not isinstance(indices, Array):
        return UNKNOWN
    if arr.shape.rank is None:
        return part(arr, UNKNOWN_SHAPE)
    at = checked_axis(axis.number, arr.shape.rank)
    if indices.dtype.is_one_of(dtypes.NUMPY_NUMBERS - dtypes.INTEGERS):
        refuse(f"{indices.dtype} numbers are no places", "IndexError")
    if indices.shape.rank is None:
        return part(arr, UNKNOWN_SHAPE)
    if arr.shape.rank != indices.shape.rank:
        refuse(f"{indices.shape} has not as many axes as {arr.shape}")
    whole = Shape(tuple(1 if i == at else d for i, d in enumerate(arr.shape.dims)))
    joint = shapes.broadcast(whole, indices.shape)
    if joint is None:
        message = f"places of shape {indices.shape} are not for an array of shape {arr.shape}"
        refuse(message, "IndexError", Contract.BROADCAST)
    return part(arr, joint)


@models("numpy.extract")
def extract(condition: Value, arr: PlainArray) -> Value:
    """The elements for which the condition holds. Shape: (?,)."""
    return part(arr, shapes.of((UNKNOWN_DIM,)))


@models("numpy.trim_zeros", view=True)
def trim_zeros(filt: PlainArray, trim: Value = UNKNOWN) -> Value:
    """The elements without zeros at the ends. Shape: (?,)."""
    is_vector = filt.shape.rank == 1
    return part(filt, shapes.of((UNKNOWN_DIM,))) if is_vector and trim == UNKNOWN else UNKNOWN


@models("numpy.union1d", "numpy.setxor1d", "numpy.intersect1d")
def union1d(ar1: PlainArray, ar2: PlainArray) -> Value:
    """The different elements of both in order, or some of them. Shape: (?,)."""
    dtype = joint_dtype([ar1, ar2])
    known = dtype if dtype.is_one_of(dtypes.NUMPY_NUMBERS) else dtypes.UNKNOWN_DTYPE
    return Array(dtype=known, shape=shapes.of((UNKNOWN_DIM,)))


@models("numpy.setdiff1d")
def setdiff1d(ar1: PlainArray, ar2: PlainArray, assume_unique: Value = UNKNOWN) -> Value:
    """The different elements of one that the other does not have. Shape: (?,)."""
    return part(ar1, shapes.of((UNKNOWN_DIM,)))


@models("numpy.in1d")
def in1d(ar1: PlainArray, ar2: Value, assume_unique: Value = UNKNOWN) -> Value:
    """For each element of the flat array whether it is one of several."""
    return Array(dtype=dtypes.BOOL, shape=shapes.of((ar1.shape.size,)), facts=between(0, 1))


@models("numpy.unique_values")
def unique_values(x: PlainArray) -> Value:
    """The different elements. Shape: (?,)."""
    return unique(x)


@models("numpy.unique_counts")
def unique_counts(x: PlainArray) -> Value:
    """The different elements, and how often each is there."""
    return unique(x, return_counts=True)


@models("numpy.unique_inverse")
def unique_inverse(x: PlainArray) -> Value:
    """The different elements, and which one each element is. Shapes: (?,), as `x`."""
    return unique(x, return_inverse=True)


@models("numpy.unique_all")
def unique_all(x: PlainArray) -> Value:
    """The different elements, their first places, which one each element is, how often."""
    return unique(x, True, True, True)


@models("numpy.diagonal", "numpy.ndarray.diagonal", view=True)
def diagonal(a: PlainArray, offset: Value = ZERO, axis1: Whole = 0, axis2: Whole = 1) -> Value:
    """The diagonal of two axes. Shape: the other axes, then its length. Raises: ValueError."""
    rank = a.shape.rank
    if rank is None:
        return part(a, UNKNOWN_SHAPE)
    if rank < 2:
        refuse(f"an array of {rank} axes has no diagonal")
    first, second = checked_axis(axis1, rank), checked_axis(axis2, rank)
    if first == second:
        refuse("a diagonal takes two axes")
    shift = offset.number if isinstance(offset, Int) else None
    length = _diagonal(a.shape.dims[first], a.shape.dims[second], shift)
    rest = tuple(d for i, d in enumerate(a.shape.dims) if i not in (first, second))
    return part(a, Shape((*rest, length)))


def _diagonal(rows: Dim, columns: Dim, offset: int | None) -> Dim:
    if isinstance(rows, int) and isinstance(columns, int) and offset is not None:
        length = min(rows + min(offset, 0), columns - max(offset, 0))
        return made_of(max(0, length), rows, columns)
    return rows if rows == columns and offset == 0 else UNKNOWN_DIM


@models("numpy.linalg.diagonal", view=True)
def diagonal_of_matrices(x: PlainArray, /, *, offset: Value = ZERO) -> Value:
    """The diagonal. Shape: (..., m, n) -> (..., k). Raises: ValueError for less axes than two."""
    return diagonal(x, offset, -2, -1)


@models("numpy.diagflat")
def diagflat(v: PlainArray, k: Value = ZERO) -> Value:
    """Zeros with all elements on a diagonal. Shape: (n, n)."""
    offset = k.number if isinstance(k, Int) else None
    size: Dim = UNKNOWN_DIM if offset is None else add(v.shape.size, abs(offset))
    return Array(dtype=v.dtype, shape=shapes.of((size, size)), facts=v.facts.amid_zeros())


@models("numpy.rollaxis", view=True)
def rollaxis(a: PlainArray, axis: Whole, start: Whole = 0) -> Value:
    """An axis moves before another one. Raises: AxisError."""
    rank = a.shape.rank
    if rank is None:
        return rearranged(a, UNKNOWN_SHAPE)
    at = checked_axis(axis, rank)
    before = start + rank if start < 0 else start
    if not 0 <= before <= rank:
        refuse(f"there is no place {start} among {rank} axes")
    return moveaxis(a, (at,), (before - (at < before),))


@models("numpy.unstack", view=True)
def unstack(x: PlainArray, /, *, axis: Whole = 0) -> Value:
    """The parts along an axis, without it. Raises: ValueError for an array of no axes."""
    rank = x.shape.rank
    if rank is None or current().numpy == 1:
        return UNKNOWN
    if rank == 0:
        refuse("an array of no axes does not unstack")
    at = checked_axis(axis, rank)
    count = x.shape.dims[at]
    rest = Shape(tuple(d for i, d in enumerate(x.shape.dims) if i != at))
    return Tuple((part(x, rest),) * count) if isinstance(count, int) and count <= 64 else UNKNOWN


@models("numpy.dsplit", view=True)
def dsplit(ary: PlainArray, indices_or_sections: Value) -> Value:
    """`split` along the third axis. Raises: ValueError for less than three."""
    if ary.shape.rank is not None and ary.shape.rank < 3:
        refuse(f"dsplit takes three axes, not {ary.shape.rank}")
    return split(ary, indices_or_sections, 2)
