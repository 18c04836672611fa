"""pandas' frames and series, by what each column holds."""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce

from msgspec.structs import replace

from ndlint.values import array as arrays
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Objects, Origins, Split
from ndlint.values.base import Int, List, Str, Tuple, Value
from ndlint.values.conversion import joint_facts
from ndlint.values.dimension import UNKNOWN_DIM, Dim, same, symbol
from ndlint.values.dtype import BOOL, FLOAT64, FLOATS, OBJECT, UNKNOWN_DTYPE, DType
from ndlint.values.facts import UNKNOWN_FACTS, Truth, whole
from ndlint.values.shape import Shape, join_dims

CATEGORY = "category"
WORDS = "str"
"""What a dtype of pandas' own for strings is called here; pandas 2 has objects there."""
SERIES = "Series"
INDEX = "Index"
DATA = "array"
"""The class of what holds a column's data, where that is no array of NumPy's."""
PLAIN = frozenset({"", WORDS, CATEGORY})
"""Dtypes whose comparisons give NumPy's bools."""
FLAGS = dtypes.join(BOOL, OBJECT)
"""Bools of which some may be missing, as an array: what comparisons of other dtypes give."""
DEFAULT_INDEX: Dim = 0
"""The index that pandas makes itself: 0, 1, 2 and so on, a number for each row."""


class Column(Value, frozen=True):
    """A Series, or what else pandas has with one axis.

    `array` is what `numpy.asarray` makes of it alone, `extension` the name of a dtype that NumPy
    does not have ("Int64", "category"): "" if it is one of NumPy's, None if that is not known.
    `kind` is the class: `SERIES`, `INDEX` or `DATA`. `index` tells which index it has, as a size
    tells which number: `DEFAULT_INDEX`, or a symbol, which is the same index wherever it stands.
    """

    array: Array = Array(shape=Shape((UNKNOWN_DIM,)))
    extension: str | None = None
    kind: str = SERIES
    index: Dim = UNKNOWN_DIM

    @property
    def is_mutable(self) -> bool:
        return True

    @property
    def path(self) -> str:
        """The class under whose name its methods are registered."""
        return f"pandas.{self.kind}"

    @property
    def rows(self) -> Dim:
        """The number of its elements."""
        return self.array.shape.axis(0)

    @property
    def dtype_name(self) -> str:
        """The dtype as pandas calls it, for a message."""
        return self.extension or str(self.array.dtype)

    def disturbed(self) -> Value:
        return Column(kind=self.kind)

    def with_other_elements(self) -> Value:
        return replace(self, array=replace(self.array, facts=UNKNOWN_FACTS))

    def map_sizes(self, change: Callable[[Dim], Dim]) -> "Column":
        """The same with another number of elements."""
        return replace(self.of(change(self.rows), False), index=change(self.index))

    def of(self, rows: Dim, is_part: bool = True) -> "Column":
        """So many of its elements; `is_part` false: all of them."""
        facts = self.array.facts
        facts = facts.of_places(rows, self.rows) if is_part else facts
        array = replace(self.array, shape=Shape((rows,)), facts=facts)
        return Column(array, self.extension, self.kind, UNKNOWN_DIM if is_part else self.index)

    def indexed(self, index: Dim) -> "Column":
        """The same elements with another index."""
        return replace(self, index=index)

    def unlike(self) -> "Column":
        """Any elements in the same places."""
        return Column(Array(shape=self.array.shape), None, self.kind, self.index)


