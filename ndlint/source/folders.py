"""Folders: those above one, the root of a project, where a program's modules are looked for."""

import os
from collections.abc import Iterator

from msgspec import Struct

MARKERS = ("pyproject.toml", "setup.cfg", "setup.py", ".git")
"""What lies in the folder that a project begins in."""
PACKAGE = "__init__.py"


def upwards(start: str) -> Iterator[str]:
    """A folder and those above it, up to the root and short of the home folder.

    A start in the home folder itself counts.
    """
    home = _identity(os.path.expanduser("~"))
    folder, identity = start, _identity(start)
    while True:
        yield folder
        above = os.path.dirname(folder)
        identity_above = _identity(above)
        if identity_above in (identity, home):
            return
        folder, identity = above, identity_above


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        found = os.stat(folder)
    except OSError:
        return None
    return found.st_ino, found.st_dev


def project_root(folder: str) -> str | None:
    """The nearest folder, from this one up, that a project begins in; None: there is none."""
    for above in upwards(folder):
        if any(os.path.exists(os.path.join(above, marker)) for marker in MARKERS):
            return above
    return None


def is_within(path: str, folder: str) -> bool:
    """Whether a path is a folder, or lies in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


class SearchPath(Struct, frozen=True):
    """The folders in which a program's top modules are looked for, and the one that they all
    lie in, out of which nothing is read."""

    top: str
    folders: tuple[str, ...]


def search_path(program: str) -> SearchPath:
    """Where the program at an absolute path finds its modules: in its own folder, above the
    package that it belongs to, in the root of its project, and in `src` there."""
    folder = os.path.dirname(program)
    root = project_root(folder)
    base = folder
    while base != root and _is_package(base) and os.path.dirname(base) != base:
        base = os.path.dirname(base)
    found = [folder, base]
    if root is not None:
        found += [root, os.path.join(root, "src")]
    unique = dict.fromkeys(f for f in found if os.path.isdir(f))
    return SearchPath(root or base, tuple(unique))


def _is_package(folder: str) -> bool:
    return os.path.isfile(os.path.join(folder, PACKAGE))
