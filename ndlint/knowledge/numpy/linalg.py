"""Linear algebra: functions of matrices, and of stacks of them."""

from ndlint.events import Contract
from ndlint.knowledge.binding import Axes, Flag, Text, Whole
from ndlint.knowledge.numpy import attributes
from ndlint.knowledge.numpy.outcome import Arrays, SomeArray, refuse, refuse_shapes
from ndlint.knowledge.numpy.products import cross, dot, outer, tensordot
from ndlint.knowledge.numpy.reductions import reduced
from ndlint.knowledge.numpy.sampling import PlainArray, made, sampled
from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Int, Tuple, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim, differ, same
from ndlint.values.dtype import DType
from ndlint.values.facts import Facts, Truth, between
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

MATRIX, VECTOR = (1, 1), (1,)
ERROR = "LinAlgError"


def _matrices(a: Array) -> tuple[Shape, Dim, Dim]:
    """The outer axes, the rows and the columns. Raises: LinAlgError for less than two axes."""
    rank = a.shape.rank
    if rank is not None and rank < 2:
        refuse(f"an array of {rank} axes is no matrix", ERROR, Contract.BROADCAST)
    outer = Shape(a.shape.dims[:-2], a.shape.rank_known)
    return outer, a.shape.axis(-2), a.shape.axis(-1)


def _squares(a: Array) -> tuple[Shape, Dim]:
    """The outer axes and the size. Raises: LinAlgError where it is certainly not square."""
    outer, rows, columns = _matrices(a)
    if differ(rows, columns):
        refuse(f"the matrices of shape {a.shape} are not square", ERROR, Contract.BROADCAST)
    return outer, columns if rows is UNKNOWN_DIM else rows


def _with(outer: Shape, *last: Dim) -> Shape:
    """The outer axes and some more."""
    return Shape((*outer.dims, *last), outer.rank_known)


def _least(a: Dim, b: Dim) -> Dim:
    if isinstance(a, int) and isinstance(b, int):
        return min(a, b)
    return a if same(a, b) else UNKNOWN_DIM


def _one(function: str, a: Array, shape: Shape, facts: Facts | None = None) -> Value:
    found = sampled(function, (a, MATRIX))
    return UNKNOWN if found is None else made((a,), found[0], shape, facts)


@models("numpy.linalg.inv")
def inv(a: PlainArray) -> Value:
    """The inverse. Shape: (..., n, n). Raises: LinAlgError where it is not square."""
    outer, n = _squares(a)
    return _one("linalg.inv", a, _with(outer, n, n))


@models("numpy.linalg.cholesky")
def cholesky(a: PlainArray, *, upper: Value = UNKNOWN) -> Value:
    """A triangular factor. Shape: (..., n, n). Raises: LinAlgError where it is not square."""
    outer, n = _squares(a)
    return _one("linalg.cholesky", a, _with(outer, n, n))


@models("numpy.linalg.matrix_power")
def matrix_power(a: PlainArray, n: Value) -> Value:
    """The matrix times itself. Shape: (..., n, n). Raises: LinAlgError where it is not square."""
    outer, size = _squares(a)
    if not isinstance(n, Int) or n.number is None:
        return made((a,), dtypes.UNKNOWN_DTYPE, _with(outer, size, size), Facts())
    name = "linalg.inv" if n.number < 0 else "matmul"
    found = sampled(name, *([(a, MATRIX)] * (1 if n.number < 0 else 2)))
    return UNKNOWN if found is None else made((a,), found[0], _with(outer, size, size))


@models("numpy.linalg.det")
def det(a: PlainArray) -> Value:
    """The determinant. Shape: (..., n, n) -> (...). Raises: LinAlgError: not square."""
    outer, _ = _squares(a)
    return _one("linalg.det", a, outer)


@models("numpy.linalg.slogdet")
def slogdet(a: PlainArray) -> Value:
    """Sign and logarithm of the determinant. Shape: (...) each."""
    outer, _ = _squares(a)
    found = sampled("linalg.slogdet", (a, MATRIX), results=2)
    return UNKNOWN if found is None else Tuple(tuple(made((a,), d, outer) for d in found))


def _or_complex(dtype: DType) -> DType:
    """The dtype, or the complex one that it becomes where the eigenvalues are not real."""
    pairs = {"float32": "complex64", "float64": "complex128"}
    return DType(dtype.names | {pairs[n] for n in dtype.names if n in pairs})


