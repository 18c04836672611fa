"""What one column of a frame is, of the data that it is made of.

Source: pandas, `core/construction.py` (`sanitize_array`); measured on 2.3 and 3.1.
"""

from msgspec.structs import replace

from ndlint.knowledge.binding import as_dtype
from ndlint.knowledge.numpy.casting import cast
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Objects
from ndlint.values.base import (
    NOTHING,
    Bool,
    Complex,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Str,
    Tuple,
    Value,
)
from ndlint.values.conversion import as_array
from ndlint.values.dimension import UNKNOWN_DIM, Dim, is_positive
from ndlint.values.dtype import FLOAT64, OBJECT, DType
from ndlint.values.dtype import WORDS as TEXTS
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth
from ndlint.values.frame import CATEGORY, DEFAULT_INDEX, SERIES, WORDS, Column
from ndlint.values.shape import Shape

SCALARS = (Int, Float, Bool, Str, Complex)
KINDS = frozenset({Int, Float, Bool, Str, Complex})
NUMBERED = {
    **{f"{u}Int{n}": f"{u.lower()}int{n}" for u in ("", "U") for n in (8, 16, 32, 64)},
    "Float32": "float32", "Float64": "float64", "boolean": "bool",
}  # fmt: skip
"""pandas' own dtypes of numbers, which may be missing, and NumPy's for the numbers."""
NARROW = frozenset({"float16", "float32"})
TIMES = frozenset({"datetime64", "timedelta64"})


def column_of(value: Value, rows: Dim = UNKNOWN_DIM) -> Column | None:
    """The column that is made of data with one axis, or of one scalar for all rows.

    None: it has more axes, or nothing is known of it.
    """
    match value:
        case Column(kind=kind):
            index = value.index if kind == SERIES else DEFAULT_INDEX
            return Column(value.array, value.extension, SERIES, index)
        case Array(shape=shape) if value.is_numpy and shape.rank == 1:
            return _of_array(value).indexed(DEFAULT_INDEX)
        case Array(shape=shape) if value.is_numpy and shape.rank == 0:
            return _of_array(replace(value, shape=Shape((rows,))))
        case Tuple(items) | List(items) if items is not None:
            return _of_items(items).indexed(DEFAULT_INDEX)
        case List():
            return _of_alike(value).indexed(DEFAULT_INDEX)
        case Int() | Float() | Bool() | Str() | Complex():
            return _of_items((value,)).of(rows, not is_positive(rows))
        case Nothing():
            return Column(Array(dtype=OBJECT, shape=Shape((rows,)), objects=Objects.NO_STRING), "")
    return None


def _of_array(array: Array) -> Column:
    plain = Array(dtype=array.dtype, shape=array.shape, facts=array.facts, objects=array.objects)
    plain = plain.with_origins(array.origins)
    if array.dtype.is_one_of(TEXTS):
        return words(array.shape.dims[0], array.facts)
    if array.dtype == OBJECT and array.objects in (Objects.ANYTHING, Objects.NO_STRING):
        return Column(Array(shape=array.shape))  # pandas looks for strings and dates among them
    is_own = array.dtype.name is not None
    return Column(plain, "" if is_own else None)


def words(rows: Dim, facts: Facts = UNKNOWN_FACTS) -> Column:
    """A column of strings."""
    return Column(Array(dtype=OBJECT, shape=Shape((rows,)), facts=facts), WORDS)


