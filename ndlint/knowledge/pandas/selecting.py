"""Attributes and subscripts of frames and series.

Source: pandas, `core/frame.py` (`__getitem__`), `core/indexing.py`; measured on 2.3 and 3.1.
"""

from msgspec.structs import replace

from ndlint.knowledge.binding import DTypeValue
from ndlint.knowledge.numpy.attributes import shape_value, size_value
from ndlint.knowledge.numpy.slices import slice_length
from ndlint.knowledge.pandas.columns import column_of
from ndlint.knowledge.pandas.making import is_label
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Float,
    Int,
    List,
    Slice,
    Str,
    Tuple,
    Value,
    elements,
)
from ndlint.values.dimension import UNKNOWN_DIM, Dim, is_positive
from ndlint.values.dtype import UNKNOWN_DTYPE
from ndlint.values.facts import Truth
from ndlint.values.frame import (
    DATA,
    DEFAULT_INDEX,
    SERIES,
    Column,
    Frame,
    are_aligned,
    are_flags,
    common_dtype,
    frame_of,
    table,
)
from ndlint.values.shape import Shape

ALL = Slice(NOTHING, NOTHING, NOTHING)
INDEXERS = frozenset({"iloc", "loc"})


def attribute(value: Frame | Column, name: str) -> Value | None:
    """`value.name`; None: it is a method, or not known."""
    array = table(value) if isinstance(value, Frame) else value.array
    match name:
        case "shape":
            return shape_value(array.shape)
        case "ndim":
            return Int(len(array.shape.dims))
        case "size":
            return size_value(array.shape.size)
        case "values":
            if isinstance(value, Frame) or value.extension == "":
                return array
            return UNKNOWN if value.extension is None else replace(value, kind=DATA)
        case "T":
            return value if isinstance(value, Column) else Frame(rows=value.breadth)
    if isinstance(value, Column):
        known = name == "dtype" and value.extension == ""
        return DTypeValue(array.dtype) if known else None
    is_column = name not in OWN and Str(name) in dict(value.columns)
    return value.get(Str(name)) if is_column else None


OWN = frozenset({
    "T", "abs", "add", "agg", "align", "all", "any", "apply", "assign", "astype", "at", "attrs",
    "axes", "bfill", "clip", "columns", "combine", "copy", "corr", "count", "cov", "cummax",
    "cummin", "cumprod", "cumsum", "describe", "diff", "div", "divide", "dot", "drop", "dropna",
    "dtypes", "duplicated", "empty", "eq", "eval", "explode", "ffill", "fillna", "filter",
    "first", "flags", "floordiv", "ge", "get", "groupby", "gt", "head", "hist", "iat", "idxmax",
    "idxmin", "iloc", "index", "info", "insert", "isin", "isna", "isnull", "items", "iterrows",
    "join", "keys", "kurt", "last", "le", "loc", "lt", "map", "mask", "max", "mean", "median",
    "melt", "memory_usage", "merge", "min", "mod", "mode", "mul", "ndim", "ne", "nlargest",
    "notna", "notnull", "nsmallest", "nunique", "pad", "pipe", "pivot", "plot", "pop", "pow",
    "prod", "product", "quantile", "query", "radd", "rank", "reindex", "rename", "replace",
    "resample", "rolling", "round", "sample", "set_axis", "set_index", "shape", "shift", "size",
    "skew", "squeeze", "stack", "std", "style", "sub", "subtract", "sum", "swapaxes", "tail",
    "take", "transform", "transpose", "truncate", "unstack", "update", "value_counts", "values",
    "var", "where", "xs",
})  # fmt: skip
"""What a frame has of its own; other names may be those of its columns."""


def index(value: Frame | Column, key: Value) -> Value:
    """`value[key]`"""
    if isinstance(key, Slice):
        return _rows_of(value, _positional(key, value.rows), key)
    if _is_mask(key):
        return value.of(UNKNOWN_DIM)
    if isinstance(value, Column):
        return UNKNOWN
    if is_label(key):
        column = value.get(key)
        return UNKNOWN if column is None else replace(column)
    names = elements(key) if isinstance(key, List) else None
    if names is None or not all(map(is_label, names)):
        return UNKNOWN
    return _chosen(value, names)


def _chosen(frame: Frame, names: tuple[Value, ...]) -> Frame:
    """The columns of these labels."""
    found = [(name, frame.get(name)) for name in names]
    known = [(name, column) for name, column in found if column is not None]
    if len(known) < len(found):
        return frame.unlike()
    return frame_of(known, frame.rows, frame.index)


