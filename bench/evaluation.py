"""What ndlint says of public collections of programs; prints the tables of docs/evaluation.md.

usage: python -m bench.evaluation FOLDER [--ran JSONL...] [--list EFFECT...] [--jobs N]

FOLDER holds the collections (bench/corpora.py), each in a folder of its own; what is missing is
left out. They are read and never run. How programs really end is told by files that something
else has made (bench/reality.py): then it is printed which errors were found.
"""

import os
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench import reality
from bench.corpora import CORPORA, Corpus
from bench.reality import Reality
from ndlint.analysis import load_engine
from ndlint.cli.examine import examine
from ndlint.configuration.settings import Settings
from ndlint.findings import Certainty, Effect, Finding
from ndlint.source.prefilter import may_hold_finding

SETTINGS = Settings(target_keras=3, target_numpy=2, caches=False)
GIVEN_UP = "given up"
TOLD = 150
"""So much of an error's message is printed."""
EFFECTS = [effect.value for effect in Effect]


@dataclass(frozen=True, slots=True)
class Judged:
    """What ndlint says of one program, in a collection."""

    path: Path
    is_read: bool
    is_interpreted: bool
    findings: Sequence[Finding]

    @property
    def is_given_up(self) -> bool:
        """Whether it is too much to interpret."""
        return any(f.effect is None and f.message.startswith(GIVEN_UP) for f in self.findings)

    @property
    def crashes(self) -> list[Finding]:
        """The calls that are said to raise."""
        return [finding for finding in self.findings if finding.effect is Effect.CRASH]


def judge(path: Path) -> Judged:
    """Read and analyse one program; `# noqa` counts, as in a run of ndlint."""
    examined = examine(str(path), SETTINGS, "stdin")
    source = examined.source
    interpreted = source is not None and may_hold_finding(source)
    return Judged(path, source is not None, interpreted, examined.findings)


def row(*cells: object) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(map(str, cells))} |"


def print_header(*cells: str) -> None:
    """The head of a table, with numbers to the right of the first column."""
    print("\n" + row(*cells))
    print(row("---", *("--:" for _ in cells[1:])))


def print_collections(judged: Sequence[tuple[Corpus, Sequence[Judged]]]) -> None:
    """For each collection, how far its programs get, and the findings by effect."""
    print_header("collection", "files", "not read", "interpreted", GIVEN_UP, *EFFECTS)
    for corpus, programs in judged:
        effects = Counter(f.effect.value for p in programs for f in p.findings if f.effect)
        counts = (
            len(programs),
            sum(not p.is_read for p in programs),
            sum(p.is_interpreted for p in programs),
            sum(p.is_given_up for p in programs),
        )
        print(row(corpus.name, *counts, *(effects[effect] for effect in EFFECTS)))


def print_codes(judged: Sequence[tuple[Corpus, Sequence[Judged]]]) -> None:
    """For each code, its findings in correct programs and in the others."""
    columns: list[Counter[tuple[str, str]]] = [Counter(), Counter()]
    for corpus, programs in judged:
        columns[not corpus.is_correct].update(
            (f.code, f.name) for p in programs for f in p.findings if f.effect
        )
    print_header("code", "in correct programs", "in faulty ones")
    for code, name in sorted({**columns[0], **columns[1]}):
        print(row(f"{code} {name}", *(column[code, name] for column in columns)))


def print_reality(judged: Iterable[Judged], ended: dict[Path, Reality]) -> None:
    """For each class of errors, how many were found: at the very line, elsewhere, or not."""
    ran = [(program, ended[program.path]) for program in judged if program.path in ended]
    print(f"\n{len(ran)} programs were run: {sum(real.ended for _, real in ran)} to their end.")
    classes = Counter(real.error_class for _, real in ran if real.reason)
    print_header("why a program did not reach its end", "programs")
    for name in (*reality.ELSEWHERE, *reality.DATA, reality.OTHER):
        print(row(name, classes[name]))
    failed = [(program, real) for program, real in ran if real.is_about_data]
    print_header("errors that data makes", "programs", "at the line", "at another", "missed")
    for name in (*reality.DATA, reality.OTHER):
        verdicts = Counter(verdict(p, real) for p, real in failed if real.error_class == name)
        print(row(name, verdicts.total(), *(verdicts[v] for v in ("line", "other", "missed"))))
    for program, real in failed:
        if verdict(program, real) == "missed":
            print(f"missed: {program.path}:{real.line}: {real.reason[:TOLD]}")
    alarms = [p for p, real in ran if real.ended and any(_is_sure(f) for f in p.crashes)]
    print(f"\nPrograms that ran to their end although a crash is said to be certain: {len(alarms)}")
    for program in alarms:
        print_findings(program, ["crash"])


def verdict(program: Judged, real: Reality) -> str:
    """Whether a crash is told of at the line where the program failed, at another, or nowhere."""
    lines = [range(f.site.line, f.site.end_line + 1) for f in program.crashes]
    if any(real.line in line for line in lines):
        return "line"
    return "other" if lines else "missed"


def _is_sure(finding: Finding) -> bool:
    return finding.certainty is Certainty.CERTAIN


def print_findings(program: Judged, effects: Iterable[str]) -> None:
    """The findings of these effects in one program."""
    for finding in program.findings:
        if finding.effect is not None and finding.effect.value in effects:
            at = f"{program.path}:{finding.site.line}"
            print(f"{at}: {finding.code} [{finding.certainty.value}] {finding.message}")


def main() -> None:
    """Judge the collections, and print."""
    parser = ArgumentParser(prog="python -m bench.evaluation")
    parser.add_argument("folder", type=Path, help="the collections are in folders of this one")
    parser.add_argument("--ran", nargs="+", type=Path, default=(), help="how programs ended")
    parser.add_argument("--list", nargs="+", default=(), choices=EFFECTS, help="print findings")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    asked = parser.parse_args()
    if not asked.folder.is_dir():
        sys.exit(f"evaluation: {asked.folder} is no folder")
    load_engine()
    judged: list[tuple[Corpus, list[Judged]]] = []
    with ProcessPoolExecutor(asked.jobs, get_context("fork")) as executor:
        for corpus in CORPORA:
            programs = list(executor.map(judge, corpus.programs(asked.folder), chunksize=2))
            if programs:
                judged.append((corpus, programs))
    print_collections(judged)
    print_codes(judged)
    everything = [program for _, programs in judged for program in programs]
    if asked.ran:
        realities = [real for path in asked.ran for real in reality.read(path)]
        print_reality(everything, reality.by_program(realities, asked.folder))
    for program in everything:
        print_findings(program, asked.list)


if __name__ == "__main__":
    main()
