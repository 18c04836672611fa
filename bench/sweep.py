"""Interpret every module of installed packages, and count how it ends.

usage: python -m bench.sweep PACKAGE... [--jobs N] [--under NAME] [--list EFFECT...]

The prefilter is passed by: whatever the modules import, all of them are interpreted. No file
may end in an error of ndlint's own (exit 1) or take long: each has a budget of operations, and
what these take is told. Findings are counted by effect; --list prints those of some.
"""

import os
import signal
import sys
import traceback
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any, ClassVar

from ndlint import engine
from ndlint.analysis import load_engine, without_collection
from ndlint.findings import Effect, Finding
from ndlint.interpreter.run import Run
from ndlint.source.files import Unreadable, read
from ndlint.source.project import Project
from ndlint.source.text import Source
from ndlint.target import TODAY

HANGS = 600
"""So many seconds, and a file is taken to hang."""
TELLING = 0.2
"""Of files that take less than so many seconds, the time of an operation tells nothing."""
SHOWN = 5
"""So many of the slowest files are named."""
EFFECTS = [effect.value for effect in Effect]
DONE, GIVEN_UP, UNPARSABLE, FAILED = "done", "given up", "unparsable", "internal error"


@dataclass(frozen=True, slots=True)
class Ended:
    """How the analysis of one file ended, and, of an error, where.

    Seconds are of processor time, for lowering, interpreting and judging.
    """

    path: str
    end: str
    reason: str = ""
    operations: int = 0
    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()

    @property
    def per_operation(self) -> float:
        """Microseconds that an operation takes."""
        return 1e6 * self.seconds / max(self.operations, 1)


class Hangs(BaseException):
    """A file takes too long, whatever it does."""


def sweep(path: str) -> Ended:
    """Interpret one file."""
    try:
        source = read(path)
    except Unreadable as problem:
        return Ended(path, UNPARSABLE, problem.reason)
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(HANGS)
    start = process_time()
    try:
        with without_collection():
            operations, findings, reason = interpreted(source)
    except (Exception, Hangs) as error:
        return Ended(path, FAILED, _place(error), 0, process_time() - start)
    finally:
        signal.alarm(0)
    end = GIVEN_UP if reason else DONE
    return Ended(path, end, reason, operations, process_time() - start, tuple(findings))


class Counted(Run):
    """A run that is remembered, for its operations."""

    made: ClassVar[list[Run]] = []

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.made.append(self)


def watch_runs() -> None:
    """Remember every run of the engine, but for those that go on with another."""
    engine.Run = Counted  # type: ignore[assignment,attr-defined]


def interpreted(source: Source) -> tuple[int, list[Finding], str]:
    """The operations that a source took, what was found, and why it was given up, if it was."""
    Counted.made.clear()
    found = engine.interpret(Project(source), TODAY).findings
    operations = sum(run.spent for run in Counted.made)
    reasons = [finding.message for finding in found if finding.effect is None]
    return operations, found, " ".join(reasons)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Hangs


def _place(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    name = Path(last.filename).name
    return f"{type(error).__name__}: {str(error)[:100]} ({name}:{last.lineno})"


def modules(package: str, under: str) -> list[str]:
    """The files of an installed package; of those, the ones in a folder named `under`."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"sweep: {package} is not installed, or is no package")
    folder = Path(next(iter(spec.submodule_search_locations)), under)
    return [str(path) for path in sorted(folder.rglob("*.py"))]


def print_ends(package: str, ended: Sequence[Ended]) -> None:
    """A row of the table."""
    ends = Counter(one.end for one in ended)
    effects = Counter(f.effect.value for one in ended for f in one.findings if f.effect)
    counts = [len(ended), *(ends[name] for name in (FAILED, GIVEN_UP, UNPARSABLE))]
    counts += [effects[name] for name in EFFECTS]
    seconds = sum(one.seconds for one in ended)
    print(ROW.format(package, *counts, f"{seconds:.0f} s"), flush=True)


ROW = "{:<14}{:>8}{:>16}{:>10}{:>12}{:>8}{:>8}{:>8}{:>10}"


def print_slowest(ended: Sequence[Ended]) -> None:
    """The files that take the most, in time, in operations, and in time for an operation."""
    measured = [one for one in ended if one.end in (DONE, GIVEN_UP)]
    telling = [one for one in measured if one.seconds >= TELLING]
    for title, files, order in (
        ("slowest", measured, lambda one: one.seconds),
        ("most operations", measured, lambda one: one.operations),
        ("slowest operations", telling, lambda one: one.per_operation),
    ):
        print(f"\n{title}:")
        print_files(sorted(files, key=order, reverse=True)[:SHOWN])


def print_files(ended: Iterable[Ended]) -> None:
    """What each took."""
    for one in ended:
        took = (
            f"{one.seconds:7.2f} s {one.operations:8,} operations {one.per_operation:7.0f} µs each"
        )
        print(f"{took}  {one.path}")


def main() -> None:
    """Sweep the packages that the command line names."""
    parser = ArgumentParser(prog="python -m bench.sweep")
    parser.add_argument("packages", nargs="+", metavar="PACKAGE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    parser.add_argument("--under", default="", help="only files in this folder of a package")
    parser.add_argument("--list", nargs="+", default=(), choices=EFFECTS, help="print the findings")
    asked = parser.parse_args()
    load_engine()
    watch_runs()
    print(ROW.format("", "files", FAILED, GIVEN_UP, UNPARSABLE, "crash", "silent", "cost", "time"))
    every: list[Ended] = []
    with ProcessPoolExecutor(asked.jobs, get_context("fork")) as executor:
        for package in asked.packages:
            ended = list(executor.map(sweep, modules(package, asked.under), chunksize=4))
            print_ends(package, ended)
            every += ended
    for title in (FAILED, GIVEN_UP, UNPARSABLE):
        for one in every:
            if one.end == title:
                print(f"{title}: {one.path}: {one.reason}")
    for one in every:
        for finding in one.findings:
            if finding.effect is not None and finding.effect.value in asked.list:
                at = f"{one.path}:{finding.site.line}"
                print(f"{at}: {finding.code} [{finding.certainty.value}] {finding.message}")
    print_slowest(every)
    sys.exit(any(one.end == FAILED for one in every))


if __name__ == "__main__":
    main()
