"""What is told without NumPy is what NumPy says, for every dtype."""

from collections.abc import Iterator
from itertools import product
from math import inf, nan

import numpy as np
import pytest

from ndlint.knowledge.binding import DTypeValue
from ndlint.knowledge.numpy import usual
from ndlint.knowledge.numpy.casting import limits
from ndlint.knowledge.numpy.intervals import RISING
from ndlint.knowledge.numpy.promotion import asked
from ndlint.values import dtype as dtypes
from ndlint.values.base import Int, Name, Str
from ndlint.values.rounding import FORMATS, computed, divide, rounded

NUMBERS = sorted(dtypes.NUMPY_NUMBERS)
LITERALS = (
    "=0", "=1", "=-1", "=127", "=128", "=255", "=256", "=300", "=-129", "=40000", "=70000",
    "=5000000000", "=10000000000000000000", "=1.0", "=-0.5", "=1e30", "=1e300", "=inf", "=nan",
    "=True", "=None", "=1j",
)  # fmt: skip
FORMS = (*NUMBERS, *LITERALS, "str", "object")
OPERATORS = (
    "add", "sub", "mul", "truediv", "eq", "ne", "lt", "le", "gt", "ge", "pow", "mod", "and_",
    *usual.IN_PLACE,
)  # fmt: skip
OF_TWO = (
    "add", "subtract", "multiply", "divide", "true_divide", "power", "equal", "not_equal", "less",
    "less_equal", "greater", "greater_equal", *usual.LOGIC,
)  # fmt: skip
OF_ONE = (
    *usual.SMOOTH, *usual.ALIKE, *usual.SUMS, *usual.MEANS, *usual.POSITIONS, *usual.QUESTIONS,
    *usual.ROUNDING, *usual.SIGNS - {"neg"}, "operator.neg",
)  # fmt: skip
SAMPLES = (
    0.0, -0.0, 1.0, -1.0, 0.1, 1 / 3, 2.5, 3.5, -2.5, 65504.0, 65519.9, 65520.0, 1e-8, 6e-8,
    3.4e38, 3.4028235677973366e38, 3.5e38, 1e300, -1e300, 1e-320, 16777217.0, 2049.0, inf, -inf,
)  # fmt: skip


def questions() -> Iterator[tuple[str, tuple[str, ...], tuple[bool, ...]]]:
    """A function, the forms of its operands, and which of them are scalars."""
    flags = (False, True)
    for name in (*(f"operator.{name}" for name in OPERATORS), *OF_TWO):
        yield from ((name, f, s) for f in product(FORMS, FORMS) for s in product(flags, flags))
    yield from ((name, (form,), (s,)) for name in OF_ONE for form in FORMS for s in flags)


def test_dtypes_are_what_numpy_gives() -> None:
    told = [(q, name) for q in questions() if (name := usual.usual(*q)) is not None]
    assert len(told) > 20_000
    assert [(q, name, said) for q, name in told if (said := asked(*q)) != name] == []


def test_promotion_is_numpys() -> None:
    for x, y in product(NUMBERS, NUMBERS):
        a, b = np.dtype(x), np.dtype(y)
        assert dtypes.joint(x, y) == dtypes.canonical(np.result_type(a, b).name), (x, y)
        assert dtypes.casts_safely(x, y) == np.can_cast(a, b, "safe"), (x, y)
        assert dtypes.casts_within_kind(x, y) == np.can_cast(a, b, "same_kind"), (x, y)


def test_promotion_with_a_number_is_numpys() -> None:
    for name, number in product(NUMBERS, (1, 1.0, 1j)):
        expected = dtypes.canonical(np.result_type(np.dtype(name), number).name)
        assert dtypes.with_number(name, type(number).__name__) == expected, (name, number)


def test_the_sizes_of_elements_are_numpys() -> None:
    for name in NUMBERS:
        assert dtypes.BYTES[name] == np.dtype(name).itemsize


@pytest.mark.parametrize("name", sorted(dtypes.NUMPY_NUMBERS - {"longdouble"}))
def test_the_attributes_of_dtypes_are_numpys(name: str) -> None:
    value = DTypeValue(dtypes.dtype(name))
    for attribute in ("name", "kind", "str", "itemsize"):
        known = value.attribute(attribute)
        assert isinstance(known, Str | Int)
        found = known.text if isinstance(known, Str) else known.number
        assert found == getattr(np.dtype(name), attribute)
    kind = value.attribute("type")
    assert isinstance(kind, Name)
    assert getattr(np, kind.path.removeprefix("numpy.")) is np.dtype(name).type


def test_of_longdouble_nothing_is_told() -> None:
    value = DTypeValue(dtypes.dtype("longdouble"))
    assert [value.attribute(a) for a in ("name", "kind", "str", "itemsize", "type")] == [None] * 5


@pytest.mark.parametrize("name", sorted(dtypes.INTEGERS))
def test_the_limits_of_integers_are_numpys(name: str) -> None:
    assert limits(name) == (np.iinfo(name).min, np.iinfo(name).max)


@pytest.mark.parametrize("name", FORMATS)
def test_the_limits_of_floats_are_numpys(name: str) -> None:
    assert limits(name) == (float(np.finfo(name).min), float(np.finfo(name).max))


@pytest.mark.parametrize("name", FORMATS)
def test_arithmetic_rounds_as_numpys(name: str) -> None:
    cast = np.dtype(name).type
    pairs = {"add": np.add, "mul": np.multiply, "divide": np.divide}
    python = {"add": lambda x, y: x + y, "mul": lambda x, y: x * y, "divide": divide}
    with np.errstate(all="ignore"):
        for whole in (0, -1, 2049, 70_000, 2**31 + 1, 2**64):
            assert rounded(whole, name) == float(cast(whole))
        for x in (*SAMPLES, nan):
            assert repr(rounded(x, name)) == repr(float(cast(x)))
            for y, function in product((*SAMPLES, nan), pairs):
                expected = float(pairs[function](cast(x), cast(y)))
                found = computed(python[function], name, x, y)
                assert repr(found) == repr(expected), (function, x, y)


@pytest.mark.parametrize("function", RISING)
def test_functions_that_rise_are_numpys(function: str) -> None:
    """Where NumPy has a number, it is the same to 12 digits; infinities are where NumPy's are."""
    real = getattr(np, function)
    least = {"log1p": -1.0, "log": 0.0, "log2": 0.0, "log10": 0.0, "sqrt": 0.0}.get(function, -inf)
    with np.errstate(all="ignore"):
        for x in (x for x in SAMPLES if x >= least):
            expected = float(real(np.float64(x)))
            assert computed(RISING[function], "float64", x) == pytest.approx(expected, 1e-12)
