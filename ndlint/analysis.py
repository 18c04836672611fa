"""From one source to its findings: prefilter, interpreter, rules."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from ndlint.findings import Finding, not_analysed
from ndlint.source.prefilter import may_hold_finding
from ndlint.source.text import Source
from ndlint.target import TODAY, Target


def analyse(source: Source, target: Target = TODAY, caches: bool = False) -> list[Finding]:
    """Every finding in one source, in order of place; `# noqa` is left to the caller.

    Interpreter, knowledge and rules are imported only for a source that can hold a
    finding, for they bring NumPy with them; not for one whose findings are known, where
    these are kept (`caches`).
    """
    if not may_hold_finding(source):
        return []
    cache = None
    if caches:
        from ndlint.cache.store import Cache

        cache = Cache.of(source, target)
        known = None if cache is None else cache.recall()
        if known is not None:
            return known
    with without_collection():
        from ndlint.engine import interpret
        from ndlint.source.project import Project

        project = Project(source)
        found = interpret(project, target)
    if cache is not None and found.is_repeatable:
        cache.keep(found.findings, project.reading.seen)
    return found.findings


def load_engine() -> None:
    """Import all that analysing a source takes, before there is one."""
    with without_collection():
        import ndlint.engine  # noqa: F401
        from ndlint.knowledge import registry

        registry.load()


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


def attempt(source: Source, target: Target = TODAY, caches: bool = False) -> list[Finding]:
    """Analyse; a fault of ours becomes a finding, so that one file does not stop the others."""
    try:
        return analyse(source, target, caches)
    except (RecursionError, MemoryError):
        return [not_analysed(source.path, "cannot be analysed: nested too deeply")]
    except Exception as error:
        problem = " ".join(f"{type(error).__name__}: {error}".split())
        return [not_analysed(source.path, f"internal error: {problem}")]
