"""`math` and `random`: of known numbers what Python itself computes.

Source: Python 3.14, "math", "random".
"""

import math
from collections.abc import Callable
from math import isfinite

from ndlint.knowledge.registry import constants, models
from ndlint.values.base import UNKNOWN, Bool, Float, Int, Value

Calculation = Callable[..., object]


def _number(value: Value) -> float | int | None:
    match value:
        case Int(int(number)) | Float(float(number)) | Bool(bool(number)):
            return number
    return None


def _is_number(value: Value) -> bool:
    return isinstance(value, Int | Float | Bool)


def _calculated(compute: Calculation, otherwise: Value) -> Callable[..., object]:
    def call(*numbers: Value) -> Value:
        """The number or, of numbers that are not known, one of its type."""
        if not all(map(_is_number, numbers)):
            return otherwise
        known = [n for n in map(_number, numbers) if n is not None]
        if len(known) < len(numbers):
            return otherwise
        try:
            result = compute(*known)
        except (ValueError, OverflowError, TypeError, ZeroDivisionError):
            return UNKNOWN
        match result:
            case bool():
                return Bool(result)
            case int():
                return Int(result) if abs(result) < 2**64 else Int()
            case float():
                return Float(result)
        return otherwise

    return call


FLOATS = (
    "sqrt", "exp", "log", "log2", "log10", "log1p", "expm1", "sin", "cos", "tan", "asin", "acos",
    "atan", "atan2", "sinh", "cosh", "tanh", "degrees", "radians", "fabs", "fmod", "hypot", "pow",
    "erf", "gamma",
)  # fmt: skip
INTS = ("gcd", "isqrt", "comb", "perm", "lcm")
BOOLS = ("isnan", "isinf", "isfinite", "isclose")
ROUNDS = ("ceil", "floor", "trunc")

for _names, _otherwise in ((FLOATS, Float()), (INTS, Int()), (BOOLS, Bool())):
    for _name in _names:
        models(f"math.{_name}")(_calculated(getattr(math, _name), _otherwise))
for _name in ROUNDS:
    models(f"math.{_name}")(_calculated(getattr(math, _name), UNKNOWN))
constants({f"math.{n}": Float(getattr(math, n)) for n in ("pi", "e", "tau", "inf", "nan")})


@models("random.random", "random.uniform", "random.gauss", "random.normalvariate")
def some_float(*bounds: Value) -> Value:
    """A float."""
    return Float() if all(map(_is_number, bounds)) else UNKNOWN


@models("random.randint", "random.randrange", "random.getrandbits")
def some_int(*bounds: Value) -> Value:
    """An int."""
    low = _number(bounds[0]) if bounds else None
    return Int() if low is None or isfinite(low) else UNKNOWN
