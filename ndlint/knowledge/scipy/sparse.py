"""Sparse matrices and arrays.

Source: SciPy 1.17, `sparse/_base.py`, `sparse/_construct.py`.
"""

from msgspec.structs import replace

from ndlint.knowledge.binding import ADType, DTypeValue
from ndlint.knowledge.numpy.attributes import shape_value
from ndlint.knowledge.numpy.slices import slice_length
from ndlint.knowledge.registry import models
from ndlint.values.array import Array, Origins, SparseMatrix
from ndlint.values.base import NOTHING, UNKNOWN, Int, Slice, Tuple, Value, elements
from ndlint.values.conversion import as_array
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.dtype import FLOAT64, UNKNOWN_DTYPE
from ndlint.values.shape import Shape

MODULE = "scipy.sparse"
FORMATS = ("bsr", "coo", "csc", "csr", "dia", "dok", "lil")
CLASSES = tuple(f"{MODULE}.{name}_{kind}" for name in FORMATS for kind in ("matrix", "array"))
ALL = Slice(NOTHING, NOTHING, NOTHING)
TABLE = Shape((UNKNOWN_DIM, UNKNOWN_DIM))


def attribute(matrix: SparseMatrix, name: str) -> Value | None:
    """`matrix.name`; None: it is a method, or not known."""
    match name:
        case "shape":
            return shape_value(matrix.shape)
        case "ndim":
            return Int(len(matrix.shape.dims)) if matrix.shape.rank_known else None
        case "dtype":
            return DTypeValue(matrix.dtype)
        case "T" if matrix.shape.rank_known:
            return SparseMatrix(matrix.dtype, Shape(matrix.shape.dims[::-1]))
    return None


@models(*CLASSES)
def made(
    arg1: Value,
    shape: Value = NOTHING,
    dtype: ADType | None = None,
    copy: Value = UNKNOWN,
    **options: Value,
) -> Value:
    """A sparse matrix of a dense one, of another sparse one, or of elements and their places."""
    if isinstance(arg1, SparseMatrix):
        return SparseMatrix(dtype or arg1.dtype, arg1.shape)
    dense = None if isinstance(arg1, Tuple) else as_array(arg1)
    if dense is not None and dense.is_numpy and dense.shape.rank == 2:
        return SparseMatrix(dtype or dense.dtype, dense.shape)
    sizes = elements(shape) or (elements(arg1) if isinstance(arg1, Tuple) else None) or ()
    if len(sizes) == 2 and all(isinstance(s, Int) for s in sizes):
        kept = Shape(tuple(s.size for s in sizes if isinstance(s, Int)))
        return SparseMatrix(dtype or (FLOAT64 if shape == NOTHING else UNKNOWN_DTYPE), kept)
    return SparseMatrix(dtype or UNKNOWN_DTYPE, TABLE) if isinstance(arg1, Tuple) else UNKNOWN


@models(f"{MODULE}.eye", f"{MODULE}.eye_array")
def eye(m: Value, n: Value = NOTHING, k: Value = UNKNOWN, dtype: ADType | None = None) -> Value:
    """Ones on a diagonal."""
    sides = (m, m if n == NOTHING else n)
    shape = Shape(tuple(s.size if isinstance(s, Int) else UNKNOWN_DIM for s in sides))
    return SparseMatrix(dtype or FLOAT64, shape)


@models(f"{MODULE}.hstack", f"{MODULE}.vstack")
def stacked(blocks: Value, *arguments: Value, **options: Value) -> Value:
    """Several side by side, or one below the other."""
    parts = elements(blocks) or ()
    return SparseMatrix(shape=TABLE) if any(isinstance(p, SparseMatrix) for p in parts) else UNKNOWN


def index(matrix: SparseMatrix, key: Value) -> Value:
    """`matrix[key]`, if that is a slice of each axis."""
    parts = key.items if isinstance(key, Tuple) else (key, ALL)
    if matrix.shape.rank != 2 or len(parts) != 2:
        return UNKNOWN
    slices = [part for part in parts if isinstance(part, Slice)]
    if len(slices) < 2:
        return UNKNOWN
    sizes = map(slice_length, slices, matrix.shape.dims)
    return SparseMatrix(matrix.dtype, Shape(tuple(sizes)))


@models("scipy.sparse.spmatrix.toarray")
def toarray(a: Value, order: Value = UNKNOWN) -> Value:
    """The dense array."""
    if not isinstance(a, SparseMatrix):
        return UNKNOWN
    return Array(dtype=a.dtype, shape=a.shape, origins=Origins(encoded=a.encoded))


@models("scipy.sparse.spmatrix.astype")
def astype(a: Value, dtype: ADType, **options: Value) -> Value:
    """The matrix cast."""
    return replace(a, dtype=dtype) if isinstance(a, SparseMatrix) else UNKNOWN


@models(
    "scipy.sparse.spmatrix.copy",
    *(f"scipy.sparse.spmatrix.to{name}" for name in FORMATS),
)
def converted(a: Value, *arguments: Value, **options: Value) -> Value:
    """The same matrix in another form."""
    return replace(a) if isinstance(a, SparseMatrix) else UNKNOWN
