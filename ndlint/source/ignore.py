"""Patterns in the manner of .gitignore, as Git reads them: of the entries of one folder at a time.

A pattern speaks of the entries that it names; what an ignored folder holds is passed over
because nobody goes there. pathspec compiles the patterns, but has them speak of a folder's
contents too, so that `*`, `!*/`, `!*.py` would find nothing below the top.
"""

import os
import re
from collections.abc import Iterable

from msgspec import Struct
from pathspec import GitIgnoreSpec

Layers = tuple["Ignore", ...]
"""What holds at a place, the nearest first: the first that speaks decides."""


class _Pattern(Struct, frozen=True):
    regex: re.Pattern[str]
    ignores: bool
    is_of_name: bool

    def names(self, path: str) -> bool:
        """Whether the pattern names the entry itself, not only a folder above it.

        `ps_d` is pathspec's mark for the slash that ends what a pattern names.
        """
        if self.is_of_name:
            path = path[path.rfind("/", 0, -1) + 1 :]
        match = self.regex.search(path)
        if match is None:
            return False
        return match.groupdict().get("ps_d") is None or match.start("ps_d") == len(path) - 1


class Ignore(Struct, frozen=True):
    """Patterns, the last first, and the folder that they are relative to."""

    folder: str
    patterns: tuple[_Pattern, ...]

    def verdict(self, path: str) -> bool | None:
        """Whether an entry is ignored; None where no pattern speaks of it.

        A folder's path ends in a slash. Both paths are absolute.
        """
        path = path[len(self.folder) :].replace(os.sep, "/").lstrip("/")
        for pattern in self.patterns:
            if pattern.names(path):
                return pattern.ignores
        return None


def compiled(folder: str, lines: Iterable[str]) -> Ignore:
    """The patterns in some lines. Raises: ValueError for a line that is none."""
    patterns = [pattern for line in lines for pattern in _compile(line)]
    return Ignore(folder, tuple(reversed(patterns)))


def load(folder: str) -> Layers:
    """What a folder's .gitignore says, if it has one. What Git cannot make sense of is left out."""
    try:
        with open(
            os.path.join(folder, ".gitignore"), encoding="utf-8-sig", errors="surrogateescape"
        ) as file:
            lines = file.read().split("\n")
    except OSError:
        return ()
    return (compiled(folder, filter(_is_pattern, lines)),)


def _is_pattern(line: str) -> bool:
    try:
        _compile(line)
    except ValueError:
        return False
    return True


def _compile(line: str) -> list[_Pattern]:
    is_of_name = "/" not in line.rstrip().rstrip("/")
    if line.rstrip().endswith("/**"):
        line = f"{line.rstrip()}/*"  # all that is in the folder, and not the folder
    return [
        _Pattern(pattern.regex, pattern.include, is_of_name)
        for pattern in GitIgnoreSpec.from_lines([line]).patterns
        if pattern.regex is not None and pattern.include is not None
    ]
