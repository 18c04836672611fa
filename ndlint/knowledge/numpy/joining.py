"""NumPy's functions that put arrays together, repeat them and take them apart."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any

from msgspec.structs import replace

from ndlint.knowledge.binding import ADType, Size, Whole, as_shape
from ndlint.knowledge.numpy.casting import cast_facts
from ndlint.knowledge.numpy.cures import for_joining
from ndlint.knowledge.numpy.outcome import (
    Alike,
    AnyArrays,
    KnownArray,
    SomeArray,
    array_kind,
    checked_axis,
    is_nonempty,
    natural,
    part,
    rearranged,
    refuse,
    refuse_shapes,
    with_axis,
)
from ndlint.knowledge.numpy.shaping import widened
from ndlint.knowledge.numpy.slices import slice_length
from ndlint.knowledge.registry import models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Float,
    Int,
    List,
    Slice,
    Str,
    Value,
    elements,
)
from ndlint.values.conversion import as_array, joint_dtype
from ndlint.values.dimension import UNKNOWN_DIM, Affine, Dim, add, derived, differ, multiply, render
from ndlint.values.dtype import DType
from ndlint.values.facts import UNKNOWN_FACTS, Facts
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

FIRST = Int(0)


def _together(arrays: Sequence[Array], shape: Shape, dtype: DType | None = None) -> Value:
    """An array of all the elements; masked ones lose their masks in ways that nobody models."""
    if any(a.kind is Kind.MASKED for a in arrays):
        return UNKNOWN
    if dtype is not None:
        _check_casts(arrays, dtype)
    dtype = dtype or joint_dtype(list(arrays))
    facts: Facts | None = None
    for array in arrays:
        added = cast_facts(array.facts, array.dtype, dtype)
        if array.shape.size == 0:
            continue
        facts = added if facts is None else facts.both(added)
    return Array(dtype=dtype, shape=shape, facts=facts or Facts())


def _check_casts(arrays: Sequence[Array], dtype: DType) -> None:
    """Raises: TypeError where an array is of a higher kind than the dtype asked for."""
    target = dtype.name
    if target not in dtypes.NUMPY_NUMBERS:
        return
    for array in arrays:
        names, known = array.dtype.names, array.dtype.is_one_of(dtypes.NUMPY_NUMBERS)
        if known and not any(dtypes.casts_within_kind(name, target) for name in names):
            refuse(f"{array.dtype} is not cast to {dtype} here", "TypeError")


def common_rank(given: Sequence[Shape], axis: int) -> int | None:
    """The number of axes, which must be the same of all."""
    known = [s for s in given if s.rank is not None]
    for other in known[1:]:
        if other.rank != known[0].rank:
            refuse_shapes(
                f"shapes {known[0]} and {other} have different numbers of axes",
                for_joining(known[0], other, axis),
            )
    return known[0].rank if known else None


def concatenated(dims: Sequence[Shape], axis: int) -> Shape:
    """The shape of arrays put together along an axis."""
    if not dims:
        refuse("there is no array to put together")
    rank = common_rank(dims, axis)
    if rank is None:
        return UNKNOWN_SHAPE
    if rank == 0:
        refuse("arrays of no axes cannot be put together")
    at = checked_axis(axis, rank)
    full = [s.dims if s.rank_known else (UNKNOWN_DIM,) * rank for s in dims]
    result = list(full[0])
    for other in full[1:]:
        for i in range(rank):
            if i == at:
                result[i] = add(result[i], other[i])
            elif differ(result[i], other[i]):
                a, b = Shape(full[0]), Shape(other)
                refuse_shapes(
                    f"shapes {a} and {b} differ in axis {i}, too, not only in axis {at}",
                    for_joining(a, b, at),
                )
            elif result[i] is UNKNOWN_DIM:
                result[i] = other[i]
    return Shape(tuple(result))


def of_lists(function: Callable[..., Value]) -> Callable[..., Value]:
    """The function for lists of unknown length, too: one and two of the same array tell what
    each further one adds. An empty list raises."""

    @wraps(function)
    def whole(first: tuple[Array, ...] | Alike, *rest: Any, **options: Any) -> Value:
        if not isinstance(first, Alike):
            return function(first, *rest, **options)
        one = function((first.array,), *rest, **options)
        two = function((first.array, first.array), *rest, **options)
        if not isinstance(one, Array) or not isinstance(two, Array):
            return UNKNOWN
        if one.shape.rank != two.shape.rank:
            return replace(one, shape=UNKNOWN_SHAPE)
        pairs = zip(one.shape.dims, two.shape.dims, strict=True)
        dims = (_grown(a, b, first.length) for a, b in pairs)
        return replace(one, shape=Shape(tuple(dims), one.shape.rank_known))

    return whole


def _grown(one: Dim, two: Dim, count: Dim) -> Dim:
    """The size of an axis for `count` arrays, if it is `one` for one of them, `two` for two."""
    each = add(two, one, -1)
    if one == two:
        return one
    return add(one, multiply(each, add(count, -1)))


@models("numpy.concatenate", "numpy.concat")
@of_lists
def concatenate(arrays: AnyArrays, axis: Value = FIRST, dtype: ADType | None = None) -> Value:
    """Arrays put together along an axis, the first by default.

    Raises: ValueError where the ranks or the sizes of other axes differ.
    """
    if axis == NOTHING:
        flat = [rearranged(a, shapes.of((a.shape.size,))) for a in arrays]
        return _restored(arrays, _along(flat, 0, dtype))
    return _along(arrays, axis.number if isinstance(axis, Int) else None, dtype)


def _along(arrays: Sequence[Array], axis: int | None, dtype: DType | None = None) -> Value:
    if axis is None:
        return _together(arrays, UNKNOWN_SHAPE, dtype) if arrays else UNKNOWN
    return _together(arrays, concatenated([a.shape for a in arrays], axis), dtype)


@models("numpy.stack")
@of_lists
def stack(arrays: AnyArrays, axis: Whole = 0, *, dtype: ADType | None = None) -> Value:
    """Arrays of one shape put together along a new axis. Raises: ValueError where they differ."""
    if not arrays:
        refuse("there is no array to stack")
    return _together(arrays, stacked([a.shape for a in arrays], axis), dtype)


def stacked(given: Sequence[Shape], axis: int) -> Shape:
    """The shape of arrays put together along a new axis. Raises: ValueError where they differ."""
    rank = common_rank(given, axis)
    if rank is None:
        return UNKNOWN_SHAPE
    at = checked_axis(axis, rank + 1, "the result")
    dims: tuple[Dim, ...] = (UNKNOWN_DIM,) * rank
    for shape in given:
        if shape.rank_known:
            pairs = tuple(zip(dims, shape.dims, strict=True))
            if any(differ(x, y) for x, y in pairs):
                refuse_shapes(f"shapes {Shape(dims)} and {shape} differ")
            dims = tuple(y if x is UNKNOWN_DIM else x for x, y in pairs)
    return Shape((*dims[:at], len(given), *dims[at:]))


@models("numpy.vstack", "numpy.row_stack")
@of_lists
def vstack(tup: AnyArrays, *, dtype: ADType | None = None) -> Value:
    """Rows put under each other. Shapes: k times (n,) -> (k, n). Raises: ValueError."""
    wide = [rearranged(a, _rows(a.shape)) for a in tup]
    return _restored(tup, _along(wide, 0, dtype))


def _rows(shape: Shape) -> Shape:
    return widened(shape, 2) if shape.rank_known else UNKNOWN_SHAPE


def _restored(arrays: Sequence[Array], made: Value) -> Value:
    return UNKNOWN if any(a.kind is Kind.MASKED for a in arrays) else made


@models("numpy.hstack")
@of_lists
def hstack(tup: AnyArrays, *, dtype: ADType | None = None) -> Value:
    """Arrays put beside each other, along axis 1 or the only axis. Raises: ValueError."""
    wide = [rearranged(a, widened(a.shape, 1)) for a in tup]
    if not wide:
        refuse("there is no array to put together")
    ranks = [a.shape.rank for a in wide]
    if ranks[0] is None:
        return _together(wide, UNKNOWN_SHAPE, dtype)
    return _restored(tup, _along(wide, 0 if ranks[0] == 1 else 1, dtype))


@models("numpy.dstack")
@of_lists
def dstack(tup: AnyArrays) -> Value:
    """Arrays put together along a third axis. Shapes: (n, m) -> (n, m, k). Raises: ValueError."""
    return _restored(tup, _along([rearranged(a, widened(a.shape, 3)) for a in tup], 2))


@models("numpy.column_stack")
@of_lists
def column_stack(tup: AnyArrays) -> Value:
    """Columns put beside each other. Shapes: k times (n,) -> (n, k). Raises: ValueError."""
    return _restored(tup, _along([rearranged(a, _column(a.shape)) for a in tup], 1))


def _column(shape: Shape) -> Shape:
    if shape.rank is None:
        return UNKNOWN_SHAPE
    if shape.rank < 2:
        return Shape((*(shape.dims or (1,)), 1))
    return shape


@models("numpy.append")
def append(arr: SomeArray, values: SomeArray, axis: Whole | None = None) -> Value:
    """A new array with `values` at the end; flat without an axis. Raises: ValueError."""
    pair = [arr, values]
    if axis is None:
        pair = [rearranged(a, shapes.of((a.shape.size,))) for a in pair]
    return _restored((arr, values), _along(tuple(pair), axis or 0))


@models("numpy.insert")
def insert(arr: SomeArray, obj: Value, values: Value, axis: Whole | None = None) -> Value:
    """A new array with more elements, whose dtype stays. Raises: IndexError."""
    if arr.kind is Kind.MASKED:
        return UNKNOWN
    source = arr.shape if axis is not None else shapes.of((arr.shape.size,))
    if source.rank is None:
        return Array(dtype=arr.dtype)
    at = checked_axis(axis or 0, source.rank)
    dims = list(source.dims)
    dims[at] = _lengthened(dims[at], obj, values)
    return Array(dtype=arr.dtype, shape=shapes.of(dims))


def _lengthened(size: Dim, obj: Value, values: Value) -> Dim:
    """The size of an axis once a number stands before each of the places."""
    places = elements(obj) or (obj,)
    numbers = [i.number for i in places if isinstance(i, Int)]
    if not isinstance(size, int) or len(numbers) < len(places):
        return UNKNOWN_DIM
    if any(n is not None and not -size <= n <= size for n in numbers):
        refuse(f"a place is out of range for an axis of size {size}", "IndexError")
    is_number = isinstance(values, Int | Float | Bool) and None not in numbers
    return size + len(numbers) if is_number else UNKNOWN_DIM


@models("numpy.split", view=True)
def split(ary: KnownArray, indices_or_sections: Value, axis: Whole = 0) -> Value:
    """A list of equal parts, or of parts between places. Raises: ValueError: not equal."""
    return _parts(ary, indices_or_sections, axis, True)


@models("numpy.array_split", view=True)
def array_split(ary: KnownArray, indices_or_sections: Value, axis: Whole = 0) -> Value:
    """Like `split`, but the first parts may be longer by one."""
    return _parts(ary, indices_or_sections, axis, False)


@models("numpy.vsplit", view=True)
def vsplit(ary: KnownArray, indices_or_sections: Value) -> Value:
    """`split` along the first axis. Raises: ValueError for less than two axes."""
    if ary.shape.rank in (0, 1):
        refuse(f"vsplit takes an array of two axes or more, not of {ary.shape.rank}")
    return _parts(ary, indices_or_sections, 0, True)


@models("numpy.hsplit", view=True)
def hsplit(ary: KnownArray, indices_or_sections: Value) -> Value:
    """`split` along the second axis or the only one."""
    if not ary.shape.rank:
        return List(None)
    return _parts(ary, indices_or_sections, min(1, ary.shape.rank - 1), True)


def _parts(a: Array, places: Value, axis: int, is_equal: bool) -> Value:
    if a.shape.rank is None:
        return List(None)
    if not -a.shape.rank <= axis < a.shape.rank:
        refuse(f"axis {axis} is out of range: the array has {a.shape.rank} axes", "IndexError")
    at = axis % a.shape.rank
    lengths = _lengths(a.shape.dims[at], places, is_equal)
    if lengths is None:
        return List(None)
    before, after = a.shape.dims[:at], a.shape.dims[at + 1 :]
    return List(tuple(part(a, Shape((*before, n, *after))) for n in lengths))


def _lengths(size: Dim, places: Value, is_equal: bool) -> list[Dim] | None:
    """The lengths of the parts; None where their number is not known."""
    if isinstance(places, Int):
        count = places.number
        if count is None or not 0 < count <= 64:
            return None
        if isinstance(size, Affine) and is_equal:
            return [derived(size, (count,), f"{render(size)} / {count}")] * count
        if not isinstance(size, int):
            return [UNKNOWN_DIM] * count
        if is_equal and size % count:
            refuse_shapes(
                f"an axis of size {size} does not split into {count} equal parts",
                "write np.array_split for parts that are not",
            )
        return [size // count + (i < size % count) for i in range(count)]
    items = elements(places)
    if items is None:
        return None
    pairs = zip((NOTHING, *items), (*items, NOTHING), strict=True)
    return [slice_length(Slice(start, stop, NOTHING), size) for start, stop in pairs]


@models("numpy.tile")
def tile(A: SomeArray, reps: Value) -> Value:
    """The array repeated along its axes. Shape: each axis times its number of repeats."""
    times = as_shape(reps)
    if times is None or not times.rank_known or not A.shape.rank_known:
        return part(A, UNKNOWN_SHAPE) if A.kind is not Kind.MASKED else UNKNOWN
    rank = max(len(times.dims), len(A.shape.dims))
    sizes = (1,) * (rank - len(A.shape.dims)) + A.shape.dims
    counts = (1,) * (rank - len(times.dims)) + times.dims
    shape = Shape(tuple(multiply(n, natural(k)) for n, k in zip(sizes, counts, strict=True)))
    return UNKNOWN if A.kind is Kind.MASKED else _repeated(A, shape)


def _repeated(a: Array, shape: Shape) -> Array:
    made = part(a, shape)
    exact = shape.numbers
    if exact is not None and 0 not in exact and is_nonempty(a):
        return rearranged(a, shape)
    return made


@models("numpy.repeat", "numpy.ndarray.repeat")
def repeat(a: KnownArray, repeats: Value, axis: Whole | None = None) -> Value:
    """Each element repeated, along an axis or on one flat axis."""
    if a.kind is Kind.MASKED:
        return UNKNOWN
    shape = with_axis(a.shape) if axis is not None else shapes.of((a.shape.size,))
    if shape.rank is None:
        return part(a, UNKNOWN_SHAPE)
    dims = list(shape.dims)
    at = checked_axis(axis or 0, shape.rank)
    dims[at] = _times(dims[at], repeats)
    if isinstance(repeats, Int):
        return _repeated(a, shapes.of(dims))
    return part(a, shapes.of(dims))


def _times(size: Dim, repeats: Value) -> Dim:
    """The size of an axis each of whose places is repeated, equally or by a number of its own.

    Raises: ValueError where there are not as many numbers as places.
    """
    if isinstance(repeats, Int):
        return multiply(size, natural(repeats.size))
    items = elements(repeats)
    counts = [i.number for i in items or () if isinstance(i, Int) and i.number is not None]
    if not items or not isinstance(size, int) or len(counts) < len(items):
        return UNKNOWN_DIM
    if len(counts) == 1:
        return size * counts[0]
    if len(counts) != size:
        refuse_shapes(f"{len(counts)} numbers of repeats are not for an axis of size {size}")
    return sum(counts)


def as_pads(value: Value) -> tuple[tuple[int, int], ...] | None:
    """A pad width: `1`, `(1, 2)`, `((1, 2), (3, 4))`."""
    array = as_array(value)
    items = elements(value)
    if isinstance(value, Int) and value.number is not None:
        return ((value.number, value.number),)
    if array is None or items is None or not array.shape.is_exact:
        return None
    rows = items if array.shape.rank == 2 else (value,)
    pads = []
    for row in rows:
        pair = [i.number if isinstance(i, Int) else None for i in elements(row) or ()]
        first, last = pair[0] if pair else None, pair[-1] if pair else None
        if first is None or last is None or len(pair) > 2:
            return None
        pads.append((first, last))
    return tuple(pads)


Pads = Annotated[tuple[tuple[int, int], ...], as_pads]
COPIES = ("edge", "reflect", "symmetric", "wrap")
"""Modes of `pad` that repeat elements."""


@models("numpy.pad")
def pad(array: SomeArray, pad_width: Pads, mode: Value = NOTHING, **kwargs: Value) -> Value:
    """More elements at the ends of each axis. Shape: each axis plus its two pads."""
    rank = array.shape.rank
    shape = UNKNOWN_SHAPE
    if rank is not None:
        if len(pad_width) not in (1, rank):
            refuse(f"{len(pad_width)} pads for an array of {rank} axes")
        pads = pad_width * rank if len(pad_width) == 1 else pad_width
        sizes = zip(array.shape.dims, pads, strict=True)
        shape = Shape(tuple(add(add(n, before), after) for n, (before, after) in sizes))
    constant = mode in (NOTHING, Str("constant"))
    facts = UNKNOWN_FACTS
    if constant:
        filler = as_array(kwargs.get("constant_values", Int(0)))
        added = filler.facts.of_a_part() if filler else UNKNOWN_FACTS
        source = filler.dtype if filler else array.dtype
        facts = array.facts.both(cast_facts(added, source, array.dtype))
    elif mode in tuple(map(Str, COPIES)):
        facts = array.facts
    return Array(array_kind(()), array.dtype, shape, facts)


@models("numpy.diff")
def diff(a: SomeArray, n: Size = 1, axis: Whole = -1) -> Value:
    """Differences of neighbours: an axis shorter by `n`. Only a rank is claimed for unknown `n`."""
    dtype = a.dtype if not a.dtype.may_be("bool", "datetime64") else Array().dtype
    if a.shape.rank is None or a.kind is Kind.MASKED:
        return UNKNOWN
    at = checked_axis(axis, a.shape.rank)
    dims = list(a.shape.dims)
    size = dims[at]
    dims[at] = max(0, size - n) if isinstance(size, int) and isinstance(n, int) else UNKNOWN_DIM
    return Array(dtype=dtype, shape=shapes.of(dims))
