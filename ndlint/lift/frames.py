"""pandas' frames and SciPy's sparse matrices as abstract values; neither is imported here."""

import sys
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from ndlint.lift.arrays import array_of, dtype_of
from ndlint.values.array import Array, Kind, Objects, SparseMatrix
from ndlint.values.base import Value
from ndlint.values.dtype import OBJECT
from ndlint.values.facts import Truth
from ndlint.values.shape import Shape


def lift_frame(thing: object) -> Value | None:
    """A data frame, a series or an index, as the array that others see in it; a sparse
    matrix. None: it is none of these."""
    pandas, sparse = sys.modules.get("pandas"), sys.modules.get("scipy.sparse")
    if pandas is not None and hasattr(pandas, "DataFrame"):
        if isinstance(thing, pandas.DataFrame):
            return _frame(thing)
        if isinstance(thing, pandas.Series | pandas.Index):
            return array_of(thing.to_numpy(), Kind.NDARRAY)
    if sparse is not None and hasattr(sparse, "issparse") and sparse.issparse(thing):
        matrix: Any = thing
        return SparseMatrix(dtype_of(matrix.dtype), Shape(tuple(matrix.shape)))
    return None


def _frame(frame: Any) -> Array:
    """The array that `to_numpy` would make; it is not made, but looked at by column."""
    empty = frame.iloc[:0].to_numpy()
    dtype = dtype_of(empty.dtype)
    columns = list(_columns(frame, dtype == OBJECT))
    if not columns:
        return replace(array_of(empty, Kind.NDARRAY), shape=Shape(frame.shape))
    first, *others = columns
    if not others:
        dtype = first.dtype  # with a gap, a column of integers is one of floats
    facts, objects = first.facts, first.objects
    for column in others:
        facts, objects = facts.both(column.facts), objects.join(column.objects)
    bad = [(*c.origins.first, n) for n, c in enumerate(columns) if c.origins.first]
    origins = replace(first.origins, first=min(bad, default=None))
    if dtype != OBJECT:
        objects = Objects.ANYTHING
    return Array(Kind.NDARRAY, dtype, Shape(frame.shape), facts, Truth.NO, objects, origins)


def _columns(frame: Any, as_objects: bool) -> Iterator[Array]:
    for number in range(frame.shape[1]):
        column = frame.iloc[:, number]
        data = column.to_numpy(dtype=object) if as_objects else column.to_numpy()
        yield array_of(data, Kind.NDARRAY)
