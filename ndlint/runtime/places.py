"""Where a frame is: the node of the source that it evaluates, as a site and a callee."""

import ast
import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from types import CodeType

from msgspec import Struct

from ndlint.interpreter.lower import SYMBOLS, lower
from ndlint.interpreter.lowered import Evaluate, dotted
from ndlint.runtime.sources import Sources, shown
from ndlint.source.text import Source
from ndlint.values.trace import Site

Range = tuple[int, int, int, int]
"""First line, last line, first column, column after the last: as `ast` counts them."""
HAS_COLUMNS = sys.version_info >= (3, 11)


class Place(Struct, frozen=True):
    """A site, and the call there as the program writes it: the callee, or the operator's
    symbol. "" where that is not known."""

    site: Site
    call: str = ""


class Places:
    """Finds places, each once."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._known: dict[tuple[int, int], tuple[CodeType, Place]] = {}

    def of(self, code: CodeType, instruction: int, line: int, name: str) -> Place:
        """The place of a call or an operator that an instruction makes.

        `name` is the last part of the called function's public name, "" for an operator.
        """
        key = (id(code), instruction)
        known = self._known.get(key)
        if known is None:
            place = self._find(code, _range(code, instruction, line), name)
            known = self._known[key] = (code, place)  # the code object keeps its id
        return known[1]

    def _find(self, code: CodeType, at: Range, name: str) -> Place:
        source = self.sources.of(code)
        node = None if source is None else _node(source.tree, at, name)
        if source is None or node is None:
            first, last, start, end = at
            path = shown(code.co_filename) if source is None else source.path
            return Place(Site(path, first, start + 1, last, end + 1))
        return Place(source.site(node), _written(node))


def statement_at(source: Source, code: CodeType, instruction: int, line: int) -> ast.stmt | None:
    """The innermost statement that holds an instruction's place."""
    first, last, start, end = _range(code, instruction, line)
    inner: ast.stmt | None = None
    pending: list[ast.AST] = [source.tree]
    while pending:
        node = pending.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                if not _holds(child, (first, start), (last, end)):
                    continue
                inner = child
            pending.append(child)
    return inner


def statement_of(tree: ast.Module, site: Site) -> ast.stmt | None:
    """The innermost statement on whose lines a site begins and ends."""
    found: ast.stmt | None = None
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            if node.lineno <= site.line and site.end_line <= (node.end_lineno or node.lineno):
                found = node  # what is deeper comes later
    return found


def _holds(node: ast.stmt, start: tuple[int, int], end: tuple[int, int]) -> bool:
    last = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    if not HAS_COLUMNS:
        return node.lineno <= start[0] <= last[0]
    return (node.lineno, node.col_offset) <= start and end <= last


def _range(code: CodeType, instruction: int, line: int) -> Range:
    """What an instruction evaluates; without columns before Python 3.11."""
    if HAS_COLUMNS and instruction >= 0:
        positions = code.co_positions()  # type: ignore[attr-defined]  # new in 3.11
        found = next(islice(positions, instruction // 2, None), None)
        if found is not None and None not in found:
            first, last, start, end = found
            return (first or line, last or line, start or 0, end or 0)
    return (line, line, 0, 0)


def _node(tree: ast.Module, at: Range, name: str) -> ast.expr | ast.stmt | None:
    first, last, start, end = at
    if not HAS_COLUMNS:
        return _by_line(tree, first, name)
    for node in _by_end(tree).get((last, end), ()):
        # The place of a call that goes over lines begins at the method's name.
        if isinstance(node, ast.Call) if name else (node.lineno, node.col_offset) == (first, start):
            return node
    return None


def _by_line(tree: ast.Module, line: int, name: str) -> ast.expr | ast.stmt | None:
    """The only node on a line that can be meant, or the first one."""
    found = [n for n in _calls_and_operators(tree) if n.lineno == line]
    found = [n for n in found if isinstance(n, ast.Call) is bool(name)]
    named = [n for n in found if _written(n).rpartition(".")[2] == name]
    return next(iter(named or found), None)


@lru_cache(maxsize=64)
def _by_end(tree: ast.Module) -> dict[tuple[int, int], list[ast.expr | ast.stmt]]:
    nodes: dict[tuple[int, int], list[ast.expr | ast.stmt]] = {}
    for node in _calls_and_operators(tree):
        nodes.setdefault((node.end_lineno or 0, node.end_col_offset or 0), []).append(node)
    return nodes


def _calls_and_operators(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.BinOp | ast.AugAssign | ast.Compare):
            yield node


def _written(node: ast.expr | ast.stmt) -> str:
    match node:
        case ast.Call(func=callee):
            lowered = lower(ast.Module([ast.Expr(callee)], [])).body[0]
            return dotted(lowered.value) if isinstance(lowered, Evaluate) else ""
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator) | ast.Compare(ops=[operator]):
            return SYMBOLS[type(operator)]
    return ""
