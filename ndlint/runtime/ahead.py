"""What the static side says of a program before it runs.

It is asked in another process: NumPy, which the interpreter needs, must be imported into the
program's own process by the program, when and how the program wants it.
"""

import os
import pickle
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from ndlint.analysis import attempt
from ndlint.findings import Finding
from ndlint.runtime.provenance import Origins
from ndlint.source.noqa import waives_file
from ndlint.source.prefilter import may_hold_finding
from ndlint.source.text import Source
from ndlint.target import Target

T = TypeVar("T")


class Ahead(Struct, frozen=True):
    """Findings of every certainty, each with its best fix, and where the values came from that
    the statements with a finding read."""

    findings: "tuple[Finding, ...]" = ()
    origins: Origins = field(default_factory=Origins)


def look_ahead(source: Source, target: Target) -> Ahead:
    """Ask the static side, in another process where the system can fork one."""
    if waives_file(source.text) or not may_hold_finding(source):
        return Ahead()
    return _in_child(lambda: _look(source, target)) or Ahead()


def _look(source: Source, target: Target) -> Ahead:
    # What happens in another module, the run shows there.
    found = [f for f in attempt(source, target) if f.effect is not None and f.sink is None]
    if not found:
        return Ahead()
    from ndlint.engine import target_of
    from ndlint.runtime.checkpoints import start_of
    from ndlint.runtime.places import statement_of
    from ndlint.runtime.provenance import note
    from ndlint.source.project import Project
    from ndlint.target import aiming_at

    statements = [statement_of(source.tree, finding.site) for finding in found]
    project = Project(source)
    with aiming_at(target_of([*project.reachable()], target)):
        starts = {start_of(s) for s in statements if s is not None}
        origins = note(project, starts, {finding.site for finding in found})
    return Ahead(tuple(_with_best_fix(source, target, found)), origins)


def _with_best_fix(source: Source, target: Target, found: list[Finding]) -> Iterator[Finding]:
    """The findings, instead of with what their rules propose with the first of it that holds."""
    if not any(finding.repairs for finding in found):
        yield from found
        return
    from ndlint.fixes.trial import Trial

    trial = Trial(source, target, found)
    for finding in found:
        best = tuple(fix for fix, _ in islice(trial.fixes(finding), 1))
        yield replace(finding, repairs=(), fixes=best)


def _in_child(work: Callable[[], T]) -> T | None:
    """The result of work that is done in a child; None where the child failed."""
    if not hasattr(os, "fork"):
        return work()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            with open(writing, "wb") as file:
                pickle.dump(work(), file)
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as file:
        data = file.read()
    os.waitpid(child, 0)
    try:
        return pickle.loads(data)  # type: ignore[no-any-return]
    except (EOFError, pickle.UnpicklingError):
        return None
