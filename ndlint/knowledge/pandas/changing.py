"""Methods that give another frame or series, or change it.

Source: pandas, `core/generic.py`, `core/frame.py`, `core/series.py`.
"""

from msgspec.structs import replace

from ndlint.knowledge.binding import as_int, as_number
from ndlint.knowledge.pandas.columns import TIMES, all_there, as_type, filled
from ndlint.knowledge.pandas.making import is_label, missing
from ndlint.knowledge.pandas.selecting import assigned, index, without
from ndlint.knowledge.registry import Changed, models
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Dict,
    Float,
    Int,
    List,
    Slice,
    Str,
    Tuple,
    Value,
)
from ndlint.values.conversion import as_array
from ndlint.values.dimension import UNKNOWN_DIM, Dim, is_natural, is_positive
from ndlint.values.dtype import (
    FLOAT64,
    FLOATS,
    INTEGERS,
    OBJECT,
    UNKNOWN_DTYPE,
    DType,
    join,
)
from ndlint.values.facts import Truth
from ndlint.values.frame import DATA, DEFAULT_INDEX, WORDS, Column, Frame, compared, frame_of
from ndlint.values.shape import SCALAR, Shape

FRAME, SERIES = "pandas.DataFrame", "pandas.Series"
NO, YES, ONE, FIVE, ROWS, RAISE = Bool(False), Bool(True), Int(1), Int(5), Int(0), Str("raise")


def _of_both(*names: str) -> tuple[str, ...]:
    """The methods of these names of frames and of series."""
    return tuple(f"{kind}.{name}" for kind in (FRAME, SERIES) for name in names)


def _changes(value: Value, made: Frame | Column, inplace: Value) -> object:
    """The result of a method that changes its receiver if it is asked to."""
    if inplace == NO:
        return made
    return Changed(made, NOTHING) if inplace == YES else _disturbed(value)


def _disturbed(value: Value) -> object:
    """Anything, and the receiver may be another."""
    return Changed(value.disturbed(), UNKNOWN)


@models(*_of_both("copy"))
def copy(a: Value, deep: Value = UNKNOWN) -> Value:
    """The same data once more."""
    return replace(a) if isinstance(a, Frame | Column) else UNKNOWN


@models(*_of_both("astype"))
def astype(a: Value, dtype: Value, copy: Value = UNKNOWN, errors: Value = RAISE) -> Value:
    """Every column cast, or those that a dict names."""
    if errors != RAISE:
        return UNKNOWN
    if isinstance(a, Column):
        return as_type(a, dtype)
    if not isinstance(a, Frame):
        return UNKNOWN
    if not isinstance(dtype, Dict):
        return a.with_parts([as_type(part, dtype) for part in a.parts], a.rows)
    if dtype.items is None or not all(is_label(key) for key, _ in dtype.items):
        return a.unlike()
    asked = dict(dtype.items)
    pairs = tuple((n, as_type(c, asked[n]) if n in asked else c) for n, c in a.columns)
    return replace(a, columns=pairs, rest=None if a.rest is None else a.rest.unlike())


@models(*_of_both("head"))
def head(a: Value, n: Value = FIVE) -> Value:
    """The first rows."""
    return index(a, Slice(NOTHING, n, NOTHING)) if isinstance(a, Frame | Column) else UNKNOWN


@models(*_of_both("tail"))
def tail(a: Value, n: Value = FIVE) -> Value:
    """The last rows."""
    count = as_int(n)
    if not isinstance(a, Frame | Column) or not count or count < 0:
        return UNKNOWN
    return index(a, Slice(Int(-count), NOTHING, NOTHING))


@models(*_of_both("sample"))
def sample(a: Value, n: Value = NOTHING, frac: Value = NOTHING, **options: Value) -> Value:
    """Some of the rows, in any order."""
    if not isinstance(a, Frame | Column) or options.get("axis", Int(0)) != Int(0):
        return UNKNOWN
    rows: Dim = UNKNOWN_DIM
    if isinstance(n, Int):
        rows = n.size
    elif n == NOTHING and frac == NOTHING:
        rows = 1
    elif isinstance(frac, Int | Float) and as_number(frac) == 1:
        rows = a.rows
    return a.of(rows)


