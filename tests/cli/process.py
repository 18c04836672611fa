"""ndlint and flake8 as others run them: in a process of their own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = """\
import numpy as np
import tensorflow as tf
x = np.random.rand(10, 3)
t = tf.convert_to_tensor(x)
"""
"""NDL105 (cost, certain) at line 4, column 5."""

NAN_LINE = "t = tf.constant(np.array([1.0, np.nan]), dtype=tf.float32)\n"
"""NDL401 (silent) at column 5, after the imports of `PROGRAM`."""


@dataclass(frozen=True)
class Run:
    """How a process ended, and what it said."""

    status: int
    out: str
    err: str


def run(*command: str, cwd: Path, stdin: bytes = b"", timeout: float = 60) -> Run:
    """Run a Python module as a command in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    err = done.stderr.decode("utf8", "replace")
    assert "Traceback" not in err, err
    return Run(done.returncode, done.stdout.decode("utf8"), err)


def ndlint(*arguments: str, cwd: Path, stdin: bytes = b"", timeout: float = 60) -> Run:
    """Run ndlint."""
    return run("ndlint", *arguments, cwd=cwd, stdin=stdin, timeout=timeout)


def ndlint_json(*arguments: str, cwd: Path, stdin: bytes = b"") -> list[dict[str, Any]]:
    """The findings of ndlint, as it prints them for programs."""
    done = ndlint(*arguments, "--output-format", "json", cwd=cwd, stdin=stdin)
    findings = json.loads(done.out)
    assert isinstance(findings, list)
    return findings


def flake8(*arguments: str, cwd: Path, stdin: bytes = b"") -> Run:
    """Run flake8 with its default output."""
    return run("flake8", *arguments, cwd=cwd, stdin=stdin)
