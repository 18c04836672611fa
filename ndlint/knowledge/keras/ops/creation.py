"""The functions of `keras.ops` that make tensors of numbers, or of other values.

Source: measured on Keras 3.15; `keras/src/backend/tensorflow/core.py`, `numpy.py`.
"""

from typing import Annotated

from ndlint.knowledge.binding import AShape, ATensor, Size, Whole, as_dtype
from ndlint.knowledge.keras.ops.operands import AnOperand, Operand, made, ops
from ndlint.knowledge.keras.promotion import floatx
from ndlint.knowledge.numpy.outcome import facts_in
from ndlint.knowledge.tensorflow.choosing import counted, with_depth
from ndlint.knowledge.tensorflow.conversion import as_dtype as converted
from ndlint.knowledge.tensorflow.symbols import refused_conversion
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Name, Value
from ndlint.values.conversion import as_array
from ndlint.values.dtype import DType
from ndlint.values.facts import UNKNOWN_FACTS, whole
from ndlint.values.keras import KerasTensor
from ndlint.values.shape import Shape


def as_standard_dtype(value: Value) -> DType | None:
    """A dtype argument: Python's float is the usual one."""
    return floatx() if value == Name("builtins.float") else as_dtype(value)


KerasDType = Annotated[DType, as_standard_dtype]


@ops("zeros", "ones", "empty")
def zeros(shape: AShape, dtype: KerasDType | None = None) -> Value:
    """A tensor of the shape, float32 by default."""
    return Array(Kind.TENSOR, dtype or floatx(), shape, whole(0, 1))


@ops("full")
def full(shape: AShape, fill_value: ATensor, dtype: KerasDType | None = None) -> Value:
    """A tensor of the shape filled with a value, float32 by default."""
    facts = facts_in(shape, fill_value.facts) if dtype is None else UNKNOWN_FACTS
    return Array(Kind.TENSOR, dtype or floatx(), shape, facts)


@ops("zeros_like", "ones_like")
def zeros_like(x: AnOperand, dtype: KerasDType | None = None) -> Value:
    """A tensor of the other's shape and dtype."""
    return made((x,), dtype or x.dtype, x.shape, whole(0, 1))


@ops("eye", "identity")
def eye(n: Size, *arguments: Value, dtype: KerasDType | None = None) -> Value:
    """The identity matrix, float32 by default."""
    if arguments:
        return UNKNOWN
    return Array(Kind.TENSOR, dtype or floatx(), Shape((n, n)), whole(0, 1))


@ops("arange")
def arange(
    start: Value, stop: Value = NOTHING, step: Value = NOTHING, dtype: KerasDType | None = None
) -> Value:
    """The numbers of a `range`; Python's give int32 and float32. Raises: as `tf.range`."""
    return counted(start, stop, step, dtype)


@ops("convert_to_tensor")
def convert_to_tensor(
    x: AnOperand, dtype: KerasDType | None = None, sparse: Value = UNKNOWN, ragged: Value = UNKNOWN
) -> Value:
    """A tensor of the same dtype, or of the one that is asked for; Python floats become float32."""
    return _cast(x, dtype)


@ops("cast")
def cast(x: AnOperand, dtype: KerasDType) -> Value:
    """The same elements in another dtype."""
    return _cast(x, dtype)


def _cast(x: Operand, dtype: DType | None) -> Value:
    if x.is_symbolic:
        return KerasTensor(x.shape, dtype or x.dtype)
    if x.is_variable and (dtype is None or not x.dtype.names.isdisjoint(dtype.names)):
        return UNKNOWN  # of the same dtype, it is returned as it is
    return converted(Array(Kind.TENSOR, x.dtype, x.shape, x.facts), dtype)


@ops("convert_to_numpy")
def convert_to_numpy(x: Value) -> Value:
    """An array of the same elements. Raises: ValueError for a symbolic tensor."""
    if isinstance(x, KerasTensor):
        raise refused_conversion(x, "ValueError")
    array = as_array(x)
    return UNKNOWN if array is None else Array(Kind.NDARRAY, array.dtype, array.shape, array.facts)


@ops("one_hot")
def one_hot(
    x: AnOperand,
    num_classes: Size,
    axis: Whole = -1,
    dtype: KerasDType | None = None,
    sparse: Value = UNKNOWN,
) -> Value:
    """A row of `num_classes` for each index, float32 by default. Shape: one axis more."""
    shape = with_depth(x.shape, num_classes, axis)
    return made((x,), dtype or floatx(), shape, whole(0, 1))
