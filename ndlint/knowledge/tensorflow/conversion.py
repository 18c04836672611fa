"""How values become tensors. Source: truth cases A.convert, A.constant, A.variable, A.cast."""

from math import inf

from msgspec.structs import replace

from ndlint.events import Arithmetic, Conversion
from ndlint.knowledge.binding import ADType, AShape, ATensor
from ndlint.knowledge.numpy.outcome import facts_in
from ndlint.knowledge.registry import Changed, models, observes
from ndlint.knowledge.tensorflow.operators import mismatch
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.conversion import tensor_of
from ndlint.values.dimension import differ
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth
from ndlint.values.frame import as_numpy
from ndlint.values.shape import Shape

LARGEST = {"float16": 6e4, "bfloat16": 3e38, "float32": 3e38, "float64": inf}
"""Numbers up to this size certainly do not become Inf."""


def cast_facts(facts: Facts, source: DType, dtype: DType) -> Facts:
    """What holds of elements after a conversion.

    NaN and Inf stay in floats only; what is too large for the float becomes Inf.
    """
    if not dtype.is_one_of(frozenset(LARGEST)):
        return UNKNOWN_FACTS
    limit = min(LARGEST[name] for name in dtype.names)
    fits = -limit <= facts.low and facts.high <= limit
    overflow = facts.inf if fits else facts.inf.either(Truth.MAYBE)
    is_whole = source.is_one_of(dtypes.INTEGERS | {"bool"}) or facts.fractions is Truth.NO
    fraction = Truth.NO if is_whole else Truth.MAYBE
    return Facts(facts.nan, overflow, fraction=fraction, scaled=facts.scaled)


def as_dtype(tensor: Array, dtype: DType | None) -> Array:
    """The tensor converted to a dtype, if one is asked for."""
    if dtype is None or dtype == tensor.dtype:
        return tensor
    return replace(tensor, dtype=dtype, facts=cast_facts(tensor.facts, tensor.dtype, dtype))


@models("tensorflow.convert_to_tensor")
def convert_to_tensor(
    value: ATensor,
    dtype: ADType | None = None,
    dtype_hint: ADType | None = None,
    name: Value = UNKNOWN,
) -> Value:
    """An ndarray keeps its dtype; Python floats become float32, ints int32.

    `dtype_hint` is taken where the value can be converted to it, which is not followed.
    """
    if dtype is None and dtype_hint is not None:
        return replace(as_dtype(value, UNKNOWN_DTYPE), dtype=dtypes.join(value.dtype, dtype_hint))
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
    if shape is None:
        return tensor
    return replace(tensor, shape=shape, facts=facts_in(shape, tensor.facts))


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
def cast(x: Value, dtype: ADType, name: Value = UNKNOWN) -> Value:
    """The same elements in another dtype; of a variable that has the dtype, itself."""
    if isinstance(x, Array) and x.kind is Kind.VARIABLE:
        if x.dtype == dtype and dtype.name:
            return x
        if not x.dtype.names or x.dtype.may_be(*dtype.names):
            return UNKNOWN
    tensor = tensor_of(as_numpy(x))
    return UNKNOWN if tensor is None else replace(as_dtype(tensor, dtype))


@models("tensorflow.Tensor.numpy")
def numpy(a: Array) -> Value:
    """The ndarray of a tensor, or a NumPy scalar."""
    kind = Kind.SCALAR if a.shape.rank == 0 else Kind.NDARRAY
    return replace(a, kind=kind)


@models(
    "tensorflow.Variable.assign", "tensorflow.Variable.assign_add", "tensorflow.Variable.assign_sub"
)
def assign(a: Array, value: Value, **options: Value) -> object:
    """The variable itself, or nothing; it has other elements then.

    Raises: InvalidArgumentError for a value that neither has its shape nor broadcasts to it. (Of
    those that do, a variable of Keras' own takes some.)
    """
    given = tensor_of(value)
    if given is not None and None not in (a.shape.rank, given.shape.rank):
        joint = shapes.broadcast(a.shape, given.shape)
        if joint is None or len(joint.dims) != len(a.shape.dims) or _differ(joint, a.shape):
            raise mismatch(f"a variable of shape {a.shape} takes no value of {given.shape}")
    return Changed(replace(a, facts=UNKNOWN_FACTS), UNKNOWN)


def _differ(a: Shape, b: Shape) -> bool:
    return any(map(differ, a.dims, b.dims))


@observes(
    "tensorflow.Variable.assign", "tensorflow.Variable.assign_add", "tensorflow.Variable.assign_sub"
)
def _assigned(a: Array, value: Value, **options: Value) -> Arithmetic:
    """A tensor must have the variable's dtype; anything else is converted to it."""
    return Arithmetic(operands=(a, value), operation="assign", skipped=-1)


@observes("tensorflow.convert_to_tensor")
def _converted(
    value: Value,
    dtype: ADType | None = None,
    dtype_hint: ADType | None = None,
    name: Value = UNKNOWN,
) -> Conversion:
    keeps = dtype is not None
    return Conversion(value=as_numpy(value), dtype=dtype or dtype_hint, keeps=keeps)


@observes("tensorflow.constant")
def _made_constant(
    value: Value,
    dtype: ADType | None = None,
    shape: Value = UNKNOWN,
    name: Value = UNKNOWN,
) -> Conversion:
    is_variable = isinstance(value, Array) and value.kind is Kind.VARIABLE
    return Conversion(value=as_numpy(value), dtype=dtype, keeps=not is_variable)


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
    return Conversion(value=as_numpy(initial_value), dtype=dtype, keeps=True)


@observes("tensorflow.cast")
def _cast(x: Value, dtype: ADType, name: Value = UNKNOWN) -> Conversion:
    return Conversion(value=as_numpy(x), dtype=dtype, as_is_first=True)
