"""The promotion of NumPy 1, against what NumPy 1.26 gave."""

import json
from pathlib import Path

import pytest

from ndlint.events import Contract, Event, Refused
from ndlint.interpreter.interpret import interpret
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.target import Target, aiming_at
from ndlint.values.array import Array
from tests.knowledge.numpy.measure_numpy_1 import EXPRESSIONS, NOTHING, Table, operands

MEASURED: Table = json.loads(Path(__file__).with_name("numpy_1_dtypes.json").read_text("utf8"))
AT_ONCE = 200
"""Expressions in one program."""
LEAST_KNOWN = {"{} ** {}": 0.6, "np.clip({}, 0, {})": 0.1, "np.linspace({}, {}, 3)": 0.4}
"""The share of results of which the one dtype must be known, where NumPy's own ways are not
followed for most operands: `clip` is for an array between two numbers."""


def inferred(expressions: list[str]) -> list[frozenset[str]]:
    """The dtypes that a result may have for the target NumPy 1; empty: not known."""
    registry.load()
    found = []
    for start in range(0, len(expressions), AT_ONCE):
        part = expressions[start : start + AT_ONCE]
        lines = [f"r{i} = {expression}" for i, expression in enumerate(part)]
        source = parse("case.py", "\n".join(["import numpy as np", *lines, ""]))
        with aiming_at(Target(numpy=1)):
            run = interpret(source, lambda _event, _reached: False)
        for i in range(len(part)):
            value = run.load(f"r{i}")
            result = run.live.open(value) if value is not None else None
            found.append(result.dtype.names if isinstance(result, Array) else frozenset())
    return found


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_dtypes_are_those_of_numpy_1(expression: str) -> None:
    real: dict[str, str] = {}
    for left, dtypes in MEASURED[expression].items():
        for right, dtype in zip(operands(), dtypes.split(), strict=True):
            if dtype != NOTHING:
                real[expression.format(left, right)] = dtype
    said = inferred(list(real))
    wrong = [
        f"{text}: {dtype}, not {sorted(names)}"
        for (text, dtype), names in zip(real.items(), said, strict=True)
        if names and dtype not in names
    ]
    assert not wrong, "\n".join(wrong[:20])
    known = sum(len(names) == 1 for names in said)
    assert known > LEAST_KNOWN.get(expression, 0.7) * len(real)


def test_the_table_is_of_today() -> None:
    assert list(MEASURED) == list(EXPRESSIONS)
    for by_left in MEASURED.values():
        assert list(by_left) == operands()


@pytest.mark.parametrize("update", ["x *= 1 / 255.0", "x -= x.mean()", "x += np.float32(2)"])
@pytest.mark.parametrize("made", ["np.ones(3, {!r})", "np.ones((), {!r})"])
@pytest.mark.parametrize("name", ["uint8", "int64", "float16"])
def test_updates_with_floats(update: str, made: str, name: str) -> None:
    """NumPy 1.26 casts what it computes within a kind only, as truth cases F.u8_imul_f and
    F.u8_isub_f show."""
    refused: list[Contract] = []

    def hear(event: Event, _reached: object) -> bool:
        refused.extend([event.contract] if isinstance(event, Refused) else [])
        return False

    registry.load()
    source = parse("case.py", f"import numpy as np\nx = {made.format(name)}\n{update}\n")
    with aiming_at(Target(numpy=1)):
        interpret(source, hear)
    assert refused == ([] if name == "float16" else [Contract.IN_PLACE])
