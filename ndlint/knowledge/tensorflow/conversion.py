"""How values become tensors. Source: truth cases A.convert, A.constant, A.variable, A.cast."""

from dataclasses import replace

from ndlint.events import Arithmetic, Conversion
from ndlint.knowledge.binding import ADType, AShape, ATensor
from ndlint.knowledge.registry import models, observes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.dtype import INTEGERS, DType
from ndlint.values.facts import UNKNOWN_FACTS, Facts


def cast_facts(facts: Facts, dtype: DType) -> Facts:
    """What holds of elements after a conversion: integers hold no NaN, but wrap."""
    if dtype.is_one_of(INTEGERS):
        return UNKNOWN_FACTS
    return replace(facts, low=float("-inf"), high=float("inf"))


def as_dtype(tensor: Array, dtype: DType | None) -> Array:
    """The tensor converted to a dtype, if one is asked for."""
    if dtype is None or dtype == tensor.dtype:
        return tensor
    return replace(tensor, dtype=dtype, facts=cast_facts(tensor.facts, dtype))


@models("tensorflow.convert_to_tensor")
def convert_to_tensor(
    value: ATensor,
    dtype: ADType | None = None,
    dtype_hint: Value = UNKNOWN,
    name: Value = UNKNOWN,
) -> Value:
    """An ndarray keeps its dtype; Python floats become float32, ints int32."""
    return as_dtype(value, dtype)


@models("tensorflow.constant")
def constant(
    value: ATensor,
    dtype: ADType | None = None,
    shape: AShape | None = None,
    name: Value = UNKNOWN,
) -> Value:
    """Like `convert_to_tensor`; with `shape`, reshaped or filled."""
    tensor = as_dtype(value, dtype)
    return tensor if shape is None else replace(tensor, shape=shape)


@models("tensorflow.Variable")
def variable(
    initial_value: ATensor,
    trainable: Value = UNKNOWN,
    validate_shape: Value = UNKNOWN,
    caching_device: Value = UNKNOWN,
    name: Value = UNKNOWN,
    variable_def: Value = UNKNOWN,
    dtype: ADType | None = None,
    shape: AShape | None = None,
    **options: Value,
) -> Value:
    """A variable of the tensor's dtype and shape."""
    tensor = as_dtype(initial_value, dtype)
    return replace(tensor, kind=Kind.VARIABLE, shape=shape or tensor.shape)


@models("tensorflow.cast")
def cast(x: ATensor, dtype: ADType, name: Value = UNKNOWN) -> Value:
    """The same elements in another dtype; a new tensor."""
    return replace(as_dtype(x, dtype))


@models("tensorflow.Tensor.numpy")
def numpy(a: Array) -> Value:
    """The ndarray of a tensor, or a NumPy scalar."""
    kind = Kind.SCALAR if a.shape.rank == 0 else Kind.NDARRAY
    return replace(a, kind=kind)


@models(
    "tensorflow.Variable.assign", "tensorflow.Variable.assign_add", "tensorflow.Variable.assign_sub"
)
def assign(a: Array, value: Value, **options: Value) -> Value:
    """The variable itself, with other elements."""
    return UNKNOWN


@observes(
    "tensorflow.Variable.assign", "tensorflow.Variable.assign_add", "tensorflow.Variable.assign_sub"
)
def _assigned(a: Array, value: Value, **options: Value) -> Arithmetic:
    """A tensor must have the variable's dtype; anything else is converted to it."""
    return Arithmetic(operands=(a, value))


@observes("tensorflow.convert_to_tensor")
def _converted(
    value: Value,
    dtype: ADType | None = None,
    dtype_hint: Value = UNKNOWN,
    name: Value = UNKNOWN,
) -> Conversion:
    return Conversion(value=value, dtype=dtype)


@observes("tensorflow.constant")
def _made_constant(
    value: Value,
    dtype: ADType | None = None,
    shape: Value = UNKNOWN,
    name: Value = UNKNOWN,
) -> Conversion:
    return Conversion(value=value, dtype=dtype)


@observes("tensorflow.Variable")
def _made_variable(
    initial_value: Value,
    trainable: Value = UNKNOWN,
    validate_shape: Value = UNKNOWN,
    caching_device: Value = UNKNOWN,
    name: Value = UNKNOWN,
    variable_def: Value = UNKNOWN,
    dtype: ADType | None = None,
    **options: Value,
) -> Conversion:
    return Conversion(value=initial_value, dtype=dtype)


@observes("tensorflow.cast")
def _cast(x: Value, dtype: ADType, name: Value = UNKNOWN) -> Conversion:
    return Conversion(value=x, dtype=dtype)
