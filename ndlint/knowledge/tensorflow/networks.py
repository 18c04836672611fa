"""tf.nn: losses and convolutions. Source: truth cases A.op; measured on TensorFlow 2.21."""

from ndlint.events import Arithmetic, Contract, Converts
from ndlint.knowledge.binding import ATensor
from ndlint.knowledge.registry import Refusal, models, observes
from ndlint.knowledge.tensorflow.operators import joint_dtype, mismatch
from ndlint.knowledge.tensorflow.refused import ALL_BUT_FLOATS, check, check_tensor
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Int, Value
from ndlint.values.dimension import differ
from ndlint.values.dtype import FLOATS, INTEGERS, UNKNOWN_DTYPE
from ndlint.values.facts import Facts
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

MINUS_ONE = Int(-1)
NO_CONVOLUTION = (INTEGERS | {"bool"}) - {"int32"}


@models("tensorflow.nn.softmax_cross_entropy_with_logits")
def softmax_cross_entropy(
    labels: ATensor, logits: ATensor, axis: Value = MINUS_ONE, name: Value = UNKNOWN
) -> Value:
    """One value for each row. Shape: without the last axis.

    Raises: InvalidArgumentError for integers and for shapes that do not go together.
    """
    check(logits, ALL_BUT_FLOATS)
    shape = shapes.broadcast(labels.shape, logits.shape)
    if shape is None:
        raise mismatch(f"labels of {labels.shape} do not go with logits of {logits.shape}")
    rows = UNKNOWN_SHAPE
    if axis == MINUS_ONE and logits.shape.rank:
        rows = Shape(logits.shape.dims[:-1])
        if labels.shape != logits.shape:
            rows = shapes.unknown_of_rank(len(rows.dims))
    return Array(Kind.TENSOR, logits.dtype, rows)


@models("tensorflow.nn.sparse_softmax_cross_entropy_with_logits")
def sparse_softmax_cross_entropy(labels: ATensor, logits: ATensor, name: Value = UNKNOWN) -> Value:
    """One value for each row. Shape: that of the labels, one axis less than the logits.

    Raises: InvalidArgumentError for labels that are no integers; ValueError for other shapes.
    """
    check(logits, ALL_BUT_FLOATS)
    check(labels, FLOATS)
    y, p = labels.shape, logits.shape
    if y.rank is not None and p.rank is not None:
        rows = Shape(p.dims[:-1])
        pairs = zip(y.dims, rows.dims, strict=False)
        if y.rank != p.rank - 1 or any(differ(a, b) for a, b in pairs):
            message = (
                f"labels of shape {y} do not go with logits of {p}: they are to be ids, one for "
                "each row"
            )
            raise Refusal("ValueError", message, Contract.TENSOR_SHAPES)
    return Array(Kind.TENSOR, logits.dtype, labels.shape, Facts(low=0))


@models("tensorflow.nn.sigmoid_cross_entropy_with_logits")
def sigmoid_cross_entropy(labels: ATensor, logits: ATensor, name: Value = UNKNOWN) -> Value:
    """One value for each element. Raises: ValueError where the shapes differ."""
    check(logits, ALL_BUT_FLOATS)
    y, p = labels.shape, logits.shape
    ranks = y.rank is not None and p.rank is not None
    if ranks and (y.rank != p.rank or any(map(differ, y.dims, p.dims))):
        message = f"labels of shape {y} and logits of {p} are not of one shape"
        raise Refusal("ValueError", message, Contract.TENSOR_SHAPES)
    return Array(Kind.TENSOR, logits.dtype, logits.shape)


@observes("tensorflow.nn.sigmoid_cross_entropy_with_logits")
def _compared(labels: Value, logits: Value, name: Value = UNKNOWN) -> Arithmetic:
    operands = (labels, logits)
    return Arithmetic(operands=operands, converts=Converts.ALONE, operation="cross entropy")


@models("tensorflow.nn.conv2d")
def conv2d(
    input: ATensor, filters: ATensor, strides: Value, padding: Value, *arguments: Value,
    **options: Value,
) -> Value:  # fmt: skip
    """A convolution of images. Shapes: (..., h, w, c), (k, l, c, d) -> (..., d).

    Raises: InvalidArgumentError for other ranks, channels and dtypes.
    """
    check_tensor(input, NO_CONVOLUTION)
    x, k = input.shape, filters.shape
    if x.rank is not None and x.rank < 4:
        raise mismatch(f"it takes images of four axes, and gets the shape {x}")
    if k.rank is not None and k.rank != 4:
        raise mismatch(f"it takes filters of four axes, and gets the shape {k}")
    shape = UNKNOWN_SHAPE
    if x.rank == 4 and k.rank == 4 and "data_format" not in options and not arguments:
        shape = Shape((x.dims[0], *shapes.unknown_of_rank(2).dims, k.dims[3]))
    return Array(Kind.TENSOR, joint_dtype(input, filters), shape)


@models("tensorflow.nn.bias_add")
def bias_add(value: ATensor, bias: ATensor, *arguments: Value, **options: Value) -> Value:
    """A vector added to the last axis. Raises: InvalidArgumentError: of another size."""
    is_last = not arguments and not options and value.shape.rank
    if is_last and bias.shape.rank == 1 and differ(value.shape.axis(-1), bias.shape.dims[0]):
        raise mismatch(f"a bias of shape {bias.shape} is not for {value.shape}")
    dtype = value.dtype if value.dtype == bias.dtype else UNKNOWN_DTYPE
    return Array(Kind.TENSOR, dtype, value.shape)