class Frame(Value, frozen=True):
    """A DataFrame: the columns that are known by label, in order, then `rest`.

    `rest` is what each further column is like, of which there is at least one; None: there is
    none. `width` is the number of all columns where there are others. `is_flat` tells that no
    label stands twice, or has levels.
    """

    columns: tuple[tuple[Value, Column], ...] = ()
    rest: Column | None = Column()
    rows: Dim = UNKNOWN_DIM
    width: Dim = UNKNOWN_DIM
    is_flat: bool = False

    @property
    def is_mutable(self) -> bool:
        return True

    @property
    def path(self) -> str:
        """The class under whose name its methods are registered."""
        return "pandas.DataFrame"

    @property
    def breadth(self) -> Dim:
        """The number of its columns."""
        return len(self.columns) if self.rest is None else self.width

    @property
    def parts(self) -> tuple[Column, ...]:
        """Its columns, of those that are not known by label what each is like."""
        known = tuple(column for _, column in self.columns)
        return known if self.rest is None else (*known, self.rest)

    @property
    def index(self) -> Dim:
        """The index, which its columns have in common."""
        return next((c.index for c in self.parts if c.index is not UNKNOWN_DIM), UNKNOWN_DIM)

    def disturbed(self) -> Value:
        return Frame()

    def with_other_elements(self) -> Value:
        parts = [replace(c, array=replace(c.array, facts=UNKNOWN_FACTS)) for c in self.parts]
        return self.with_parts(parts, self.rows)

    def get(self, label: Value) -> Column | None:
        """The column of this label; None: it is not known, or not one."""
        found = [column for name, column in self.columns if name == label]
        if not found and self.rest is not None and self.is_flat:
            return Column(index=self.index).of(self.rows, False)
        return found[0] if len(found) == 1 and (self.is_flat or self.rest is None) else None

    def with_parts(self, parts: Sequence[Column], rows: Dim) -> "Frame":
        """The frame with these instead of its `parts`."""
        known = tuple((label, part) for (label, _), part in zip(self.columns, parts, strict=False))
        rest = None if self.rest is None else parts[-1]
        return Frame(known, rest, rows, self.width, self.is_flat)

    def map_sizes(self, change: Callable[[Dim], Dim]) -> "Frame":
        """The same with other numbers of rows and columns."""
        parts = [c.of(change(self.rows), False).indexed(change(c.index)) for c in self.parts]
        return replace(self.with_parts(parts, change(self.rows)), width=change(self.width))

    def of(self, rows: Dim, is_part: bool = True) -> "Frame":
        """So many of its rows; `is_part` false: all of them."""
        return self.with_parts([column.of(rows, is_part) for column in self.parts], rows)

    def indexed(self, index: Dim) -> "Frame":
        """The same rows with another index."""
        return self.with_parts([column.indexed(index) for column in self.parts], self.rows)

    def unlike(self, is_flat: bool = False) -> "Frame":
        """Any columns, with the same rows."""
        return Frame((), Column(index=self.index), self.rows, is_flat=is_flat)


def frame_of(columns: Iterable[tuple[Value, Column]], rows: Dim, index: Dim = UNKNOWN_DIM) -> Frame:
    """The frame of these columns and no others."""
    known = tuple((label, column.of(rows, False).indexed(index)) for label, column in columns)
    is_flat = len({label for label, _ in known}) == len(known)
    return Frame(known, None, rows, is_flat=is_flat)


def with_own_index(value: Value, key: int) -> Value:
    """A frame or a series whose index has a name: that of object number `key`, where it has none.

    So what is made of the columns of one frame is known to have its index.
    """
    if not isinstance(value, Frame | Column):
        return value
    has_no_size = value.index == DEFAULT_INDEX and value.rows is UNKNOWN_DIM
    has_name = value.index is not UNKNOWN_DIM and not has_no_size
    return value if has_name else value.indexed(symbol(key, 0, "index"))


def compared(column: Column, *others: Column) -> Column:
    """A bool for each element of the first of these."""
    is_plain = {column.extension, *(c.extension for c in others)} <= PLAIN
    made = Array(dtype=BOOL, facts=whole(0, 1)) if is_plain else Array(dtype=FLAGS)
    line = Shape((column.rows,))
    return replace(column, array=replace(made, shape=line), extension="" if is_plain else None)


def are_flags(array: Array) -> bool:
    """Whether the elements are bools, which may be missing."""
    return "bool" in array.dtype.names and array.dtype.names <= FLAGS.names


def are_aligned(a: Column | Frame, b: Column | Frame) -> bool:
    """Whether pandas certainly leaves the rows of both where they are, as it puts them side by
    side: their indexes are equal."""
    return same(a.index, b.index) and (a.index != DEFAULT_INDEX or same(a.rows, b.rows))


def samples_in(value: Value) -> Dim:
    """The number of samples in data: along its first axis."""
    match value:
        case List():
            return value.size
        case Tuple(items):
            return len(items)
        case Column():
            return value.rows
        case Array(shape=shape) if shape.rank:
            return shape.dims[0]
    return UNKNOWN_DIM


def as_numpy(value: Value) -> Value:
    """The array that `numpy.asarray` makes of a frame or a series; anything else is itself."""
    if isinstance(value, Column):
        return value.array
    return table(value) if isinstance(value, Frame) else value


def table(frame: Frame) -> Array:
    """The array of all columns side by side. Shape: (rows, columns).

    Source: pandas, `core/internals/managers.py`, `BlockManager.as_array` and `interleaved_dtype`;
    measured on 2.3 and 3.1.
    """
    parts = frame.parts
    if not parts:
        return Array(dtype=FLOAT64, shape=Shape((frame.rows, 0)))
    dtype = common_dtype(frame)
    facts, objects = UNKNOWN_FACTS, Objects.ANYTHING
    if dtype == OBJECT:
        objects = reduce(Objects.join, map(_objects, parts))
    else:
        facts = joint_facts([p.array for p in parts])
    bad = [(*c.array.origins.first, n) for n, c in enumerate(parts) if c.array.origins.first]
    alike = next((p.array for p in parts if p.array.dtype == dtype), parts[0].array)
    origins = Origins(
        alike.origins.dtype,
        first=min(bad, default=None) if frame.rest is None and dtype.is_one_of(FLOATS) else None,
        columns=_told(frame) if dtype == OBJECT else "",
        split=split_of(frame),
        encoded=not frame.columns and parts[0].array.origins.encoded,
    )
    return Array(
        dtype=dtype,
        shape=Shape((frame.rows, frame.breadth)),
        facts=facts,
        objects=objects,
        origins=origins,
    )