def _of_items(items: tuple[Value, ...]) -> Column:
    """The column of a list that is known item by item."""
    size = Shape((len(items),))
    kinds = {type(item) for item in items}
    known = tuple(item for item in items if item != NOTHING)
    if kinds == {Str}:
        array = as_array(Tuple(items)) or Array()
        return words(len(items), array.facts)
    if kinds and kinds <= {Int, Float, Nothing} and kinds != {Nothing}:
        array = as_array(Tuple(known)) or Array()
        if len(known) < len(items):
            facts = replace(array.facts, nan=Truth.YES)
            array = replace(array, dtype=FLOAT64, facts=facts)
        return Column(replace(array, shape=size), "" if array.dtype.name else None)
    if kinds in ({Bool}, {Complex}):
        return Column(as_array(Tuple(items)) or Array(shape=size), "")
    if kinds and kinds <= {Tuple, List} | {Array}:
        return _of_nested(items, size)
    if kinds <= KINDS and len(kinds) > 1:
        none_is_text = Str not in kinds
        objects = Objects.NO_STRING if none_is_text else Objects.ANYTHING
        return Column(Array(dtype=OBJECT, shape=size, objects=objects), "")
    return Column(Array(shape=size))


def _of_nested(items: tuple[Value, ...], size: Shape) -> Column:
    """A column in which each element is a list or an array."""
    if any(isinstance(item, Array) and item.shape.rank in (0, None) for item in items):
        return Column(Array(shape=size))
    return Column(Array(dtype=OBJECT, shape=size, objects=Objects.SEQUENCE), "")


def _of_alike(value: List) -> Column:
    """The column of a list whose items are alike."""
    if isinstance(value.each, Str):
        return words(value.length)
    if isinstance(value.each, Tuple | List | Array):
        return _of_nested((value.each,), Shape((value.length,)))
    if not isinstance(value.each, Int | Float | Bool):
        return Column(Array(shape=Shape((value.length,))))
    array = as_array(value) or Array()
    return Column(replace(array, shape=Shape((value.length,))), "" if array.dtype.name else None)


def as_type(column: Column, dtype: Value) -> Column:
    """The column cast, as `astype` does it; a dtype that is not known makes it unknown."""
    size = column.array.shape
    text = dtype.text if isinstance(dtype, Str) else None
    if text == CATEGORY:
        return replace(column, extension=CATEGORY)
    if text in NUMBERED:
        is_full = column.extension == "" and column.array.facts.nan is Truth.NO
        names = dtypes.dtype(NUMBERED[text]) if is_full else dtypes.UNKNOWN_DTYPE
        return replace(column, array=Array(dtype=names, shape=size), extension=text)
    if dtype in (Name("builtins.str"), Str("str"), Str("string")):
        return words(column.rows).indexed(column.index)
    asked = as_dtype(dtype) or dtypes.UNKNOWN_DTYPE
    if asked.name is None or asked.is_one_of(TIMES | TEXTS | {"void"}):
        return column.unlike()
    if column.extension:
        source = column.array.dtype
        facts = column.array.facts if source == asked else UNKNOWN_FACTS
        made = Array(dtype=asked, shape=size, facts=facts)
        return replace(column, array=made, extension="")
    return replace(column, array=cast(column.array, asked), extension="")


def filled(column: Column, value: Value) -> Column:
    """The column with a value where elements are missing."""
    array, known = column.array, column.array.facts
    is_own = column.extension == ""
    if is_own and array.dtype.is_one_of(dtypes.INTEGERS | {"bool"}):
        return column
    number = as_array(value)
    is_number = number is not None and number.shape.rank == 0 and _fits(number, array.dtype)
    if not is_own or number is None or not is_number:
        return column.unlike()
    without = Facts(Truth.NO, known.inf, known.low, known.high, known.fraction)
    return replace(column, array=replace(array, facts=without.join(number.facts)))


def _fits(number: Array, dtype: DType) -> bool:
    """Whether a column of such floats holds the number as it is, and so stays what it is."""
    if not number.dtype.is_one_of(dtypes.INTEGERS | {"bool", *NARROW, "float64"}):
        return False
    is_small = number.facts.is_single and number.facts.fractions is Truth.NO
    return dtype == FLOAT64 or (dtype.is_one_of(NARROW) and is_small)


def all_there(column: Column, rows: Dim) -> Column:
    """The column without the rows in which it has no number."""
    part = column.of(rows)
    facts = replace(part.array.facts, nan=Truth.NO)
    return replace(part, array=replace(part.array, facts=facts))
