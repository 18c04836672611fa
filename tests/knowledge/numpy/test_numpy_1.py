"""The promotion of NumPy 1, against what NumPy 1.26 gave."""

import json
from pathlib import Path

from ndlint.interpreter.interpret import interpret
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.target import Target, aiming_at
from ndlint.values.array import Array
from tests.knowledge.numpy.measure_numpy_1 import OPERATORS, Table, operands

MEASURED: Table = json.loads(Path(__file__).with_name("numpy_1_dtypes.json").read_text("utf8"))
SYMBOLS = {"add": "+", "truediv": "/"}


def inferred(symbol: str, pairs: list[tuple[str, str]]) -> list[frozenset[str]]:
    """The dtypes that a result may have for the target NumPy 1; empty: not known."""
    registry.load()
    found = []
    for start in range(0, len(pairs), 200):
        part = pairs[start : start + 200]
        lines = [f"r{i} = {left} {symbol} {right}" for i, (left, right) in enumerate(part)]
        source = parse("case.py", "\n".join(["import numpy as np", *lines, ""]))
        with aiming_at(Target(numpy=1)):
            run = interpret(source, lambda _event, _reached: False)
        for i in range(len(part)):
            value = run.load(f"r{i}")
            result = run.live.open(value) if value is not None else None
            found.append(result.dtype.names if isinstance(result, Array) else frozenset())
    return found


def test_dtypes_are_those_of_numpy_1() -> None:
    wrong, known, total = [], 0, 0
    for name, by_left in MEASURED.items():
        pairs = [(left, right) for left, by_right in by_left.items() for right in by_right]
        for (left, right), names in zip(pairs, inferred(SYMBOLS[name], pairs), strict=True):
            dtype = by_left[left][right]
            total += 1
            known += len(names) == 1
            if names and dtype and dtype not in names:
                wrong.append(f"{left} {SYMBOLS[name]} {right}: {dtype}, not {sorted(names)}")
    assert not wrong, "\n".join(wrong[:20])
    assert known > 0.6 * total


def test_the_table_is_of_today() -> None:
    assert list(MEASURED) == list(OPERATORS)
    for by_left in MEASURED.values():
        assert list(by_left) == operands()
