"""Products of matrices and vectors."""

from msgspec.structs import replace

from ndlint.knowledge.binding import as_axes
from ndlint.knowledge.numpy.cures import for_product
from ndlint.knowledge.numpy.intervals import MAYBE, NO, YES, is_whole
from ndlint.knowledge.numpy.operators import may_be_dates, may_be_objects, operate
from ndlint.knowledge.numpy.outcome import (
    KnownArray,
    SomeArray,
    either_masked,
    element_kind,
    refuse,
    refuse_shapes,
)
from ndlint.knowledge.numpy.promotion import Operand, result_dtype
from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Int, Value, elements
from ndlint.values.dimension import Dim, differ, multiply, render, same
from ndlint.values.dtype import DType
from ndlint.values.facts import FINITE, Facts, between
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

TWO = Int(2)
Pairs = tuple[tuple[int, ...], tuple[int, ...]]
"""Axes of a first array, and as many of a second."""


def _facts(a: Array, b: Array, dtype: DType) -> Facts:
    """Sums of products: only integers and zero are sure to stay finite."""
    if dtype.names == {"bool"}:
        return between(0, 1)
    if is_whole(dtype):
        return FINITE
    tame = a.facts.is_finite and b.facts.is_finite
    if tame and a.facts.low >= 0 and b.facts.low >= 0:
        return Facts(NO, MAYBE, 0)
    return Facts(MAYBE, MAYBE)


def _product(function: str, a: Array, b: Array, shape: Shape) -> Value:
    return _product_of(result_dtype(function, Operand(a), Operand(b)), a, b, shape)


def _product_of(dtype: DType | None, a: Array, b: Array, shape: Shape) -> Value:
    if dtype is None or (not shape.rank and may_be_objects(a, b)):
        return UNKNOWN
    masked = either_masked((a, b))
    return Array(
        element_kind(shape, (a, b)),
        dtype,
        shape,
        Facts() if masked is YES else _facts(a, b, dtype),
        masked.weakened() if masked is not NO else NO,
    )


def _scaled(a: Array, b: Array) -> Value:
    """An array times a scalar; for products, NumPy 1 looks at no value either."""
    result = operate("*", a, b)
    if current().numpy == 2 or not isinstance(result, Array):
        return result
    return replace(result, dtype=dtypes.promote(a.dtype, b.dtype), facts=Facts())


def _check(a: Array, b: Array, x: Dim, y: Dim) -> None:
    if differ(x, y):
        refuse_shapes(
            f"shapes {a.shape} and {b.shape} do not multiply: {render(x)} is not {render(y)}",
            for_product(a.shape, b.shape),
        )


@models("numpy.matmul", "numpy.linalg.matmul")
def multiply_matrices(x1: KnownArray, x2: KnownArray) -> Value:
    """Shapes: (..., n, k) @ (..., k, m) -> (..., n, m); a vector has one axis less.

    Raises: ValueError for scalars, and where the inner sizes certainly differ.
    """
    a, b = x1, x2
    # A ufunc looks at dtypes before it looks at shapes.
    dtype = result_dtype("matmul", Operand(a), Operand(b))
    if may_be_dates(a, b):
        return UNKNOWN
    if a.shape.rank == 0 or b.shape.rank == 0:
        refuse_shapes("matmul takes no scalars", "write *")
    return _product_of(dtype, a, b, _matrix_shape(a, b))


def _matrix_shape(a: Array, b: Array) -> Shape:
    if a.shape.rank is None or b.shape.rank is None:
        return UNKNOWN_SHAPE
    x, y = a.shape.dims, b.shape.dims
    _check(a, b, x[-1], y[0] if len(y) == 1 else y[-2])
    rows = x[-2:-1]
    columns = y[-1:] if len(y) > 1 else ()
    outer = shapes.broadcast(Shape(x[:-2]), Shape(y[:-2]))
    if outer is None:
        refuse_shapes(f"the outer axes of {a.shape} and {b.shape} do not broadcast")
    return Shape((*outer.dims, *rows, *columns))


@models("numpy.dot", "numpy.ndarray.dot")
def dot(a: KnownArray, b: KnownArray) -> Value:
    """Shapes: (..., k) . (..., k, m) -> (..., ..., m). Raises: ValueError where k differs."""
    if a.shape.rank == 0 or b.shape.rank == 0:
        return _scaled(a, b)
    if a.shape.rank is None or b.shape.rank is None:
        return _product("dot", a, b, UNKNOWN_SHAPE)
    x, y = a.shape.dims, b.shape.dims
    inner = -1 if len(y) == 1 else -2
    _check(a, b, x[-1], y[inner])
    return _product("dot", a, b, Shape((*x[:-1], *y[:-2], *(y[-1:] if len(y) > 1 else ()))))


