"""Python's operators on tensors. Source: truth cases A.mix, A.scalar.

TensorFlow promotes nothing: an operand that is no tensor is converted to the tensor's
dtype, two tensors must have the same.
"""

from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.binding import DTypeValue
from ndlint.knowledge.keras import tensors as symbolic
from ndlint.knowledge.numpy import indexing, intervals
from ndlint.knowledge.numpy.casting import limits
from ndlint.knowledge.registry import Refusal, models
from ndlint.knowledge.tensorflow.attributes import check_index
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import CUT, Array, Kind
from ndlint.values.base import UNKNOWN, Float, Int, Tuple, Value, elements
from ndlint.values.conversion import as_array
from ndlint.values.dimension import Dim, Wild, is_free, same
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth, is_scaling
from ndlint.values.keras import KerasTensor
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
EQUALITIES = frozenset({"==", "!="})
ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "%", "**", "@"})
NOT_FOR_BOOLS = (ARITHMETIC - {"*"}) | (COMPARISONS - EQUALITIES)
"""Operators that TensorFlow does not have for booleans; their product is a logical "and"."""
WIDE_INTEGERS = frozenset({"int32", "int64", "uint32", "uint64"})


def operate(symbol: str, left: Value, right: Value) -> Value:
    """`left symbol right` with at least one tensor. Raises: Refusal for shapes that do not fit.

    A symbolic tensor of Keras makes the result symbolic, so what is not known may, too.
    Arithmetic of bools is left to the other operand.
    """
    if isinstance(left, KerasTensor) or isinstance(right, KerasTensor):
        return symbolic.operate(symbol, left, right)
    a, b = _operand(left), _operand(right)
    if any(x is not None and x.dtype == dtypes.OBJECT for x in (a, b)):
        return UNKNOWN  # NumPy may apply the operator to each object
    if symbol == "*" and any(_may_repeat(x, y) for x, y in ((left, right), (right, left))):
        return UNKNOWN
    _check_number(symbol, left, right)
    common = dtype = joint_dtype(left, right)
    if symbol in COMPARISONS:
        dtype = dtypes.BOOL
    elif symbol == "/":
        dtype = dtypes.map_names(dtype, _quotient)
    if common == dtypes.BOOL and symbol in NOT_FOR_BOOLS and both_tensors(left, right):
        message = f"it takes numbers only, and gets {common}"
        raise Refusal("InvalidArgumentError", message, Contract.ELEMENTS)
    if a is None or b is None or (symbol in ARITHMETIC and common == dtypes.BOOL):
        return UNKNOWN
    if symbol in COMPARISONS and a.kind is Kind.MASKED:
        return UNKNOWN  # NumPy compares, and the mask stays
    if symbol == "@":
        shape = product_shape(a.shape, b.shape)
    elif symbol in EQUALITIES and shapes.broadcast(a.shape, b.shape) is None:
        return UNKNOWN  # the operator says that they are not equal, the function raises
    elif symbol in EQUALITIES and not _go_together(a.shape, b.shape):
        shape = UNKNOWN_SHAPE
    else:
        shape = joint_shape(a.shape, b.shape)
    # What meets an integer tensor becomes integers first, and those hold no NaN.
    keeps_nan = symbol in ("+", "-", "*", "/") and common.is_one_of(dtypes.FLOATS)
    facts = joint_facts(a, b) if keeps_nan else UNKNOWN_FACTS
    if symbol in COMPARISONS and _are_compared_as_they_are(left, right):
        facts = intervals.compared(symbol, a.facts, b.facts, a.dtype, b.dtype)
    if is_scaling(symbol, b.facts) or (symbol == "*" and is_scaling(symbol, a.facts)):
        facts = replace(facts, scaled=True)
    made = Array(Kind.TENSOR, dtype, shape, facts)
    return replace(made, origins=CUT) if symbol == "//" else made


def _are_compared_as_they_are(left: Value, right: Value) -> bool:
    """Whether no operand takes another dtype: what is cast to that of a tensor may wrap around."""
    name = joint_dtype(left, right).name
    least, greatest = limits(name) if name is not None else (0, -1)
    for operand in (left, right):
        is_tensor = isinstance(operand, Array) and operand.is_tensor
        number = operand.number if type(operand) is Int else None
        if not is_tensor and (number is None or not least <= number <= greatest):
            return False
    return name is not None


def _check_number(symbol: str, left: Value, right: Value) -> None:
    """Look at a tensor of booleans and a number of Python's, which would have to become one.
    TensorFlow multiplies by such a number all the same, where the tensor comes first.

    Raises: TypeError.
    """
    for tensor, other in ((left, right), (right, left)):
        if not isinstance(tensor, Array) or type(other) not in (Int, Float):
            continue
        if tensor.kind is not Kind.TENSOR or tensor.dtype != dtypes.BOOL:
            continue
        if symbol != "*" or tensor is right:
            message = "a tensor of booleans takes no number of Python's"
            raise Refusal("TypeError", message, Contract.ELEMENTS)


