"""Updates in place, and what integers can hold, against NumPy itself."""

import operator
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndlint.events import Contract
from ndlint.knowledge.numpy.operators import check_update, operate
from ndlint.knowledge.registry import Refusal
from ndlint.lift.arrays import lift_array
from ndlint.values.dtype import INTEGERS
from ndlint.values.facts import Facts, between, exactly
from ndlint.values.overflow import exact_range, integer_limits, reaches_its_ends
from tests.knowledge.numpy.cases import quietly
from tests.knowledge.numpy.lifting import lift

OPERATORS: dict[str, Any] = {
    "+": operator.iadd, "-": operator.isub, "*": operator.imul, "/": operator.itruediv,
    "//": operator.ifloordiv, "%": operator.imod, "**": operator.ipow,
}  # fmt: skip
DTYPES = ("bool", "uint8", "int8", "uint16", "int32", "int64", "float16", "float32", "float64")
NUMBERS = (2, 0.5, True, np.float64(1.5), np.int64(3), np.float32(2))


@pytest.mark.parametrize("symbol", OPERATORS)
def test_updates_are_refused_where_numpy_refuses_them(symbol: str) -> None:
    others = [*NUMBERS, *(np.ones(shape, d) for d in DTYPES for shape in ((3,), (2, 3), (1,)))]
    for dtype, shape, other in product(DTYPES, ((3,), (2, 3), (1, 3)), others):
        target = np.ones(shape, dtype)
        made = quietly(partial(OPERATORS[symbol], target, other))
        assert isinstance(made, Exception) is _refused(symbol, np.ones(shape, dtype), other), (
            f"{dtype}{shape} {symbol}= {other!r}: {made!r}"
        )


def _refused(symbol: str, target: Any, other: Any) -> bool:
    try:
        check_update(symbol, lift_array(target), lift(other))
    except Refusal:
        return True
    return False


@pytest.mark.parametrize(
    ("symbol", "target", "other", "contract"),
    [
        ("/", np.ones(3, "uint8"), 255, Contract.IN_PLACE),
        ("-", np.ones(3, "uint8"), np.ones(3, "int8"), Contract.IN_PLACE),
        ("+", np.ones(3, "uint8"), 300, Contract.INTEGER_RANGE),
        ("+", np.ones(3), np.ones(2), Contract.BROADCAST),
        ("+", np.ones(3), np.ones((2, 3)), Contract.BROADCAST),
        ("-", np.ones(3, "bool"), True, Contract.OTHER),
        ("&", np.ones(3), 1, Contract.OTHER),
        ("+", np.ones(3), np.array([1, None, 2], object), Contract.OTHER),
        ("+", np.ones(3), np.array([1, None], object), Contract.OTHER),
    ],
)
def test_what_an_update_breaches(symbol: str, target: Any, other: Any, contract: Contract) -> None:
    with pytest.raises(Refusal) as caught:
        check_update(symbol, lift_array(target), lift(other))
    assert caught.value.contract is contract


def test_strings_are_repeated_in_place_only() -> None:
    texts, times = np.array(["a", "b"]), np.array([1, 0])
    with pytest.raises(TypeError):
        texts * times
    texts *= times
    assert texts.tolist() == ["a", ""]
    assert not check_update("*", lift_array(texts), lift_array(times))


def test_a_scalar_is_bound_anew() -> None:
    check_update("+", lift_array(np.uint8(3)), lift(np.float64(1.5)))


@pytest.mark.parametrize("name", sorted(INTEGERS))
def test_python_integers_that_do_not_fit(name: str) -> None:
    least, greatest = integer_limits(name)
    assert (least, greatest) == (np.iinfo(name).min, np.iinfo(name).max)
    array = np.ones(2, name)
    for symbol, number in product("+-*", (least - 1, least, -1, 0, greatest, greatest + 1)):
        real = quietly(partial(OPERATORS[symbol], array.copy(), number))
        try:
            operate(symbol, lift(array), lift(number))
            refused = False
        except Refusal as refusal:
            assert refusal.contract is Contract.INTEGER_RANGE
            refused = True
        assert refused is isinstance(real, OverflowError), (symbol, number, real)


ints = st.lists(st.integers(-20, 20), min_size=1, max_size=4)


@given(st.sampled_from("+-*"), ints, ints)
def test_exact_ranges(symbol: str, xs: list[int], ys: list[int]) -> None:
    results = [{"+": x + y, "-": x - y, "*": x * y}[symbol] for x in xs for y in ys]
    span = exact_range(symbol, between(min(xs), max(xs)), between(min(ys), max(ys)))
    assert span is not None
    assert span[0] <= min(results)
    assert max(results) <= span[1]
    x, y = lift_array(np.array(xs)).facts, lift_array(np.array(ys)).facts
    if reaches_its_ends(x, y):
        assert span == (min(results), max(results))


@given(ints, st.integers(0, 5))
def test_exact_powers(xs: list[int], power: int) -> None:
    results = [x**power for x in xs]
    span = exact_range("**", between(min(xs), max(xs)), exactly(power))
    assert span is not None
    assert span[0] <= min(results)
    assert max(results) <= span[1]


def test_what_is_not_known_has_no_range() -> None:
    assert exact_range("+", Facts(), exactly(1)) is None
    assert exact_range("**", between(0, 2), between(0, 2)) is None
    assert exact_range("@", exactly(1), exactly(1)) is None
