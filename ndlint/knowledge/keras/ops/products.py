"""Products of tensors in `keras.ops`. Source: measured on Keras 3.15, for each pair of dtypes."""

from ndlint.knowledge.binding import Text
from ndlint.knowledge.keras.ops.arithmetic import strong
from ndlint.knowledge.keras.ops.operands import (
    AnOperand,
    Operand,
    as_operand,
    joint,
    made,
    ops,
    refused,
    shaped,
)
from ndlint.knowledge.numpy.einsum import shape_of as einsum_shape
from ndlint.knowledge.registry import Refusal
from ndlint.values.base import UNKNOWN, Int, Value
from ndlint.values.dtype import FLOATS, UNKNOWN_DTYPE, DType
from ndlint.values.keras import KerasTensor
from ndlint.values.shape import UNKNOWN_SHAPE

TWO = Int(2)


def _floats(*operands: Operand) -> DType:
    """The joint dtype, where it is one of floats: products of integers have dtypes of their own."""
    dtype = joint(*operands)
    return dtype if dtype.is_one_of(FLOATS) else UNKNOWN_DTYPE


@ops("matmul")
def matmul(x1: AnOperand, x2: AnOperand) -> Value:
    """Shapes: (..., n, k) @ (..., k, m) -> (..., n, m). Raises: Refusal where k differs."""
    return made((x1, x2), _floats(x1, x2), shaped("matmul", (x1, x2)))


@ops("dot")
def dot(x1: AnOperand, x2: AnOperand) -> Value:
    """Shapes: (..., k) . (..., k, m) -> (..., ..., m). Raises: Refusal where k differs."""
    return made((x1, x2), strong(x1, x2), shaped("dot", (x1, x2), late=x2.shape.rank == 1))


@ops("inner")
def inner(x1: AnOperand, x2: AnOperand) -> Value:
    """Shapes: (..., k), (..., k) -> the other axes. Raises: Refusal where k differs."""
    return made((x1, x2), strong(x1, x2), shaped("inner", (x1, x2), late=True))


@ops("outer")
def outer(x1: AnOperand, x2: AnOperand) -> Value:
    """Shapes: n elements and m elements -> (n, m)."""
    return made((x1, x2), strong(x1, x2), shaped("outer", (x1, x2)))


@ops("tensordot")
def tensordot(x1: AnOperand, x2: AnOperand, axes: Value = TWO) -> Value:
    """Some axes summed against as many others. Raises: Refusal where their sizes differ."""
    return made((x1, x2), _floats(x1, x2), shaped("tensordot", (x1, x2), axes, late=True))


@ops("einsum")
def einsum(subscripts: Text, *operands: Value) -> Value:
    """Sums of products by the names of the axes. Raises: Refusal where the names do not fit."""
    given = tuple(o for o in map(as_operand, operands) if o is not None)
    if len(given) < len(operands) or not given:
        return UNKNOWN
    try:
        shape = einsum_shape(subscripts, [o.shape for o in given])
    except Refusal as refusal:
        if any(o.is_symbolic for o in given):
            return KerasTensor()  # some are refused only when the model runs
        raise refused(refusal.message, given) from refusal
    return made(given, _floats(*given), shape or UNKNOWN_SHAPE)