@models("numpy.linalg.eig")
def eig(a: PlainArray) -> Value:
    """Eigenvalues and vectors. Shapes: (..., n), (..., n, n). Complex where the data is so."""
    outer, n = _squares(a)
    found = sampled("linalg.eig", (a, MATRIX), results=2)
    if found is None:
        return UNKNOWN
    outcomes = (_with(outer, n), _with(outer, n, n))
    pairs = zip(found, outcomes, strict=True)
    return Tuple(tuple(made((a,), _or_complex(d), shape, Facts()) for d, shape in pairs))


@models("numpy.linalg.eigvals")
def eigvals(a: PlainArray) -> Value:
    """Eigenvalues. Shape: (..., n). Complex where the data is so."""
    outer, n = _squares(a)
    found = sampled("linalg.eigvals", (a, MATRIX))
    if found is None:
        return UNKNOWN
    return made((a,), _or_complex(found[0]), _with(outer, n), Facts())


@models("numpy.linalg.eigh")
def eigh(a: PlainArray, UPLO: Value = UNKNOWN) -> Value:
    """Eigenvalues and vectors of a symmetric matrix. Shapes: (..., n), (..., n, n)."""
    outer, n = _squares(a)
    found = sampled("linalg.eigh", (a, MATRIX), results=2)
    if found is None:
        return UNKNOWN
    values, vectors = found
    return Tuple((made((a,), values, _with(outer, n)), made((a,), vectors, _with(outer, n, n))))


@models("numpy.linalg.eigvalsh")
def eigvalsh(a: PlainArray, UPLO: Value = UNKNOWN) -> Value:
    """Eigenvalues of a symmetric matrix. Shape: (..., n)."""
    outer, n = _squares(a)
    return _one("linalg.eigvalsh", a, _with(outer, n))


@models("numpy.linalg.svd")
def svd(
    a: PlainArray, full_matrices: Flag = True, compute_uv: Flag = True, hermitian: Value = UNKNOWN
) -> Value:
    """Shapes: (..., m, n) -> (..., m, m), (..., k), (..., n, n), or k for the outer sizes."""
    outer, m, n = _matrices(a)
    k = _least(m, n)
    if hermitian != UNKNOWN:
        return UNKNOWN
    found = sampled("linalg.svd", (a, MATRIX), results=3)
    if found is None:
        return UNKNOWN
    u, s, v = found
    values = made((a,), s, _with(outer, k))
    if not compute_uv:
        return values
    rows, columns = (m, n) if full_matrices else (k, k)
    left, right = _with(outer, m, rows), _with(outer, columns, n)
    return Tuple((made((a,), u, left), values, made((a,), v, right)))


@models("numpy.linalg.svdvals")
def svdvals(x: PlainArray) -> Value:
    """Singular values. Shape: (..., m, n) -> (..., k)."""
    return svd(x, compute_uv=False)


@models("numpy.linalg.qr")
def qr(a: PlainArray, mode: Text = "reduced") -> Value:
    """Shapes: (..., m, n) -> (..., m, k), (..., k, n); "complete": (..., m, m), (..., m, n)."""
    outer, m, n = _matrices(a)
    k = m if mode == "complete" else _least(m, n)
    found = sampled("linalg.qr", (a, MATRIX), results=2)
    if found is None or mode not in ("reduced", "complete", "r"):
        return UNKNOWN
    right = made((a,), found[1], _with(outer, k, n))
    return right if mode == "r" else Tuple((made((a,), found[0], _with(outer, m, k)), right))


@models("numpy.linalg.pinv")
def pinv(a: PlainArray, rcond: Value = UNKNOWN, hermitian: Value = UNKNOWN) -> Value:
    """The pseudo-inverse. Shape: (..., m, n) -> (..., n, m)."""
    if a.shape.rank is not None and a.shape.rank < 2:
        return UNKNOWN
    outer, m, n = _matrices(a)
    return _one("linalg.pinv", a, _with(outer, n, m))


