"""TensorFlow's functions of several tensors. Source: truth cases A.mix.tf_*, A.op."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from ndlint.events import Arithmetic, Converts, Meeting
from ndlint.knowledge.binding import ATensor
from ndlint.knowledge.numpy.einsum import shape_of as einsum_shape
from ndlint.knowledge.numpy.joining import concatenated, stacked
from ndlint.knowledge.numpy.products import summed_axes
from ndlint.knowledge.registry import Refusal, models, observes
from ndlint.knowledge.tensorflow.operators import (
    joint_dtype,
    joint_shape,
    mismatch,
    operate,
    product_shape,
)
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Int, Str, Value, elements
from ndlint.values.conversion import as_array, tensor_of
from ndlint.values.dimension import Dim, differ
from ndlint.values.dtype import UNKNOWN_DTYPE
from ndlint.values.facts import UNKNOWN_FACTS
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

OPERATORS = {
    "add": "+", "subtract": "-", "multiply": "*", "truediv": "/", "pow": "**",
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

    _observes_arithmetic(name, converts, operation)


def _observes_arithmetic(name: str, converts: Converts, operation: str) -> None:
    @observes(f"tensorflow.{name}")
    def observed(x: Value, y: Value, name: Value = UNKNOWN) -> Arithmetic:
        return Arithmetic(operands=(x, y), converts=converts, operation=operation)


for _name, _symbol in OPERATORS.items():
    _models_arithmetic(_name, _symbol, _symbol)
for _name in CHOOSERS:
    _models_arithmetic(_name, "**", _name.removeprefix("math."))


@models("tensorflow.divide")
def divide(x: ATensor, y: Value, name: Value = UNKNOWN) -> Value:
    """What the operator makes of a tensor and `y`: of booleans and an array, NumPy computes it."""
    return operate("/", x, y)


_observes_arithmetic("divide", Converts.TO_TENSOR, "/")


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
    """A product summed over the last axes of `a` and the first of `b`, or a pair of lists of them.

    Shape: the other axes of `a`, then those of `b`. Raises: InvalidArgumentError where those that
    are summed hold another number of elements in all.
    """
    return Array(Kind.TENSOR, joint_dtype(a, b), _dot_shape(a.shape, b.shape, axes))


def _dot_shape(a: Shape, b: Shape, axes: Value) -> Shape:
    try:
        pairs = summed_axes(axes)
    except Refusal as refusal:
        raise mismatch(refusal.message) from refusal
    if pairs is None or a.rank is None or b.rank is None:
        return UNKNOWN_SHAPE
    sides = tuple(zip((a, b), pairs, strict=True))
    if not all(-len(shape.dims) <= i < len(shape.dims) for shape, own in sides for i in own):
        return UNKNOWN_SHAPE
    kept: list[Dim] = []
    counts: list[Dim] = []
    for shape, own in sides:
        summed = {i % len(shape.dims) for i in own}
        counts.append(Shape(tuple(shape.dims[i] for i in summed)).size)
        kept += [dim for i, dim in enumerate(shape.dims) if i not in summed]
    if differ(*counts):
        raise mismatch(f"of shapes {a} and {b}, {counts[0]} numbers are summed with {counts[1]}")
    return Shape(tuple(kept))


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
    """A product summed as the equation says. Raises: InvalidArgumentError where the names of the
    axes do not fit."""
    tensors = [tensor for tensor in map(tensor_of, inputs) if tensor is not None]
    shape = None
    if isinstance(equation, Str) and equation.text and len(tensors) == len(inputs):
        try:
            shape = einsum_shape(equation.text, [tensor.shape for tensor in tensors])
        except Refusal as refusal:
            raise mismatch(refusal.message) from refusal
    return Array(Kind.TENSOR, joint_dtype(*inputs), shape or UNKNOWN_SHAPE)


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
    """One tensor's dtype decides. Without one, NumPy's integers may become int32, and what has
    no elements may become float32."""
    items = elements(values)
    if not items:
        return UNKNOWN
    shape = _joined_shape(items, axis, shape_of)
    if any(_is_tensor(i) for i in items):
        return Array(Kind.TENSOR, joint_dtype(*items), shape)
    dtype = joint_dtype(*(a for a in map(tensor_of, items) if a is not None))
    is_known = dtype.is_one_of(dtypes.FLOATS) and shape.size != 0
    return Array(Kind.TENSOR, dtype if is_known else UNKNOWN_DTYPE, shape)


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
    return Array(Kind.TENSOR, joint_dtype(x, y), _shape_of_choice(condition, x, y))


def _shape_of_choice(condition: Value, x: Array, y: Array) -> Shape:
    """The joint shape of all three. Raises: InvalidArgumentError: they do not broadcast."""
    shape, test = joint_shape(x.shape, y.shape), as_array(condition)
    return joint_shape(shape, test.shape) if test else UNKNOWN_SHAPE


@observes("tensorflow.where")
def _chosen(condition: Value, x: Value, y: Value, name: Value = UNKNOWN) -> Arithmetic | None:
    known = [as_array(value) or Array() for value in (x, y)]
    try:
        _shape_of_choice(condition, *known)
    except Refusal:
        return None  # It raises before anything is cut off.
    return Arithmetic(operands=(x, y), operation="where", skipped=1)
