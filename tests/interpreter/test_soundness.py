"""What the interpreter knows at the end of a random program is so when the program runs."""

import random
import resource
import sys
from contextlib import suppress

import pytest

from ndlint.interpreter.interpret import interpret
from ndlint.interpreter.run import BudgetSpent
from ndlint.knowledge import registry
from ndlint.source.text import parse
from tests.interpreter import outside
from tests.interpreter.containment import misses
from tests.interpreter.generator import Generator

SEEDS = 2
"""So many real runs of one program, in which the unknown falls out differently."""
STEPS = 3000
"""So many lines, and a program is given up."""
MEMORY = 2**30 // (1 if sys.platform == "darwin" else 1024)
"""So much more at once, in the unit of `ru_maxrss`, and a program is given up."""
CHUNK = 50


class TooLong(BaseException):
    """The program does not end soon, or takes too much memory."""


def unsound(text: str) -> list[str]:
    """Where the interpreter is wrong about the variables of the program at its end."""
    run = interpret(parse("program.py", text), lambda _event, _reached: False)
    found: list[str] = []
    for seed in range(SEEDS):
        real = really_run(text, seed)
        if real is None:
            continue
        if run.final is None:
            return ["said to raise, and does not"]
        variables = run.final.scopes[run.frames[0].scopes[-1]]
        for name, value in variables.items():
            if name in real:
                found += misses(run.final, value, real[name], name)
    return found


def really_run(text: str, seed: int) -> dict[str, object] | None:
    """The module's variables at the end; None where it raises."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    sys.modules["outside"] = outside.module(seed)
    random.seed(seed)
    steps, most = iter(range(STEPS)), _memory() + MEMORY

    def trace(_frame: object, event: str, _argument: object) -> object:
        if event == "line" and (next(steps, None) is None or _memory() > most):
            raise TooLong
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        exec(compile(text, "program.py", "exec"), namespace)
    except (Exception, TooLong):
        return None
    finally:
        sys.settrace(before)
        del sys.modules["outside"]
    return namespace


def check_program(text: str) -> None:
    """Fail where the interpreter is wrong about this program, which must run."""
    registry.load()
    assert any(really_run(text, seed) is not None for seed in range(SEEDS)), "it does not run"
    assert not unsound(text)


def _memory() -> int:
    """The most that this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("first", range(0, 300, CHUNK))
def test_random_programs(first: int) -> None:
    check(range(first, first + CHUNK))


@pytest.mark.nightly
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("first", range(300, 10_300, 500))
def test_many_random_programs(first: int) -> None:
    check(range(first, first + 500))


def check(seeds: range) -> None:
    """Fail with the first program about which the interpreter is wrong."""
    registry.load()
    for seed in seeds:
        text = Generator(seed).program()
        with suppress(BudgetSpent):
            assert not unsound(text), f"seed {seed}\n{text}"
