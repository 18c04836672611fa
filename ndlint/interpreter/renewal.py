"""Which variables every turn of a loop binds anew, so that none reads those of the turn before.

Source: the analysis of live variables, for the one point where a turn begins.
"""

import ast
from collections.abc import Iterable
from functools import lru_cache

from ndlint.interpreter.run import Run
from ndlint.interpreter.state import Variable
from ndlint.source.nodes import nodes_in

LOOPS = (ast.For, ast.AsyncFor, ast.While)
JUMPS = (ast.Break, ast.Continue)
SIMPLE = (ast.Expr, ast.Return, ast.Raise, ast.Assert, ast.Delete, ast.AugAssign, ast.Pass)
"""Statements in which there is no other."""


def source(loop: ast.AST | None) -> str:
    """The name under which a loop keeps what it goes through."""
    return f"<for {id(loop)}>"


def renewed_in(run: Run, loop: ast.AST | None) -> frozenset[Variable]:
    """The variables that each turn of a loop of the running function binds before it reads them,
    and before an error or a jump may end it; and those that statements in the loop keep for
    themselves."""
    frame = run.frame
    scope = frame.scopes[0]
    names = [n for n in run.live.scopes.get(scope, ()) if n.startswith("<") and n != source(loop)]
    kept = frozenset((scope, name) for name in names)
    is_seen_by_others = scope in run.modules and len(run.modules) > 1
    if not isinstance(loop, LOOPS) or frame.attempts or is_seen_by_others:
        return kept
    first = bound_first(loop)
    for closure in run.closures:
        if first and scope in closure.scopes:
            first -= closure.function.loads
    return kept.union((scope, name) for name in first)


@lru_cache(maxsize=1024)
def bound_first(loop: ast.For | ast.AsyncFor | ast.While) -> frozenset[str]:
    """The names that a turn binds whatever happens, if no error does, before it reads them."""
    turn = _Turn(set(), set())
    if isinstance(loop, ast.While):
        turn.look_at(loop.test)
    else:
        turn.bind(loop.target)
    turn.go_through(loop.body)
    return frozenset(turn.bound - turn.read)


class _Turn:
    """What is `bound` at a point of a turn, however it came there, and what was `read` before
    it was bound. After a statement that may end the turn, no more is bound for certain."""

    def __init__(self, bound: set[str], read: set[str]) -> None:
        self.bound = bound
        self.read = read
        self.may_have_ended = False

    def go_through(self, statements: Iterable[ast.stmt]) -> None:
        """Go through statements that are run one after the other."""
        for statement in statements:
            self._statement(statement)

    def look_at(self, node: ast.AST | None) -> None:
        """Note what is read in any part of it, whenever that is run."""
        for inner in nodes_in(node) if node else ():
            if isinstance(inner, ast.Name) and not isinstance(inner.ctx, ast.Store):
                self._read(inner.id)

    def bind(self, target: ast.AST | None) -> None:
        """Note what an assignment to the target binds, and what it reads for that."""
        match target:
            case ast.Name(id=name):
                self._bind(name)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self.bind(part)
            case ast.Starred(value=inner):
                self.bind(inner)
            case _:
                self.look_at(target)

    def _read(self, name: str) -> None:
        if name not in self.bound:
            self.read.add(name)

    def _bind(self, name: str) -> None:
        if not self.may_have_ended:
            self.bound.add(name)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                self.look_at(value)
                for target in targets:
                    self.bind(target)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.look_at(value)
                self.bind(target)
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                self._read(name)
                self.look_at(value)
            case ast.If(test=test, body=then, orelse=otherwise):
                self.look_at(test)
                self._either(then, otherwise)
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                for item in items:
                    self.look_at(item.context_expr)
                    self.bind(item.optional_vars)
                self.go_through(body)
            case ast.For() | ast.AsyncFor() | ast.While():
                self._loop(node)
            case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                for alias in imported:
                    self._bind(alias.asname or alias.name.partition(".")[0])
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self.look_at(node)
                self._bind(node.name)
            case ast.Break() | ast.Continue():
                self.may_have_ended = True
            case _:
                self.look_at(node)
                if not isinstance(node, SIMPLE):
                    self._may_leave(node)

    def _either(self, *blocks: list[ast.stmt]) -> None:
        """One of the blocks is run."""
        ways = [_Turn(self.bound.copy(), self.read) for _ in blocks]
        for way, block in zip(ways, blocks, strict=True):
            way.may_have_ended = self.may_have_ended
            way.go_through(block)
        self.bound |= set.intersection(*(way.bound for way in ways))
        self.may_have_ended |= any(way.may_have_ended for way in ways)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        """A loop inside is run any number of times, or not at all."""
        inner = _Turn(self.bound.copy(), self.read)
        if isinstance(node, ast.While):
            inner.look_at(node.test)
        else:
            self.look_at(node.iter)
            inner.bind(node.target)
        inner.go_through([*node.body, *node.orelse])
        for statement in node.orelse:
            self._may_leave(statement)

    def _may_leave(self, node: ast.stmt) -> None:
        self.may_have_ended |= any(isinstance(inner, JUMPS) for inner in nodes_in(node))
