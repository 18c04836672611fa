"""The cells of a notebook in the program that they make together, and the way back to them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ndlint.values.trace import Site


class Problem(Struct, frozen=True):
    """Why a cell could not be parsed, and the line of it where that shows."""

    line: int
    reason: str


class Cell(Struct, frozen=True):
    """A code cell. `number` counts the cells of every kind, from 1, as ruff does.

    `lines` are as the author wrote them, `indent` is what all of them may begin with and the
    program leaves out. The program's lines of the cell follow `start` others, and are at least
    as many. `may_raise`: it is tagged to be run past an error.
    """

    number: int
    start: int
    lines: tuple[str, ...]
    indent: str = ""
    problem: Problem | None = None
    may_raise: bool = False

    def place(self, line: int, column: int) -> tuple[int, int]:
        """The line and column in the cell, of a line and column of the program."""
        at = min(line - self.start, len(self.lines))
        is_indented = bool(self.indent) and self.lines[at - 1].startswith(self.indent)
        return at, column + (len(self.indent) if is_indented else 0)


def cell_at(cells: Sequence[Cell], line: int) -> Cell:
    """The cell that a line of the program belongs to."""
    return cells[bisect_right(cells, line - 1, key=lambda cell: cell.start) - 1]


def in_cell(cells: Sequence[Cell], site: Site) -> Site:
    """A place of the program as a place of its cell."""
    cell = cell_at(cells, site.line)
    line, column = cell.place(site.line, site.column)
    end_line, end_column = cell.place(site.end_line, site.end_column)
    return replace(
        site,
        cell=cell.number,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
    )


def written(cells: Sequence[Cell], length: int) -> list[str]:
    """The lines of the program as their author wrote them, for a program of that length."""
    return list(_padded(cells, length))


def _padded(cells: Sequence[Cell], length: int) -> Iterator[str]:
    ends = [*(cell.start for cell in cells[1:]), length]
    for cell, end in zip(cells, ends, strict=True):
        yield from cell.lines
        yield from [""] * (end - cell.start - len(cell.lines))