@models("numpy.linalg.solve")
def solve(a: PlainArray, b: PlainArray) -> Value:
    """x of a @ x = b. Shapes: (n, n), (n,) -> (n,); (..., n, n), (..., n, k) -> (..., n, k).

    Raises: LinAlgError where `a` is not square, ValueError where the sizes differ.
    """
    outer, n = _squares(a)
    found = sampled("linalg.solve", (a, MATRIX), (b, MATRIX))
    if found is None:
        refuse(f"solve does not take {a.dtype} and {b.dtype}", "TypeError")
    shape = UNKNOWN_SHAPE
    if outer.rank is not None and b.shape.rank:
        is_vector = b.shape.rank == 1
        if b.shape.rank == outer.rank + 1 and outer.rank and current().numpy == 1:
            return made((a, b), found[0], UNKNOWN_SHAPE)
        rows = b.shape.dims[-1] if is_vector else b.shape.dims[-2]
        if differ(n, rows):
            refuse_shapes(f"{b.shape} has {rows} rows, the system {n} equations")
        own = Shape(() if is_vector else b.shape.dims[:-2])
        joint = shapes.broadcast(outer, own)
        if joint is None:
            refuse_shapes(f"the outer axes of {a.shape} and {b.shape} do not broadcast")
        shape = _with(joint, n, *(() if is_vector else b.shape.dims[-1:]))
    return made((a, b), found[0], shape)


@models("numpy.linalg.lstsq")
def lstsq(a: PlainArray, b: PlainArray, rcond: Value = UNKNOWN) -> Value:
    """Solution, residuals, rank and singular values. Shapes: (n,) or (n, k), (?,), (), (k,).

    Raises: LinAlgError where the rows certainly differ.
    """
    _, m, n = _matrices(a)
    found = sampled("linalg.lstsq", (a, MATRIX), (b, VECTOR), results=4)
    if found is None or a.shape.rank not in (2, None) or b.shape.rank not in (1, 2):
        return UNKNOWN
    if differ(m, b.shape.dims[0]):
        message = f"{a.shape} and {b.shape} have different numbers of rows"
        refuse(message, ERROR, Contract.BROADCAST)
    solution = made((a, b), found[0], Shape((n, *b.shape.dims[1:])))
    residuals = made((a, b), found[1], shapes.of((UNKNOWN_DIM,)))
    values = made((a, b), found[3], shapes.of((_least(m, n),)))
    return Tuple((solution, residuals, UNKNOWN, values))


@models("numpy.linalg.cond")
def cond(x: PlainArray, p: Value = UNKNOWN) -> Value:
    """The condition number. Shape: (..., m, n) -> (...)."""
    outer, _, _ = _matrices(x)
    return _one("linalg.cond", x, outer, Facts(Truth.MAYBE, Truth.MAYBE, 0))


@models("numpy.linalg.matrix_rank")
def matrix_rank(
    A: PlainArray, tol: Value = UNKNOWN, hermitian: Value = UNKNOWN, *, rtol: Value = UNKNOWN
) -> Value:
    """The rank, int64. Shape: (..., m, n) -> (...)."""
    if A.shape.rank is None or A.shape.rank < 2:
        return UNKNOWN
    outer, _, _ = _matrices(A)
    return made((A,), dtypes.INT64, outer, between(0, float("inf")))


@models("numpy.linalg.multi_dot")
def multi_dot(arrays: Arrays) -> Value:
    """The product of two or more matrices, of which the ends may be vectors.

    Raises: ValueError where the sizes differ.
    """
    if len(arrays) < 2 or any(a.shape.rank is None or a.kind is Kind.MASKED for a in arrays):
        return UNKNOWN
    if any(a.shape.rank != 2 for a in arrays[1:-1]):
        return UNKNOWN
    if any(a.shape.rank not in (1, 2) for a in arrays):
        return UNKNOWN
    result: Value = arrays[0]
    for array in arrays[1:]:
        result = dot(result, array) if isinstance(result, Array) else UNKNOWN
    return result


@models("numpy.linalg.tensorinv")
def tensorinv(a: PlainArray, ind: Whole = 2) -> Value:
    """Shape: (n, ..., m, ...) -> (m, ..., n, ...), split before axis `ind`."""
    if a.shape.rank is None or ind <= 0:
        return UNKNOWN
    return _one("linalg.inv", a, Shape((*a.shape.dims[ind:], *a.shape.dims[:ind])))


