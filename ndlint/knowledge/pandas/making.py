"""Frames, series and pandas' arrays, made of other data.

Source: pandas, `core/frame.py`, `core/internals/construction.py`; measured on 2.3 and 3.1.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from ndlint.knowledge.pandas.columns import SCALARS, as_type, column_of
from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import ENCODED, Array, Objects, Origins
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Dict,
    Int,
    List,
    Nothing,
    Str,
    Tuple,
    Value,
    elements,
)
from ndlint.values.dimension import UNKNOWN_DIM, Dim, add
from ndlint.values.dtype import BOOL, INT64, OBJECT
from ndlint.values.facts import UNKNOWN_FACTS, Truth
from ndlint.values.frame import (
    CATEGORY,
    DATA,
    DEFAULT_INDEX,
    INDEX,
    SERIES,
    WORDS,
    Column,
    Frame,
    are_aligned,
    each_of,
    frame_of,
    samples_in,
)
from ndlint.values.shape import Shape

NO, ROWS = Bool(False), Int(0)
ELEMENTS = (*SCALARS, Nothing)
WIDEST = 64
"""Of a table with more columns, the columns are not told apart."""


@models("pandas.DataFrame")
def data_frame(
    data: Value = NOTHING,
    index: Value = NOTHING,
    columns: Value = NOTHING,
    dtype: Value = NOTHING,
    copy: Value = NOTHING,
) -> Value:
    """A frame of a dict of columns, a table, a list of rows, or of another frame."""
    rows = samples_in(index) if index != NOTHING or data != NOTHING else 0
    made = _frame_of(data, columns, rows)
    if index != NOTHING:
        made = made.indexed(UNKNOWN_DIM)
    if index != NOTHING and _is_aligned(data):
        made = Frame((), Column(), samples_in(index), made.breadth, made.is_flat)
    if dtype != NOTHING:
        made = made.with_parts([as_type(part, dtype) for part in made.parts], made.rows)
    return made


def _is_aligned(data: Value) -> bool:
    """Whether rows are picked by their labels in the data."""
    values = [v for _, v in data.items or ()] if isinstance(data, Dict) else [data]
    return any(isinstance(v, Frame) or _has_index(v) for v in values)


def _has_index(value: Value) -> bool:
    """Whether its elements are put where their labels stand."""
    return isinstance(value, Column) and value.kind == SERIES


def _frame_of(data: Value, columns: Value, rows: Dim) -> Frame:
    match data:
        case Dict(items) if items is not None:
            return _of_dict(items, columns, rows)
        case Array(shape=shape) if data.is_numpy and shape.rank == 2:
            return _of_table(data, columns)
        case List(items) | Tuple(items) if items and all(isinstance(i, Dict) for i in items):
            return _of_records(items, columns)
        case List(items) | Tuple(items) if items and elements(items[0]) is not None:
            return _of_rows(items, columns)
        case Frame() if columns == NOTHING:
            return data.of(data.rows, False)
        case List() | Tuple() if not _is_of_scalars(data):
            return Frame(rows=samples_in(data))
    if data == NOTHING and columns == NOTHING:
        return frame_of([], rows)
    column = None if isinstance(data, Dict | Frame | Nothing) else column_of(data, rows)
    if column is None:
        return Frame(rows=rows)
    if isinstance(data, Column) and _has_index(data):
        return Frame((), column, column.rows, 1, is_flat=True)  # its label is the series' name
    names = _labels(columns, 1)
    if names is None:
        return Frame(rows=column.rows)
    return frame_of([(names[0], column)], column.rows, column.index)


def _is_of_scalars(data: List | Tuple) -> bool:
    """Whether it certainly is one column: each row of it is no list or the like."""
    if isinstance(data, List) and data.items is None:
        return isinstance(data.each, ELEMENTS)
    first = data.items[0] if data.items else UNKNOWN
    return isinstance(first, ELEMENTS) or (isinstance(first, Array) and first.shape.rank == 0)


def _labels(columns: Value, count: int) -> list[Value] | None:
    """The labels of so many columns: those that are given, or numbers; None: not known."""
    given = elements(columns)
    if columns == NOTHING:
        return [Int(i) for i in range(count)]
    if given is None or len(given) != count or not all(map(is_label, given)):
        return None
    return list(given)


def is_label(value: Value) -> bool:
    """Whether it is a label that is known, of one level."""
    return (isinstance(value, Str) and value.text is not None) or (
        isinstance(value, Int) and value.number is not None
    )


def _of_dict(items: tuple[tuple[Value, Value], ...], columns: Value, rows: Dim) -> Frame:
    """A column for each key; series are put side by side by their index."""
    lengths = [samples_in(v) for _, v in items if not _has_index(v)]
    known = [n for n in lengths if n is not UNKNOWN_DIM]
    series = [v for _, v in items if isinstance(v, Column) and _has_index(v)]
    if len(series) == 1 and len(items) == 1:
        known = [series[0].rows]
    rows = known[0] if known and rows is UNKNOWN_DIM else rows
    index = _joint_index([value for _, value in items])
    if index is not UNKNOWN_DIM and rows is UNKNOWN_DIM and series:
        rows = series[0].rows
    is_moved = len(items) > 1 and index is UNKNOWN_DIM
    pairs = [(key, _put_in(value, rows, is_moved)) for key, value in items]
    if columns == NOTHING and all(is_label(key) for key, _ in pairs):
        return frame_of(pairs, rows, index)
    names = elements(columns)
    if names is not None and all(map(is_label, names)):
        found = dict(pairs)
        is_counted = index == DEFAULT_INDEX and all(name in found for name in names)
        chosen = [(name, found.get(name, Column())) for name in names]
        return frame_of(chosen, rows, DEFAULT_INDEX if is_counted else UNKNOWN_DIM)
    return Frame(rows=rows)


def _joint_index(values: list[Value]) -> Dim:
    """The index of the columns that are made of these: that of all series, if it is one, else
    numbers. Unknown where anything else may have an index."""
    made = [(value, column_of(value)) for value in values]
    series = [v for v in values if isinstance(v, Column) and _has_index(v)]
    if any(column is None for _, column in made):
        return UNKNOWN_DIM
    if not all(are_aligned(series[0], other) for other in series[1:]):
        return UNKNOWN_DIM
    return series[0].index if series else DEFAULT_INDEX


def _put_in(value: Value, rows: Dim, is_moved: bool) -> Column:
    column = column_of(value, rows)
    if column is None or (_has_index(value) and is_moved):
        return Column()  # where another index has no such row, it becomes a float
    return column


def _of_table(array: Array, columns: Value) -> Frame:
    """The columns of an array of two axes, all of its dtype."""
    rows, width = array.shape.dims
    part = replace(array, shape=Shape((rows,)), facts=array.facts.of_a_part())
    column = (column_of(part) or Column()).indexed(DEFAULT_INDEX)
    names = _labels(columns, width) if isinstance(width, int) and width <= WIDEST else None
    if names is not None:
        return frame_of([(name, column) for name in names], rows, DEFAULT_INDEX)
    is_flat = columns == NOTHING
    return Frame((), column, rows, width, is_flat) if width != 0 else Frame((), None, rows)


def _of_records(items: tuple[Value, ...], columns: Value) -> Frame:
    """One row for each dict."""
    found = [item for item in items if isinstance(item, Dict)]
    keys = found[0].keys
    if keys is None or columns != NOTHING or any(item.keys != keys for item in found):
        return Frame(rows=len(items))
    values = zip(*([v for _, v in item.items or ()] for item in found), strict=True)
    made = [column_of(Tuple(column)) or Column() for column in values]
    if not all(map(is_label, keys)):
        return Frame(rows=len(items))
    return frame_of(zip(keys, made, strict=True), len(items), DEFAULT_INDEX)


def _of_rows(items: tuple[Value, ...], columns: Value) -> Frame:
    """One row for each list or tuple."""
    rows = [elements(item) for item in items]
    known = [row for row in rows if row is not None]
    if len(known) < len(rows) or len({len(row) for row in known}) != 1:
        return Frame(rows=len(items))
    made = [column_of(Tuple(column)) or Column() for column in zip(*known, strict=True)]
    names = _labels(columns, len(made))
    if names is None:
        return Frame((), each_of(made), len(items), len(made)) if made else Frame(rows=len(items))
    return frame_of(zip(names, made, strict=True), len(items), DEFAULT_INDEX)


@models("pandas.Series")
def series(
    data: Value = NOTHING,
    index: Value = NOTHING,
    dtype: Value = NOTHING,
    name: Value = NOTHING,
    copy: Value = NOTHING,
) -> Value:
    """A series of data with one axis, of a dict's values, or of a scalar for each label."""
    has_labels = index != NOTHING or isinstance(data, Dict)
    if isinstance(data, Dict) and data.items is not None:
        data = Tuple(tuple(value for _, value in data.items))
    rows = samples_in(index)
    column = column_of(data, rows if index != NOTHING else 1)
    if column is None or data == NOTHING or (index != NOTHING and isinstance(data, Column | Tuple)):
        column = Column().of(rows)
    column = column.indexed(UNKNOWN_DIM) if has_labels else column
    return column if dtype == NOTHING else as_type(column, dtype)


