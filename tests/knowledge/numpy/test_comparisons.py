"""Where ranges decide a comparison, every element says the same, also where a cast rounds it."""

from random import Random
from typing import Any

import numpy as np

from ndlint.knowledge.numpy.operators import operate
from ndlint.values.array import Array
from ndlint.values.base import Value
from tests.knowledge.numpy.lifting import lift

PROGRAMS = 4_000
DTYPES = (
    "bool", "int8", "uint8", "int32", "int64", "uint64", "float16", "float32", "float64",
)  # fmt: skip
NUMBERS = (
    0, 1, 2, 0.1, 0.5, 0.50001, 1.0000001, -1, 255, 256, 2049, 2048.5, 16777216, 16777217, 2**53,
    2**53 + 1, 2**63 - 1, float("nan"), float("inf"),
)  # fmt: skip
COMPARE = {
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
    "==": np.equal, "!=": np.not_equal,
}  # fmt: skip


def _operand(random: Random) -> Any:
    numbers = random.choices(NUMBERS, k=random.choice((1, 1, 1, 2)))
    if random.random() < 0.2:
        return numbers[0]
    with np.errstate(all="ignore"):
        return np.array(numbers).astype(random.choice(DTYPES))


def _range(value: Value) -> tuple[float, float]:
    assert isinstance(value, Array)
    return value.facts.low, value.facts.high


def test_a_decided_comparison_holds() -> None:
    random, decided = Random(1), 0
    for _ in range(PROGRAMS):
        symbol, x, y = random.choice(tuple(COMPARE)), _operand(random), _operand(random)
        if not isinstance(x, np.ndarray) and not isinstance(y, np.ndarray):
            continue
        low, high = _range(operate(symbol, lift(x), lift(y)))
        if low == high:
            decided += 1
            with np.errstate(all="ignore"):
                real = COMPARE[symbol](x, y)
            assert real.all() if low else not real.any(), (symbol, x, y)
    assert decided > PROGRAMS / 5
