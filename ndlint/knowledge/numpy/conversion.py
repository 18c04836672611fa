"""NumPy's functions that make an array or a scalar of a value, or change its dtype."""

from collections.abc import Callable

from msgspec.structs import replace

from ndlint.events import CAST, Contract
from ndlint.knowledge.binding import ADType, AnyArray, DTypeValue, Flag, Whole
from ndlint.knowledge.numpy.casting import cast, limits
from ndlint.knowledge.numpy.indexing import assign
from ndlint.knowledge.numpy.outcome import SomeArray, as_some_array, refuse
from ndlint.knowledge.registry import Changed, models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind, Objects
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Ellipse,
    Float,
    Int,
    List,
    Nothing,
    Str,
    Tuple,
    Unknown,
    Value,
    elements,
    leaves,
)
from ndlint.values.conversion import as_array, is_ragged, row_arrays
from ndlint.values.dimension import differ, is_positive
from ndlint.values.dtype import DType
from ndlint.values.facts import UNKNOWN_FACTS, Truth
from ndlint.values.frame import as_numpy
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def _converted(value: Value, dtype: DType | None) -> Array:
    """The array that NumPy makes of any object. Raises: ValueError for ragged sequences."""
    value = as_numpy(value)
    array = as_array(value)
    if dtype is not None and dtype.may_be("void") and _holds_tuple(value):
        return Array(dtype=dtype, shape=_records(value) if dtype.names else UNKNOWN_SHAPE)
    if array is None:
        if is_ragged(value):
            if dtype is None or not dtype.may_be("object"):
                refuse(
                    "the rows of the nested sequence have different lengths",
                    contract=Contract.RAGGED,
                )
            array = _of_rows(value)
        else:
            array = _of_missing(value) or Array()
    array = replace(array, kind=Kind.NDARRAY, masked=Truth.NO)
    return array if dtype is None else cast(array, dtype)


def _holds_tuple(value: Value) -> bool:
    return isinstance(value, Tuple) or any(map(_holds_tuple, elements(value) or ()))


def _records(value: Value) -> Shape:
    """The shape of a list of tuples, each of which may be one structured element."""
    items = elements(value)
    if isinstance(value, List) and items and all(isinstance(i, Tuple) for i in items):
        return shapes.of((len(items),))
    return UNKNOWN_SHAPE


def _of_rows(value: Value) -> Array:
    """The array of objects that NumPy makes of rows of different lengths."""
    items = elements(value) or ()
    if any(isinstance(leaf, Str | Unknown) for leaf in leaves(value)):
        return Array(dtype=dtypes.OBJECT)
    rows = row_arrays(items)
    firsts = [row.shape.axis(0) for row in rows or ()]
    if rows is None or not all(row.shape.rank for row in rows):
        return Array(dtype=dtypes.OBJECT, objects=Objects.NO_STRING)
    lengths_differ = any(isinstance(n, int) and differ(n, firsts[0]) for n in firsts)
    shape = shapes.of((len(items),)) if lengths_differ else UNKNOWN_SHAPE
    return Array(dtype=dtypes.OBJECT, shape=shape, objects=Objects.SEQUENCE)


def _of_missing(value: Value) -> Array | None:
    """The array of objects that NumPy makes of numbers and strings with None among them."""
    if NOTHING not in leaves(value):
        return None
    filled = as_array(_with_none_replaced(value))
    if filled is None:
        return None
    known = filled.dtype.is_one_of(dtypes.NUMPY_NUMBERS)
    objects = Objects.NO_STRING if known else Objects.ANYTHING
    return Array(dtype=dtypes.OBJECT, shape=filled.shape, objects=objects)


def _with_none_replaced(value: Value) -> Value:
    items = elements(value)
    if items is None:
        return Float() if value == NOTHING else value
    return Tuple(tuple(map(_with_none_replaced, items)))


def _with_rank(a: Array, least: int) -> Array:
    if not least:
        return a
    if a.shape.rank is None:
        return replace(a, shape=UNKNOWN_SHAPE)
    return replace(a, shape=Shape((1,) * (least - a.shape.rank) + a.shape.dims))


