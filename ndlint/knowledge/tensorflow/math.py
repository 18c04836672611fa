"""TensorFlow's mathematical functions. Source: truth cases A.mix.tf_*, A.op."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from ndlint.events import ARGMAX, Arithmetic, Contract, Converts, Meeting
from ndlint.knowledge.binding import AShape, ATensor, Axes
from ndlint.knowledge.numpy.joining import concatenated, stacked
from ndlint.knowledge.numpy.shaping import reshaped
from ndlint.knowledge.registry import Refusal, models, observes
from ndlint.knowledge.tensorflow.operators import (
    joint_dtype,
    joint_shape,
    mismatch,
    operate,
    product_shape,
)
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind, as_array, tensor_of
from ndlint.values.base import UNKNOWN, Int, Value, elements
from ndlint.values.dtype import UNKNOWN_DTYPE
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

OPERATORS = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "truediv": "/", "pow": "**",
    "math.floordiv": "//", "math.floormod": "%", "equal": "==", "not_equal": "!=",
    "greater": ">", "greater_equal": ">=", "less": "<", "less_equal": "<=",
}  # fmt: skip
"""Functions that compute what an operator does."""
CHOOSERS = ("maximum", "minimum", "math.squared_difference", "math.atan2")
"""Functions of two operands whose dtype the result has."""
FIRST = Int(0)
FIRST_DECIDES = frozenset({"add", "truediv"})
"""Functions that convert the second operand to the dtype of the first. Measured; the others
of two operands look for a tensor first."""


def _models_arithmetic(name: str, symbol: str, operation: str) -> None:
    converts = Converts.TO_FIRST if name in FIRST_DECIDES else Converts.TO_TENSOR

    @models(f"tensorflow.{name}")
    def arithmetic(x: ATensor, y: ATensor, name: Value = UNKNOWN) -> Value:
        return operate(symbol, x, y)

    @observes(f"tensorflow.{name}")
    def observed(x: Value, y: Value, name: Value = UNKNOWN) -> Arithmetic:
        return Arithmetic(operands=(x, y), converts=converts, operation=operation)


for _name, _symbol in OPERATORS.items():
    _models_arithmetic(_name, _symbol, _symbol)
for _name in CHOOSERS:
    _models_arithmetic(_name, "**", _name.removeprefix("math."))


@models("tensorflow.math.divide_no_nan")
def divide_no_nan(x: ATensor, y: ATensor, name: Value = UNKNOWN) -> Value:
    """The quotient, or 0 where y is 0, whatever x is there."""
    result = operate("/", x, y)
    return replace(result, facts=UNKNOWN_FACTS) if isinstance(result, Array) else result


@observes("tensorflow.math.divide_no_nan")
def _divided(x: Value, y: Value, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=(x, y), operation="/")


@models("tensorflow.matmul")
def matmul(a: ATensor, b: ATensor, **options: Value) -> Value:
    """The matrix product over the last two axes. Shape: (..., n, k) @ (..., k, m)."""
    shape = UNKNOWN_SHAPE if options else product_shape(a.shape, b.shape)
    dtype = UNKNOWN_DTYPE if "output_type" in options else joint_dtype(a, b)
    return Array(Kind.TENSOR, dtype, shape, UNKNOWN_FACTS)


@models("tensorflow.tensordot")
def tensordot(a: ATensor, b: ATensor, axes: Value, name: Value = UNKNOWN) -> Value:
    """A product summed over the given axes."""
    return Array(Kind.TENSOR, joint_dtype(a, b))


@observes("tensorflow.matmul")
def _multiplied(a: Value, b: Value, **options: Value) -> Arithmetic | Meeting:
    if "output_type" in options:
        return Meeting(operands=(a, b))  # the operands may differ in dtype then
    return Arithmetic(operands=(a, b), converts=Converts.TO_FIRST, operation="@")


@observes("tensorflow.tensordot")
def _dotted(a: Value, b: Value, axes: Value, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=(a, b), converts=Converts.ALONE, operation="@")


@models("tensorflow.einsum")
def einsum(equation: Value, *inputs: Value, **options: Value) -> Value:
    """A product summed as the equation says."""
    return Array(Kind.TENSOR, joint_dtype(*inputs))


@observes("tensorflow.einsum")
def _summed(equation: Value, *inputs: Value, **options: Value) -> Arithmetic:
    return Arithmetic(operands=inputs, operation="@", skipped=1)


@models("tensorflow.concat")
def concat(values: Value, axis: Value, name: Value = UNKNOWN) -> Value:
    """Tensors one after the other along an axis.

    Raises: InvalidArgumentError where the ranks or the sizes of other axes differ.
    """
    return _together(values, axis, concatenated)


@models("tensorflow.stack")
def stack(values: Value, axis: Value = FIRST, name: Value = UNKNOWN) -> Value:
    """Tensors along a new axis. Raises: InvalidArgumentError where their shapes differ."""
    return _together(values, axis, stacked)


def _together(
    values: Value, axis: Value, shape_of: Callable[[Sequence[Shape], int], Shape]
) -> Value:
    """One tensor's dtype decides. Without one, NumPy's integers may become int32."""
    items = elements(values)
    if not items:
        return UNKNOWN
    shape = _joined_shape(items, axis, shape_of)
    if any(_is_tensor(i) for i in items):
        return Array(Kind.TENSOR, joint_dtype(*items), shape)
    dtype = joint_dtype(*(a for a in map(tensor_of, items) if a is not None))
    return Array(Kind.TENSOR, dtype if dtype.is_one_of(dtypes.FLOATS) else UNKNOWN_DTYPE, shape)


def _joined_shape(
    items: Sequence[Value], axis: Value, shape_of: Callable[[Sequence[Shape], int], Shape]
) -> Shape:
    """The shape of several tensors put together; one is returned as it is by some functions.

    Raises: InvalidArgumentError, where NumPy refuses them, too.
    """
    known = [array.shape for array in map(as_array, items) if array is not None]
    number = axis.number if isinstance(axis, Int) else None
    if number is None or len(known) != len(items) or len(items) < 2:
        return UNKNOWN_SHAPE
    try:
        return shape_of(known, number)
    except Refusal as refusal:
        raise mismatch(refusal.message) from refusal


def _is_tensor(value: Value) -> bool:
    return isinstance(value, Array) and value.is_tensor


@observes("tensorflow.concat")
def _concatenated(values: Value, axis: Value, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=elements(values) or (), operation="concat", listed=True)


@observes("tensorflow.stack")
def _stacked(values: Value, axis: Value = UNKNOWN, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=elements(values) or (), operation="stack", listed=True)


@models("tensorflow.where")
def where(
    condition: Value, x: ATensor | None = None, y: ATensor | None = None, name: Value = UNKNOWN
) -> Value:
    """Elements of x or y; with the condition alone, the indices where it holds."""
    if x is None or y is None:
        return Array(Kind.TENSOR, dtypes.INT64)
    shape, test = joint_shape(x.shape, y.shape), as_array(condition)
    whole = joint_shape(shape, test.shape) if test else UNKNOWN_SHAPE
    return Array(Kind.TENSOR, joint_dtype(x, y), whole)


@observes("tensorflow.where")
def _chosen(condition: Value, x: Value, y: Value, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=(x, y), operation="where", skipped=1)


@models(
    "tensorflow.square", "tensorflow.abs", "tensorflow.negative", "tensorflow.math.abs",
    "tensorflow.math.square", "tensorflow.nn.relu", "tensorflow.nn.relu6", "tensorflow.round",
    "tensorflow.sign",
)  # fmt: skip
def elementwise(x: ATensor, **options: Value) -> Value:
    """A function of each element: same shape, same dtype; NaN stays."""
    nan = Truth.YES if x.facts.nan is Truth.YES else Truth.MAYBE
    return replace(x, facts=Facts(nan))


@models(
    "tensorflow.acos", "tensorflow.asin", "tensorflow.atan", "tensorflow.cos", "tensorflow.cosh",
    "tensorflow.exp", "tensorflow.floor", "tensorflow.math.acos", "tensorflow.math.asin",
    "tensorflow.math.atan", "tensorflow.math.ceil", "tensorflow.math.cos", "tensorflow.math.erf",
    "tensorflow.math.exp", "tensorflow.math.expm1", "tensorflow.math.floor",
    "tensorflow.math.log", "tensorflow.math.log1p", "tensorflow.math.log_sigmoid",
    "tensorflow.math.rsqrt", "tensorflow.math.sigmoid", "tensorflow.math.sin",
    "tensorflow.math.softplus", "tensorflow.math.sqrt", "tensorflow.math.tanh",
    "tensorflow.nn.elu", "tensorflow.nn.gelu", "tensorflow.nn.log_softmax", "tensorflow.nn.selu",
    "tensorflow.nn.sigmoid", "tensorflow.nn.silu", "tensorflow.nn.softmax",
    "tensorflow.nn.softplus", "tensorflow.nn.swish", "tensorflow.nn.tanh", "tensorflow.sigmoid",
    "tensorflow.sin", "tensorflow.sinh", "tensorflow.sqrt", "tensorflow.tan", "tensorflow.tanh",
)  # fmt: skip
def of_floats(x: ATensor, *arguments: Value, **options: Value) -> Value:
    """A function of each element that TensorFlow has for floating-point and complex numbers.

    Raises: InvalidArgumentError for integers and booleans.
    """
    if x.dtype.is_one_of(dtypes.INTEGERS | {"bool"}):
        message = f"it takes floating-point numbers only, and gets {x.dtype}"
        raise Refusal("InvalidArgumentError", message, Contract.ELEMENTS)
    return elementwise(x)


@models(
    "tensorflow.reduce_sum", "tensorflow.reduce_mean", "tensorflow.reduce_max",
    "tensorflow.reduce_min", "tensorflow.reduce_prod", "tensorflow.math.reduce_sum",
    "tensorflow.math.reduce_mean", "tensorflow.math.reduce_max", "tensorflow.math.reduce_min",
    "tensorflow.math.reduce_std", "tensorflow.math.reduce_variance",
)  # fmt: skip
def reduce(
    input_tensor: ATensor,
    axis: Axes | None = None,
    keepdims: Value = UNKNOWN,
    name: Value = UNKNOWN,
) -> Value:
    """One value of each line along the axes: same dtype, also for integers."""
    rank = input_tensor.shape.rank
    shape = UNKNOWN_SHAPE
    if keepdims == UNKNOWN and axis is None:
        shape = shapes.SCALAR
    elif keepdims == UNKNOWN and rank is not None and axis is not None:
        gone = {a % rank for a in axis if -rank <= a < rank}
        shape = Shape(tuple(d for i, d in enumerate(input_tensor.shape.dims) if i not in gone))
    return Array(Kind.TENSOR, input_tensor.dtype, shape)


@models("tensorflow.argmax", "tensorflow.math.argmax", computes=ARGMAX)
def argmax(
    input: ATensor, axis: Axes | None = None, output_type: Value = UNKNOWN, name: Value = UNKNOWN
) -> Value:
    """Where the greatest element of each line is, along one axis, by default the first: int64."""
    made = reduce(input, (0,) if axis is None else axis)
    dtype = dtypes.INT64 if output_type == UNKNOWN else dtypes.UNKNOWN_DTYPE
    return replace(made, dtype=dtype) if isinstance(made, Array) else UNKNOWN


@models("tensorflow.reshape")
def reshape(tensor: ATensor, shape: AShape, name: Value = UNKNOWN) -> Value:
    """The same elements in another shape; one axis of -1 is worked out.

    Raises: InvalidArgumentError where the elements certainly do not fill it.
    """
    if -1 in shape.dims and 0 in shape.dims:
        # Of no elements any number of rows can be made, other than by NumPy.
        return replace(tensor, shape=shapes.unknown_of_rank(shape.rank))
    return replace(tensor, shape=reshaped(tensor.shape, shape, "InvalidArgumentError"))


@models("tensorflow.expand_dims")
def expand_dims(input: ATensor, axis: Axes, name: Value = UNKNOWN) -> Value:
    """One axis of size 1 more."""
    rank = input.shape.rank
    if rank is None or not -rank - 1 <= axis[0] <= rank:
        return replace(input, shape=UNKNOWN_SHAPE)
    dims = list(input.shape.dims)
    dims.insert(axis[0] % (rank + 1), 1)
    return replace(input, shape=Shape(tuple(dims)))


@models("tensorflow.transpose")
def transpose(a: ATensor, perm: Axes | None = None, **options: Value) -> Value:
    """The axes in another order, by default reversed."""
    rank = a.shape.rank
    if rank is None:
        return a
    order = perm or tuple(reversed(range(rank)))
    if sorted(order) != list(range(rank)):
        return replace(a, shape=UNKNOWN_SHAPE)
    return replace(a, shape=Shape(tuple(a.shape.dims[i] for i in order)))