def _rows_of(value: Frame | Column, rows: Dim, places: Value) -> Frame | Column:
    """So many rows, which stand at these places: the first ones are numbered as they were."""
    if places == ALL:
        return value.of(rows, False)
    part = value.of(rows)
    match places:
        case Slice(start, stop, step) if start in (NOTHING, Int(0)) and step in (NOTHING, Int(1)):
            is_numbered = value.index == DEFAULT_INDEX and _is_place(stop)
            return part.indexed(DEFAULT_INDEX) if is_numbered else part
    return part


def _is_place(bound: Value) -> bool:
    return bound == NOTHING or isinstance(bound, Int)


def _is_mask(key: Value) -> bool:
    array = key.array if isinstance(key, Column) else key
    return isinstance(array, Array) and array.shape.rank == 1 and are_flags(array)


def _positional(key: Slice, size: Dim) -> Dim:
    """The rows that a slice takes by position; labels may mean any."""
    bounds = (key.start, key.stop, key.step)
    if not all(map(_is_place, bounds)):
        return UNKNOWN_DIM
    return slice_length(key, size)


def locate(value: Frame | Column, way: str, key: Value) -> Value:
    """`value.iloc[key]`, `value.loc[key]`"""
    parts = key.items if isinstance(key, Tuple) else (key,)
    if len(parts) > (2 if isinstance(value, Frame) else 1) or not parts:
        return UNKNOWN
    select_rows = _rows_by_place if way == "iloc" else _rows_by_label
    rows = select_rows(parts[0], value.rows)
    places = parts[0] if way == "iloc" or parts[0] == ALL else UNKNOWN
    if isinstance(value, Column):
        return UNKNOWN if rows is None else _rows_of(value, rows, places)
    if rows is None:
        is_row = way == "iloc" and isinstance(parts[0], Int) and len(parts) == 1
        return _row(value) if is_row else UNKNOWN
    chosen: Value = value
    if len(parts) == 2:
        chosen = _columns(value, way, parts[1])
    if not isinstance(chosen, Frame | Column):
        return UNKNOWN
    return _rows_of(chosen, rows, places)


def _row(frame: Frame) -> Column:
    """One row, as a series."""
    is_own = all(part.extension == "" for part in frame.parts)
    dtype = common_dtype(frame) if is_own else UNKNOWN_DTYPE
    made = Array(dtype=dtype, shape=Shape((frame.breadth,)))
    return Column(made, "" if dtype.name else None)


def _rows_by_place(key: Value, size: Dim) -> Dim | None:
    """How many rows are taken; None: one, and not as a frame, or it is not known which."""
    match key:
        case Slice():
            return _positional(key, size)
        case List():
            return key.size
        case Array(shape=shape) | Column(array=Array(shape=shape)) if shape.rank == 1:
            return UNKNOWN_DIM if _is_mask(key) else shape.dims[0]
    return None


def _rows_by_label(key: Value, size: Dim) -> Dim | None:
    """As `_rows_by_place`; one label may stand at several rows."""
    if key == ALL:
        return size
    is_many = isinstance(key, Slice | List) or _is_mask(key)
    is_many = is_many or (isinstance(key, Array) and key.shape.rank == 1)
    return UNKNOWN_DIM if is_many else None


def _columns(frame: Frame, way: str, key: Value) -> Value:
    """The columns that the second part of the subscript takes."""
    if key == ALL:
        return frame
    if way == "loc":
        return index(frame, key) if is_label(key) or isinstance(key, List) else frame.unlike()
    if isinstance(key, Int) and key.number is not None:
        return _at(frame, key.number)
    if isinstance(key, Slice):
        return _columns_between(frame, key)
    places = elements(key)
    numbers = [p.number for p in places or () if isinstance(p, Int) and p.number is not None]
    if frame.rest is None and places and len(numbers) == len(places):
        if all(-len(frame.columns) <= n < len(frame.columns) for n in numbers):
            return frame_of([frame.columns[n] for n in numbers], frame.rows, frame.index)
    width = len(places) if places else UNKNOWN_DIM
    return replace(frame.unlike(), width=width) if places is not None else UNKNOWN


def _at(frame: Frame, place: int) -> Value:
    """One column by its place."""
    if frame.rest is None:
        is_there = -len(frame.columns) <= place < len(frame.columns)
        return replace(frame.columns[place][1]) if is_there else UNKNOWN
    if 0 <= place < len(frame.columns):
        return replace(frame.columns[place][1])
    return replace(frame.rest) if not frame.columns else frame.rest.unlike()


def _columns_between(frame: Frame, key: Slice) -> Value:
    """The columns of a slice of places."""
    bounds = [b.number if isinstance(b, Int) else None for b in (key.start, key.stop, key.step)]
    asked = [b for b in (key.start, key.stop, key.step) if b != NOTHING]
    if len([b for b in bounds if b is not None]) < len(asked):
        return frame.unlike()
    if frame.rest is None:
        return frame_of(frame.columns[slice(*bounds)], frame.rows, frame.index)
    width = slice_length(key, frame.width)
    # Of an unknown number there may be none, and nothing is certain of what they are like.
    is_known = not frame.columns and is_positive(width)
    rest = frame.rest if is_known else frame.rest.unlike()
    return Frame((), rest, frame.rows, width, frame.is_flat)


