"""From one source to its findings: prefilter, interpreter, rules."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from ndlint.findings import Finding, not_analysed
from ndlint.source.prefilter import may_hold_finding
from ndlint.source.text import Source
from ndlint.target import TODAY, Target


def analyse(source: Source, target: Target = TODAY) -> list[Finding]:
    """Every finding in one source, in order of place; `# noqa` is left to the caller.

    Interpreter, knowledge and rules are imported only for a source that can hold a
    finding, for they bring NumPy with them.
    """
    if not may_hold_finding(source):
        return []
    with without_collection():
        from ndlint.engine import interpret
        from ndlint.source.project import Project

        return interpret(Project(source), target).findings


@contextmanager
def without_collection() -> Iterator[None]:
    """Spare the garbage collector's passes, of which imports and states would cause many."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def attempt(source: Source, target: Target = TODAY) -> list[Finding]:
    """Analyse; a fault of ours becomes a finding, so that one file does not stop the others."""
    try:
        return analyse(source, target)
    except (RecursionError, MemoryError):
        return [not_analysed(source.path, "cannot be analysed: nested too deeply")]
    except Exception as error:
        problem = " ".join(f"{type(error).__name__}: {error}".split())
        return [not_analysed(source.path, f"internal error: {problem}")]
