"""Python's operators on numbers of which only the type is known, against Python."""

import random
from itertools import product

import pytest

from ndlint.values.base import Bool, Float, Int, Value
from tests.interpreter.final import final

START = "import random\nx = random.uniform(-2, 3)\nn = random.randint(-2, 3)\nb = x > n\n"
OPERANDS = ("x", "n", "b", "2", "-1", "0.5", "-1.5", "2.0", "True", "float('inf')")
SYMBOLS = ("+", "-", "*", "/", "//", "%", "**")
TYPES = {Float: float, Int: int, Bool: bool}
TRIES = 20


def check(text: str) -> Value:
    """What is known of the result, which has the type that it really has."""
    known = final(f"{START}y = {text}\n", "y")
    for seed in range(TRIES):
        random.seed(seed)
        held: dict[str, object] = {}
        try:
            exec(f"{START}y = {text}\n", held)
        except ZeroDivisionError:
            continue
        assert type(known) not in TYPES or isinstance(held["y"], TYPES[type(known)]), held["y"]
    return known


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_operators(symbol: str) -> None:
    for left, right in product(OPERANDS, OPERANDS):
        check(f"({left}) {symbol} {right}")


@pytest.mark.parametrize("text", ["x ** 2", "x ** -1", "x ** 2.0", "x ** n", "2 ** x", "-x", "+x"])
def test_known_floats(text: str) -> None:
    assert check(text) == Float()


@pytest.mark.parametrize("text", ["x ** 0.5", "x ** float('inf')", "n ** n", "(-1) ** x"])
def test_what_may_be_of_another_type(text: str) -> None:
    assert type(check(text)) not in TYPES


def test_known_integers() -> None:
    assert check("n ** 2") == Int()
