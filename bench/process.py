"""Whole processes: what they print and how much processor time they take."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""As on a user's machine, modules are compiled once and not in every process."""


@dataclass(frozen=True, slots=True)
class Command:
    """A process to run in a folder, fed with a text."""

    arguments: Sequence[str]
    folder: Path
    text: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """User times of equal runs, in seconds."""

    seconds: list[float] = field(default_factory=list)

    @property
    def best(self) -> float:
        """The shortest: what other processes do to a run only makes it longer."""
        return min(self.seconds)

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.seconds)


def run(command: Command) -> tuple[float, str]:
    """Returns: the user time in seconds, and the output. Raises: RuntimeError if it failed.

    flake8 exits with 1 where it finds something, but also where a plugin crashed; then it
    says so on standard error.
    """
    with TemporaryFile("w+") as text, TemporaryFile("w+") as out, TemporaryFile("w+") as complaints:
        text.write(command.text)
        text.seek(0)
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=ENVIRONMENT,
            stdin=text,
            stdout=out,
            stderr=complaints,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        complaints.seek(0)
        said, complaint = out.read(), complaints.read()
    if process.returncode not in (0, 1) or complaint:
        raise RuntimeError(f"{' '.join(command.arguments)}: {complaint or process.returncode}")
    return usage.ru_utime, said


def interleave(a: Command, b: Command, rounds: int) -> tuple[Times, Times]:
    """The times of both, run by turns, after one run of each that fills the caches."""
    times = {id(a): Times(), id(b): Times()}
    run(a)
    run(b)
    for number in range(rounds):
        for command in (a, b) if number % 2 == 0 else (b, a):
            times[id(command)].seconds.append(run(command)[0])
    return times[id(a)], times[id(b)]
