"""Both front ends in this process, on one folder: what they say of NDL codes."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flake8.main.cli import main as flake8_main  # type: ignore[import-untyped]

import ndlint.analysis
from ndlint.cli import main as ndlint_main
from ndlint.findings import Finding
from ndlint.source.text import Source
from ndlint.target import Target

PROGRAM = """\
import sys
import numpy as np
import tensorflow as tf
x = np.random.rand(10, 3)
t = tf.convert_to_tensor(x)
u = tf.constant(np.array([1.0, np.nan]), dtype=tf.float32)
if len(sys.argv) > 1:
    v = tf.constant(np.array([1.0, np.nan]), dtype=tf.float32)
"""
"""NDL105 (cost, certain) at line 5, NDL401 (silent, certain) at 6 and (likely) at 8."""
ALL = "5:NDL105 6:NDL401 8:NDL401"
SITE = re.compile(r"^(.*?):(\d+):\d+: (NDL\d+) ", re.MULTILINE)


@dataclass(frozen=True)
class Said:
    """The findings as "line:code", the files that have any, and how the run ended."""

    findings: str
    files: tuple[str, ...]
    status: int
    out: str
    err: str


class FrontEnds:
    """Runs them in the working folder; `targets` are those that reached the analysis."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capsys = capsys
        self.targets: list[Target] = []
        analyse = ndlint.analysis.analyse

        def watched(source: Source, target: Target, caches: bool) -> list[Finding]:
            self.targets.append(target)
            return analyse(source, target, caches)

        monkeypatch.setattr(ndlint.analysis, "analyse", watched)

    def ndlint(self, *arguments: str) -> Said:
        """Run the command line."""
        self.monkeypatch.setattr(sys, "argv", ["ndlint", *arguments])
        with pytest.raises(SystemExit) as ended:
            ndlint_main()
        return self._said(ended.value.code)

    def flake8(self, *arguments: str) -> Said:
        """Run flake8."""
        self.monkeypatch.setattr(sys, "argv", ["flake8", "-j1", *arguments])
        try:
            status = flake8_main()
        except SystemExit as ended:
            status = ended.code
        return self._said(status)

    def both(self, *arguments: str) -> Said:
        """Run both, which must agree on findings. Returns: what ndlint said."""
        ours, theirs = self.ndlint(*arguments), self.flake8(*arguments)
        assert (ours.findings, ours.files) == (theirs.findings, theirs.files), (ours, theirs)
        return ours

    def _said(self, status: Any) -> Said:
        out, err = self.capsys.readouterr()
        found = SITE.findall(out)
        files = tuple(dict.fromkeys(str(Path(path)) for path, _, _ in found))
        return Said(" ".join(f"{line}:{code}" for _, line, code in found), files, status, out, err)


def write(**files: str) -> None:
    """Make files in the working folder: `a="text"` is a.py."""
    for name, text in files.items():
        Path(f"{name}.py").write_text(text)
