"""NumPy's functions that change their first argument, and return nothing."""

from collections.abc import Callable
from typing import Annotated

from msgspec.structs import replace

from ndlint.knowledge.binding import Whole, as_shape
from ndlint.knowledge.numpy.indexing import assign
from ndlint.knowledge.numpy.ordering import check_one_axis
from ndlint.knowledge.numpy.outcome import SomeArray, refuse, refuse_shapes, without_wild
from ndlint.knowledge.registry import Changed, models
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Ellipse, Tuple, Value
from ndlint.values.conversion import as_array
from ndlint.values.dimension import differ
from ndlint.values.facts import Truth
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def as_target(value: Value) -> Array | None:
    """An array that can be changed; of anything else, it is not known what happens."""
    return value if isinstance(value, Array) and value.is_mutable and value.is_numpy else None


Target = Annotated[Array, as_target]
SOME = Array(dtype=dtypes.BOOL)
"""A key that selects any elements."""
NO = Bool(False)


def _some_set(a: Array, values: Value) -> Changed:
    """Some elements become some of the values."""
    if a.kind is Kind.MASKED:
        return Changed(a.disturbed(), NOTHING)
    flat = values
    if isinstance(values, Array):
        flat = replace(values, shape=UNKNOWN_SHAPE, facts=values.facts.of_a_part())
    return Changed(assign(a, SOME, flat), NOTHING)


def _check_mask(a: Array, mask: Value) -> None:
    """Raises: ValueError where the mask has certainly not as many elements as the array."""
    given = as_array(mask)
    if given is not None and a.kind is Kind.NDARRAY and differ(given.shape.size, a.shape.size):
        refuse_shapes(f"a mask of shape {given.shape} is not for an array of shape {a.shape}")


def _check_cast(a: Array, values: Value, casts: Callable[[str, str], bool]) -> None:
    """Raises: TypeError where NumPy certainly refuses to cast the values so."""
    is_array = isinstance(values, Array) and values.kind is Kind.NDARRAY and values.shape.rank
    if not is_array or a.kind is not Kind.NDARRAY or not isinstance(values, Array):
        return
    if not all(x.dtype.is_one_of(dtypes.NUMPY_NUMBERS) for x in (a, values)):
        return
    if not any(casts(x, y) for x in values.dtype.names for y in a.dtype.names):
        refuse(f"{values.dtype} values are not cast to {a.dtype}", "TypeError")


@models("numpy.putmask")
def putmask(a: Target, mask: Value, values: Value) -> Changed:
    """None; elements where the mask is true become values.

    Raises: ValueError for a mask of another size, TypeError where the cast may lose something.
    """
    _check_mask(a, mask)
    _check_cast(a, values, dtypes.casts_safely)
    return _some_set(a, values)


@models("numpy.place")
def place(arr: Target, mask: Value, vals: Value) -> Changed:
    """None; elements where the mask is true become the values in turn. Raises: as `putmask`."""
    _check_mask(arr, mask)
    _check_cast(arr, vals, dtypes.casts_safely)
    return _some_set(arr, vals)


@models("numpy.put", "numpy.ndarray.put")
def put(a: Target, ind: Value, v: Value, mode: Value = UNKNOWN) -> Changed:
    """None; elements of the flat array become values."""
    return _some_set(a, v)


@models("numpy.put_along_axis")
def put_along_axis(arr: Target, indices: Value, values: Value, axis: Value = UNKNOWN) -> Changed:
    """None; elements along an axis become values. Raises: TypeError: the axis is an array."""
    check_one_axis(axis)
    return _some_set(arr, values)


@models("numpy.fill_diagonal")
def fill_diagonal(a: Target, val: Value, wrap: Value = UNKNOWN) -> Changed:
    """None; the diagonal becomes the value. Raises: ValueError for less than two axes."""
    if a.shape.rank is not None and a.shape.rank < 2:
        refuse(f"an array of {a.shape.rank} axes has no diagonal")
    return _some_set(a, val)


@models("numpy.copyto")
def copyto(
    dst: Target, src: SomeArray, casting: Value = UNKNOWN, where: Value = UNKNOWN
) -> Changed:
    """None; the elements become those of `src`.

    Raises: TypeError for values of a higher kind, ValueError where they do not broadcast.
    """
    if where != UNKNOWN or casting != UNKNOWN or dst.kind is Kind.MASKED:
        return _some_set(dst, src)
    _check_cast(dst, src, dtypes.casts_within_kind)
    if not src.dtype.is_one_of(dtypes.NUMPY_NUMBERS):
        return _some_set(dst, src)  # NumPy looks at dtypes before it looks at shapes
    return Changed(assign(dst, Ellipse(), src), NOTHING)


@models("numpy.ndarray.resize")
def resize(a: Target, *new_shape: Value, refcheck: Value = UNKNOWN) -> Changed:
    """None; the array itself takes another shape, with zeros for what is new."""
    shape = as_shape(new_shape[0] if len(new_shape) == 1 else Tuple(new_shape)) or UNKNOWN_SHAPE
    low, high = min(a.facts.low, 0), max(a.facts.high, 0)
    facts = replace(a.facts.of_a_part(), low=low, high=high)
    masked = a.masked.join(Truth.MAYBE) if a.kind is Kind.MASKED else a.masked
    shape = _resized(without_wild(shape), a) if new_shape else a.shape
    return Changed(replace(a, shape=shape, facts=facts, masked=masked), NOTHING)


def _resized(shape: Shape, a: Array) -> Shape:
    """Masked arrays cannot be resized."""
    return UNKNOWN_SHAPE if a.kind is Kind.MASKED else shape


@models("numpy.ndarray.byteswap")
def byteswap(a: Target, inplace: Value = NO) -> Value:
    """The same bytes in another order: other numbers, of the same dtype and shape."""
    return UNKNOWN if inplace != NO else Array(a.kind, a.dtype, a.shape, masked=a.masked)


@models("numpy.ndarray.setflags")
def setflags(
    a: Value, write: Value = UNKNOWN, align: Value = UNKNOWN, uic: Value = UNKNOWN
) -> Value:
    """None; whether the array can be written to."""
    return NOTHING


def _check_is_dtype(dtype: Value) -> None:
    if isinstance(dtype, Array) and dtype.is_numpy and dtype.shape.rank_known and dtype.shape.dims:
        refuse(f"an array of shape {dtype.shape} is no dtype", "TypeError")


@models("numpy.ndarray.getfield", view=True)
def getfield(a: Target, dtype: Value, offset: Value = UNKNOWN) -> Value:
    """Parts of the elements' bytes. Shape: as `a`. Raises: TypeError: an array is no dtype."""
    _check_is_dtype(dtype)
    return UNKNOWN


@models("numpy.ndarray.setfield")
def setfield(a: Target, val: Value, dtype: Value, offset: Whole = 0) -> Changed:
    """None; parts of the elements' bytes change. Raises: TypeError where an array is no dtype."""
    _check_is_dtype(dtype)
    return Changed(a.disturbed(), NOTHING)