@models(*_of_both("sort_values", "sort_index"))
def sort(a: Value, *arguments: Value, inplace: Value = NO, **options: Value) -> object:
    """The rows in another order."""
    if not isinstance(a, Frame | Column) or "axis" in options:
        return _disturbed(a)
    return _changes(a, _ordered(a), inplace)


def _ordered(a: Frame | Column) -> Frame | Column:
    if isinstance(a, Frame):
        return a.with_parts([_ordered_column(c) for c in a.parts], a.rows)
    return _ordered_column(a)


def _ordered_column(a: Column) -> Column:
    made = replace(a, array=replace(a.array, facts=a.array.facts.in_order))
    return made.indexed(UNKNOWN_DIM)


@models(*_of_both("reset_index"))
def reset_index(
    a: Value, level: Value = NOTHING, drop: Value = NO, inplace: Value = NO, **options: Value
) -> object:
    """The rows numbered anew; unless it is dropped, the index becomes columns."""
    makes_frame = isinstance(a, Frame) or drop == inplace == NO
    if drop != YES and not makes_frame:
        return _disturbed(a)  # pandas raises, unless it is dropped after all
    if not isinstance(a, Frame | Column):
        return UNKNOWN
    index = DEFAULT_INDEX if level == NOTHING else UNKNOWN_DIM
    if drop == YES:
        return _changes(a, a.indexed(index), inplace)
    return _changes(a, Frame(rest=Column(index=index), rows=a.rows), inplace)


@models(f"{FRAME}.drop")
def drop(
    a: Value,
    labels: Value = NOTHING,
    *,
    axis: Value = ROWS,
    index: Value = NOTHING,
    columns: Value = NOTHING,
    level: Value = NOTHING,
    inplace: Value = NO,
    errors: Value = RAISE,
) -> object:
    """The frame without some columns, or some rows."""
    if not isinstance(a, Frame) or level != NOTHING or errors != RAISE:
        return _disturbed(a)
    if labels != NOTHING and axis in (Int(1), Str("columns")):
        labels, columns = NOTHING, labels
    made = a if columns == NOTHING else without(a, columns)
    if labels != NOTHING or index != NOTHING:
        made = made.of(UNKNOWN_DIM)
    return _changes(a, made, inplace)


@models(f"{FRAME}.pop")
def pop(a: Value, item: Value) -> object:
    """The column, which is taken out of the frame."""
    if not isinstance(a, Frame) or not is_label(item):
        return _disturbed(a)
    column = a.get(item)
    taken = UNKNOWN if column is None else replace(column)
    return Changed(without(a, item), taken)


@models(f"{FRAME}.insert")
def insert(a: Value, loc: Value, column: Value, value: Value, **options: Value) -> object:
    """Nothing; the frame has one more column."""
    is_filled = isinstance(a, Frame) and is_positive(a.rows)
    return Changed(a.unlike() if isinstance(a, Frame) and is_filled else Frame(), NOTHING)


@models(f"{FRAME}.assign")
def assign(a: Value, **columns: Value) -> Value:
    """The frame with more columns, or with others in place of some."""
    if not isinstance(a, Frame):
        return UNKNOWN
    for name, value in columns.items():
        a = assigned(a, Str(name), value)
    return a


@models(*_of_both("dropna"))
def dropna(a: Value, *, inplace: Value = NO, **options: Value) -> object:
    """Without the rows in which something is missing."""
    if not isinstance(a, Frame | Column) or options.keys() - {"ignore_index"}:
        if isinstance(a, Frame) and options.keys() <= {"subset", "how", "thresh", "ignore_index"}:
            return _changes(a, a.of(UNKNOWN_DIM), inplace)
        return _changes(a, Frame(), inplace) if isinstance(a, Frame) else _disturbed(a)
    if isinstance(a, Column):
        return _changes(a, all_there(a, UNKNOWN_DIM), inplace)
    parts = [all_there(part, UNKNOWN_DIM) for part in a.parts]
    return _changes(a, a.with_parts(parts, UNKNOWN_DIM), inplace)


@models(*_of_both("drop_duplicates"))
def drop_duplicates(a: Value, *arguments: Value, inplace: Value = NO, **options: Value) -> object:
    """Each row once."""
    return _changes(a, a.of(UNKNOWN_DIM), inplace) if isinstance(a, Frame | Column) else UNKNOWN


