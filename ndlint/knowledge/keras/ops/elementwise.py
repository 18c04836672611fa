"""The functions of each element in `keras.ops`.

Source: measured on Keras 3.15, each function given a tensor of each dtype.
"""

from ndlint.knowledge.keras.ops.operands import (
    AnOperand,
    Operand,
    changed,
    check,
    made,
    moved,
    ops,
)
from ndlint.knowledge.keras.promotion import floating
from ndlint.knowledge.tensorflow.refused import ALL_BUT_FLOATS, BOOLS, UNSIGNED_TOO
from ndlint.values import dtype as dtypes
from ndlint.values.base import UNKNOWN, Float, Int, Value
from ndlint.values.dtype import DType
from ndlint.values.facts import Facts, Truth, between
from ndlint.values.shape import UNKNOWN_SHAPE

_FLOATING = """
    arccos arccosh arcsin arcsinh arctan arctanh ceil cos cosh exp exp2 expm1 floor log log10 log1p
    log2 sin sinh sqrt tan tanh
"""
"""Functions that make floats of integers."""
_OF_FLOATS = """
    elu erf log_sigmoid rsqrt selu sigmoid silu softplus softsign swish squareplus tanh_shrink
"""
"""Those that take floats only."""
_ALIKE = """
    abs absolute copy trunc nan_to_num
"""
"""Those that take numbers of any dtype, and booleans."""
_QUESTIONS = "isfinite isinf isnan logical_not"


def _register(names: str, refused: frozenset[str], are_floats: bool = False) -> None:
    @ops(*names.split())
    def function(x: AnOperand, *arguments: Value, **options: Value) -> Value:
        """Same shape. Raises: InvalidArgumentError for other dtypes."""
        check(x, refused)
        return _each(x, floating(x.dtype) if are_floats else x.dtype)


def _each(x: Operand, dtype: DType) -> Value:
    """What a function of each element makes; NaN stays."""
    nan = Truth.YES if x.facts.nan is Truth.YES else Truth.MAYBE
    return made((x,), dtype, x.shape, Facts(nan))


NOTHING_REFUSED: frozenset[str] = frozenset()
_register(_FLOATING, NOTHING_REFUSED, are_floats=True)
_register(_OF_FLOATS, ALL_BUT_FLOATS)
_register("relu relu6 round", BOOLS)
_register("negative", UNSIGNED_TOO)


@ops(*_ALIKE.split())
def alike(x: AnOperand, *arguments: Value, **options: Value) -> Value:
    """Same shape, same dtype; NaN may go. A variable may be returned as it is."""
    return UNKNOWN if x.is_variable else changed(x)


@ops("stop_gradient")
def stop_gradient(variable: AnOperand) -> Value:
    """The same elements, through which no gradient goes."""
    return moved(variable, variable.shape)


@ops("sign")
def sign(x: AnOperand) -> Value:
    """-1, 0 or 1: same shape, same dtype."""
    return changed(x)


@ops("square")
def square(x: AnOperand) -> Value:
    """Same shape, same dtype; of booleans, int32."""
    return _each(x, dtypes.map_names(x.dtype, _number))


def _number(name: str) -> str:
    return "int32" if name == "bool" else name


@ops(*_QUESTIONS.split())
def ask(x: AnOperand) -> Value:
    """Where an element is so: same shape, bool."""
    return made((x,), dtypes.BOOL, x.shape, between(0, 1))


@ops("softmax", "log_softmax")
def softmax(x: AnOperand, axis: Value = UNKNOWN) -> Value:
    """Shares of an axis: same shape, same dtype. Raises: InvalidArgumentError for integers."""
    check(x, ALL_BUT_FLOATS)
    return _each(x, x.dtype)


@ops("gelu", "leaky_relu", "hard_sigmoid")
def of_floats(x: AnOperand, *arguments: Value, **options: Value) -> Value:
    """Same shape; same dtype of floats."""
    dtype = x.dtype if x.dtype.is_one_of(dtypes.FLOATS) else dtypes.UNKNOWN_DTYPE
    return _each(x, dtype)


@ops("clip")
def clip(x: AnOperand, x_min: Value, x_max: Value) -> Value:
    """Elements brought between two ends: same shape as far as they have none, same dtype."""
    ends = (x_min, x_max)
    is_kept = x.dtype.is_one_of(dtypes.FLOATS) or all(isinstance(end, Int) for end in ends)
    dtype = dtypes.map_names(x.dtype, _number) if is_kept else dtypes.UNKNOWN_DTYPE
    shape = x.shape if all(isinstance(end, Int | Float) for end in ends) else UNKNOWN_SHAPE
    return made((x,), dtype, shape)


@ops("normalize")
def normalize(x: AnOperand, axis: Value = UNKNOWN, *arguments: Value, **options: Value) -> Value:
    """Lines of length 1: same shape, but one axis for a number; integers become floats."""
    dtype = floating(x.dtype) if not x.is_symbolic else dtypes.UNKNOWN_DTYPE
    return made((x,), dtype, x.shape if x.shape.rank else UNKNOWN_SHAPE)
