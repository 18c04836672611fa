"""What the interpreter says of a program, judged by what NumPy does."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ndlint.events import Event, Refused
from ndlint.interpreter import expressions, statements  # noqa: F401  for what they register
from ndlint.interpreter.lower import lower
from ndlint.interpreter.run import Listener, Reached, Run
from ndlint.source.text import parse
from ndlint.values.array import Array, Kind
from ndlint.values.base import List, Tuple, Unknown, Value
from tests.knowledge.numpy.lifting import inside
from tests.numpy_programs.program import Program, quiet
from tests.numpy_programs.redraw import Dependence, dependence


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of what one statement made. `is_exact`: its dtype and shape, all of it."""

    operation: str
    is_exact: bool
    depends: bool


@dataclass(frozen=True, slots=True)
class Raise:
    """What the last statement raised, and whether it was said to."""

    operation: str
    is_structural: bool
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unsound` says where the interpreter is wrong about the program."""

    unsound: tuple[str, ...]
    results: tuple[Result, ...]
    raised: Raise | None


def judge(program: Program) -> Verdict:
    """Run the program abstractly and compare."""
    refused: list[Refused] = []

    def listen(event: Event, _reached: Reached) -> bool:
        if isinstance(event, Refused):
            refused.append(event)
        return False

    run = _interpreted(program, listen)
    with quiet():
        unsound = (*_wrong_claims(program, refused), *_wrong_values(program, run))
    depends = dependence(program)
    claimed = any(event.site.line == _last_line(program) for event in refused)
    return Verdict(unsound, _results(program, run, depends), _raise(program, depends, claimed))


def _interpreted(program: Program, listen: Listener) -> Run:
    """The run; its final state is what a handler sees of a statement that raises: it may have
    been half done."""
    source = parse("program.py", program.text)
    run = Run(source, listen)
    body = lower(source.tree).body
    until = len(body) - (program.error is not None)
    run.execute_block(body[:until])
    run.final = run.live.fork() if run.state is not None else None
    run.execute_block(body[until:])
    if run.final is not None and run.state is not None and until < len(body):
        run.final = run.final.join(run.live)
    return run


def _last_line(program: Program) -> int:
    return program.line(len(program.steps) - 1)


def _wrong_claims(program: Program, refused: list[Refused]) -> list[str]:
    """Claims of a crash where NumPy does not raise, or raises something else."""
    error, last = program.error, _last_line(program)
    classes = [] if error is None else [c.__name__ for c in type(error).__mro__]
    # That an array cannot be written to is not followed, and NumPy looks at it first.
    any_reason = "read-only" in str(error)
    wrong = []
    # Once a statement has raised, nothing more of it runs.
    firsts = {event.site.line: event for event in reversed(refused)}
    for event in firsts.values():
        if error is None or event.site.line != last:
            wrong.append(f"line {event.site.line}: no {event.error} ({event.message})")
        elif event.error not in classes and not any_reason:
            wrong.append(f"line {last}: no {event.error} ({event.message}) but {error!r}")
    return wrong


def _variables(run: Run) -> dict[str, Value]:
    assert run.final is not None
    return run.final.scopes[run.frames[0].scopes[-1]]


def _wrong_values(program: Program, run: Run) -> list[str]:
    """What the variables are not."""
    if run.final is None:
        return ["said to end before its end"]
    wrong: list[str] = []
    for name, value in _variables(run).items():
        if name[0] == "x" and name in program.names:
            real = program.names[name]
            known = run.final.open(value)
            found = inside(real, known) or _wrong_kind(real, known)
            wrong += [f"{name}: {found}"] if found else []
    return wrong


def _wrong_kind(real: Any, known: Value) -> str | None:
    """A scalar of NumPy's that is taken for an array, which may change in place."""
    taken = isinstance(known, Array) and known.kind is Kind.NDARRAY and known.shape.rank_known
    return "a scalar is no array" if taken and isinstance(real, np.generic) else None


def _results(program: Program, run: Run, depends: Dependence) -> tuple[Result, ...]:
    """Of each statement that returned, whether its result is known exactly."""
    if run.final is None:
        return ()
    made = []
    for i, step in enumerate(program.steps):
        if step.operation is None or (program.error and i == len(program.steps) - 1):
            continue
        value = _variables(run).get(step.target, Unknown())
        known = run.final.open(value)
        exact = is_exact(known, program.names.get(step.target))
        made.append(Result(step.operation.name, exact, i in depends.on_values))
    return tuple(made)


def is_exact(value: Value, real: Any) -> bool:
    """Whether the dtype and shape of the real value, and of all that is in it, are known."""
    match value:
        case Array(dtype=dtype, shape=shape):
            return dtype.name is not None and shape.numbers is not None
        case Tuple(items) | List(items):
            if items is None or len(items) != len(real):
                return False
            return all(is_exact(item, part) for item, part in zip(items, real, strict=True))
        case Unknown():
            return False
    return not isinstance(real, np.ndarray | np.generic | tuple | list)


def _raise(program: Program, depends: Dependence, claimed: bool) -> Raise | None:
    operation = program.steps[-1].operation
    if program.error is None or operation is None:
        return None
    return Raise(operation.name, depends.is_structural, claimed)