@models(*_of_both("fillna"))
def fillna(a: Value, value: Value = NOTHING, *, inplace: Value = NO, **options: Value) -> object:
    """A value where something is missing."""
    if not isinstance(a, Frame | Column) or options:
        return _disturbed(a)
    if isinstance(a, Column):
        return _changes(a, filled(a, value), inplace)
    parts = [filled(part, value) for part in a.parts]
    return _changes(a, a.with_parts(parts, a.rows), inplace)


@models(*_of_both("replace", "ffill", "bfill", "interpolate", "clip", "where", "mask", "round"))
def exchanged(a: Value, *arguments: Value, inplace: Value = NO, **options: Value) -> object:
    """Other elements in the same places; what dtype they have is not followed."""
    if isinstance(a, Column):
        return _changes(a, a.unlike(), inplace)
    if not isinstance(a, Frame):
        return UNKNOWN
    return _changes(a, a.with_parts([part.unlike() for part in a.parts], a.rows), inplace)


@models(*_of_both("abs", "cumsum", "cumprod", "cummax", "cummin", "diff", "rank", "shift"))
def followed(a: Value, periods: Value = ONE, **options: Value) -> Value:
    """Other elements in the same places; a frame may have fewer columns."""
    is_one = isinstance(periods, Int) and not options.keys() - {"axis", "method"}
    return a.unlike() if isinstance(a, Frame | Column) and is_one else UNKNOWN


@models(f"{SERIES}.between")
def between(a: Value, left: Value, right: Value, inclusive: Value = UNKNOWN) -> Value:
    """A bool for each element."""
    return compared(a) if isinstance(a, Column) else UNKNOWN


@models(f"{FRAME}.rename")
def rename(
    a: Value,
    mapper: Value = NOTHING,
    *,
    columns: Value = NOTHING,
    inplace: Value = NO,
    **options: Value,
) -> object:
    """The frame with other labels."""
    if not isinstance(a, Frame) or mapper != NOTHING or options:
        return _disturbed(a)
    names = dict(columns.items or ()) if isinstance(columns, Dict) else {}
    is_known = isinstance(columns, Dict) and columns.items is not None
    if not is_known or not all(map(is_label, names.values())) or a.rest is not None:
        return _changes(a, a.unlike(), inplace)
    pairs = [(names.get(label, label), column) for label, column in a.columns]
    return _changes(a, frame_of(pairs, a.rows, a.index), inplace)


@models(f"{FRAME}.set_index")
def set_index(a: Value, keys: Value, *, drop: Value = YES, inplace: Value = NO) -> object:
    """The frame without the columns that become its index."""
    if not isinstance(a, Frame) or drop != Bool(True):
        return _disturbed(a)
    return _changes(a, without(a, keys).indexed(UNKNOWN_DIM), inplace)


@models(f"{SERIES}.map")
def mapped(a: Value, arg: Value = NOTHING, *rest: Value, **options: Value) -> Value:
    """Each element through a function or a dict; what a dict does not have becomes NaN."""
    if not isinstance(a, Column):
        return UNKNOWN
    numbers = _numbers_in(arg)
    if numbers is None or a.extension not in ("", WORDS):
        return a.unlike()
    facts = replace(numbers.facts.of_a_part(), nan=Truth.MAYBE)
    known = Array(dtype=join(numbers.dtype, FLOAT64), shape=a.array.shape, facts=facts)
    return replace(a, array=known, extension="")


def _numbers_in(value: Value) -> Array | None:
    """The values of a dict as an array, if they are numbers; None: they are not, or not known."""
    if not isinstance(value, Dict) or not value.items:
        return None
    array = as_array(Tuple(tuple(number for _, number in value.items)))
    return array if array is not None and array.dtype.is_one_of(INTEGERS | {"float64"}) else None


@models(*_of_both("isna", "isnull", "notna", "notnull"))
def isna(a: Value) -> Value:
    """A bool for each element."""
    return missing(a)


@models(*_of_both("isin"))
def isin(a: Value, values: Value) -> Value:
    """A bool for each element."""
    if isinstance(a, Column):
        return compared(a)
    return a.with_parts([*map(compared, a.parts)], a.rows) if isinstance(a, Frame) else UNKNOWN


