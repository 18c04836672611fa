"""NumPy's functions that choose, order and bound elements."""

from collections.abc import Callable
from math import inf, isfinite

from msgspec.structs import replace

from ndlint.knowledge.binding import AnyArray, Flag, Whole, as_number
from ndlint.knowledge.numpy.casting import cast_facts
from ndlint.knowledge.numpy.indexing import check_indices
from ndlint.knowledge.numpy.intervals import NO, is_whole
from ndlint.knowledge.numpy.outcome import (
    KnownArray,
    SomeArray,
    array_kind,
    as_some_array,
    checked_axis,
    element_kind,
    part,
    rearranged,
    refuse,
    refuse_shapes,
    with_axis,
)
from ndlint.knowledge.numpy.promotion import Operand, operand, result_dtype
from ndlint.knowledge.numpy.slices import slice_length
from ndlint.knowledge.registry import Changed, models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import SUMMARY, Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Int, Slice, Tuple, Value, elements
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, between
from ndlint.values.rounding import rounded
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

LAST, MAIN = Int(-1), Int(0)


def indices(shape: Shape, below: Dim = UNKNOWN_DIM) -> Array:
    """An int64 array of places on an axis."""
    high = below - 1 if isinstance(below, int) and below > 0 else inf
    return Array(dtype=dtypes.INT64, shape=shape, facts=between(0, high))


@models("numpy.sort")
def sort(a: SomeArray, axis: Value = LAST, kind: Value = UNKNOWN) -> Value:
    """The elements in order along an axis, or flat. Shape: as `a`, or (n,)."""
    ordered = replace(a, facts=a.facts.in_order)
    if axis == NOTHING:
        return rearranged(ordered, shapes.of((a.shape.size,)))
    if not isinstance(axis, Int):
        return UNKNOWN
    if a.shape.rank is not None and axis.number is not None:
        checked_axis(axis.number, a.shape.rank)
    return rearranged(ordered, a.shape)


@models("numpy.ndarray.sort")
def sort_method(a: AnyArray, axis: Value = LAST, kind: Value = UNKNOWN) -> Changed:
    """None; the receiver's elements change places. Raises: AxisError."""
    if isinstance(axis, Int) and axis.number is not None and a.shape.rank is not None:
        checked_axis(axis.number, a.shape.rank)
    return Changed(replace(a, facts=a.facts.in_order), NOTHING)


@models("numpy.argsort", "numpy.ndarray.argsort")
def argsort(a: KnownArray, axis: Value = LAST, kind: Value = UNKNOWN) -> Value:
    """The places of the elements in order along an axis. Shape: as `a`."""
    if axis == NOTHING:
        return indices(shapes.of((a.shape.size,)), a.shape.size)
    if not isinstance(axis, Int) or axis.number is None or a.kind is Kind.MASKED:
        return UNKNOWN
    shape = with_axis(a.shape)
    if shape.rank is not None:
        checked_axis(axis.number, shape.rank)
    return indices(shape, shape.axis(axis.number))


def numbered(facts: Facts, shape: Shape) -> Array:
    """An int64 array of numbers from 0 that stand for different elements, of these facts."""
    return Array(dtype=dtypes.INT64, shape=shape, facts=facts.numbered())


@models("numpy.unique")
def unique(
    ar: SomeArray,
    return_index: Flag = False,
    return_inverse: Flag = False,
    return_counts: Flag = False,
    axis: Value = NOTHING,
) -> Value:
    """The different elements in order, on one axis; then what is asked for."""
    if axis != NOTHING or ar.kind is Kind.MASKED:
        return UNKNOWN
    count = ar.facts.classes
    one_axis = shapes.of((UNKNOWN_DIM if count is None else count,))
    values = rearranged(replace(ar, facts=ar.facts.in_order), one_axis)
    extra = (
        (return_index, indices(one_axis)),
        (return_inverse, numbered(ar.facts, _inverse_shape(ar.shape))),
        (return_counts, indices(one_axis)),
    )
    more = tuple(array for asked, array in extra if asked)
    return Tuple((values, *more)) if more else values


