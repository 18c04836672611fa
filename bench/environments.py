"""Two light environments that differ in ndlint only: flake8 alone, and flake8 with ndlint.

Each is a virtual environment of this Python, without pip, whose packages are links to those
installed here: the same versions and the same byte code. The entry point of ndlint, and what
ndlint brings with it (NumPy and others), are really absent from the first.
"""

import os
import sys
import sysconfig
import venv
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

import ndlint


def closure(name: str, seen: set[str] | None = None) -> set[str]:
    """The distribution and all that it needs at run time, without extras."""
    seen = set() if seen is None else seen
    if name not in seen:
        seen.add(name)
        for text in distribution(name).requires or ():
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                closure(need.name, seen)
    return seen


def installed(name: str) -> Iterator[Path]:
    """The top-level files and folders of an installed distribution."""
    home = distribution(name)
    tops = {file.parts[0] for file in home.files or ()} - {"..", "__pycache__"}
    for top in sorted(tops):
        if not top.endswith(".pth"):
            yield Path(os.path.abspath(str(home.locate_file(top))))


def make(folder: Path, roots: set[str]) -> Path:
    """An environment with the distributions `roots` and their needs. Returns: its Python."""
    venv.create(folder, symlinks=True)
    folders = sysconfig.get_paths("venv", {"base": str(folder), "platbase": str(folder)})
    packages = Path(folders["purelib"])
    for name in sorted(set().union(*map(closure, roots))):
        for path in installed(name):
            (packages / path.name).symlink_to(path)
    if "ndlint" in roots and not (packages / "ndlint").exists():  # an editable installation
        (packages / "ndlint").symlink_to(Path(ndlint.__file__).parent)
    return Path(folders["scripts"], Path(sys.executable).name)
