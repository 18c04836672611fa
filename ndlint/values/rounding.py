"""Numbers as a floating-point dtype holds them, told without NumPy, which takes long to import.

Python's floats are float64. A sum, difference, product, quotient or root that is computed in
float64 and then rounded to float32 or float16 is what those dtypes compute themselves: they have
less than half of its digits (S. Figueroa, "When is double rounding innocuous?", 1995).
"""

from collections.abc import Callable
from math import copysign, inf, isfinite, isnan, nan
from struct import pack, unpack
from sys import float_info

FORMATS = {"float16": "e", "float32": "f", "float64": "d"}
"""The letter of the `struct` module for each dtype that is known here."""
LARGEST = {
    "float16": (2 - 2.0**-10) * 2.0**15,
    "float32": (2 - 2.0**-23) * 2.0**127,
    "float64": float_info.max,
}


def rounded(number: float, dtype: str) -> float:
    """The nearest number that the dtype has, the even one of two; Inf where it is too large."""
    number = float(number)
    if dtype == "float64" or not isfinite(number):
        return number
    letter = FORMATS[dtype]
    try:
        nearest: float = unpack(letter, pack(letter, number))[0]
    except OverflowError:
        return copysign(inf, number)
    return nearest


def computed(operation: Callable[..., float], dtype: str, *numbers: float) -> float:
    """The operation on numbers of the dtype, which its result has, too."""
    try:
        return rounded(operation(*(rounded(number, dtype) for number in numbers)), dtype)
    except OverflowError:
        return inf


def divide(x: float, y: float) -> float:
    """x / y by IEEE 754."""
    if y:
        return x / y
    return nan if not x or isnan(x) else copysign(inf, x) * copysign(1, y)