def _inverse_shape(shape: Shape) -> Shape:
    """The shape of what tells which element each one is; NumPy 1 makes it flat."""
    if shape.rank == 0:
        return UNKNOWN_SHAPE
    return shape if current().numpy == 2 else shapes.of((shape.size,))


@models("numpy.where")
def where(condition: SomeArray, x: Value = NOTHING, y: Value = NOTHING) -> Value:
    """An element of `x` where the condition holds, else of `y`; alone, the places where it does.

    Raises: ValueError where the shapes do not broadcast.
    """
    if x == NOTHING and y == NOTHING:
        return nonzero(condition)
    a, b = _branch(x), _branch(y)
    if Kind.MASKED in (a.array.kind, b.array.kind):
        return UNKNOWN
    dtype = result_dtype("where", Operand(Array(dtype=dtypes.BOOL)), a, b)
    shape: Shape | None = condition.shape
    for other in (a.array.shape, b.array.shape):
        joint = shapes.broadcast(shape, other) if shape is not None else None
        if joint is None:
            refuse_shapes(
                f"{condition.shape}, {a.array.shape} and {b.array.shape} do not broadcast"
            )
        shape = joint
    if dtype is None or shape is None:
        return UNKNOWN
    either = [cast_facts(o.array.facts, o.array.dtype, dtype).of_a_part() for o in (a, b)]
    return Array(dtype=dtype, shape=shape, facts=either[0].both(either[1]))


def _branch(value: Value) -> Operand:
    return operand(value) or Operand(as_some_array(value) or Array())


@models("numpy.nonzero", "numpy.ndarray.nonzero")
def nonzero(a: KnownArray) -> Value:
    """The places of the elements that are not zero: a tuple of one array for each axis.

    Raises: ValueError for an array of no axes, which NumPy 1 takes for a vector.
    """
    if a.shape.rank == 0 and a.is_numpy and current().numpy == 2:
        refuse("an array of no axes has no places")
    if not a.shape.rank:
        return UNKNOWN
    return Tuple(tuple(indices(shapes.of((UNKNOWN_DIM,)), size) for size in a.shape.dims))


@models("numpy.argwhere")
def argwhere(a: KnownArray) -> Value:
    """The places of the elements that are not zero. Shape: (?, rank)."""
    rank: Dim = UNKNOWN_DIM if a.shape.rank is None else a.shape.rank
    return indices(shapes.of((UNKNOWN_DIM, rank)))


@models("numpy.flatnonzero")
def flatnonzero(a: KnownArray) -> Value:
    """The places of the elements that are not zero, in the flat array."""
    return indices(shapes.of((UNKNOWN_DIM,)), a.shape.size)


@models("numpy.clip")
def clip(
    a: Value,
    a_min: Value = NOTHING,
    a_max: Value = NOTHING,
    *,
    min: Value = NOTHING,
    max: Value = NOTHING,
) -> Value:
    """Each element, but not below `a_min` nor above `a_max`. NaN stays NaN."""
    return _clipped(a, a_min if min == NOTHING else min, a_max if max == NOTHING else max)


@models("numpy.ndarray.clip")
def clip_method(a: AnyArray, min: Value = NOTHING, max: Value = NOTHING) -> Value:
    """Each element, but not below `min` nor above `max`."""
    return _clipped(a, min, max)


_NO_BOUND = Operand(Array(shape=shapes.SCALAR, facts=FINITE), frozenset({"=None"}))