@models(f"{SERIES}.unique")
def unique(a: Value) -> Value:
    """The different elements. Shape: (n) -> (at most n)."""
    if not isinstance(a, Column):
        return UNKNOWN
    facts = a.array.facts
    one_axis = Shape((UNKNOWN_DIM if facts.classes is None else facts.classes,))
    is_time = not a.array.dtype.names.isdisjoint(TIMES)  # pandas has an array of its own there
    if a.extension == "" and a.array.dtype != OBJECT and not is_time:
        return Array(dtype=a.array.dtype, shape=one_axis, facts=facts.in_order)
    # pandas 2 has objects there, of which as little is told.
    return Column(Array(shape=one_axis), None, DATA) if a.extension == WORDS else UNKNOWN


@models(*_of_both("nunique"))
def nunique(a: Value, dropna: Value = UNKNOWN) -> Value:
    """How many different elements there are: an int, of a frame one for each column."""
    classes = a.array.facts.classes if isinstance(a, Column) else None
    return UNKNOWN if classes is None else Int(classes)


@models(*_of_both("mean", "std", "var", "median"))
def mean(a: Value, axis: Value = NOTHING, **options: Value) -> Value:
    """A float of a series of float64 or whole numbers; of each row of a frame."""
    if isinstance(a, Frame):
        numbers = INTEGERS | {"float64"}
        are_plain = all(p.extension == "" and p.array.dtype.is_one_of(numbers) for p in a.parts)
        return _of_rows(a, axis, FLOAT64 if are_plain and a.parts else UNKNOWN_DTYPE)
    whole_or_float = INTEGERS | {"bool", "float64"}
    if isinstance(a, Column) and a.extension == "" and a.array.dtype.is_one_of(whole_or_float):
        return Array(Kind.SCALAR, FLOAT64, SCALAR)
    return UNKNOWN


@models(*_of_both("sum", "min", "max"))
def extreme(a: Value, axis: Value = NOTHING, **options: Value) -> Value:
    """A number of the series' dtype; of each row of a frame."""
    if isinstance(a, Frame):
        return _of_rows(a, axis)
    if isinstance(a, Column) and a.extension == "" and a.array.dtype == FLOAT64:
        return Array(Kind.SCALAR, FLOAT64, SCALAR)
    return UNKNOWN


def _of_rows(frame: Frame, axis: Value, dtype: DType = UNKNOWN_DTYPE) -> Value:
    """A series with an element for each row, if that is what is asked for."""
    if axis not in (ONE, Str("columns")):
        return UNKNOWN
    made = Array(dtype=dtype, shape=Shape((frame.rows,)))
    return Column(made, "" if dtype.name else None, index=frame.index)


@models(f"{SERIES}.tolist", f"{SERIES}.to_list")
def tolist(a: Value) -> Value:
    """The elements in a list."""
    if not isinstance(a, Column):
        return UNKNOWN
    dtype = a.array.dtype
    each: Value = UNKNOWN
    if a.extension == "" and dtype.is_one_of(FLOATS):
        each = Float()
    elif a.extension == "" and dtype.is_one_of(INTEGERS):
        each = Int()
    elif a.extension == "str":
        each = Str()
    is_filled = isinstance(a.rows, int) and a.rows > 0
    return List(None, each, a.rows if is_natural(a.rows) else UNKNOWN_DIM, is_filled)


@models(f"{FRAME}.select_dtypes")
def select_dtypes(a: Value, include: Value = NOTHING, exclude: Value = NOTHING) -> Value:
    """Some of the columns."""
    return a.unlike(a.is_flat) if isinstance(a, Frame) else UNKNOWN


def _asked_only(*names: str) -> None:
    """Register methods that change nothing, and whose results are not known."""

    @models(*_of_both(*names))
    def ask(a: Value, *arguments: Value, **options: Value) -> Value:
        """Something about the data."""
        return UNKNOWN


_asked_only(
    "info", "describe", "corr", "cov", "count", "value_counts", "groupby", "hist",
    "memory_usage", "quantile", "mode", "idxmax", "idxmin", "any", "all", "items", "iterrows",
    "itertuples", "keys", "to_csv", "to_dict", "to_string", "to_markdown", "duplicated", "skew",
    "kurt", "merge", "join", "pivot", "pivot_table", "melt", "rolling", "resample",
    "transpose", "apply", "agg", "aggregate", "transform", "pct_change", "nlargest", "nsmallest",
)  # fmt: skip
