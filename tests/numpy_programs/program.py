"""One random program: its text, and what NumPy did with it."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from types import CodeType
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np

from tests.numpy_programs import others  # noqa: F401  the last of those that register
from tests.numpy_programs.drawing import Drawing
from tests.numpy_programs.operations import OPERATIONS, Operation

HEADER = ("import numpy as np", "np.random.seed(0)", "rng = np.random.default_rng(0)")
PRECISION = 10
STEPS = 12
TARGET = re.compile(r"(x\d+)\b")


@dataclass(frozen=True, slots=True)
class Step:
    """One statement: the operation that it is, its text, and the variable that it makes or
    changes."""

    operation: Operation | None
    text: str
    target: str
    code: CodeType
    inline: tuple[tuple[str, CodeType], ...] = ()
    """The new arrays in it, each with a name that stands for it in `named`."""
    named: CodeType | None = None

    @property
    def reads(self) -> list[str]:
        """The variables in it."""
        return TARGET.findall(self.text)


@dataclass(frozen=True, slots=True, repr=False)
class Program:
    """The statements; `error` is what the last one raised, `names` the variables in the end."""

    steps: tuple[Step, ...]
    names: dict[str, Any]
    error: Exception | None

    def __repr__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The source."""
        return "\n".join((*HEADER, *(step.text for step in self.steps))) + "\n"

    def line(self, index: int) -> int:
        """The line of a statement."""
        return len(HEADER) + index + 1


@contextmanager
def quiet() -> Iterator[None]:
    """No warnings of NumPy's."""
    with catch_warnings(), np.errstate(all="ignore"):
        simplefilter("ignore")
        yield


def start(number: int = 0) -> dict[str, Any]:
    """The variables after the header; another number gives other random ones."""
    np.random.seed(number)
    return {"np": np, "rng": np.random.default_rng(number)}


_BOUNDS = list(accumulate(round(o.weight * PRECISION**3) for o in OPERATIONS))


def draw_program(choose: Callable[[int], int]) -> Program:
    """Draw a program, running each statement as soon as it is drawn: what fits depends on
    what the variables are."""
    d = Drawing(choose)
    d.names = start()
    steps: list[Step] = []
    count = d.number(2, 4)
    with quiet():
        for i in range(count + d.number(3, STEPS)):
            drawn = _constructor(d, i) if i < count else _statement(d, i)
            steps.append(drawn)
            try:
                exec(drawn.code, d.names)
            except Exception as error:
                return Program(tuple(steps), d.names, error)
            _fill_empty(drawn, d.names)
    return Program(tuple(steps), d.names, None)


def _fill_empty(drawn: Step, names: dict[str, Any]) -> None:
    """What memory happens to hold is no part of a program: what is drawn next must not hang on
    it."""
    made = names.get(drawn.target)
    if drawn.text.startswith(f"{drawn.target} = np.empty") and isinstance(made, np.ndarray):
        made[...] = np.zeros_like(made)


def _constructor(d: Drawing, number: int) -> Step:
    return step(None, f"x{number} = {d.fresh(d.shape(), d.dtype())}")


def _statement(d: Drawing, number: int) -> Step:
    d.begin()
    at = d.choose(_BOUNDS[-1])
    operation = OPERATIONS[next(i for i, bound in enumerate(_BOUNDS) if at < bound)]
    text = operation.make(d)
    if text.endswith(" ;"):
        text = text.removesuffix(" ;")
    elif not _STATEMENT.match(text):
        text = f"x{number} = {text}"
    return step(operation, text, d.inline)


_STATEMENT = re.compile(r"x\d+(\[[^=]*\])? (\S{0,2}=) (?!=)")


def step(operation: Operation | None, text: str, inline: Sequence[str] = ()) -> Step:
    """The statement of a program that this text is; `inline` are the new arrays in it."""
    found = TARGET.search(text)
    assert found, text
    parts: list[tuple[str, CodeType]] = []
    named = text
    for i, part in enumerate(sorted({*inline}, key=len, reverse=True)):
        if part in named:
            named = named.replace(part, f"new{i}")
            parts.append((f"new{i}", compile(part, "program.py", "eval")))
    code = compile(text, "program.py", "exec")
    other = compile(named, "program.py", "exec") if parts else code
    return Step(operation, text, found[1], code, tuple(parts), other)
