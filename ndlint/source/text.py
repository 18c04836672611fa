"""One file's text and syntax tree."""

import ast
import warnings
from functools import cached_property

from msgspec import Struct

from ndlint.source.cells import Cell, cell_at, written
from ndlint.values.trace import Site


class Source(Struct, frozen=True, dict=True):
    """The text of one program and its syntax tree. `path` is as findings print it.

    `cells` are those of the notebook that the program was made of: places in the program are
    not places in the file.
    """

    path: str
    text: str
    tree: ast.Module
    cells: tuple[Cell, ...] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The physical lines, as Python numbers them (a form feed ends none)."""
        return with_line_feeds(self.text).split("\n")

    @cached_property
    def written(self) -> list[str]:
        """The same lines as their author wrote them: in a notebook, with its magics."""
        return written(self.cells, len(self.lines)) if self.cells else self.lines

    @cached_property
    def _is_ascii(self) -> bool:
        return self.text.isascii()

    @cached_property
    def _sites(self) -> dict[ast.AST, Site]:
        return {}

    def site(self, node: ast.expr | ast.stmt) -> Site:
        """The place of a node. `ast` counts UTF-8 bytes from 0; a site, characters from 1."""
        found = self._sites.get(node)
        if found is None:
            found = self._sites[node] = self._site(node)
        return found

    def is_shown(self, node: ast.expr | ast.stmt) -> bool:
        """Whether a notebook may show the value of an expression: it ends a cell."""
        if not self.cells:
            return False
        end = node.end_lineno or node.lineno
        cell = cell_at(self.cells, end)
        rest = self.lines[end : cell.start + len(cell.lines)]
        return not any(line.partition("#")[0].strip() for line in rest)

    def _site(self, node: ast.expr | ast.stmt) -> Site:
        end_line = node.end_lineno or node.lineno
        end_column = node.end_col_offset or node.col_offset
        return Site(
            self.path,
            node.lineno,
            self._characters(node.lineno, node.col_offset) + 1,
            end_line,
            self._characters(end_line, end_column) + 1,
        )

    def _characters(self, line: int, offset: int) -> int:
        if self._is_ascii:
            return offset
        text = self.lines[line - 1]
        return len(text.encode("utf8")[:offset].decode("utf8", "ignore"))


def with_line_feeds(text: str) -> str:
    """The text with every line ending a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(path: str, text: str, cells: tuple[Cell, ...] = ()) -> Source:
    """The source with its tree. Raises: SyntaxError, ValueError, RecursionError, MemoryError.

    What Python warns of while it parses (an invalid escape, say) is for others to say.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Source(path, text, ast.parse(text, path), cells)
