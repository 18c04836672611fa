"""Lengths that slices make of axes whose size is a symbol."""

from collections import defaultdict
from itertools import product

from ndlint.events import Event, Refused
from ndlint.interpreter.interpret import interpret
from ndlint.interpreter.run import Reached
from ndlint.knowledge import registry
from ndlint.knowledge.numpy.slices import slice_length
from ndlint.source.text import parse
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Int, Slice, Value
from ndlint.values.dimension import Dim, render, same, symbol

ROWS = symbol(1, 0, "x.shape[0]")
BOUNDS = (None, 0, 1, 2, 5, -1, -2, -5)
STEPS = (None, 1, 2, -1, -2)
SLICES = [slice(*parts) for parts in product(BOUNDS, BOUNDS, STEPS)]


def lifted(part: object) -> Value:
    return Int(part) if isinstance(part, int) else NOTHING


def length(part: slice, size: Dim) -> Dim:
    return slice_length(Slice(lifted(part.start), lifted(part.stop), lifted(part.step)), size)


def test_equal_symbols_are_equal_lengths() -> None:
    groups: dict[Dim, list[slice]] = defaultdict(list)
    for part in SLICES:
        groups[length(part, ROWS)].append(part)
    assert len(groups) > 100
    for size, parts in groups.items():
        for rows in range(9):
            lengths = {len(range(rows)[part]) for part in parts}
            assert len(lengths) == 1, (size, parts)
            if isinstance(size, int):
                assert lengths == {size}
            elif size == ROWS:
                assert lengths == {rows}


def test_numbers_are_exact() -> None:
    for part, rows in product(SLICES, range(9)):
        assert length(part, rows) == len(range(rows)[part])


def test_what_is_told() -> None:
    told = {":-1": "max(0, x.shape[0] - 1)", "1:": "max(0, x.shape[0] - 1)"}
    told |= {":5": "min(5, x.shape[0])", "-5:": "min(5, x.shape[0])", ":": "x.shape[0]"}
    told |= {"1:-2": "max(0, x.shape[0] - 3)", "::2": "len(range(x.shape[0])[::2])"}
    for text, expected in told.items():
        parts = [int(p) if p else None for p in text.split(":")]
        assert render(length(slice(*parts), ROWS)) == expected


LINES = """
x = np.asarray(made(), dtype="float32").reshape(-1, 28, 28)
chosen = x[x[:, 0, 0] > 0]
flat = chosen.reshape(chosen.shape[0], -1)
first, second = x[: len(x) // 2], x[len(x) // 2 :]
rows = first.reshape(len(first), 784)
before, after = x[:-1], x[1:]
moved = after - before
third = np.split(x, 3)[1]
again = third.reshape(third.shape[0], 28 * 28)
hot = np.eye(10)[np.asarray(made()).astype("int64")]
for _ in range(20):
    x = x[x.shape[0] // 2 :]
left = x.reshape(x.shape[0], -1)
"""


def test_programs() -> None:
    registry.load()
    refused: list[Event] = []

    def listen(event: Event, _reached: Reached) -> bool:
        refused.extend([event] if isinstance(event, Refused) else [])
        return False

    run = interpret(parse("case.py", f"import numpy as np\nfrom other import made{LINES}"), listen)

    def found(name: str) -> Array:
        value = run.live.open(run.load(name) or UNKNOWN)
        assert isinstance(value, Array)
        return value

    for name in ("flat", "rows", "again", "left"):
        assert found(name).shape.rank == 2 and found(name).shape.dims[1] == 784, name
    assert same(found("flat").shape.dims[0], found("chosen").shape.dims[0])
    assert same(found("moved").shape.dims[0], found("after").shape.dims[0])
    assert found("hot").shape.axis(-1) == 10
    assert not refused
