"""Edits and the text of a program: offsets, and what becomes of both."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from ndlint.findings import Edit
from ndlint.values.trace import Site

_LINE_END = re.compile(r"\r\n|\r|\n")


class Text(Struct, frozen=True, dict=True):
    """The text of a program with its lines, whose ends stay as they are."""

    path: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    @cached_property
    def line_end(self) -> str:
        """How this text ends a line."""
        found = _LINE_END.search(self.text)
        return found.group() if found else "\n"

    def range(self, site: Site) -> tuple[int, int]:
        """The offsets of a site's start and end."""
        start = self._starts[site.line - 1] + site.column - 1
        return start, self._starts[site.end_line - 1] + site.end_column - 1

    def at(self, site: Site) -> str:
        """The text of a site."""
        start, end = self.range(site)
        return self.text[start:end]

    def site(self, start: int, end: int) -> Site:
        """The site between two offsets."""
        from bisect import bisect_right

        line, end_line = bisect_right(self._starts, start), bisect_right(self._starts, end)
        column, end_column = start - self._starts[line - 1], end - self._starts[end_line - 1]
        return Site(self.path, line, column + 1, end_line, end_column + 1)

    def before(self, line: int, column: int) -> str:
        """What stands on a line before a column."""
        start = self._starts[line - 1]
        return self.text[start : start + column - 1]

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text after all edits, none of which may overlap. Raises: ValueError."""
        pieces: list[str] = []
        done = 0
        for start, end, new in self._in_order(edits):
            if start < done:
                raise ValueError("edits overlap")
            pieces += (self.text[done:start], new)
            done = end
        return "".join([*pieces, self.text[done:]])

    def moved(self, offset: int, edits: Sequence[Edit]) -> set[int]:
        """Where an offset may be after the edits: what is inserted just there may have come
        before it or after it."""
        before = after = 0
        for start, end, new in self._in_order(edits):
            delta = len(new) - (end - start)
            if end <= offset and start < offset:
                before += delta
                after += delta
            elif start == end == offset:
                after += delta
        return {offset + before, offset + after}

    def _in_order(self, edits: Iterable[Edit]) -> list[tuple[int, int, str]]:
        return sorted((*self.range(edit.site), edit.text) for edit in edits)
