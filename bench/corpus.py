"""Measure ndlint on a corpus of programs, and exit with 1 where a bar is missed.

usage: python -m bench.corpus [FOLDER] [--rounds N]

FOLDER, or the environment's NDLINT_CORPUS, holds the programs; the bars are meant for those of
svpino/keras-io, which whoever measures fetches. Without it, some of the installed Keras is taken.

(i) For every file, lowering, interpreting and reporting together are compared with
`libcst.parse_module`, by turns in one process: processor time, the best for each file. The bar is
for all of them; how it stands with those that are interpreted is told, too, for the others cost
next to nothing.
(ii) `ndlint -j2` is compared with `ndlint -j1` on all files by the clock, which means something
only while the machine is quiet.

Both take the best of many rounds, a few minutes: with three, the same tree was between 1.5 and
1.9 times as fast with two processes, on either side of the bar.
"""

import gc
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bench.__main__ import copy_keras
from bench.process import Command, interleave
from ndlint.analysis import attempt, load_engine
from ndlint.cli.examine import told
from ndlint.configuration.settings import Settings
from ndlint.report import Outcome
from ndlint.report.text import report
from ndlint.source.files import Unreadable, read
from ndlint.source.prefilter import may_hold_finding
from ndlint.source.text import Source

INTERPRETING, SHARING = 1.0, 1.7
"""At most so many times as long as libcst, and at least so many times as fast."""
ROUNDS = 15
SETTINGS = Settings(target_keras=3, target_numpy=2)


def readable(folder: Path) -> list[Source]:
    """The programs."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        with suppress(Unreadable):
            found.append(read(str(path)))
    return found


def analyse(source: Source) -> None:
    """From the syntax tree, which flake8 hands over, to the printed findings."""
    findings = told(source, attempt(source, SETTINGS.target), SETTINGS)
    report(Outcome(findings, {source.path: source.lines}, 1), StringIO())


def timed(work: Callable[[], object]) -> float:
    """The processor time of one piece of work, which is not charged for another's garbage."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def compare_with_libcst(sources: list[Source], rounds: int) -> list[tuple[float, float]]:
    """The best times of libcst and of ndlint for each file."""
    import libcst

    parsing, ours = [[float("inf")] * len(sources) for _ in range(2)]
    load_engine()
    gc.freeze()
    for _ in range(rounds):
        for number, source in enumerate(sources):
            fresh = Source(source.path, source.text, source.tree)
            parse = timed(partial(libcst.parse_module, source.text))
            parsing[number] = min(parsing[number], parse)
            ours[number] = min(ours[number], timed(partial(analyse, fresh)))
    gc.unfreeze()
    return list(zip(parsing, ours, strict=True))


def compare_processes(folder: Path, rounds: int) -> tuple[float, float]:
    """The best times of one process and of two, by the clock."""
    files = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.py"))]
    ndlint = (sys.executable, "-m", "ndlint", "--isolated", "--no-cache")
    one, two = (Command((*ndlint, f"-j{jobs}", *files), folder) for jobs in (1, 2))
    before, after = interleave(one, two, rounds, "clock")
    return before.best, after.best


def _tell(what: str, sources: list[Source], times: list[tuple[float, float]]) -> float:
    """Print how ndlint compares with libcst. Returns: the ratio."""
    lines = sum(len(source.lines) for source in sources)
    parsing, ours = sum(parse for parse, _ in times), sum(own for _, own in times)
    print(
        f"{what}: {len(sources)} files, {lines:,} lines: libcst.parse_module {parsing:.2f} s,"
        f" ndlint {ours:.2f} s: {ours / parsing:.2f} times as long"
    )
    return ours / parsing


def verdict(kept: bool) -> str:
    """How it stands."""
    return "kept" if kept else "MISSED"


def measure(folder: Path, rounds: int) -> bool:
    """Measure and print. Returns: whether the bars are kept."""
    sources = readable(folder)
    times = compare_with_libcst(sources, rounds)
    ratio = _tell("(i) all", sources, times)
    interpreted = [i for i, source in enumerate(sources) if may_hold_finding(source)]
    _tell(
        "(i) those that are interpreted",
        [sources[i] for i in interpreted],
        [times[i] for i in interpreted],
    )
    fast = ratio <= INTERPRETING
    print(f"(bar {INTERPRETING}) {verdict(fast)}")
    print("(ii) two processes against one, by the clock", end="", flush=True)
    if (os.cpu_count() or 1) < 2:
        print(": there is one processor only")
        return fast
    print(f" (load before: {os.getloadavg()[0]:.1f})")
    one, two = compare_processes(folder, rounds)
    shared = one >= SHARING * two
    print(
        f"one {one:.2f} s, two {two:.2f} s:"
        f" {one / two:.2f} times as fast (bar {SHARING}) {verdict(shared)}"
    )
    return fast and shared


def main() -> None:
    """Measure on the folder that is named, or on Keras."""
    parser = ArgumentParser(prog="python -m bench.corpus")
    parser.add_argument("folder", nargs="?", default=os.environ.get("NDLINT_CORPUS") or None)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"runs of each ({ROUNDS})")
    asked = parser.parse_args()
    if asked.folder:
        print(f"corpus: {Path(asked.folder).name}")
        sys.exit(not measure(Path(asked.folder), asked.rounds))
    print("corpus: some of the installed Keras, for no folder is given")
    with TemporaryDirectory() as folder:
        copy_keras(Path(folder))
        sys.exit(not measure(Path(folder), asked.rounds))


if __name__ == "__main__":
    main()
