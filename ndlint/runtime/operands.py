"""What an expression of a running program computes with, as it is evaluated.

A checkpoint before a statement shows its variables; of `x / x.std(axis=0)` that is x, and not
what it is divided by. Where that counts, the parts of an expression that are computed themselves
are handed over on their way into it.
"""

import ast
from collections.abc import Callable, Iterable
from copy import deepcopy

from msgspec import Struct

from ndlint.source.text import Source
from ndlint.values.trace import Site

Whole = ast.BinOp | ast.UnaryOp | ast.Call | ast.AugAssign
Span = tuple[int, int, int, int]
"""Where a node begins and ends: lines and columns, as `ast` counts them."""
COMPUTED = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Subscript, ast.IfExp, ast.Compare, ast.BoolOp)
"""What no variable shows."""
PART = "__ndlint_part_{}"
"""The name that stands for a part, by its number, where the expression is run abstractly."""


def span_of(node: Whole) -> Span:
    """Where a node begins and ends."""
    return (
        node.lineno,
        node.col_offset,
        node.end_lineno or node.lineno,
        node.end_col_offset or node.col_offset,
    )


class Watched(Struct, frozen=True):
    """An expression whose parts are shown: its place, the number of the part that is computed
    last, and the same as a statement in which names stand for the parts."""

    site: Site
    span: Span
    last: int
    statement: ast.stmt


def watched_at(source: Source, sites: Iterable[Site]) -> list[Watched]:
    """The expressions at these sites that have computed parts."""
    wanted = set(sites)
    found: dict[Site, Watched] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, Whole) and (site := source.site(node)) in wanted:
            statement, numbers = _with_names(node)
            if numbers:
                found.setdefault(site, Watched(site, span_of(node), numbers[-1], statement))
    return list(found.values())


def exchange(node: Whole, change: Callable[[int, ast.expr], ast.expr]) -> None:
    """Put something else for each computed part, in the order in which they are computed.

    Of operators and functions, its number is the operand's; a receiver comes after the
    arguments.
    """

    def new(number: int, part: ast.expr) -> ast.expr:
        return change(number, part) if isinstance(part, COMPUTED) else part

    match node:
        case ast.BinOp():
            node.left, node.right = new(0, node.left), new(1, node.right)
        case ast.UnaryOp():
            node.operand = new(0, node.operand)
        case ast.AugAssign():
            node.value = new(1, node.value)
        case ast.Call():
            if isinstance(node.func, ast.Attribute):
                node.func.value = new(len(node.args), node.func.value)
            node.args = [new(number, argument) for number, argument in enumerate(node.args)]


def _with_names(node: Whole) -> tuple[ast.stmt, list[int]]:
    """The expression as a statement, with names for its computed parts, and their numbers in
    the order in which they are computed."""
    numbers: list[int] = []

    def name(number: int, part: ast.expr) -> ast.expr:
        numbers.append(number)
        return ast.copy_location(ast.Name(PART.format(number), ast.Load()), part)

    whole = deepcopy(node)
    exchange(whole, name)
    if isinstance(whole, ast.stmt):
        return whole, numbers
    return ast.copy_location(ast.Expr(whole), node), numbers
