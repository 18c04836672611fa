"""Which files a pattern means: flake8's patterns, and those of .gitignore."""

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from ndlint.configuration.problem import WrongValue

if TYPE_CHECKING:
    from ndlint.source.ignore import Ignore


class Exclusion(Protocol):
    """Files and folders to pass over."""

    def covers(self, path: str, start: str) -> bool:
        """Whether a file is passed over that was found in `start`, or is `start`."""


class Flake8Exclusion(Struct, frozen=True):
    """flake8's: each is held against the name and the absolute path."""

    patterns: tuple[str, ...]

    def covers(self, path: str, start: str) -> bool:
        """Whether the path, or a folder on the way to it from `start`, matches."""
        steps = list(_way(start, path))
        # As it is written, for flake8 does: `folder/` has no name.
        return bool(steps) and any(_matches(s, self.patterns) for s in (start, *steps[1:]))


class GitExclusion(Struct, frozen=True):
    """Those of .gitignore, relative to the folder of the file that holds them."""

    ignore: "Ignore"

    def covers(self, path: str, start: str) -> bool:
        """Whether the path, or a folder above it, is ignored, wherever the search began."""
        steps = list(_way(self.ignore.folder, path))[1:]
        entries = [*(folder + os.sep for folder in steps[:-1]), *steps[-1:]]
        return any(self.ignore.verdict(entry) for entry in entries)


class FileIgnores(Struct, frozen=True):
    """Codes that the files of one pattern ignore."""

    pattern: str
    codes: tuple[str, ...]


def ignored_in(path: str, table: Iterable[FileIgnores]) -> tuple[str, ...]:
    """The codes that a file ignores. Of several patterns the longest decides, as in flake8."""
    matching = [row for row in table if _matches(path, (row.pattern,))]
    return max(matching, key=lambda row: len(row.pattern)).codes if matching else ()


def absolute(pattern: str, folder: str) -> str:
    """A pattern of flake8's, relative to a folder where it holds a slash."""
    from flake8.utils import normalize_path  # type: ignore[import-untyped]

    return str(normalize_path(pattern, folder))


def git_exclusion(patterns: Iterable[str], folder: str) -> GitExclusion:
    """Patterns as in .gitignore. Raises: WrongValue for one that is none."""
    from ndlint.source.ignore import compiled

    try:
        return GitExclusion(compiled(os.path.abspath(folder), patterns))
    except ValueError as error:
        raise WrongValue(str(error)) from None


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    name = os.path.basename(path)
    if name not in {".", ".."} and any(fnmatch(name, pattern) for pattern in patterns):
        return True
    absolute = os.path.abspath(path)
    return any(fnmatch(absolute, pattern) for pattern in patterns)


def _way(start: str, path: str) -> Iterator[str]:
    """From a folder down to a path in it, both included; nothing where it is not in it."""
    start, path = os.path.abspath(start), os.path.abspath(path)
    steps = [path]
    while steps[-1] != start:
        above = os.path.dirname(steps[-1])
        if above == steps[-1]:
            return
        steps.append(above)
    yield from reversed(steps)
