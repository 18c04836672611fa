"""One statement, run over variables that are known."""

import ast

import pytest

from ndlint.events import Computed, Event, Pairing, Refused
from ndlint.interpreter.resume import names_read, resume
from ndlint.interpreter.run import Reached
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Origins
from ndlint.values.base import List, Value

START = (
    "import numpy as np\nfrom numpy import ones as o\n"
    "x = unknown()\nSIZE = 3\n"
    "def flat(a, size=SIZE):\n    return a.reshape(len(a), size)\n"
)


def array(*shape: int, output: bool = False) -> Array:
    """An array of this shape."""
    origins = Origins(output=output)
    return Array(dtype=dtypes.FLOAT32, shape=shapes.of(shape), origins=origins)


def heard(statement: str, **variables: Value) -> list[Event]:
    """What is heard in the statement, at the end of the program."""
    registry.load()
    source = parse("program.py", START + statement)
    events: list[Event] = []

    def hear(event: Event, reached: Reached) -> bool:
        events.append(event)
        return False

    resume(source, source.tree.body[-1], variables, hear)
    return events


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("y = x.reshape(2, 5)", 7),
        ("y = np.reshape(x, (2, 5))", 7),
        ("y = np.concatenate([x, o((4, 9))])", 7),
        ("for row in x.reshape(2, 5): x.reshape(7, 7)", 7),
        ("if x.reshape(2, 5).any(): x.reshape(7, 7)", 7),
        ("with f(x.reshape(2, 5)): x.reshape(7, 7)", 7),
        ("flat(x, 4)", 6),
        ("return_value = (lambda a: a.reshape(5))(x)", 7),
    ],
)
def test_a_refusal_is_heard_of_what_runs_first(statement: str, line: int) -> None:
    (refused,) = heard(statement, x=array(4, 3))
    assert isinstance(refused, Refused)
    assert refused.site.line == line


@pytest.mark.parametrize(
    "statement",
    [
        "y = x.reshape(2, 6)",
        "y = z.reshape(2, 5)",
        "def g(): x.reshape(7)",
        "try: x.reshape(7)\nfinally: 1",
    ],
)
def test_nothing_is_heard_of_what_fits_is_unknown_or_runs_later(statement: str) -> None:
    assert heard(statement, x=array(4, 3)) == []


def test_what_models_returned_is_known() -> None:
    events = heard("error = x - p", x=array(6), p=array(6, 1, output=True))
    assert [type(event) for event in events] == [Pairing, Computed]


def test_two_names_of_one_object_are_one() -> None:
    rows = List((array(2),))
    assert heard("rows.append(o(3)); np.stack(same)", rows=rows, same=rows) == []
    statement = "same.append(o(3)) or np.stack(rows)"
    assert len(heard(statement, rows=rows, same=rows)) == 1
    assert heard(statement, rows=rows, same=List((array(2),))) == []


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("y = f(x)[i]", {"f", "x", "i"}),
        ("y += 1", {"y"}),
        ("y[i] = 1", {"y", "i"}),
        ("for a in b: c", {"b"}),
        ("while a: b", {"a"}),
        ("def f(a=b): c", set()),
        ("try: a\nexcept b: c", set()),
    ],
)
def test_the_names_that_a_statement_reads(statement: str, names: set[str]) -> None:
    assert names_read(ast.parse(statement).body[0]) == names