def split_of(value: Value) -> Split | None:
    """On which side of a split the rows are, as far as that is known."""
    match value:
        case Array(origins=origins):
            return origins.split
        case Column(array):
            return array.origins.split
        case Frame():
            found = {column.array.origins.split for column in value.parts}
            return found.pop() if len(found) == 1 else None
    return None


def _objects(column: Column) -> Objects:
    """What the elements of a column are as Python's objects."""
    if column.array.dtype == OBJECT:
        return column.array.objects
    return Objects.NO_STRING if column.array.dtype.names else Objects.ANYTHING


def common_dtype(frame: Frame) -> DType:
    """The dtype of an array that holds all columns."""
    parts = frame.parts
    if not parts:
        return FLOAT64
    if frame.breadth == 1:
        return parts[0].array.dtype
    if any(c.array.dtype == OBJECT for c in parts):
        return OBJECT
    extensions = {c.extension for c in parts}
    if extensions - {"", None, CATEGORY}:
        # pandas has no common dtype for them. Of what there is one of, there may be several.
        return OBJECT if frame.width is not UNKNOWN_DIM or len(parts) > 1 else UNKNOWN_DTYPE
    if extensions == {CATEGORY}:
        return OBJECT if _are_of_equal_categories(parts) else UNKNOWN_DTYPE
    if any(c.extension is None or c.array.dtype.name is None for c in parts):
        return UNKNOWN_DTYPE
    names = {c.array.dtype.name for c in parts}
    if len(names) == 1:
        return parts[0].array.dtype
    if names & {"bool", "datetime64", "timedelta64", "str", "bytes", "void"}:
        return OBJECT
    return dtypes.promote_all([column.array.dtype for column in parts])


def _are_of_equal_categories(columns: Sequence[Column]) -> bool:
    """Whether all certainly have the same: one number, or every whole number of one range."""
    facts = [c.array.facts for c in columns]
    ranges = {(c.array.dtype, c.array.facts.ends) for c in columns}
    are_all_told = all((f.is_single or f.is_dense) and f.inf is Truth.NO for f in facts)
    return are_all_told and len(ranges) == 1


SHOWN = 3
"""So many columns are named in a message."""


def _told(frame: Frame) -> str:
    """The columns of a frame that becomes an array of objects, of which some are no strings; ""
    where they may all be."""
    if any(_objects(p) is not Objects.ANYTHING for p in frame.parts):
        return described(frame)
    return ""


def described(frame: Frame) -> str:
    """The dtypes of the columns, for a message: "'age': int64, 'name': str"."""
    first: dict[str, str] = {}
    for label, column in frame.columns:
        first.setdefault(column.dtype_name, f"{named(label)}: {column.dtype_name}")
    if frame.rest is not None:
        first.setdefault(frame.rest.dtype_name, f"others: {frame.rest.dtype_name}")
    told = [*first.values()][:SHOWN]
    return ", ".join(told if len(told) == len(frame.parts) else [*told, "…"])


def named(label: Value) -> str:
    """A label as the program writes it."""
    match label:
        case Str(str(text)):
            return repr(text)
        case Int(int(number)):
            return str(number)
    return "?"


def join_columns(a: Column, b: Column) -> Column | None:
    """What holds of either; None where they are of different classes."""
    array = arrays.join(a.array, b.array)
    if array is None or a.kind != b.kind:
        return None
    extension = a.extension if a.extension == b.extension else None
    return Column(array, extension, a.kind, join_dims(a.index, b.index))


def join_frames(a: Frame, b: Frame) -> Frame:
    """What holds of either."""
    rows = join_dims(a.rows, b.rows)
    is_flat = a.is_flat and b.is_flat
    labels = [label for label, _ in a.columns]
    same = (a.rest is None) == (b.rest is None) and labels == [label for label, _ in b.columns]
    if not same:
        rest = each_of((*a.parts, *b.parts)).of(rows, False).indexed(join_dims(a.index, b.index))
        return Frame((), rest, rows, join_dims(a.breadth, b.breadth), is_flat)
    index = join_dims(a.index, b.index)
    joined = [
        (join_columns(x, y) or Column()).indexed(index)
        for x, y in zip(a.parts, b.parts, strict=True)
    ]
    made = a.with_parts([column.of(rows, False) for column in joined], rows)
    return Frame(made.columns, made.rest, rows, join_dims(a.width, b.width), is_flat)


def each_of(parts: Sequence[Column]) -> Column:
    """What every one of the columns is like."""
    found = parts[0] if parts else Column()
    for column in parts[1:]:
        found = join_columns(found, column) or Column()
    return found
