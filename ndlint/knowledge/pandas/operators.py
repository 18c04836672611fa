"""Operators on frames and series.

Two series meet row by row of the same label: where the labels differ, rows are added, without
numbers. Source: pandas, `core/arraylike.py`; measured on 2.3 and 3.1.
"""

from msgspec.structs import replace

from ndlint.knowledge.numpy import operators as numpy
from ndlint.knowledge.registry import Refusal
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Bool, Float, Int, Str, Value
from ndlint.values.dimension import UNKNOWN_DIM, same
from ndlint.values.dtype import BOOL, OBJECT
from ndlint.values.facts import whole
from ndlint.values.frame import CATEGORY, WORDS, Column, Frame
from ndlint.values.shape import Shape

NUMBERS = (Int, Float, Bool)


def operate(symbol: str, left: Value, right: Value) -> Value:
    """`left symbol right`, where at least one is a frame or a series."""
    if symbol == "@":
        return UNKNOWN
    for frame, other in ((left, right), (right, left)):
        if isinstance(frame, Frame):
            return _on_frame(symbol, frame, other, is_first=frame is left)
    if isinstance(left, Column) and isinstance(right, Column):
        return _side_by_side(symbol, left, right)
    if isinstance(left, Column):
        return _with(symbol, left, right, is_first=True)
    return _with(symbol, right, left, is_first=False) if isinstance(right, Column) else UNKNOWN


def _is_number(value: Value) -> bool:
    is_scalar = isinstance(value, Array) and value.is_numpy and value.shape.rank == 0
    return isinstance(value, NUMBERS) or is_scalar


def _on_frame(symbol: str, frame: Frame, other: Value, is_first: bool) -> Value:
    if _is_number(other):
        parts = [_each(symbol, part, other, is_first) for part in frame.parts]
        return frame.with_parts([part.of(frame.rows, False) for part in parts], frame.rows)
    if isinstance(other, Column):
        return Frame(rows=frame.rows)  # along the columns
    return Frame() if isinstance(other, Frame) else UNKNOWN


def _with(symbol: str, column: Column, other: Value, is_first: bool) -> Value:
    """A series and a number, or an array that is as long."""
    if isinstance(other, Str) and symbol in ("==", "!="):
        is_plain = column.extension in ("", WORDS, CATEGORY)
        made = Array(dtype=BOOL, shape=Shape((column.rows,)), facts=whole(0, 1))
        return Column(made, "" if is_plain else None, column.kind)
    is_line = isinstance(other, Array) and other.is_numpy and other.shape.rank == 1
    if not is_line and not _is_number(other):
        return UNKNOWN
    return _each(symbol, column, other, is_first)


def _each(symbol: str, column: Column, other: Value, is_first: bool) -> Column:
    """The elements of a column, each with a number."""
    unknown = Column(kind=column.kind).of(column.rows)
    if column.extension != "" or column.array.dtype == OBJECT:
        return unknown
    pair = (column.array, other) if is_first else (other, column.array)
    try:
        made = numpy.operate(symbol, *pair)
    except Refusal:
        return unknown  # where NumPy raises, pandas may not
    if not isinstance(made, Array) or made.shape.rank != 1:
        return unknown
    return Column(made, "" if made.dtype.name else None, column.kind).of(column.rows, False)


def _side_by_side(symbol: str, left: Column, right: Column) -> Column:
    """Two series by their labels."""
    rows = left.rows if same(left.rows, right.rows) else UNKNOWN_DIM
    line = Shape((UNKNOWN_DIM,))
    found = _each(symbol, left, replace(right.array, shape=line), is_first=True)
    if right.extension != "" or right.array.dtype == OBJECT:
        return Column()
    is_kept = symbol in numpy.COMPARISONS or found.array.dtype.is_one_of(dtypes.FLOATS)
    return found.of(rows) if is_kept else Column().of(rows)


def unary(symbol: str, value: Frame | Column) -> Value:
    """`-value`, `~value`"""
    if isinstance(value, Frame):
        return value.with_parts([_negated(symbol, part) for part in value.parts], value.rows)
    return _negated(symbol, value)


def _negated(symbol: str, column: Column) -> Column:
    if column.extension != "" or column.array.dtype == OBJECT:
        return Column(kind=column.kind).of(column.rows)
    try:
        made = numpy.unary(symbol, column.array)
    except Refusal:
        return Column(kind=column.kind).of(column.rows)
    return Column(made, "", column.kind) if isinstance(made, Array) else Column()