MISSING = {"int64": "Int64", "float64": "Float64", "bool": "boolean"}
"""What pandas' own arrays of such numbers are called."""


@models("pandas.array")
def array(data: Value, dtype: Value = NOTHING, copy: Value = UNKNOWN) -> Value:
    """An array of pandas' own, in which elements may be missing."""
    column = column_of(data)
    if column is None:
        return UNKNOWN
    if dtype != NOTHING:
        return replace(as_type(column, dtype), kind=DATA)
    if isinstance(data, Column):
        return replace(data, kind=DATA)  # it keeps its dtype
    known = MISSING.get(column.array.dtype.name or "") if not column.extension else None
    holes = isinstance(data, List) and NOTHING in (data.items or ())
    made = column.array
    return Column(Array(shape=made.shape) if holes else made, known, DATA)


@models("pandas.Categorical")
def categorical(
    values: Value,
    categories: Value = NOTHING,
    ordered: Value = NOTHING,
    dtype: Value = NOTHING,
    **options: Value,
) -> Value:
    """An array of categories."""
    column = column_of(values)
    if column is None:
        return UNKNOWN
    # Of a list, what is missing has no part in the categories: whole numbers stay whole.
    may_have_holes = isinstance(values, List | Tuple) and column.array.facts.nan is not Truth.NO
    is_known = categories == ordered == NOTHING and not may_have_holes
    return Column(column.array if is_known else Array(shape=column.array.shape), CATEGORY, DATA)


