"""tf.linalg. Source: measured on TensorFlow 2.21."""

from msgspec.structs import replace

from ndlint.events import Arithmetic, Converts
from ndlint.knowledge.binding import ATensor
from ndlint.knowledge.registry import models, observes
from ndlint.knowledge.tensorflow.operators import joint_dtype, mismatch
from ndlint.knowledge.tensorflow.refused import ALL_BUT_FLOATS, check
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.dimension import differ
from ndlint.values.facts import UNKNOWN_FACTS
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


@models("tensorflow.linalg.matvec")
def matvec(a: ATensor, b: ATensor, **options: Value) -> Value:
    """A matrix times a vector. Shape: (..., n, k), (..., k) -> (..., n).

    Raises: InvalidArgumentError for another k.
    """
    x, y = a.shape, b.shape
    shape = UNKNOWN_SHAPE
    if not options and x.rank is not None and y.rank is not None:
        if x.rank < 2 or y.rank < 1 or differ(x.dims[-1], y.dims[-1]):
            raise mismatch(f"a matrix of {x} does not multiply a vector of {y}")
        outer = shapes.broadcast(Shape(x.dims[:-2]), Shape(y.dims[:-1]))
        shape = UNKNOWN_SHAPE if outer is None else Shape((*outer.dims, x.dims[-2]))
    return Array(Kind.TENSOR, joint_dtype(a, b), shape)


@observes("tensorflow.linalg.matvec")
def _multiplied(a: Value, b: Value, **options: Value) -> Arithmetic:
    return Arithmetic(operands=(a, b), converts=Converts.TO_FIRST, operation="@")


@models("tensorflow.linalg.inv", "tensorflow.linalg.cholesky")
def of_square(input: ATensor, *arguments: Value, **options: Value) -> Value:
    """Of square matrices. Shape, dtype: the same. Raises: InvalidArgumentError: not square."""
    _check_square(input)
    return replace(input, kind=Kind.TENSOR, facts=UNKNOWN_FACTS)


@models("tensorflow.linalg.det")
def det(input: ATensor, name: Value = UNKNOWN) -> Value:
    """Of square matrices. Shape: (..., n, n) -> (...)."""
    _check_square(input)
    rank = input.shape.rank
    shape = UNKNOWN_SHAPE if rank is None else Shape(input.shape.dims[:-2])
    return Array(Kind.TENSOR, input.dtype, shape)


def _check_square(matrices: Array) -> None:
    check(matrices, ALL_BUT_FLOATS)
    shape = matrices.shape
    if shape.rank is None:
        return
    if shape.rank < 2 or differ(shape.dims[-1], shape.dims[-2]):
        raise mismatch(f"it takes square matrices, and gets the shape {shape}")


@models("tensorflow.linalg.trace")
def trace(x: ATensor, name: Value = UNKNOWN) -> Value:
    """The sum of a diagonal. Shape: (..., m, n) -> (...)."""
    rank = x.shape.rank
    shape = UNKNOWN_SHAPE if rank is None or rank < 2 else Shape(x.shape.dims[:-2])
    return Array(Kind.TENSOR, x.dtype, shape)