@models("numpy.array", computes=CAST)
def array(
    object: Value,
    dtype: ADType | None = None,
    copy: Value = UNKNOWN,
    order: Value = UNKNOWN,
    subok: Flag = False,
    ndmin: Whole = 0,
) -> Value:
    """A new array of a nested sequence or a copy of an array.

    Raises: ValueError where the rows of a sequence have different lengths.
    """
    if subok and not isinstance(object, Tuple | List):
        return UNKNOWN
    return _with_rank(_converted(object, dtype), ndmin)


def _same_object(value: Value, dtype: DType | None, kinds: tuple[Kind, ...]) -> bool:
    if not isinstance(value, Array) or value.kind not in kinds:
        return False
    return dtype is None or (dtype.name is not None and dtype == value.dtype)


@models("numpy.asarray", "numpy.asarray_chkfinite", view=True, computes=CAST)
def asarray(
    a: Value,
    dtype: ADType | None = None,
    order: Value = UNKNOWN,
    *,
    device: Value = UNKNOWN,
    copy: Value = UNKNOWN,
) -> Value:
    """The array itself or, of anything else or for another dtype, a new one."""
    if copy in (UNKNOWN, NOTHING) and order == UNKNOWN and _same_object(a, dtype, (Kind.NDARRAY,)):
        return a
    return _converted(a, dtype)


@models("numpy.asanyarray", view=True)
def asanyarray(a: Value, dtype: ADType | None = None, order: Value = UNKNOWN) -> Value:
    """Like `asarray`, but a masked array stays one."""
    if order == UNKNOWN and _same_object(a, dtype, (Kind.NDARRAY, Kind.MASKED)):
        return a
    if isinstance(a, Array) and a.kind is Kind.MASKED:
        return a if dtype is None else cast(a, dtype)
    return UNKNOWN if isinstance(a, Unknown) else _converted(a, dtype)


@models("numpy.ascontiguousarray", "numpy.asfortranarray", view=True)
def ascontiguousarray(a: Value, dtype: ADType | None = None) -> Value:
    """An array whose elements lie in order. Shape: as `a`, but (1,) for a scalar."""
    return _with_rank(_converted(a, dtype), 1) if _has_rank(a) else _converted(a, dtype)


def _has_rank(value: Value) -> bool:
    array = as_some_array(value)
    return array is not None and array.shape.rank == 0


@models("numpy.copy")
def copy(a: SomeArray, order: Value = UNKNOWN, subok: Flag = False) -> Value:
    """A new array of the same elements; of a masked array, of the data it hides too."""
    if subok:
        return replace(a)
    return replace(a, kind=Kind.NDARRAY, masked=Truth.NO)


@models("numpy.ndarray.copy", "numpy.ndarray.__copy__", "numpy.ndarray.__deepcopy__")
def copy_method(a: AnyArray, order: Value = UNKNOWN) -> Value:
    """A new array of the same elements."""
    return replace(a)


@models("numpy.ndarray.astype", computes=CAST)
def astype(
    a: AnyArray,
    dtype: ADType,
    order: Value = UNKNOWN,
    casting: Value = UNKNOWN,
    subok: Value = UNKNOWN,
    copy: Flag = True,
) -> Value:
    """The elements cast to the dtype, in a new array unless `copy` is false."""
    if not copy and a.kind in (Kind.NDARRAY, Kind.MASKED) and dtype == a.dtype and dtype.name:
        return a
    return cast(a, dtype)


@models("numpy.ndarray.view", view=True)
def view(a: AnyArray, dtype: Value = NOTHING, type: Value = NOTHING) -> Value:
    """The same bytes read as another dtype, of which nothing is claimed."""
    if dtype == NOTHING and type == NOTHING:
        return replace(a)
    return replace(a, dtype=Array().dtype, shape=UNKNOWN_SHAPE, facts=UNKNOWN_FACTS)


@models("numpy.ndarray.fill")
def fill(a: AnyArray, value: Value) -> Changed:
    """None; every element of the receiver becomes the value. Dtype and shape stay."""
    return Changed(assign(a, Ellipse(), value), NOTHING)