@models("pandas.to_datetime")
def to_datetime(arg: Value, errors: Value = NOTHING, *rest: Value, **options: Value) -> Value:
    """Dates: a series of a series, an index of other data with one axis."""
    column = column_of(arg)
    if column is None or not isinstance(arg, Column | List | Tuple | Array) or rest:
        return UNKNOWN
    kind = arg.kind if isinstance(arg, Column) else INDEX
    if options.keys() & {"utc", "format"} or errors != NOTHING:
        return replace(column.unlike(), kind=kind)
    dates = Array(dtype=dtypes.dtype("datetime64"), shape=column.array.shape)
    return Column(dates, "", kind, column.index)


@models("pandas.to_timedelta")
def to_timedelta(arg: Value, *rest: Value, **options: Value) -> Value:
    """Spans of time, as `to_datetime` makes dates."""
    column = column_of(arg)
    if column is None or not isinstance(arg, Column | List | Tuple | Array):
        return UNKNOWN
    kind = arg.kind if isinstance(arg, Column) else INDEX
    spans = Array(dtype=dtypes.dtype("timedelta64"), shape=column.array.shape)
    return Column(spans, "", kind, column.index)


@models("pandas.to_numeric")
def to_numeric(arg: Value, errors: Value = NOTHING, **options: Value) -> Value:
    """A series of numbers."""
    if not isinstance(arg, Column):
        return UNKNOWN
    if arg.extension == "" and arg.array.dtype.is_one_of(dtypes.NUMPY_NUMBERS) and not options:
        return replace(arg)
    return arg.unlike()


