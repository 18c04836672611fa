"""pandas' frames and SciPy's sparse matrices as abstract values; neither is imported here."""

import sys
from typing import Any

from msgspec.structs import replace

from ndlint.lift.arrays import array_of, dtype_of
from ndlint.values.array import Array, Kind, SparseMatrix
from ndlint.values.base import Value, plain
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import OBJECT
from ndlint.values.frame import DEFAULT_INDEX, INDEX, SERIES, WORDS, Column, Frame, each_of
from ndlint.values.shape import Shape

WIDEST = 1000
"""Of a frame with more columns, it is only told what all of them are like."""
OF_STRINGS = ("str", "string")
UNLIKE = ("Sparse",)
"""What the names of dtypes begin with which go together with NumPy's."""


def lift_frame(thing: object) -> Value | None:
    """A data frame, a series or an index; a sparse matrix. None: it is none of these."""
    pandas, sparse = sys.modules.get("pandas"), sys.modules.get("scipy.sparse")
    if pandas is not None and hasattr(pandas, "DataFrame"):
        if isinstance(thing, pandas.DataFrame):
            return _frame(thing)
        if isinstance(thing, pandas.MultiIndex):
            return array_of(thing.to_numpy(), Kind.NDARRAY)
        if isinstance(thing, pandas.Series):
            return _column(thing)
        if isinstance(thing, pandas.Index):
            return _column(thing, INDEX)
    if sparse is not None and hasattr(sparse, "issparse") and sparse.issparse(thing):
        matrix: Any = thing
        return SparseMatrix(dtype_of(matrix.dtype), Shape(tuple(matrix.shape)))
    return None


def _frame(frame: Any) -> Frame:
    """A frame, by its columns: the array of all of them is not made."""
    rows, width = frame.shape
    lifted = _column if width == 1 else _among_others
    columns = [lifted(frame.iloc[:, number]) for number in range(width)]
    labels = [plain(label) for label in frame.columns]
    if width > WIDEST or None in labels:
        return Frame((), each_of(columns), rows, width)
    known = tuple((k, c) for k, c in zip(labels, columns, strict=True) if k is not None)
    return Frame(known, None, rows, is_flat=len(set(labels)) == width)


def _among_others(series: Any) -> Column:
    """A column, unless it takes part in the array of all columns as something else: categories that
    are whole numbers, of which some are missing, are floats by themselves only."""
    column = _column(series)
    categories = getattr(series.dtype, "categories", None)
    is_alike = categories is None or dtype_of(categories.dtype) == column.array.dtype
    if is_alike or column.array.dtype == OBJECT:
        return column
    return replace(column, array=Array(shape=column.array.shape))


def _column(series: Any, kind: str = SERIES) -> Column:
    """A series or an index, exactly."""
    dtype = series.dtype
    is_own = type(dtype).__module__.partition(".")[0] == "numpy"
    name: str | None = "" if is_own else str(dtype)
    if name in OF_STRINGS:
        name = WORDS
    elif name and name.startswith(UNLIKE):
        name = None
    index = _index(series.index) if kind == SERIES else UNKNOWN_DIM
    return Column(array_of(series.to_numpy(), Kind.NDARRAY), name, kind, index)


def _index(index: Any) -> Dim:
    """Which index it is, if it is the one that pandas makes itself."""
    is_range = type(index).__name__ == "RangeIndex"
    return DEFAULT_INDEX if is_range and (index.start, index.step) == (0, 1) else UNKNOWN_DIM
