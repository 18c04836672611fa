"""Slices that a loop moves along an axis: what is said of them against what NumPy takes."""

import random
from typing import Any

import pytest

from ndlint.values.array import Array
from ndlint.values.base import List, Value
from ndlint.values.dimension import Dim
from ndlint.values.likely import is_likely
from tests.interpreter.final import final

MOVES = (
    ("range(n - w)", "x[i:i + w]"),
    ("range(n - w + 1)", "x[i:i + w]"),
    ("range(len(x) - w - a)", "x[i:i + w]"),
    ("range(n)", "x[i:i + w]"),
    ("range(n - a)", "x[i + a:i + a + w]"),
    ("range(w, n)", "x[i - w:i]"),
    ("range(a, n)", "x[i - w:i]"),
    ("range(0, n, w)", "x[i:i + w]"),
    ("range(a, n - w, w)", "x[i:i + w]"),
    ("range(0, n - w + 1, a + 1)", "x[i:i + w]"),
    ("range(0, len(x) - w, 3)", "x[i + 1:i + 1 + w]"),
    ("range(a, n, 2)", "x[i:i + w]"),
    ("range(n // w)", "x[i * w:(i + 1) * w]"),
    ("range(n // w + 1)", "x[w * i:w * i + w]"),
    ("range(n - 1, a, -1)", "x[i - w:i]"),
    ("range(n)", "x[n - i - w:n - i]"),
)
DOWNWARDS = ("range(n - 1, a, -1)", "x[n - i - w:n - i]")
"""Of what moves towards the beginning, nothing is known."""
COLLECTED = (
    "parts = [{part} for i in {counted}]\n",
    "parts = []\nfor i in {counted}:\n    parts.append({part})\n",
    "def cut(x, w):\n    for i in {counted}:\n        yield {part}\nparts = list(cut(x, w))\n",
)


def length_of(value: Value) -> Dim:
    """The first of the two sizes of a part."""
    assert isinstance(value, Array)
    assert value.shape.dims[1:] == (2,)
    return value.shape.dims[0]


@pytest.mark.parametrize("collect", COLLECTED)
@pytest.mark.parametrize(("counted", "part"), MOVES, ids=lambda text: text)
def test_windows(counted: str, part: str, collect: str) -> None:
    draw = random.Random(f"{counted} {part}")
    told = 0
    for _ in range(12):
        n, w, a = draw.choice((20, 24, 40, 41, 60)), draw.randint(1, 6), draw.randint(0, 5)
        start = f"import numpy as np\nn, w, a = {n}, {w}, {a}\nx = np.zeros((n, 2))\n"
        text = start + collect.format(counted=counted, part=part)
        held: dict[str, Any] = {}
        exec(text, held)
        real = [len(taken) for taken in held["parts"]]
        parts = final(text, "parts")
        assert isinstance(parts, List)
        if parts.items is not None:
            assert [length_of(item) for item in parts.items] == real
            continue
        length = length_of(parts.each)
        if isinstance(length, int):
            assert length in real
            assert is_likely(length) or {*real} == {length}
            told += 1
    assert bool(told) is (counted not in DOWNWARDS and part not in DOWNWARDS)
