"""TensorFlow's mathematical functions. Source: truth cases A.mix.tf_*, A.op."""

from dataclasses import replace

from ndlint.events import Arithmetic
from ndlint.knowledge.binding import AShape, ATensor, Axes
from ndlint.knowledge.registry import models, observes
from ndlint.knowledge.tensorflow.operators import joint_dtype, operate, product_shape
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind, as_array, tensor_of
from ndlint.values.base import UNKNOWN, Value, elements
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import UNKNOWN_DTYPE
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

ARITHMETIC = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "truediv": "/",
    "pow": "**",
}
"""Functions that convert like their operator where one operand is a tensor."""
COMPARISONS = ("equal", "not_equal", "greater", "greater_equal", "less", "less_equal")
CHOOSERS = (
    "maximum", "minimum", "math.squared_difference", "math.floordiv", "math.floormod",
    "math.atan2",
)  # fmt: skip


def _models_arithmetic(name: str, symbol: str) -> None:
    @models(f"tensorflow.{name}")
    def arithmetic(x: ATensor, y: ATensor, name: Value = UNKNOWN) -> Value:
        return operate(symbol, x, y)

    @observes(f"tensorflow.{name}")
    def observed(x: Value, y: Value, name: Value = UNKNOWN) -> Arithmetic:
        return Arithmetic(operands=(x, y))


for _name, _symbol in ARITHMETIC.items():
    _models_arithmetic(_name, _symbol)
for _name in COMPARISONS:
    _models_arithmetic(_name, "==")
for _name in CHOOSERS:
    _models_arithmetic(_name, "**")


@models("tensorflow.math.divide_no_nan")
def divide_no_nan(x: ATensor, y: ATensor, name: Value = UNKNOWN) -> Value:
    """The quotient, or 0 where y is 0, whatever x is there."""
    result = operate("/", x, y)
    return replace(result, facts=UNKNOWN_FACTS) if isinstance(result, Array) else result


@observes("tensorflow.math.divide_no_nan")
def _divided(x: Value, y: Value, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=(x, y))


@models("tensorflow.matmul")
def matmul(a: ATensor, b: ATensor, **options: Value) -> Value:
    """The matrix product over the last two axes. Shape: (..., n, k) @ (..., k, m)."""
    shape = UNKNOWN_SHAPE if options else product_shape(a.shape, b.shape)
    return Array(Kind.TENSOR, joint_dtype(a, b), shape, UNKNOWN_FACTS)


@models("tensorflow.tensordot")
def tensordot(a: ATensor, b: ATensor, axes: Value, name: Value = UNKNOWN) -> Value:
    """A product summed over the given axes."""
    return Array(Kind.TENSOR, joint_dtype(a, b))


@observes("tensorflow.matmul")
def _multiplied(a: Value, b: Value, **options: Value) -> Arithmetic:
    return Arithmetic(operands=(a, b))


@observes("tensorflow.tensordot")
def _dotted(a: Value, b: Value, axes: Value, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=(a, b))


@models("tensorflow.einsum")
def einsum(equation: Value, *inputs: Value, **options: Value) -> Value:
    """A product summed as the equation says."""
    return Array(Kind.TENSOR, joint_dtype(*inputs))


@observes("tensorflow.einsum")
def _summed(equation: Value, *inputs: Value, **options: Value) -> Arithmetic:
    return Arithmetic(operands=inputs)


@models("tensorflow.concat")
def concat(values: Value, axis: Value, name: Value = UNKNOWN) -> Value:
    """Tensors one after the other along an axis."""
    return _together(values)


@models("tensorflow.stack")
def stack(values: Value, axis: Value = UNKNOWN, name: Value = UNKNOWN) -> Value:
    """Tensors along a new axis."""
    return _together(values)


def _together(values: Value) -> Value:
    """One tensor's dtype decides. Without one, NumPy's integers may become int32."""
    items = elements(values)
    if not items:
        return UNKNOWN
    if any(_is_tensor(i) for i in items):
        return Array(Kind.TENSOR, joint_dtype(*items))
    dtype = joint_dtype(*(a for a in map(tensor_of, items) if a is not None))
    return Array(Kind.TENSOR, dtype if dtype.is_one_of(dtypes.FLOATS) else UNKNOWN_DTYPE)


def _is_tensor(value: Value) -> bool:
    return isinstance(value, Array) and value.is_tensor


@observes("tensorflow.concat")
def _concatenated(values: Value, axis: Value, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=elements(values) or ())


@observes("tensorflow.stack")
def _stacked(values: Value, axis: Value = UNKNOWN, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=elements(values) or ())


@models("tensorflow.where")
def where(
    condition: Value, x: ATensor | None = None, y: ATensor | None = None, name: Value = UNKNOWN
) -> Value:
    """Elements of x or y; with the condition alone, the indices where it holds."""
    if x is None or y is None:
        return Array(Kind.TENSOR, dtypes.INT64)
    shape = shapes.broadcast(x.shape, y.shape)
    test = as_array(condition)
    whole = shapes.broadcast(shape, test.shape) if shape is not None and test else None
    return Array(Kind.TENSOR, joint_dtype(x, y), whole or UNKNOWN_SHAPE)


@observes("tensorflow.where")
def _chosen(condition: Value, x: Value, y: Value, name: Value = UNKNOWN) -> Arithmetic:
    return Arithmetic(operands=(x, y))


@models(
    "tensorflow.square", "tensorflow.abs", "tensorflow.negative", "tensorflow.sqrt",
    "tensorflow.exp", "tensorflow.sin", "tensorflow.cos", "tensorflow.tanh",
    "tensorflow.sigmoid", "tensorflow.math.log", "tensorflow.math.exp", "tensorflow.math.sqrt",
    "tensorflow.math.abs", "tensorflow.math.square", "tensorflow.math.tanh",
    "tensorflow.math.sigmoid", "tensorflow.nn.relu", "tensorflow.nn.sigmoid",
    "tensorflow.nn.tanh", "tensorflow.nn.softmax", "tensorflow.round", "tensorflow.sign",
)  # fmt: skip
def elementwise(x: ATensor, **options: Value) -> Value:
    """A function of each element: same shape, same dtype; NaN stays."""
    nan = Truth.YES if x.facts.nan is Truth.YES else Truth.MAYBE
    return replace(x, facts=Facts(nan))


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


@models("tensorflow.reshape")
def reshape(tensor: ATensor, shape: AShape, name: Value = UNKNOWN) -> Value:
    """The same elements in another shape; one axis of -1 is worked out."""
    open_axes = [i for i, d in enumerate(shape.dims) if d == -1]
    if not open_axes:
        return replace(tensor, shape=shape)
    known = Shape(tuple(d for d in shape.dims if d != -1)).size
    total = tensor.shape.size
    dims = list(shape.dims)
    dims[open_axes[0]] = _quotient(total, known)
    return replace(tensor, shape=Shape(tuple(dims), shape.rank_known))


def _quotient(total: Dim, known: Dim) -> Dim:
    exact = isinstance(total, int) and isinstance(known, int) and known > 0
    return total // known if exact else UNKNOWN_DIM  # type: ignore[operator]


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
