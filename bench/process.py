"""Whole processes: what they print and how much time they take."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter
from typing import Literal, NamedTuple

ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""As on a user's machine, modules are compiled once and not in every process."""


@dataclass(frozen=True, slots=True)
class Command:
    """A process to run in a folder, fed with a text."""

    arguments: Sequence[str]
    folder: Path
    text: str = ""


class Ran(NamedTuple):
    """One run: its user time and its time on the clock, in seconds, and what it printed."""

    user: float
    clock: float
    said: str


@dataclass(frozen=True, slots=True)
class Times:
    """Times of equal runs, in seconds."""

    seconds: list[float] = field(default_factory=list)

    @property
    def best(self) -> float:
        """The shortest: what other processes do to a run only makes it longer."""
        return min(self.seconds)

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.seconds)


def run(command: Command) -> Ran:
    """Run it to its end. Raises: RuntimeError if it failed.

    flake8 exits with 1 where it finds something, but also where a plugin crashed; then it
    says so on standard error.
    """
    with TemporaryFile("w+") as text, TemporaryFile("w+") as out, TemporaryFile("w+") as complaints:
        text.write(command.text)
        text.seek(0)
        start = perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=ENVIRONMENT,
            stdin=text,
            stdout=out,
            stderr=complaints,
        )
        _, status, usage = os.wait4(process.pid, 0)
        clock = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        complaints.seek(0)
        said, complaint = out.read(), complaints.read()
    if process.returncode not in (0, 1) or complaint:
        raise RuntimeError(f"{' '.join(command.arguments)}: {complaint or process.returncode}")
    return Ran(usage.ru_utime, clock, said)


def interleave(
    a: Command, b: Command, rounds: int, measure: Literal["user", "clock"] = "user"
) -> tuple[Times, Times]:
    """The times of both, run by turns, after one run of each that fills the caches."""
    times = {id(a): Times(), id(b): Times()}
    run(a)
    run(b)
    for number in range(rounds):
        for command in (a, b) if number % 2 == 0 else (b, a):
            times[id(command)].seconds.append(getattr(run(command), measure))
    return times[id(a)], times[id(b)]