def _clipped(value: Value, least: Value, greatest: Value) -> Value:
    x = operand(value)
    ends = [_NO_BOUND if v == NOTHING else operand(v) for v in (least, greatest)]
    known = [e for e in ends if e is not None]
    if x is None or len(known) < 2:
        return UNKNOWN
    dtype = result_dtype("clip", x, *known)
    shape = x.array.shape
    for end in known:
        joint = shapes.broadcast(shape, end.array.shape)
        if joint is None:
            refuse_shapes(f"{shape} and {end.array.shape} do not broadcast")
        shape = joint
    if dtype is None:
        return UNKNOWN
    if x.array.kind is Kind.MASKED or any(e.array.kind is Kind.MASKED for e in known):
        return UNKNOWN
    facts = UNKNOWN_FACTS
    numbers = [None if v == NOTHING else as_number(v) for v in (least, greatest)]
    certain = all(
        n is not None or v == NOTHING for n, v in zip(numbers, (least, greatest), strict=True)
    )
    if certain and shape == x.array.shape and dtype.name is not None:
        cast = cast_facts(x.array.facts, x.array.dtype, dtype)
        facts = _bounded(cast, *(_rounded(n, dtype.name) for n in numbers))
    elif is_whole(dtype):
        facts = FINITE
    return Array(element_kind(shape, (x.array,)), dtype, shape, facts, origins=SUMMARY)


def _rounded(number: float | None, dtype: str | None) -> float | None:
    """The bound in the dtype of the elements."""
    if number is None or dtype not in ("float16", "float32"):
        return number
    return rounded(number, dtype)


def _bounded(facts: Facts, least: float | None, greatest: float | None) -> Facts:
    """The facts of elements kept between two numbers."""
    if any(n is not None and not isfinite(n) for n in (least, greatest)):
        return UNKNOWN_FACTS
    if least is not None and greatest is not None and least > greatest:
        return UNKNOWN_FACTS
    low, high = facts.low, facts.high
    if facts.inf is not NO:
        low, high = -inf, inf
    if least is not None:
        low, high = max(low, least), max(high, least)
    if greatest is not None:
        low, high = min(low, greatest), min(high, greatest)
    spread = NO if least is not None and greatest is not None else facts.inf.weakened()
    return Facts(facts.nan, spread, low, high)


@models("numpy.take", "numpy.ndarray.take")
def take(a: KnownArray, indices: KnownArray, axis: Whole | None = None) -> Value:
    """Elements by place, flat or along an axis. Shape: the axis becomes the shape of the places."""
    if a.kind is Kind.MASKED:
        return UNKNOWN
    if axis is None:
        _check_places(indices, a.shape.size, 0)
        shape = indices.shape
    elif a.shape.rank is None or indices.shape.rank is None:
        shape = UNKNOWN_SHAPE
    else:
        dims = with_axis(a.shape).dims
        at = checked_axis(axis, len(dims))
        _check_places(indices, dims[at], at)
        shape = Shape((*dims[:at], *indices.shape.dims, *dims[at + 1 :]))
    if shape.rank in (0, None) and a.dtype.may_be("object"):
        return UNKNOWN
    return replace(part(a, shape), kind=element_kind(shape, (a,)))


def _check_places(places: Array, size: Dim, axis: int) -> None:
    if places.dtype.is_one_of(dtypes.INTEGERS):
        check_indices(places, size, axis)


@models("numpy.compress")
def compress(condition: Value, a: KnownArray, axis: Whole | None = None) -> Value:
    """The elements for which the condition holds. Raises: IndexError where it is too long."""
    truths = [i.truth if isinstance(i, Bool) else None for i in elements(condition) or (UNKNOWN,)]

    def kept(size: Dim) -> Dim:
        if None in truths:
            return UNKNOWN_DIM
        if isinstance(size, int) and any(truths[size:]):
            refuse(f"index {len(truths) - 1} is out of range for an axis of size {size}", INDEX)
        return sum(truth is True for truth in truths)

    return _some(replace(a, shape=with_axis(a.shape)), axis, kept)


@models("numpy.ndarray.compress")
def compress_method(a: AnyArray, condition: Value, axis: Whole | None = None) -> Value:
    """The elements for which the condition holds. Raises: IndexError where it is too long."""
    return compress(condition, a, axis)


