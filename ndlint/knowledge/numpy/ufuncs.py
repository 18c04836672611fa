"""NumPy's ufuncs, by name."""

from collections.abc import Callable
from typing import TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import NEGATE, SQUARE
from ndlint.knowledge.numpy import intervals
from ndlint.knowledge.numpy.casting import NUMPY_FLOATS, bounds
from ndlint.knowledge.numpy.intervals import MAYBE, NO
from ndlint.knowledge.numpy.operators import ARITHMETIC, binary, operate, unary, unary_result
from ndlint.knowledge.numpy.outcome import is_nonempty, rearranged
from ndlint.knowledge.numpy.promotion import Operand, operand, result_dtype
from ndlint.knowledge.registry import models
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Int, Value
from ndlint.values.conversion import as_array
from ndlint.values.dtype import NUMPY_NUMBERS, DType
from ndlint.values.facts import FINITE, Facts, Truth, between
from ndlint.values.frame import Column, Frame

__all__ = ["operate", "unary"]

ZERO = Int(0)
Rule = Callable[[Array, DType], Facts]
"""From the operand and the result's dtype to the result's facts."""


class Unary(Struct, frozen=True):
    """A ufunc of one operand. `hides`: on a masked array it masks what it has no result for."""

    name: str
    facts: Rule
    hides: Truth = NO


def _apply(ufunc: Unary, value: Value) -> Value:
    if isinstance(value, Column):
        return _on_column(ufunc, value)
    if isinstance(value, Frame):
        return value.with_parts([_on_column(ufunc, part) for part in value.parts], value.rows)
    if isinstance(value, Array) and value.is_tensor and value.dtype.is_one_of(NUMPY_NUMBERS):
        value = replace(value, kind=Kind.NDARRAY)  # NumPy makes an array of a tensor
    x = operand(value)
    if x is None:
        return UNKNOWN
    dtype = result_dtype(ufunc.name, x)
    if dtype is None:
        return UNKNOWN
    return unary_result(x.array, dtype, ufunc.facts(x.array, dtype), ufunc.hides)


def _on_column(ufunc: Unary, column: Column) -> Column:
    """A series of the ufunc's results."""
    unknown = column.unlike()
    if column.extension != "" or not column.array.dtype.is_one_of(NUMPY_NUMBERS):
        return unknown
    made = _apply(ufunc, column.array)
    if not isinstance(made, Array) or made.dtype.name is None:
        return unknown
    return replace(column, array=made)


def _rising(name: str, keeps_inf: bool) -> Unary:
    return Unary(name, lambda a, d: intervals.monotonic(a.facts, a.dtype, d, name, keeps_inf))


def _from(name: str, floor: float) -> Unary:
    def facts(a: Array, dtype: DType) -> Facts:
        return intervals.bounded_below(a.facts, a.dtype, dtype, name, floor, is_nonempty(a))

    return Unary(name, facts, MAYBE)


def _wave(name: str, low: float, high: float) -> Unary:
    return Unary(name, lambda a, _: Facts(a.facts.nan.either(a.facts.inf), NO, low, high), MAYBE)


def _inverse(name: str) -> Unary:
    """arcsin and its like: NaN outside [-1, 1]."""

    def facts(a: Array, dtype: DType) -> Facts:
        low, high = bounds(a.facts, a.dtype)
        inside = low >= -1 and high <= 1 and a.facts.inf is NO
        spread = NO if inside and name != "arctanh" else MAYBE
        return Facts(a.facts.nan if inside else a.facts.nan.either(MAYBE), spread)

    return Unary(name, facts, MAYBE)


def _question(name: str, asked: Callable[[Facts], Truth]) -> Unary:
    """A test whose answer is False everywhere where `asked` says no element is so."""

    def facts(a: Array, _: DType) -> Facts:
        return between(0, 0 if asked(a.facts) is NO else 1)

    return Unary(name, facts)


def _finite(a: Array, _: DType) -> Facts:
    return between(1 if a.facts.is_finite else 0, 1)


def _bool(a: Array, _: DType) -> Facts:
    return between(0, 1)


def _square(a: Array, dtype: DType) -> Facts:
    two = between(2, 2)
    return intervals.powered(a.facts, two, a.dtype, a.dtype, dtype, is_nonempty(a))


def _sign(a: Array, dtype: DType) -> Facts:
    low, high = bounds(a.facts, a.dtype)
    if a.facts.inf is not NO:
        low, high = -1, 1
    return Facts(a.facts.nan, NO, intervals.signum(low), intervals.signum(high), NO)


def _reciprocal(a: Array, dtype: DType) -> Facts:
    if not dtype.is_one_of(NUMPY_FLOATS):
        return FINITE if intervals.is_whole(dtype) else Facts()
    one = between(1, 1)
    made = intervals.divided(one, a.facts, dtype, a.dtype, dtype, is_nonempty(a))
    return Facts(made.nan.either(a.facts.nan), made.inf, made.low, made.high)


