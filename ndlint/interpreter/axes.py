"""Names the axes of arrays whose sizes are not known, when a program asks for them."""

from msgspec.structs import replace

from ndlint.interpreter.run import Run
from ndlint.values.array import Array
from ndlint.values.base import Ref, Value
from ndlint.values.dimension import UNKNOWN_DIM, symbol
from ndlint.values.frame import Column, Frame, with_own_index
from ndlint.values.shape import Shape


def named_axes(run: Run, owner: Value, label: str) -> Value:
    """The object; an array of NumPy's has from now on a symbol for each axis that is not known.

    So `x.reshape(x.shape[0], -1)` is followed whatever made `x`.
    """
    array = run.live.peek(owner)
    if isinstance(array, Frame | Column) and isinstance(owner, Ref):
        table = _with_named_rows(run, array, label)
        run.live.heap[owner.key] = table
        return table
    if not isinstance(array, Array) or not array.is_numpy or not isinstance(owner, Ref):
        return array
    dims = array.shape.dims
    if UNKNOWN_DIM not in dims or not array.shape.rank_known:
        return array
    key = run.keys.new()
    axes = (
        symbol(key, i, f"{label or '…'}.shape[{i}]") if d is UNKNOWN_DIM else d
        for i, d in enumerate(dims)
    )
    named = replace(array, shape=Shape(tuple(axes)))
    run.live.heap[owner.key] = named
    return named


def named_index(run: Run, owner: Value) -> Value:
    """The object; a frame has from now on a name for its index, if that is not known."""
    frame = run.live.peek(owner)
    if not isinstance(owner, Ref) or owner.many or not isinstance(frame, Frame):
        return frame
    if frame.index is not UNKNOWN_DIM:
        return frame
    named = run.live.heap[owner.key] = with_own_index(frame, run.keys.new())
    return named


def _with_named_rows(run: Run, table: Frame | Column, label: str) -> Frame | Column:
    """The table with a symbol for the number of its rows, and for that of its columns."""
    key = run.keys.new()
    sizes = (table.rows, table.width if isinstance(table, Frame) else 0)
    rows, width = (
        symbol(key, i, f"{label or '…'}.shape[{i}]") if size is UNKNOWN_DIM else size
        for i, size in enumerate(sizes)
    )
    made = table.of(rows, False)
    return replace(made, width=width) if isinstance(made, Frame) else made
