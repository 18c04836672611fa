"""Small projects in a folder, and what is found in one of their programs."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ndlint.analysis import analyse
from ndlint.findings import Finding
from ndlint.source.text import parse

MODEL = """\
import keras

UNITS = 4

def build():
    return keras.Sequential([keras.Input((UNITS,)), keras.layers.Dense(1)])

def feed(x):
    build().predict(x)

def _hidden():
    return build()
"""
HEAD = "import numpy as np\n"
FEED = '{build}().predict(np.zeros((3, 5), "float32"))\n'


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by their paths below a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf8")


def found_in(folder: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What is found in a program of the project in this folder."""
    monkeypatch.chdir(folder)
    return analyse(parse(path, Path(path).read_text(encoding="utf8")))


def places(findings: list[Finding]) -> list[tuple[int, str]]:
    """Line and code of each finding."""
    return [(finding.site.line, finding.code) for finding in findings]