@models("numpy.ndarray.item")
def item(a: AnyArray, *args: Value) -> Value:
    """One element as a Python number."""
    facts = a.facts
    number = facts.low if facts.is_finite and facts.low == facts.high else None
    if a.dtype.names == {"bool"}:
        return Bool(None if number is None else bool(number))
    if a.dtype.is_one_of(_INTEGERS):
        return Int() if number is None else Int(int(number))
    if a.dtype.is_one_of(_FLOATS):
        return Float(None if number is None else float(number))
    return Str() if a.dtype.names == {"str"} else UNKNOWN


_INTEGERS = frozenset({f"{u}int{n}" for u in ("", "u") for n in (8, 16, 32, 64)})
_FLOATS = frozenset({"float16", "float32", "float64"})


@models("numpy.ndarray.tolist")
def tolist(a: AnyArray) -> Value:
    """The elements in nested lists, or one Python number."""
    if not a.shape.rank_known or a.masked is not Truth.NO:
        return UNKNOWN
    # As an element of an array of this dtype, it may be too large for int64.
    made = UNKNOWN if a.dtype.may_be("uint64") else item(a)
    for size in reversed(a.shape.dims):
        made = List(()) if size == 0 else List(None, made, size, is_positive(size))
    return made


@models("numpy.dtype")
def dtype(dtype: ADType, align: Value = UNKNOWN, copy: Value = UNKNOWN) -> Value:
    """The dtype object."""
    return DTypeValue(dtype)


ZERO = Int(0)


def _caster(result: DType) -> Callable[..., object]:
    def call(x: Value = ZERO) -> Value:
        """A scalar of the dtype or, of an array, an array of it."""
        return _cast_by_class(x, result)

    return call


def _cast_by_class(value: Value, result: DType) -> Value:
    array = as_array(value)
    if array is None:
        return Array(dtype=result) if isinstance(value, Unknown | List) else UNKNOWN
    if isinstance(value, Str):
        return Array(Kind.SCALAR, result, shapes.SCALAR)
    if not isinstance(value, Array) and not result.is_one_of(_FLOATS | {"longdouble", "bool"}):
        # A Python number that does not fit an integer dtype raises.
        if not array.facts.is_finite or not _fits(array, result):
            return UNKNOWN
    made = cast(array, result)
    if made.kind is Kind.MASKED:
        return made
    return replace(made, kind=Kind.SCALAR if made.shape.rank == 0 else Kind.NDARRAY)


def _fits(array: Array, result: DType) -> bool:
    ranges = [limits(name) for name in result.names]
    return all(low <= array.facts.low and array.facts.high <= high for low, high in ranges)


CLASSES = {
    "float16": "float16", "half": "float16", "float32": "float32", "single": "float32",
    "float64": "float64", "double": "float64", "longdouble": "longdouble",
    "int8": "int8", "byte": "int8", "int16": "int16", "short": "int16", "int32": "int32",
    "intc": "int32", "int64": "int64", "int_": "int64", "intp": "int64", "longlong": "int64",
    "uint8": "uint8", "ubyte": "uint8", "uint16": "uint16", "ushort": "uint16",
    "uint32": "uint32", "uintc": "uint32", "uint64": "uint64", "uint": "uint64",
    "uintp": "uint64", "bool_": "bool", "bool": "bool",
    "complex64": "complex64", "complex128": "complex128",
}  # fmt: skip
"""The scalar classes that make a number of their dtype when they are called."""

for _name, _dtype in CLASSES.items():
    models(f"numpy.{_name}", computes=CAST)(_caster(DType(frozenset({_dtype}))))


def _time(name: str) -> Callable[..., object]:
    def call(value: Value = NOTHING, unit: Value = NOTHING) -> Value:
        """A date or a span of time; of an array, nothing is claimed."""
        is_single = isinstance(value, Str | Int | Nothing)
        return Array(Kind.SCALAR, DType(frozenset({name})), shapes.SCALAR) if is_single else UNKNOWN

    return call


for _name in ("datetime64", "timedelta64"):
    models(f"numpy.{_name}")(_time(_name))
