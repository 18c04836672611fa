"""Configured runs as others start them: in processes of their own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.process import Run, flake8, ndlint
from tests.configuration.front_ends import PROGRAM

SEVERAL = {
    "toml": "select = ['NDL']\nextend_ignore = ['NDL105']\nexclude = ['c.py']\n"
    "certainty = 'certain'\nper-file-ignores = {'sub/b.py' = ['NDL4']}\ntarget-keras = 2\n",
    "ini": "select = E9,NDL\nextend_ignore = NDL105\nexclude = c.py\n"
    "certainty = certain\nper-file-ignores = sub/b.py: NDL4\ntarget-keras = 2\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three programs, one of them below."""
    (tmp_path / "sub").mkdir()
    for name in ("a.py", "sub/b.py", "c.py"):
        (tmp_path / name).write_text(PROGRAM)
    return tmp_path


def said(run: Run) -> list[str]:
    """The findings as "path:line:code"."""
    found = re.findall(r"^(?:\./)?(.*?):(\d+):\d+: (NDL\d+) ", run.out, re.MULTILINE)
    return [":".join(parts) for parts in found]


@pytest.mark.parametrize("name", ["pyproject.toml", "setup.cfg", "tox.ini", ".flake8"])
def test_several_keys_of_each_file(folder: Path, name: str) -> None:
    kind, section = ("toml", "tool.ndlint") if "toml" in name else ("ini", "flake8")
    (folder / name).write_text(f"[{section}]\n{SEVERAL[kind]}")
    for run in (ndlint, flake8):
        assert said(run(".", cwd=folder)) == ["a.py:6:NDL401"]
        everything = run("--isolated", ".", cwd=folder)
        assert len(said(everything)) == 9


def test_flake8_reads_no_configuration_for_a_file_without_a_sink(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import numpy as np\nfrom keras import callbacks\n")
    (tmp_path / "pyproject.toml").write_text("[tool.ndlint]\nselect = ['NDL1']\n")
    (tmp_path / ".flake8").write_text("[flake8]\nselect = E,NDL1\nignore = E501,NDL4\n")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "flake8", "-j1", "a.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "ndlint.source.prefilter" in imported
    assert not [name for name in imported if name.startswith(("ndlint.configuration", "packaging"))]
    assert not {"tomllib", "tomli", "ndlint.analysis", "numpy"} & imported


def test_flake8_with_workers(folder: Path) -> None:
    """The configuration is read in the workers; what they let pass, the parent prints."""
    (folder / "pyproject.toml").write_text("[tool.ndlint]\nselect = ['NDL105']\n")
    (folder / "setup.cfg").write_text("[flake8]\nselect = E9\nextend-ignore = NDL1\n")
    places = ["a.py:5:NDL105", "c.py:5:NDL105", "sub/b.py:5:NDL105"]
    assert said(flake8("-j2", ".", cwd=folder)) == places
    (folder / "pyproject.toml").write_text("[tool.ndlint]\nquux = 1\n")
    done = flake8("-j2", ".", cwd=folder)
    assert (done.status, done.out.splitlines()[1:], done.err) == (
        1,
        ["ndlint: pyproject.toml: unknown key 'quux' in [tool.ndlint]"],
        "",
    )