@models("numpy.delete")
def delete(arr: SomeArray, obj: Value, axis: Whole | None = None) -> Value:
    """The elements but some, of a flat array or along an axis. Raises: IndexError."""
    return _some(arr, axis, lambda size: _without(size, obj))


def _some(a: Array, axis: int | None, left: Callable[[Dim], Dim]) -> Value:
    """Some of the elements: `left` gives the new size of the axis, or of the flat array."""
    if a.kind is Kind.MASKED:
        return UNKNOWN
    shape = a.shape if axis is not None else shapes.of((a.shape.size,))
    if shape.rank is None:
        return part(a, UNKNOWN_SHAPE)
    at = checked_axis(axis or 0, shape.rank)
    dims = list(shape.dims)
    dims[at] = left(dims[at])
    return part(a, shapes.of(dims))


INDEX = "IndexError"


def _without(size: Dim, obj: Value) -> Dim:
    """The size of an axis without the places that `delete` is given."""
    if isinstance(obj, Slice):
        gone = slice_length(obj, size)
        return size - gone if isinstance(size, int) and isinstance(gone, int) else UNKNOWN_DIM
    items = elements(obj)
    places = [i.number if isinstance(i, Int) else None for i in items or (obj,)]
    if items == () or not isinstance(size, int):
        return size if items == () else UNKNOWN_DIM
    known = {n for n in places if n is not None}
    if any(not -size <= n < size for n in known):
        refuse(f"a place is out of range for an axis of size {size}", INDEX)
    return UNKNOWN_DIM if None in places else size - len({n % size for n in known})


@models("numpy.diag", view=True)
def diag(v: SomeArray, k: Value = MAIN) -> Value:
    """The diagonal of a matrix, or a matrix of zeros with the vector on its diagonal.

    Raises: ValueError for an array of no axes or of more than two.
    """
    if v.shape.rank is None or v.kind is Kind.MASKED:
        return UNKNOWN
    if v.shape.rank not in (1, 2):
        refuse(f"diag takes a vector or a matrix, not {v.shape.rank} axes")
    if v.shape.rank == 2:
        rows, columns = v.shape.dims
        if k == Int(0) and isinstance(rows, int) and isinstance(columns, int):
            return part(v, shapes.of((min(rows, columns),)))
        return part(v, shapes.of((UNKNOWN_DIM,)))
    size = v.shape.dims[0] if k == Int(0) else UNKNOWN_DIM
    return _with_zeros(v, shapes.of((size, size)))


def _with_zeros(a: Array, shape: Shape) -> Array:
    return Array(array_kind((a,)), a.dtype, shape, a.facts.amid_zeros(), a.masked)


@models("numpy.tril", "numpy.triu")
def tril(m: SomeArray, k: Value = UNKNOWN) -> Value:
    """The elements on one side of the diagonal, zeros on the other. A vector is taken for each row.

    Raises: TypeError for an array of no axes.
    """
    if m.shape.rank is None or m.kind is Kind.MASKED:
        return UNKNOWN
    if m.shape.rank == 0:
        refuse("an array of no axes has no diagonal", "TypeError")
    made = _with_zeros(m, Shape(m.shape.dims * 2) if m.shape.rank == 1 else m.shape)
    return replace(made, facts=made.facts.of_a_part())


@models("numpy.bincount")
def bincount(x: SomeArray, weights: Value = NOTHING, minlength: Value = UNKNOWN) -> Value:
    """How often each integer is there: int64, on one axis of unknown length."""
    if weights != NOTHING:
        return UNKNOWN
    return indices(shapes.of((UNKNOWN_DIM,)))


@models("numpy.isin")
def isin(element: SomeArray, test_elements: Value) -> Value:
    """For each element whether it is one of several. Shape: as `element`."""
    if element.kind is Kind.MASKED:
        return UNKNOWN
    return Array(dtype=dtypes.BOOL, shape=element.shape, facts=between(0, 1))