@models("pandas.get_dummies")
def get_dummies(
    data: Value,
    prefix: Value = NOTHING,
    prefix_sep: Value = NOTHING,
    dummy_na: Value = NOTHING,
    columns: Value = NOTHING,
    sparse: Value = NO,
    drop_first: Value = NO,
    dtype: Value = NOTHING,
) -> Value:
    """A column for each category, after those that are kept as they are.

    They are bools since pandas 2, uint8 before.
    """
    if sparse != NO:
        return Frame()
    made = BOOL if _is_recent() else dtypes.dtype("bool", "uint8")
    origins = ENCODED if drop_first == NO else Origins()
    one = Column(Array(dtype=made, origins=origins), "")
    dummy = one if dtype == NOTHING else as_type(one.of(UNKNOWN_DIM), dtype)
    is_plain = dummy_na == NOTHING and drop_first in (NO, Bool(True))
    fewer = int(drop_first != NO) if is_plain else None
    column = data if isinstance(data, Column) else None
    if isinstance(data, Array | List | Tuple):
        column = column_of(data)
    if column is not None:
        index = column.index if isinstance(data, Column) and _has_index(data) else DEFAULT_INDEX
        return _beside((), dummy.indexed(index), column.rows, _width((column,), fewer))
    if isinstance(data, Frame) and data.rest is not None:
        return data.unlike()
    if not isinstance(data, Frame):
        return Frame((), None if data == NOTHING else Column(), samples_in(data))
    encoded = [label for label, column in data.columns if _is_encoded(label, column, columns)]
    if any(column.extension is None for _, column in data.columns) or None in encoded:
        return data.unlike()
    kept = tuple(pair for pair in data.columns if pair[0] not in encoded)
    if not encoded:
        return Frame(kept, None, data.rows)
    coded = [column for label, column in data.columns if label in encoded]
    width = _width(coded, fewer)
    if width is UNKNOWN_DIM and drop_first != NO:
        return data.unlike()  # of one category only, no column may be left
    is_flat = data.is_flat and prefix == prefix_sep == NOTHING and not _are_alike(encoded, kept)
    dummy = dummy.indexed(data.index)
    return replace(_beside(kept, dummy, data.rows, width), is_flat=is_flat)


def _beside(kept: tuple[tuple[Value, Column], ...], dummy: Column, rows: Dim, width: Dim) -> Frame:
    """The frame of these columns and so many others."""
    if width == 0:
        return Frame(kept, None, rows)
    breadth = len(kept) + width if isinstance(width, int) else UNKNOWN_DIM
    return Frame(kept, dummy.of(rows, False), rows, breadth)


def _are_alike(encoded: Iterable[Value | None], kept: Iterable[tuple[Value, Column]]) -> bool:
    """Whether a column that is kept may be called as one that is made."""
    prefixes = tuple(f"{label.text}_" for label in encoded if isinstance(label, Str))
    return any(isinstance(n, Str) and (n.text or "").startswith(prefixes) for n, _ in kept)


def _width(encoded: Iterable[Column], fewer: int | None) -> Dim:
    """How many columns stand for the values of these, where each has so many fewer than values."""
    counts = [column.array.facts.classes for column in encoded]
    known = [count for count in counts if count is not None]
    if fewer is None or len(known) < len(counts):
        return UNKNOWN_DIM
    return sum(known) - fewer * len(known)


def _is_recent() -> bool:
    return current().keras == 3 or current().numpy == 2


def _is_encoded(label: Value, column: Column, columns: Value) -> bool:
    if columns == NOTHING:
        return column.array.dtype == OBJECT or column.extension in (WORDS, CATEGORY)
    return label in (elements(columns) or ())


