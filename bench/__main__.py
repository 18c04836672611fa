"""Measure, print a table, and exit with 1 where a bar is missed.

usage: python -m bench [--rounds N]
"""

import json
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import environments
from bench.census import TESTS
from bench.process import Command, interleave, run

HERE = Path(__file__).parent
SCRIPT = HERE / "train.py"
KERAS_FOLDERS = ("layers", "models", "applications", "trainers")
FLAKE8 = ("-m", "flake8", "--isolated", "-j1")
COLUMNS = "{:<34}{:>10}{:>10}{:>8}{:>8}{:>7}  {}"


@dataclass(frozen=True, slots=True)
class Task:
    """What flake8 is to read, and how many times longer it may take with ndlint."""

    name: str
    bar: float
    rounds: int
    arguments: Sequence[str]
    census: Sequence[str]
    text: str = ""


def copy_keras(folder: Path) -> None:
    """Copy the folders of the installed Keras, so that no rule about its path can help."""
    spec = find_spec("keras")
    if spec is None or spec.origin is None:
        sys.exit("bench: Keras is not installed")
    for name in KERAS_FOLDERS:
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(spec.origin).parent / "src" / name, folder / name, ignore=ignore)


def tasks(corpus: Path, rounds: int) -> list[Task]:
    """The three measurements."""
    script = SCRIPT.read_text(encoding="utf8")
    return [
        Task(
            "(i) Keras without tests",
            1.10,
            rounds,
            (f"--extend-exclude=*{TESTS}", "."),
            (str(corpus), "--without-tests"),
        ),
        Task("(ii) Keras with tests", 1.6, rounds, (".",), (str(corpus),)),
        Task(
            f"(iii) {len(script.splitlines())} lines on standard input",
            3.0,
            3 * rounds,
            ("--stdin-display-name", SCRIPT.name, "-"),
            (str(SCRIPT),),
            script,
        ),
    ]


def compare(task: Task, alone: Path, both: Path, corpus: Path) -> bool:
    """Measure one task and print its row. Returns: whether the bar is kept."""
    without, including = (
        Command((str(python), *FLAKE8, *task.arguments), corpus, task.text)
        for python in (alone, both)
    )
    before, after = interleave(without, including, task.rounds)
    ratio = after.best / before.best
    kept = ratio <= task.bar
    row = (
        task.name,
        f"{before.best:.2f} s",
        f"{after.best:.2f} s",
        f"{ratio:.2f}",
        f"{after.middle / before.middle:.2f}",
        f"{task.bar:.2f}",
        "kept" if kept else "MISSED",
    )
    print(COLUMNS.format(*row), flush=True)
    return kept


def print_census(task: Task) -> None:
    """Print how many files of the task got how far."""
    command = (sys.executable, "-m", "bench.census", *task.census)
    answer = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=True)
    census: dict[str, int] = json.loads(answer.stdout)
    counts = ", ".join(f"{name.replace('_', ' ')}: {n}" for name, n in census.items())
    print(f"{task.name}: {counts}", flush=True)


def check(alone: Path, both: Path) -> None:
    """Make sure that the environments are what they are meant to be."""
    versions = [
        " ".join(run(Command((str(python), *FLAKE8, "--version"), HERE)).said.split())
        for python in (alone, both)
    ]
    print("alone:", versions[0])
    print("with: ", versions[1])
    if "ndlint" in versions[0] or "ndlint" not in versions[1]:
        sys.exit("bench: ndlint is in the wrong environment; is it installed?")
    if versions[0].split()[0] != versions[1].split()[0]:
        sys.exit("bench: the environments differ in flake8")
    text = SCRIPT.read_text(encoding="utf8")
    if "NDL" not in run(Command((str(both), *FLAKE8, "-"), HERE, text)).said:
        sys.exit(f"bench: flake8 with ndlint finds nothing in {SCRIPT.name}")


def main() -> None:
    """Run every task."""
    parser = ArgumentParser(prog="python -m bench")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (5)")
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        corpus = folder / "corpus"
        copy_keras(corpus)
        alone = environments.make(folder / "alone", {"flake8"})
        both = environments.make(folder / "with", {"flake8", "ndlint"})
        check(alone, both)
        todo = tasks(corpus, rounds)
        print("User time of whole processes, by turns, the shortest of each:\n")
        print(COLUMNS.format("", "alone", "with", "ratio", "median", "bar", ""))
        kept = [compare(task, alone, both, corpus) for task in todo]
        print("\nFiles, counted in a process of its own:\n")
        for task in todo:
            print_census(task)
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