def with_column(frame: Frame, label: Value, column: Column) -> Frame:
    """The frame after `frame[label] = …`."""
    placed = column.of(frame.rows, False).indexed(frame.index)
    labels = [name for name, _ in frame.columns]
    if label in labels:
        pairs = [(name, placed if name == label else old) for name, old in frame.columns]
        return replace(frame, columns=tuple(pairs))
    if frame.rest is not None:
        # The label may be among the others, or come after them.
        return frame.unlike(frame.is_flat)
    return replace(frame, columns=(*frame.columns, (label, placed)))


def without(frame: Frame, labels: Value) -> Frame:
    """The frame without the columns of these labels, which it has."""
    names = elements(labels) if isinstance(labels, List) else (labels,)
    if names is None or not all(map(is_label, names)):
        return frame.unlike(frame.is_flat)
    kept = tuple((name, column) for name, column in frame.columns if name not in names)
    if frame.rest is None:
        return frame_of(kept, frame.rows, frame.index)
    gone = len(set(names))
    left = frame.width - gone if isinstance(frame.width, int) else UNKNOWN_DIM
    has_others = len(kept) + gone == len(frame.columns) or (
        isinstance(left, int) and left > len(kept)
    )
    if frame.is_flat and has_others:
        return Frame(kept, frame.rest, frame.rows, left, is_flat=True)
    return frame.unlike(frame.is_flat)


def assigned(frame: Frame, key: Value, value: Value) -> Frame:
    """The frame after `frame[key] = value`. A series is put in by its index.

    A frame with columns is taken to have rows, unless it is known to have none: then the value
    would bring them, and its index.
    """
    if not is_label(key):
        names = elements(key) if isinstance(key, List) else None
        return _all_assigned(frame, names or (), value)
    column = column_of(value, frame.rows)
    if not frame.columns and frame.rest is None:
        return _first_column(frame.rows, key, value)
    if column is None:
        column = Column()
    elif isinstance(value, Column) and value.kind == SERIES and not are_aligned(frame, value):
        column = _realigned(column)
    if frame.rows == 0 and column.rows != 0:
        return Frame(rows=column.rows if key not in dict(frame.columns) else UNKNOWN_DIM)
    return with_column(frame, key, column)


def _all_assigned(frame: Frame, names: tuple[Value, ...], value: Value) -> Frame:
    """The frame after a table was put in, column by column."""
    is_known = all(map(is_label, names)) and len(set(names)) == len(names) > 0
    if not is_known or not frame.is_flat or not frame.columns or frame.rest is not None:
        return frame.unlike() if frame.columns else Frame()
    given: list[Value] = [UNKNOWN] * len(names)
    match value:
        case Frame(columns=columns, rest=None) if len(columns) == len(names):
            given = [column for _, column in columns]
        case Array(shape=shape) if value.is_numpy and shape.rank == 2:
            one = replace(value, shape=Shape(shape.dims[:1]), facts=value.facts.of_a_part())
            given = [one] * len(names)
        case Int() | Float() | Bool() | Str():
            given = [value] * len(names)
    for name, part in zip(names, given, strict=True):
        frame = assigned(frame, name, part)
    return frame


def renamed(frame: Frame, labels: Value) -> Frame:
    """The frame after `frame.columns = …`."""
    names = elements(labels)
    if names is None or not all(map(is_label, names)):
        return frame.unlike()
    if frame.rest is not None or len(names) != len(frame.columns):
        return frame.unlike()
    pairs = [(name, column) for name, (_, column) in zip(names, frame.columns, strict=True)]
    return frame_of(pairs, frame.rows, frame.index)


def _first_column(rows: Dim, key: Value, value: Value) -> Frame:
    """A frame of so many rows that had no columns; where it had no rows, the first one brings
    them, and the index."""
    column = column_of(value, rows) or Column()
    if rows == 0:
        return frame_of([(key, column)], column.rows, column.index)
    is_series = isinstance(value, Column) and value.kind == SERIES
    return frame_of([(key, _realigned(column) if is_series else column)], rows)


def _realigned(column: Column) -> Column:
    """A series whose elements are put to those of another index: where it has none, NaN is."""
    if column.extension != "" or not column.array.dtype.is_one_of(dtypes.FLOATS):
        return Column()
    part = column.of(UNKNOWN_DIM)
    return replace(
        part, array=replace(part.array, facts=replace(part.array.facts, nan=Truth.MAYBE))
    )