UNARY = (
    *(_rising(n, False) for n in ("exp", "exp2", "expm1", "tanh", "arctan")),
    *(
        _rising(n, True)
        for n in (
            "sinh", "arcsinh", "cbrt", "floor", "ceil", "trunc", "rint", "degrees", "rad2deg",
            "radians", "deg2rad",
        )
    ),
    _from("log", 0), _from("log2", 0), _from("log10", 0), _from("log1p", -1), _from("sqrt", 0),
    _wave("sin", -1, 1), _wave("cos", -1, 1), _wave("tan", -float("inf"), float("inf")),
    _inverse("arcsin"), _inverse("arccos"), _inverse("arctanh"),
    Unary("arccosh", lambda a, _: Facts(a.facts.nan.either(MAYBE), MAYBE), MAYBE),
    Unary("cosh", lambda a, _: Facts(a.facts.nan, a.facts.inf.either(MAYBE), 0.999)),
    Unary("absolute", lambda a, d: intervals.magnitude(a.facts, a.dtype, d)),
    Unary("fabs", lambda a, d: intervals.magnitude(a.facts, a.dtype, d)),
    Unary("negative", lambda a, d: intervals.negated(a.facts, a.dtype, d)),
    Unary("positive", lambda a, _: a.facts),
    Unary("square", _square), Unary("sign", _sign), Unary("reciprocal", _reciprocal, MAYBE),
    _question("isnan", lambda f: f.nan), _question("isinf", lambda f: f.inf),
    Unary("isfinite", _finite),
    Unary("logical_not", _bool), Unary("signbit", _bool), Unary("isneginf", _bool),
    Unary("isposinf", _bool),
    Unary("invert", lambda a, d: between(0, 1) if d.names == {"bool"} else FINITE),
    Unary("conjugate", lambda a, _: a.facts),
)  # fmt: skip
ALIASES = {
    "absolute": ("abs",), "invert": ("bitwise_not", "bitwise_invert"), "conjugate": ("conj",),
    "arctan": ("atan",), "arcsin": ("asin",), "arccos": ("acos",), "arcsinh": ("asinh",),
    "arccosh": ("acosh",), "arctanh": ("atanh",), "trunc": ("fix",),
}  # fmt: skip


def _register_unary(ufunc: Unary) -> None:
    def call(x: Value) -> Value:
        """The ufunc on each element. Shape: as `x`."""
        return _apply(ufunc, x)

    names = (ufunc.name, *ALIASES.get(ufunc.name, ()))
    models(*(f"numpy.{n}" for n in names), computes=ALONE.get(ufunc.name, ""))(call)


ALONE = {"negative": NEGATE, "square": SQUARE}
"""Functions of one operand that rules judge: the operation that each is."""
BINARY = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "true_divide": "/",
    "floor_divide": "//", "mod": "%", "remainder": "%", "power": "**", "pow": "**",
    "maximum": "maximum", "minimum": "minimum", "fmax": "fmax", "fmin": "fmin",
    "arctan2": "arctan2", "atan2": "arctan2", "hypot": "", "fmod": "", "logaddexp": "",
    "logaddexp2": "", "copysign": "", "heaviside": "", "float_power": "", "nextafter": "",
    "bitwise_and": "&", "bitwise_or": "|", "bitwise_xor": "^", "left_shift": "<<",
    "right_shift": ">>", "bitwise_left_shift": "<<", "bitwise_right_shift": ">>",
    "logical_and": "", "logical_or": "", "logical_xor": "", "isclose": "isclose",
    "equal": "==", "not_equal": "!=", "less": "<", "less_equal": "<=", "greater": ">",
    "greater_equal": ">=",
}  # fmt: skip
"""Name -> the arithmetic that it is, for the facts; none: only dtype and shape are known."""


def _register_binary(name: str, symbol: str) -> None:
    def call(x1: Value, x2: Value) -> Value:
        """The ufunc on each pair of elements. Raises: ValueError where shapes do not broadcast."""
        return binary(name, symbol, x1, x2)

    models(f"numpy.{name}", computes=symbol if symbol in ARITHMETIC else "")(call)


for _ufunc in UNARY:
    _register_unary(_ufunc)
for _name, _symbol in BINARY.items():
    _register_binary(_name, _symbol)


@models("numpy.round", "numpy.around", "numpy.round_", "numpy.ndarray.round")
def around(a: Value, decimals: Value = ZERO) -> Value:
    """Each element rounded to that many decimals. Dtype and shape stay."""
    x = operand(a)
    if x is None:
        return UNKNOWN
    digits = Operand(Array(), frozenset({f"={decimals.number}"})) if _is_known(decimals) else None
    dtype = result_dtype("round", x, *([digits] if digits else []))
    if dtype is None:
        return UNKNOWN
    if intervals.is_whole(dtype):
        facts = x.array.facts if decimals == ZERO else FINITE
    elif decimals == ZERO:
        facts = intervals.monotonic(x.array.facts, x.array.dtype, dtype, "rint", True)
    else:
        facts = Facts(MAYBE if x.array.facts.nan is NO else x.array.facts.nan, MAYBE)
    return unary_result(x.array, dtype, facts)


def _is_known(decimals: Value) -> TypeGuard[Int]:
    return isinstance(decimals, Int) and decimals.number not in (None, 0)


@models("numpy.nan_to_num")
def nan_to_num(
    x: Value,
    copy: Value = NOTHING,
    nan: Value = ZERO,
    posinf: Value = NOTHING,
    neginf: Value = NOTHING,
) -> Value:
    """NaN becomes 0 and Inf the greatest number, in a new array. Dtype and shape stay."""
    array = as_array(x)
    fills = [as_array(v) for v in (nan, posinf, neginf) if v != NOTHING]
    if array is None or copy not in (NOTHING, Bool(True)) or None in fills:
        return UNKNOWN
    facts = array.facts
    if not facts.is_finite:
        low, high = facts.low, facts.high
        if facts.inf is not NO:
            low, high = -float("inf"), float("inf")
        known = [f.facts for f in fills if f is not None and f.facts.is_finite]
        if len(known) == len(fills):
            facts = between(
                min([low, *(f.low for f in known)]), max([high, *(f.high for f in known)])
            )
        else:
            facts = Facts()
    made = rearranged(array, array.shape)
    kind = Kind.SCALAR if array.shape.rank == 0 and made.kind is not Kind.MASKED else made.kind
    return Array(kind, array.dtype, array.shape, facts, array.masked)
