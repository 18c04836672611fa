"""Searching: which files a run looks at, by name, by folder, and by what is ignored."""

import os
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ndlint.source.folders import is_within

if TYPE_CHECKING:
    from ndlint.source.ignore import Ignore, Layers

SKIPPED = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".ndlint",
    ".nox",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    "*.egg",
    "CVS",
    "__pycache__",
    "__pypackages__",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)
"""Folders that hold no program of the author's; one that is named is searched all the same."""


def find(paths: Sequence[str], exclude: Sequence[str] = ()) -> Iterator[str]:
    """The files to check, each once, in the order of `paths` and sorted within a folder.

    A file that is named is taken whatever it is called. A folder is searched for *.py
    and *.ipynb, past what `exclude` (relative to the working folder), .gitignore and `SKIPPED`
    name. Links to folders are not followed. A path that does not exist, or a folder that cannot
    be listed, is among the results: reading it tells why.

    Raises: ValueError for an exclude pattern that is none.
    """
    excluded = _excluded(exclude) if exclude else None
    return _each_once(path for start in paths or ["."] for path in _expand(start, excluded))


def _excluded(exclude: Sequence[str]) -> "Ignore":
    from ndlint.source.ignore import compiled

    return compiled(os.getcwd(), exclude)


def _each_once(paths: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for path in paths:
        identity = path if path == "-" else os.path.abspath(path)
        if identity not in seen:
            seen.add(identity)
            yield path


def _expand(start: str, excluded: "Ignore | None") -> Iterator[str]:
    if start == "-" or not os.path.isdir(start):
        yield start
        return
    top = os.path.abspath(start)
    if excluded is not None and not is_within(top, excluded.folder):
        excluded = replace(excluded, folder=top)
    pending = [(os.path.normpath(start), _layers_above(top))]
    while pending:
        folder, layers = pending.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            yield folder
            continue
        place = os.path.abspath(folder)
        if place != top and any(entry.name == "pyvenv.cfg" for entry in entries):
            continue
        layers = (*_load(place), *layers)
        inner = []
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if not (_may_be_searched(entry.name) if is_folder else _is_program(entry)):
                continue
            path = os.path.join(place, entry.name) + (os.sep if is_folder else "")
            if _is_ignored(path, layers) or (excluded is not None and excluded.verdict(path)):
                continue
            shown = os.path.normpath(os.path.join(folder, entry.name))
            if is_folder:
                inner.append((shown, layers))
            else:
                yield shown
        pending.extend(reversed(inner))


def _may_be_searched(name: str) -> bool:
    return not any(fnmatchcase(name, pattern) for pattern in SKIPPED)


def _is_program(entry: os.DirEntry[str]) -> bool:
    """A Python file or a notebook: no pipe, no socket, no link to nowhere, which some editors
    use as a lock."""
    try:
        return entry.name.endswith((".py", ".ipynb")) and entry.is_file()
    except OSError:
        return False


def _layers_above(top: str) -> "Layers":
    """What the .gitignore files above a folder say of its contents, up to the repository's root.

    Outside a repository they say nothing, and nothing either of a folder that was named
    although they ignore it.
    """
    above = []
    folder = top
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ()
        above.append(parent)
        folder = parent
    layers = tuple(layer for folder in above for layer in _load(folder))
    return () if _is_ignored(top + os.sep, layers) else layers


def _load(folder: str) -> "Layers":
    if not os.path.isfile(os.path.join(folder, ".gitignore")):
        return ()
    from ndlint.source.ignore import load

    return load(folder)


def _is_ignored(path: str, layers: "Layers") -> bool:
    """Whether an entry is ignored: the nearest .gitignore that speaks of it decides."""
    for layer in layers:
        if (verdict := layer.verdict(path)) is not None:
            return verdict
    return False
