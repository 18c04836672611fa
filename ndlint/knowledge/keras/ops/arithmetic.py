"""The functions of several tensors in `keras.ops`, which promotes them to one dtype.

Source: measured on Keras 3.15, each function given each pair of dtypes and Python's numbers.
"""

from ndlint.knowledge.keras.adding import added
from ndlint.knowledge.keras.ops.operands import (
    AnOperand,
    Operand,
    joint,
    made,
    ops,
    refused,
)
from ndlint.knowledge.keras.promotion import floating
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.facts import UNKNOWN_FACTS, Facts, between, is_scaling
from ndlint.values.shape import SCALAR, UNKNOWN_SHAPE, Shape

_NUMBERS = "add subtract multiply maximum minimum power floor_divide"
_QUOTIENTS = "divide true_divide divide_no_nan"
_COMPARISONS = "equal not_equal greater greater_equal less less_equal"
_LOGICAL = "logical_and logical_or logical_xor"


def broadcast(*operands: Operand) -> Shape:
    """The shape of an element-wise operation. Raises: Refusal: no broadcast."""
    shape: Shape = SCALAR
    for operand in operands:
        if any(o.is_symbolic for o in operands) and operand.is_listed:
            return UNKNOWN_SHAPE
        found = shapes.broadcast(shape, operand.shape)
        if found is None:
            raise refused(f"shapes {shape} and {operand.shape} do not broadcast", operands)
        shape = found
    return shape


def _of_arithmetic(name: str, x1: Operand, x2: Operand) -> Shape:
    """As `broadcast`, but of a sum of data, which may be that of a bias."""
    if name != "add" or x1.is_symbolic or x2.is_symbolic:
        return broadcast(x1, x2)
    shape = added(x1.shape, x2.shape)
    return broadcast(x1, x2) if shape is None else shape


def _facts(name: str, x: Operand, y: Operand) -> Facts:
    symbol = {"multiply": "*", "divide": "/", "true_divide": "/"}.get(name, "")
    scales = is_scaling(symbol, y.facts) or (symbol == "*" and is_scaling(symbol, x.facts))
    return Facts(scaled=True) if scales else UNKNOWN_FACTS


def _register(name: str) -> None:
    @ops(name)
    def arithmetic(x1: AnOperand, x2: AnOperand) -> Value:
        """Shape: broadcast. Dtype: the joint one; of a quotient, floats.

        Raises: InvalidArgumentError, or ValueError of symbolic tensors: no broadcast.
        """
        shape, dtype = _of_arithmetic(name, x1, x2), joint(x1, x2)
        if name in _QUOTIENTS.split():
            dtype = floating(dtype)
        elif dtype.may_be("bool"):
            dtype = UNKNOWN_DTYPE  # TensorFlow has no arithmetic of booleans
        return made((x1, x2), dtype, shape, _facts(name, x1, x2))


for _name in (*_NUMBERS.split(), *_QUOTIENTS.split()):
    _register(_name)


@ops(*_COMPARISONS.split(), *_LOGICAL.split())
def compare(x1: AnOperand, x2: AnOperand) -> Value:
    """Shape: broadcast; bool. Raises: as arithmetic."""
    return made((x1, x2), dtypes.BOOL, broadcast(x1, x2), between(0, 1))


@ops("mod")
def mod(x1: AnOperand, x2: AnOperand) -> Value:
    """The rest of a division. Raises: as arithmetic."""
    return made((x1, x2), strong(x1, x2), broadcast(x1, x2))


def strong(*operands: Operand) -> DType:
    """The joint dtype, where no number of Python's is among them, which counts as a tensor."""
    has_weak = any(o.weak is not None for o in operands)
    dtype = joint(*operands)
    return UNKNOWN_DTYPE if has_weak or dtype.may_be("bool") else dtype


@ops("where")
def where(condition: AnOperand, x1: AnOperand | None = None, x2: AnOperand | None = None) -> Value:
    """Elements of x1 or x2; with the condition alone, where it holds. Raises: as arithmetic."""
    if x1 is None or x2 is None:
        return UNKNOWN
    return made((condition, x1, x2), joint(x1, x2), broadcast(condition, x1, x2))
