"""The dtypes of results, asked of NumPy itself on arrays of one element."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import isfinite
from typing import Any
from warnings import catch_warnings, simplefilter

from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind, as_array
from ndlint.values.base import Bool, Float, Int, List, Tuple, Value
from ndlint.values.dtype import UNKNOWN_DTYPE, DType

MAX_COMBINATIONS = 64
"""Operands with more possible dtypes than this have an unknown result."""
RAISES = ""
"""The answer where NumPy raises for such operands."""


@dataclass(frozen=True, slots=True)
class Operand:
    """An operand as an array and, of a Python number, the literals that stand for it.

    Python numbers are weak: NumPy 2 casts them to the other operand's dtype (NEP 50).
    """

    array: Array
    literals: frozenset[str] | None = None

    @property
    def forms(self) -> frozenset[str]:
        """What NumPy is asked with: the possible dtypes, or the literals."""
        return self.array.dtype.names if self.literals is None else self.literals


def operand(value: Value) -> Operand | None:
    """A value as an operand of NumPy's; None where it is not known to be one."""
    if isinstance(value, Array):
        return None if value.is_tensor else Operand(value)
    array = as_array(value)
    if array is None:
        return None
    match value:
        case Bool():
            return Operand(array, frozenset({"=True"}))
        case Int():
            number = value.number
            usual = number is None or 0 <= number < 128
            return Operand(array, frozenset({"=1" if usual else f"={number}"}))
        case Float():
            return Operand(array, frozenset({"=1.0"}))
        case Tuple() | List():
            return Operand(array)
    return None


EXPONENTS = {
    Int: frozenset({"=-1", "=0", "=1", "=2", "=3"}),
    Float: frozenset({"=-1.0", "=0.0", "=0.5", "=1.0", "=1.5", "=2.0"}),
}
"""Numbers for each of which `x ** number` may take a way of its own."""


def exponent(op: Operand, value: Value) -> Operand:
    """The operand as an exponent, whose number itself decides the dtype (`x ** 0.5`)."""
    match value:
        case Int(int(number)):
            return Operand(op.array, frozenset({f"={number}"}))
        case Float(float(number)) if isfinite(number):
            return Operand(op.array, frozenset({f"={number!r}"}))
        case Int() | Float():
            return Operand(op.array, EXPONENTS[type(value)])
    return op


def result_dtype(function: str, *operands: Operand) -> DType | None:
    """The dtype that a function of `numpy` gives; None where NumPy raises for the dtypes.

    `function` is the name of a function, or `operator.` and the name of an operator.
    """
    forms = [op.forms for op in operands]
    total = 1
    for names in forms:
        if not names:
            return UNKNOWN_DTYPE
        total *= len(names)
    if total > MAX_COMBINATIONS:
        return UNKNOWN_DTYPE
    ranks = tuple(op.array.kind is Kind.SCALAR for op in operands)
    answers = {_asked(function, combination, ranks) for combination in product(*forms)}
    if None in answers:
        return UNKNOWN_DTYPE
    names = frozenset(a for a in answers if a)
    return DType(names) if names else None


@lru_cache(maxsize=4096)
def _asked(function: str, forms: tuple[str, ...], scalars: tuple[bool, ...]) -> str | None:
    numpy = dtypes.import_numpy()
    arguments = []
    for form, scalar in zip(forms, scalars, strict=True):
        if form.startswith("="):
            arguments.append(_literal(form[1:]))
        elif form not in dtypes.NUMPY_NUMBERS:
            return None
        else:
            array = numpy.ones(1, form)
            arguments.append(array[0] if scalar else array)
    with catch_warnings(), numpy.errstate(all="ignore"):
        simplefilter("ignore")
        try:
            result = _function(function)(*arguments)
        except (TypeError, OverflowError):
            return RAISES
        except ValueError:
            # For the element that was tried; of none it may give a result.
            return None
    found = getattr(result, "dtype", None)
    return None if found is None else dtypes.canonical(found.name)


def _literal(text: str) -> bool | int | float | None:
    if text in ("True", "None"):
        return True if text == "True" else None
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _function(name: str) -> Callable[..., Any]:
    import operator

    owner: Any = operator if name.startswith("operator.") else dtypes.import_numpy()
    function: Any = owner
    for part in name.removeprefix("operator.").split("."):
        function = getattr(function, part)
    result: Callable[..., Any] = function
    return result