def _go_together(a: Shape, b: Shape) -> bool:
    """Whether the shapes certainly broadcast."""
    pairs = zip(reversed(a.dims), reversed(b.dims), strict=False)
    return a.rank_known and b.rank_known and all(1 in pair or same(*pair) for pair in pairs)


def both_tensors(*operands: Value) -> bool:
    """Whether each is a tensor: what is none may be converted in a way of its own."""
    return all(isinstance(operand, Array) and operand.is_tensor for operand in operands)


def _may_repeat(sequence: Value, number: Value) -> bool:
    """Whether a list times a tensor may be Python's: an integer of no axes repeats a list."""
    return (
        elements(sequence) is not None
        and isinstance(number, Array)
        and not number.shape.rank
        and not number.dtype.is_one_of(dtypes.FLOATS)
    )


def _operand(value: Value) -> Array | None:
    return value if isinstance(value, Array) else as_array(value)


def joint_dtype(*operands: Value) -> DType:
    """The dtype of an operation: that of its tensors, if they agree."""
    found = {v.dtype for v in operands if isinstance(v, Array) and v.is_tensor}
    return found.pop() if len(found) == 1 else UNKNOWN_DTYPE


def _quotient(name: str) -> str | None:
    """True division makes floats of integers. Measured: 8 and 16 bits give float32."""
    if name in dtypes.INTEGERS:
        return "float64" if name in WIDE_INTEGERS else "float32"
    return name


def joint_facts(a: Array, b: Array) -> Facts:
    """NaN goes through arithmetic. Whether Inf does depends on the other operand."""
    if not (has_elements(a.shape) and has_elements(b.shape)):
        return UNKNOWN_FACTS
    nan = Truth.YES if Truth.YES in (a.facts.nan, b.facts.nan) else Truth.MAYBE
    return Facts(nan, Truth.MAYBE)


def has_elements(shape: Shape) -> bool:
    """Whether an array of the shape certainly has an element."""
    numbers = shape.numbers
    return numbers is not None and 0 not in numbers


def mismatch(message: str) -> Refusal:
    """The error of an operation whose operands have shapes that do not go together."""
    return Refusal("InvalidArgumentError", message, Contract.TENSOR_SHAPES)


def joint_shape(a: Shape, b: Shape) -> Shape:
    """The shape of an element-wise operation. Raises: InvalidArgumentError: no broadcast."""
    shape = shapes.broadcast(a, b)
    if shape is None:
        raise mismatch(f"shapes {a} and {b} do not broadcast{_advice(a, b)}")
    return shape


def _advice(a: Shape, b: Shape) -> str:
    """Where one lacks the last axis of the other, what to write."""
    for long, short in ((a, b), (b, a)):
        if long.rank_known and short.rank_known and long.dims[:-1] == short.dims and short.dims:
            return f"; give the one of shape {short} a last axis, with [..., tf.newaxis]"
    return ""


def product_shape(a: Shape, b: Shape) -> Shape:
    """The shape of a matrix product of tensors: (..., n, k) @ (..., k, m).

    Raises: InvalidArgumentError for less than two axes, and for another k.
    """
    if a.rank is None or b.rank is None:
        return UNKNOWN_SHAPE
    if a.rank < 2 or b.rank < 2:
        raise mismatch(f"a matrix product takes two axes or more, and gets shapes {a} and {b}")
    if shapes.conflict(a.dims[-1], b.dims[-2]):
        raise mismatch(f"the last axis of {a} is not the one before the last of {b}")
    batch = joint_shape(Shape(a.dims[:-2]), Shape(b.dims[:-2]))
    return Shape((*batch.dims, a.dims[-2], b.dims[-1]))


def unary(symbol: str, operand: Array) -> Value:
    """`-x`, `+x`, `~x` of a tensor."""
    known = operand.facts
    facts = Facts(known.nan, known.inf, fraction=known.fraction)
    return replace(operand, kind=Kind.TENSOR, facts=facts)


def index(tensor: Array, key: Value) -> Value:
    """`tensor[key]`: NumPy's basic indexing; all else is not known. Raises: as `check_index`."""
    check_index(tensor, key)
    if not indexing.is_basic(key):
        return Array(Kind.TENSOR, tensor.dtype)
    result = indexing.index(replace(tensor, kind=Kind.NDARRAY), key)
    return replace(result, kind=Kind.TENSOR) if isinstance(result, Array) else UNKNOWN


def attribute(tensor: Array, name: str) -> Value | None:
    """An attribute of a tensor or variable; None where it is a method or not known."""
    match name:
        case "shape":
            rank = tensor.shape.rank
            return UNKNOWN if rank is None else Tuple(tuple(map(_size, tensor.shape.dims)))
        case "dtype":
            return DTypeValue(tensor.dtype)
        case "ndim":
            return UNKNOWN if tensor.shape.rank is None else Int(tensor.shape.rank)
    return None


@models("tensorflow.Tensor.get_shape")
def get_shape(tensor: Array) -> Value:
    """The same as the attribute `shape`."""
    return attribute(tensor, "shape") or UNKNOWN


def _size(dim: Dim) -> Value:
    """In a graph, an axis may be None."""
    return UNKNOWN if isinstance(dim, Wild) or is_free(dim) else Int(dim)
