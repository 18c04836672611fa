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
from ndlint.values.conversion import as_array
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.dtype import FLOAT64, OBJECT
from ndlint.values.facts import Truth
from ndlint.values.frame import (
    INDEX,
    SERIES,
    Column,
    Frame,
    are_aligned,
    are_flags,
    as_numpy,
    compared,
)
from ndlint.values.shape import Shape

NUMBERS = (Int, Float, Bool)
NUMERIC = dtypes.INTEGERS | dtypes.FLOATS
LOGICAL = frozenset({"&", "|", "^"})
BOOLS = frozenset({"bool"})


def operate(symbol: str, left: Value, right: Value) -> Value:
    """`left symbol right`, where at least one is a frame or a series."""
    if symbol == "@":
        return UNKNOWN
    for frame, other in ((left, right), (right, left)):
        if isinstance(frame, Frame):
            return _on_frame(symbol, frame, other, is_first=frame is left)
    made = _on_column(symbol, left, right)
    is_of_index = isinstance(made, Column) and made.kind == INDEX
    return as_numpy(made) if is_of_index and symbol in numpy.COMPARISONS else made


def _on_column(symbol: str, left: Value, right: Value) -> Value:
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
    if isinstance(other, Str) and symbol in numpy.COMPARISONS:
        return compared(column)
    is_line = isinstance(other, Array) and other.is_numpy and other.shape.rank == 1
    if not is_line and not _is_number(other):
        return UNKNOWN
    return _each(symbol, column, other, is_first)


def _each(symbol: str, column: Column, other: Value, is_first: bool) -> Column:
    """The elements of a column, each with a number."""
    unknown = compared(column) if symbol in numpy.COMPARISONS else column.unlike()
    if column.extension != "" or column.array.dtype == OBJECT:
        return unknown
    pair = (column.array, other) if is_first else (other, column.array)
    if not _is_numpys(symbol, *pair):
        return unknown
    try:
        made = numpy.operate(symbol, *pair)
    except Refusal:
        return unknown  # where NumPy raises, pandas may not
    if not isinstance(made, Array) or made.shape.rank != 1:
        return unknown
    found = replace(column, array=made, extension="" if made.dtype.name else None)
    return found.of(column.rows, False)


def _is_numpys(symbol: str, left: Value, right: Value) -> bool:
    """Whether pandas gives what NumPy does: not so where it divides whole numbers by 0, or joins
    a bool and a number by `&`."""
    x, y = as_array(left), as_array(right)
    if x is None or y is None:
        return False
    if symbol in LOGICAL:
        return any(x.dtype.is_one_of(k) and y.dtype.is_one_of(k) for k in (BOOLS, dtypes.INTEGERS))
    if symbol in ("//", "%"):
        is_double = {x.dtype, y.dtype} <= {FLOAT64}
        return is_double or y.facts.low > 0 or y.facts.high < 0
    return True


def _side_by_side(symbol: str, left: Column, right: Column) -> Column:
    """Two series by their labels."""
    if left.kind != SERIES and right.kind == SERIES:
        return right.unlike()
    if are_aligned(left, right) and left.kind == right.kind == SERIES:
        return _of_equal_index(symbol, left, right)
    if symbol in numpy.COMPARISONS:
        return _of_equal_index(symbol, left, right)  # else pandas raises
    if any(c.extension != "" or not c.array.dtype.is_one_of(NUMERIC) for c in (left, right)):
        return Column()
    line = Shape((UNKNOWN_DIM,))
    found = _each(symbol, left, replace(right.array, shape=line), is_first=True)
    are_floats = all(c.array.dtype.is_one_of(dtypes.FLOATS) for c in (left, right))
    if not are_floats and found.array.dtype != FLOAT64:
        return Column()
    facts = replace(found.array.facts.of_a_part(), nan=Truth.MAYBE)
    return Column(replace(found.array, shape=line, facts=facts), found.extension)


def _of_equal_index(symbol: str, left: Column, right: Column) -> Column:
    """Two series, row by row."""
    if symbol in numpy.COMPARISONS:
        return compared(left, right)
    if symbol in LOGICAL and are_flags(left.array) and are_flags(right.array):
        return compared(left, right)
    if right.extension != "" or right.array.dtype == OBJECT:
        return left.unlike()
    return _each(symbol, left, right.array, is_first=True)


def unary(symbol: str, value: Frame | Column) -> Value:
    """`-value`, `~value`"""
    if isinstance(value, Frame):
        return value.with_parts([_negated(symbol, part) for part in value.parts], value.rows)
    return _negated(symbol, value)


def _negated(symbol: str, column: Column) -> Column:
    if symbol == "~" and are_flags(column.array):
        return compared(column)
    if column.extension != "" or column.array.dtype == OBJECT:
        return column.unlike()
    try:
        made = numpy.unary(symbol, column.array)
    except Refusal:
        return column.unlike()
    return replace(column, array=made) if isinstance(made, Array) else column.unlike()
