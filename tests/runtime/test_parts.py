"""The small parts of the verifier."""

import ast
import linecache
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from ndlint.runtime import sources
from ndlint.runtime.checkpoints import NAME, compiled, telling
from ndlint.runtime.patches import Patches
from ndlint.runtime.visits import Visits

PROGRAM = """\
import traceback
def f(x):
    "What f does."
    if x:
        y = 1
    elif x is None:
        y = 2
    for i in [y]:
        try:
            z = y
        finally:
            z = 3
    return z
f(True)
f(None)
"""


def test_checkpoints_are_told_and_change_nothing_else() -> None:
    places = {(5, 8), (6, 4), (7, 8), (8, 4), (10, 12), (12, 12), (15, 0)}
    told: list[tuple[int, int]] = []
    code = compiled(PROGRAM, "program.py", places)
    with telling(lambda line, column: told.append((line, column)), lambda *shown: shown[-1]):
        names: dict[str, Any] = {}
        exec(code, names)
    assert told == [
        (5, 8), (8, 4), (10, 12), (12, 12), (15, 0), (6, 4), (7, 8), (8, 4), (10, 12), (12, 12),
    ]  # fmt: skip
    assert names["f"].__doc__ == "What f does."
    assert not hasattr(sys.modules["builtins"], NAME)
    lines = {line for *_, line in names["f"].__code__.co_lines()}
    assert lines <= {line for *_, line in compile(PROGRAM, "", "exec").co_consts[2].co_lines()}


def test_without_checkpoints_the_code_is_pythons() -> None:
    assert compiled(PROGRAM, "p", ()).co_code == compile(PROGRAM, "p", "exec").co_code


def test_visits_are_judged_ever_more_rarely_and_new_forms_always() -> None:
    visits = Visits()
    array = np.ones((2, 3))
    due = [n for n in range(1, 70) if visits.is_due("here", (array, 1.5))]
    assert due == [1, 2, 3, 4, 8, 16, 32, 64]
    assert visits.is_due("there", (array, 1.5))
    assert visits.is_due("here", (np.ones((2, 4)), 1.5))
    assert visits.is_due("here", ([array, array], 1.5))
    assert visits.is_due("here", (array.astype("float32"), 1.5))


def test_patches_are_undone_wherever_they_went() -> None:
    class Base:
        def run(self) -> int:
            return 1

    class Below(Base):
        pass

    def real() -> int:
        return 1

    def watched() -> int:
        return 2

    home, later = ModuleType("home"), ModuleType("later")
    home.real = home.same = real  # type: ignore[attr-defined]
    patches = Patches()
    patches.put(Base, "run", lambda self: 2)
    patches.put(Below, "run", lambda self: 3)
    patches.stand_in(real, watched)
    patches.spread([home])
    assert (Base().run(), Below().run(), home.real(), home.same()) == (2, 3, 2, 2)
    later.real = home.real  # type: ignore[attr-defined]
    patches.undo([home, later])
    assert (Base().run(), Below().run(), "run" in vars(Below)) == (1, 1, False)
    assert home.real is home.same is later.real is real


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("/home/me/train.py", True),
        (ast.__file__, False),
        (np.__file__, False),
        (sources.__file__, False),
        ("/tmp/__autograph_generated_file1x.py", False),
        ("/opt/venv/lib/python3.12/site-packages/x/y.py", False),
    ],
)
def test_whose_code_a_file_holds(filename: str, expected: bool) -> None:
    assert sources.is_file_of_user(filename) is expected


def test_what_was_typed_has_a_source_where_python_keeps_one() -> None:
    known = sources.Sources()
    linecache.cache["<cell 1>"] = (4, None, ["x = 1\n"], "<cell 1>")
    found = known.of(compile("x = 1", "<cell 1>", "exec"))
    assert found is not None
    assert found.lines[0] == "x = 1"
    assert known.of(compile("x = 1", "<cell 2>", "exec")) is None