@models("pandas.concat")
def concat(
    objs: Value,
    *,
    axis: Value = ROWS,
    ignore_index: Value = NO,
    **options: Value,
) -> Value:
    """Frames one below the other, or side by side."""
    parts = elements(objs)
    if not parts or options.keys() - {"sort"} or not all(isinstance(p, Frame) for p in parts):
        return UNKNOWN
    frames = [part for part in parts if isinstance(part, Frame)]
    if axis in (Int(1), Str("columns")) and ignore_index == NO:
        return _side_by_side(frames)
    if axis not in (ROWS, Str("index")):
        return Frame()
    index = DEFAULT_INDEX if ignore_index == Bool(True) else UNKNOWN_DIM
    first = frames[0]
    labels = [label for label, _ in first.columns]
    same = all(f.rest is None and [label for label, _ in f.columns] == labels for f in frames)
    sizes = [frame.rows for frame in frames]
    rows = sum(n for n in sizes if isinstance(n, int))
    count: Dim = rows if all(isinstance(n, int) for n in sizes) else UNKNOWN_DIM
    if not same or not first.is_flat:
        return Frame(rest=Column(index=index), rows=count)
    pairs = []
    for number, label in enumerate(labels):
        each = each_of([frame.columns[number][1] for frame in frames])
        known = each if each.array.dtype.name else Column()
        pairs.append((label, known.of(count, False)))
    return frame_of(pairs, count, index)


def _side_by_side(frames: list[Frame]) -> Frame:
    """The columns of all frames, whose rows are put together by their index."""
    first, *others = frames
    if not all(are_aligned(first, other) for other in others):
        return Frame()
    if any(frame.rest is not None for frame in frames[:-1]):
        return first.unlike()
    pairs = tuple(pair for frame in frames for pair in frame.columns)
    last = frames[-1]
    if last.rest is None:
        return frame_of(pairs, first.rows, first.index)
    width = add(last.width, len(pairs) - len(last.columns))
    return Frame(pairs, last.rest, first.rows, width)


@models("pandas.date_range", "pandas.bdate_range")
def date_range(
    start: Value = NOTHING, end: Value = NOTHING, periods: Value = NOTHING, **options: Value
) -> Value:
    """An index of dates."""
    count = periods.size if isinstance(periods, Int) else UNKNOWN_DIM
    if "tz" in options:
        return UNKNOWN
    return Column(Array(dtype=dtypes.dtype("datetime64"), shape=Shape((count,))), "", INDEX)


@models("pandas.cut", "pandas.qcut")
def cut(x: Value, *arguments: Value, **options: Value) -> Value:
    """Categories of numbers; with `labels=False`, their numbers."""
    if (
        not isinstance(x, Column)
        or "labels" in options
        or "retbins" in options
        or len(arguments) > 1
    ):
        return UNKNOWN
    unlike = Array(dtype=OBJECT, shape=x.array.shape, objects=Objects.NO_STRING)
    return Column(unlike, CATEGORY, index=x.index)


@models("pandas.factorize")
def factorize(values: Value, *arguments: Value, **options: Value) -> Value:
    """The number of each value among the different ones, and those."""
    column = column_of(values)
    if column is None:
        return UNKNOWN
    facts = column.array.facts.numbered() if column.array.facts.is_finite else UNKNOWN_FACTS
    codes = Array(dtype=INT64, shape=column.array.shape, facts=facts)
    return Tuple((codes, UNKNOWN))


@models("pandas.isna", "pandas.isnull", "pandas.notna", "pandas.notnull")
def missing(obj: Value) -> Value:
    """Whether each element is missing."""
    match obj:
        case Column():
            return Column(Array(dtype=BOOL, shape=obj.array.shape), "", index=obj.index)
        case Frame():
            flags = Column(Array(dtype=BOOL), "", index=obj.index).of(obj.rows, False)
            return obj.with_parts([flags for _ in obj.parts], obj.rows)
    return UNKNOWN