@models("numpy.linalg.tensorsolve")
def tensorsolve(a: PlainArray, b: PlainArray, axes: Value = NOTHING) -> Value:
    """Shape: the last axes of `a`, as many as `b` has less.

    Raises: LinAlgError where they do not hold as many elements as the first ones.
    """
    if axes != NOTHING or a.shape.rank is None or b.shape.rank is None:
        return UNKNOWN
    # Source: `oldshape` of NumPy's own code, which takes all axes where `b` has as many.
    shape = Shape(a.shape.dims[b.shape.rank - a.shape.rank :])
    size, columns = a.shape.size, shape.size
    if isinstance(size, int) and isinstance(columns, int) and size != columns**2:
        message = f"{a.shape} is no square system for {b.shape}"
        refuse(message, ERROR, Contract.BROADCAST)
    found = sampled("linalg.solve", (a, MATRIX), (b, MATRIX))
    return UNKNOWN if found is None else made((a, b), found[0], shape)


@models("numpy.linalg.vector_norm")
def vector_norm(
    x: PlainArray, /, *, axis: Axes | None = None, keepdims: Flag = False, ord: Value = UNKNOWN
) -> Value:
    """The length of vectors. Shape: without the axes."""
    found = sampled("linalg.vector_norm", (x, VECTOR))
    shape = reduced(x.shape, axis, keepdims)
    if found is None or ord != UNKNOWN or (x.shape.rank == 0 and axis is not None):
        return UNKNOWN
    return made((x,), found[0], shape, Facts(Truth.MAYBE, Truth.MAYBE, 0))


@models("numpy.linalg.matrix_norm")
def matrix_norm(x: PlainArray, /, *, keepdims: Flag = False, ord: Value = UNKNOWN) -> Value:
    """The norm of matrices. Shape: (..., m, n) -> (...)."""
    if ord != UNKNOWN or (x.shape.rank is not None and x.shape.rank < 2):
        return UNKNOWN
    outer, _, _ = _matrices(x)
    shape = _with(outer, 1, 1) if keepdims else outer
    return _one("linalg.matrix_norm", x, shape, Facts(Truth.MAYBE, Truth.MAYBE, 0))


@models("numpy.matrix_transpose", "numpy.linalg.matrix_transpose", view=True)
def matrix_transpose(x: PlainArray) -> Value:
    """Shape: (..., m, n) -> (..., n, m). Raises: ValueError for less than two axes."""
    if x.shape.rank is not None and x.shape.rank < 2:
        refuse(f"an array of {x.shape.rank} axes has no matrices to transpose")
    found = attributes.attribute(x, "mT")
    return found if isinstance(found, Array) else Array(dtype=x.dtype, facts=x.facts)


@models("numpy.linalg.outer")
def outer_of_vectors(x1: SomeArray, x2: SomeArray) -> Value:
    """Shapes: (n,), (m,) -> (n, m). Raises: ValueError for more axes."""
    for a in (x1, x2):
        if a.shape.rank not in (1, None):
            refuse(f"an array of {a.shape.rank} axes is no vector", contract=Contract.BROADCAST)
    return outer(x1, x2)


models("numpy.linalg.tensordot")(tensordot)


@models("numpy.linalg.cross")
def cross_of_vectors(x1: SomeArray, x2: SomeArray, /, *, axis: Whole = -1) -> Value:
    """Differences of products.

    Raises: IndexError for a number, ValueError where the vectors have not three elements.
    """
    ranks = (x1.shape.rank, x2.shape.rank)
    if 0 in ranks:
        refuse("a number has no vectors", "IndexError")
    if None in ranks:
        return cross(x1, x2)
    for a in (x1, x2):
        if axis == -1 and a.shape.rank and differ(a.shape.dims[-1], 3):
            refuse_shapes(f"the vectors of {a.shape} have not three elements")
    return cross(x1, x2)


@models("numpy.vecdot", "numpy.linalg.vecdot")
def vecdot(x1: PlainArray, x2: PlainArray, *, axis: Whole = -1) -> Value:
    """Products of vectors along an axis. Shape: the others, which broadcast."""
    found = sampled("vecdot", (x1, VECTOR), (x2, VECTOR)) if current().numpy == 2 else None
    if found is None or axis != -1 or 0 in (x1.shape.rank, x2.shape.rank):
        return UNKNOWN
    if differ(x1.shape.axis(-1), x2.shape.axis(-1)):
        refuse_shapes(f"{x1.shape} and {x2.shape} have vectors of different lengths")
    outer = shapes.broadcast(*(_without_last(a.shape) for a in (x1, x2)))
    if outer is None:
        refuse_shapes(f"the outer axes of {x1.shape} and {x2.shape} do not broadcast")
    return made((x1, x2), found[0], outer)


def _without_last(shape: Shape) -> Shape:
    return Shape(shape.dims[:-1], shape.rank_known)
