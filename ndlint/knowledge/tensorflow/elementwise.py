"""TensorFlow's functions of each element. Source: truth cases A.op."""

from collections.abc import Iterable

from msgspec.structs import replace

from ndlint.events import Arithmetic
from ndlint.knowledge.binding import ATensor
from ndlint.knowledge.registry import models, observes
from ndlint.knowledge.tensorflow.operators import mismatch
from ndlint.knowledge.tensorflow.refused import (
    ALL_BUT_FLOATS,
    BOOLS,
    UNSIGNED_TOO,
    booleans,
    check,
)
from ndlint.values import dtype as dtypes
from ndlint.values.array import CUT, Array, Kind
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth, between, whole

OF_FLOATS = (
    "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "exp", "math.acos",
    "math.acosh", "math.asin", "math.asinh", "math.atan", "math.atanh", "math.cos",
    "math.cosh", "math.erf", "math.exp", "math.expm1", "math.lgamma", "math.log",
    "math.log1p", "math.log_sigmoid", "math.rsqrt", "math.sigmoid", "math.sin", "math.sinh",
    "math.softplus", "math.sqrt", "math.tan", "math.tanh", "nn.elu", "nn.gelu",
    "nn.selu", "nn.sigmoid", "nn.silu", "nn.softplus", "nn.softsign", "nn.swish", "nn.tanh",
    "sigmoid", "sin", "sinh", "sqrt", "tan", "tanh",
)  # fmt: skip
"""Functions that TensorFlow has for floating-point and complex numbers."""
STEPS = ("floor", "math.ceil", "math.floor")
"""The same, without a gradient."""
OF_NUMBERS = ("math.square", "nn.relu", "nn.relu6", "square")
OF_SIGNED = ("abs", "math.abs", "math.negative", "math.sign", "negative", "sign")


def _register(names: Iterable[str], refused: frozenset[str], cuts: bool = False) -> None:
    @models(*(f"tensorflow.{name}" for name in names))
    def function(x: ATensor, *arguments: Value, **options: Value) -> Value:
        """Same shape, same dtype. Raises: InvalidArgumentError for other dtypes."""
        check(x, refused)
        return replace(each(x), origins=CUT) if cuts else each(x)


def each(x: Array) -> Array:
    """What a function of each element makes: same shape, same dtype; NaN stays."""
    nan = Truth.YES if x.facts.nan is Truth.YES else Truth.MAYBE
    return replace(x, kind=Kind.TENSOR, facts=Facts(nan))


_register(OF_FLOATS, ALL_BUT_FLOATS)
_register(STEPS, ALL_BUT_FLOATS, cuts=True)
_register(OF_NUMBERS, BOOLS)
_register(("round",), BOOLS, cuts=True)
_register(OF_SIGNED, UNSIGNED_TOO)


@models(
    "tensorflow.nn.softmax", "tensorflow.nn.log_softmax", "tensorflow.math.softmax",
    "tensorflow.math.log_softmax",
)  # fmt: skip
def softmax(logits: ATensor, axis: Value = UNKNOWN, name: Value = UNKNOWN) -> Value:
    """Shares of an axis: same shape, same dtype.

    Raises: InvalidArgumentError for integers, and for a number.
    """
    check(logits, ALL_BUT_FLOATS)
    if logits.shape.rank == 0:
        raise mismatch("it takes one axis or more, and gets a number")
    return each(logits)


@models("tensorflow.math.is_nan", "tensorflow.math.is_inf", "tensorflow.math.is_finite")
def is_special(x: ATensor, name: Value = UNKNOWN) -> Value:
    """Where an element is such a number. Raises: InvalidArgumentError for integers."""
    check(x, ALL_BUT_FLOATS)
    return Array(Kind.TENSOR, dtypes.BOOL, x.shape, between(0, 1))


@models(
    "tensorflow.logical_and", "tensorflow.logical_or", "tensorflow.math.logical_and",
    "tensorflow.math.logical_or", "tensorflow.math.logical_xor",
)  # fmt: skip
def logical(x: Value, y: Value, name: Value = UNKNOWN) -> Value:
    """Of two booleans each. Raises: InvalidArgumentError for tensors of numbers."""
    return booleans(x, y) or UNKNOWN


@models("tensorflow.logical_not", "tensorflow.math.logical_not")
def logical_not(x: Value, name: Value = UNKNOWN) -> Value:
    """The opposite of each. Raises: InvalidArgumentError for tensors of numbers."""
    return booleans(x) or UNKNOWN


@models("tensorflow.clip_by_value")
def clip_by_value(
    t: ATensor, clip_value_min: Value, clip_value_max: Value, name: Value = UNKNOWN
) -> Value:
    """Elements brought between two ends of the same dtype: same shape, same dtype."""
    check(t, BOOLS)
    return each(t)


@observes("tensorflow.clip_by_value")
def _clipped(
    t: Value, clip_value_min: Value, clip_value_max: Value, name: Value = UNKNOWN
) -> Arithmetic:
    return Arithmetic(operands=(t, clip_value_min, clip_value_max), operation="clip")


@models("tensorflow.nn.leaky_relu")
def leaky_relu(features: ATensor, alpha: Value = UNKNOWN, name: Value = UNKNOWN) -> Value:
    """Same shape; integers become float32."""
    dtype = features.dtype if features.dtype.is_one_of(dtypes.FLOATS) else dtypes.UNKNOWN_DTYPE
    return replace(each(features), dtype=dtype)


@models("tensorflow.nn.dropout")
def dropout(x: ATensor, rate: Value, *arguments: Value, **options: Value) -> Value:
    """Some elements become 0: same shape, same dtype; NaN may go. Raises: ValueError: integers."""
    check(x, ALL_BUT_FLOATS, "ValueError")
    return replace(x, kind=Kind.TENSOR, facts=UNKNOWN_FACTS)


@models("tensorflow.cumsum", "tensorflow.math.cumsum", "tensorflow.math.cumprod")
def accumulated(x: ATensor, axis: Value = UNKNOWN, *arguments: Value, **options: Value) -> Value:
    """Sums so far along an axis: same shape, same dtype. Raises: InvalidArgumentError: bools."""
    check(x, BOOLS)
    return each(x)


@models("tensorflow.math.l2_normalize", "tensorflow.nn.l2_normalize")
def l2_normalize(x: ATensor, axis: Value = UNKNOWN, *arguments: Value, **options: Value) -> Value:
    """Rows of length 1: same shape, same dtype. Raises: InvalidArgumentError for integers."""
    check(x, ALL_BUT_FLOATS)
    return each(x)


@models("tensorflow.sort")
def sort(values: ATensor, *arguments: Value, **options: Value) -> Value:
    """The elements of each line in order. Raises: InvalidArgumentError for bools, a number."""
    check(values, BOOLS)
    _check_line(values)
    return replace(values, kind=Kind.TENSOR, facts=values.facts.in_order)


@models("tensorflow.argsort")
def argsort(values: ATensor, *arguments: Value, **options: Value) -> Value:
    """Where the elements of each line stand in order, int32. Raises: as `sort`."""
    check(values, BOOLS)
    _check_line(values)
    return Array(Kind.TENSOR, dtypes.INT32, values.shape, whole(0, float("inf")))


def _check_line(values: Array) -> None:
    if values.shape.rank == 0:
        raise mismatch("it takes one axis or more, and gets a number")
