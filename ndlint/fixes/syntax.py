"""The syntax tree of a source, by place: which node stands there, and inside of what."""

import ast
from functools import cached_property

from msgspec import Struct

from ndlint.fixes.repair import Argument, Item, Key, Operand, Part, Place
from ndlint.source.text import Source
from ndlint.values.trace import Site

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
SCOPES = (*FUNCTIONS, ast.ClassDef)


class Syntax(Struct, frozen=True, dict=True):
    """A source with its nodes by place."""

    source: Source

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node around each node."""
        return {
            child: parent
            for parent in ast.walk(self.source.tree)
            for child in ast.iter_child_nodes(parent)
        }

    @cached_property
    def _expressions(self) -> dict[Site, ast.expr]:
        found: dict[Site, ast.expr] = {}
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.expr):
                found.setdefault(self.source.site(node), node)
        return found

    def at(self, place: Place) -> ast.expr | None:
        """The expression at a place; None: there is none, or it is written otherwise."""
        node = self._expressions.get(place.site)
        for part in place.parts:
            if node is None:
                return None
            node = _part(node, part)
        return node

    def functions_around(self, node: ast.AST) -> list[ast.AST]:
        """The functions that a node stands in, the innermost first."""
        found: list[ast.AST] = []
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, FUNCTIONS):
                found.append(node)
        return found

    def scope(self, node: ast.AST) -> ast.AST | None:
        """The innermost function or class that a node stands in; None: the module."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, SCOPES):
                return node
        return None


def _part(node: ast.expr, part: Part) -> ast.expr | None:
    match node, part:
        case ast.Call(), Argument(names, position):
            given = argument(node, names, position)
            return given.value if isinstance(given, ast.keyword) else given
        case ast.BinOp(left=left, right=right), Operand(index):
            return (left, right)[index]
        case ast.Compare(left=left, comparators=[right]), Operand(index):
            return (left, right)[index]
        case ast.UnaryOp(operand=operand), Operand(0):
            return operand
        case ast.Call(), Operand(index):
            given = argument(node, (), index)
            return None if isinstance(given, ast.keyword) else given
        case ast.Tuple(elts=items) | ast.List(elts=items), Item(index):
            is_plain = index < len(items) and not any(isinstance(i, ast.Starred) for i in items)
            return items[index] if is_plain else None
        case ast.Dict(keys=keys, values=values), Key(text) if None not in keys:
            written = [k.value if isinstance(k, ast.Constant) else None for k in keys]
            return values[written.index(text)] if written.count(text) == 1 else None
    return None


def argument(
    call: ast.Call, names: tuple[str, ...], position: int | None
) -> ast.expr | ast.keyword | None:
    """An argument of a call as it is written; None: it is not given, or not plainly."""
    for keyword in call.keywords:
        if keyword.arg in names:
            return keyword
    if position is None or position >= len(call.args):
        return None
    if any(isinstance(a, ast.Starred) for a in call.args[: position + 1]):
        return None
    return call.args[position]


def hides_arguments(call: ast.Call) -> bool:
    """Whether `*args` or `**kwargs` may give more than what is written."""
    return any(isinstance(a, ast.Starred) for a in call.args) or any(
        k.arg is None for k in call.keywords
    )
