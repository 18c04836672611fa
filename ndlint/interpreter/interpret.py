"""Interprets one source: lowers it, runs it, then the functions that nothing called."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ndlint.interpreter import expressions, iterators, reflection, standard, statements
from ndlint.interpreter import lowered as op
from ndlint.interpreter.choices import Point
from ndlint.interpreter.functions import run_uncalled
from ndlint.interpreter.lower import lower
from ndlint.interpreter.lowered import Module
from ndlint.interpreter.run import BudgetSpent, Listener, Run
from ndlint.source.project import Project
from ndlint.source.text import Source

HANDLERS = (expressions, iterators, reflection, standard, statements)
"""Imported for what they register."""
APART, COPIED = 8, 32
"""Points to go back to lie so many operations apart, and more where the state is large: so much
of it is copied for one operation. A long program takes no longer for them."""
WITHOUT_CHOICE = frozenset({op.Function, op.Import, op.ImportFrom})
DEPTH = 4_000
"""How deep Python's own calls may nest in one run."""


def interpret(source: Source, listener: Listener, project: Project | None = None) -> Run:
    """Run the source abstractly; the listener hears every event.

    Where a project is given, whose program this is, its modules are followed.

    Raises: BudgetSpent, where the source takes more operations than the budget allows.
    """
    run = Run(source, listener, project)
    perform(run, lowered(source))
    return run


def lowered(source: Source) -> Module:
    """The source as operations. Raises: BudgetSpent, where it nests too deeply."""
    with deep_stack():
        return lower(source.tree)


def perform(run: Run, module: Module, done: int = 0) -> None:
    """Run a lowered module, of which so many statements are `done`. Raises: BudgetSpent."""
    with deep_stack():
        due = 0
        for number in range(done, len(module.body)):
            if run.state is None:
                break
            operation = module.body[number]
            if run.assumption is None and run.operations >= due and _may_choose(operation):
                run.choices.point = Point(run.fork(), number, run.spent)
                due = run.operations + APART + run.live.size // COPIED
            run.execute_block((operation,))
        run.final = run.state
        if run.assumption is None:
            run.choices.point = Point(run.fork(), len(module.body), run.spent)
        run_uncalled(run)


def _may_choose(operation: op.Operation) -> bool:
    """Whether a statement may meet a condition. One that does not is worth no point to go back
    to: one that lies before it will do."""
    is_text = type(operation) is op.Evaluate and type(operation.value) is op.Constant
    return not is_text and type(operation) not in WITHOUT_CHOICE


@contextmanager
def deep_stack() -> Iterator[None]:
    """Room for long chains of operators, calls and `elif`; a longer one is given up."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEPTH))
    try:
        yield
    except RecursionError as error:
        raise BudgetSpent from error
    finally:
        sys.setrecursionlimit(before)
