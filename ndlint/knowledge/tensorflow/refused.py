"""Which dtypes TensorFlow's operations do not take.

Source: measured on TensorFlow 2.21, each function given a tensor of each dtype; what depends on
the kernels that a build or a processor has is left out.
"""

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.knowledge.tensorflow.operators import joint_shape
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import Value
from ndlint.values.conversion import tensor_of
from ndlint.values.dtype import FLOATS, INTEGERS, UNSIGNED
from ndlint.values.facts import between
from ndlint.values.frame import as_numpy
from ndlint.values.shape import SCALAR

BOOLS = frozenset({"bool"})
UNSIGNED_TOO = BOOLS | UNSIGNED
ALL_BUT_FLOATS = BOOLS | INTEGERS
ALL_BUT_BOOLS = FLOATS | INTEGERS
ALL_BUT_INDICES = FLOATS | BOOLS | UNSIGNED | {"int8"}
TAKEN = {
    BOOLS: ("numbers", Contract.ELEMENTS),
    UNSIGNED_TOO: ("signed numbers", Contract.ELEMENTS),
    ALL_BUT_FLOATS: ("floating-point numbers", Contract.ELEMENTS),
    ALL_BUT_BOOLS: ("booleans", Contract.BOOLEANS),
    ALL_BUT_INDICES: ("int32 and int64", Contract.INTEGERS),
    FLOATS: ("integers", Contract.INTEGERS),
}
"""What is refused -> what is taken."""


def check(tensor: Array, refused: frozenset[str], error: str = "InvalidArgumentError") -> None:
    """Look at the dtype of an operand. Raises: Refusal where it is certainly refused."""
    if tensor.dtype.is_one_of(refused):
        taken, contract = TAKEN.get(refused, ("other dtypes", Contract.ELEMENTS))
        message = f"it takes {taken} only, and gets {tensor.dtype}"
        raise Refusal(error, message, contract)


def check_tensor(value: Value, refused: frozenset[str]) -> None:
    """The same of an operand that is converted to the one dtype there is, unless it is a tensor."""
    if isinstance(value, Array) and value.is_tensor:
        check(value, refused)


def booleans(*operands: Value) -> Array | None:
    """What a function of booleans makes, of the operands' joint shape; None: not known.

    Raises: InvalidArgumentError for tensors of numbers.
    """
    shape = SCALAR
    for operand in operands:
        check_tensor(operand, ALL_BUT_BOOLS)
        tensor = tensor_of(as_numpy(operand))
        if tensor is None:
            return None
        shape = joint_shape(shape, tensor.shape)
    return Array(Kind.TENSOR, dtypes.BOOL, shape, between(0, 1))