@models("numpy.inner")
def inner(a: KnownArray, b: KnownArray) -> Value:
    """Shapes: (..., k), (..., k) -> the other axes. Raises: ValueError where k differs."""
    if a.shape.rank == 0 or b.shape.rank == 0:
        return _scaled(a, b)
    if a.shape.rank is None or b.shape.rank is None:
        return _product("inner", a, b, UNKNOWN_SHAPE)
    _check(a, b, a.shape.dims[-1], b.shape.dims[-1])
    return _product("inner", a, b, Shape((*a.shape.dims[:-1], *b.shape.dims[:-1])))


@models("numpy.outer")
def outer(a: SomeArray, b: SomeArray) -> Value:
    """Shapes: n elements and m elements -> (n, m)."""
    return _product("outer", a, b, shapes.of((a.shape.size, b.shape.size)))


@models("numpy.vdot")
def vdot(a: KnownArray, b: KnownArray) -> Value:
    """The sum of the products of all elements. Raises: ValueError where the sizes differ."""
    _check(a, b, a.shape.size, b.shape.size)
    return _product("vdot", a, b, shapes.SCALAR)


@models("numpy.tensordot")
def tensordot(a: KnownArray, b: KnownArray, axes: Value = TWO) -> Value:
    """Some axes of `a` summed against as many of `b`: the last against the first, or those that
    a pair of lists names.

    Raises: ValueError where their sizes differ, IndexError where there is no such axis.
    """
    shape = UNKNOWN_SHAPE
    x, y = a.shape, b.shape
    if x.rank is not None and y.rank is not None:
        pairs = summed_axes(axes)
        if pairs is None:
            return UNKNOWN
        pairs = _checked_pairs(a, b, pairs)
        if pairs is None:
            return UNKNOWN
        left = [d for i, d in enumerate(x.dims) if i not in pairs[0]]
        shape = Shape((*left, *(d for j, d in enumerate(y.dims) if j not in pairs[1])))
    made = _product("dot", a, b, shape)
    if isinstance(made, Array) and shape.rank == 0:
        return Array(dtype=made.dtype, shape=shape, facts=made.facts, masked=made.masked)
    return made


def summed_axes(axes: Value) -> Pairs | None:
    """Which axes of the first array are summed against which of the second; None: not known."""
    if isinstance(axes, Int):
        count = axes.number
        if count is None or count < 0:
            return None
        return tuple(range(-count, 0)), tuple(range(count))
    sides = [as_axes(side) for side in elements(axes) or ()]
    if len(sides) != 2 or sides[0] is None or sides[1] is None:
        return None
    if len(sides[0]) != len(sides[1]):
        refuse_shapes(f"{len(sides[0])} axes cannot be summed against {len(sides[1])}")
    return sides[0], sides[1]


def _checked_pairs(a: Array, b: Array, pairs: Pairs) -> Pairs | None:
    """The axes counted from the front. Raises: what NumPy does at the first pair that is not
    there or differs; None where another one may come before it."""
    x, y = a.shape.dims, b.shape.dims
    is_first = True
    for i, j in zip(*pairs, strict=True):
        if not (-len(x) <= i < len(x) and -len(y) <= j < len(y)):
            if is_first:
                refuse(f"axes {i} and {j} of {a.shape} and {b.shape} are not there", "IndexError")
            return None
        _check(a, b, x[i], y[j])
        is_first = is_first and same(x[i], y[j])
    first, second = pairs
    return tuple(i % len(x) for i in first), tuple(j % len(y) for j in second)


@models("numpy.kron")
def kron(a: KnownArray, b: KnownArray) -> Value:
    """All products of an element of each. Shape: each axis times the other's, from the end."""
    shape = UNKNOWN_SHAPE
    if a.shape.rank is not None and b.shape.rank is not None:
        rank = max(a.shape.rank, b.shape.rank)
        sizes = [(1,) * (rank - len(s.dims)) + s.dims for s in (a.shape, b.shape)]
        shape = Shape(tuple(multiply(n, m) for n, m in zip(*sizes, strict=True)))
    return _product("multiply", a, b, shape)


@models("numpy.cross")
def cross(a: KnownArray, b: KnownArray) -> Value:
    """An array of differences of products, of which only the dtype is known."""
    made = _product("multiply", a, b, UNKNOWN_SHAPE)
    return replace(made, facts=Facts()) if isinstance(made, Array) else made
