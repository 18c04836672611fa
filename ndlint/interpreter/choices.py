"""Conditions that are not decided: which of them cost knowledge, and what follows from one.

After a branch that may go either way, only what holds on both sides is known. Where that
loses something, the program is run again under the assumption that the condition holds, and
once more under the opposite one. Never are two conditions assumed together: they may
exclude each other.
"""

import ast
from collections.abc import Callable, Iterator
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ndlint.interpreter.lowered import Node
from ndlint.interpreter.state import State
from ndlint.source.nodes import nodes_in
from ndlint.values.array import Array
from ndlint.values.base import Bool, Float, Int, List, Nothing, Str, Unknown, Value, elements
from ndlint.values.facts import Truth

if TYPE_CHECKING:
    from ndlint.interpreter.run import Run

PURE = frozenset({"bool", "hasattr", "int", "isinstance", "len", "str", "type"})
"""Functions that give the same again for the same arguments."""


PLAIN = (Bool, Float, Int, Nothing, Str, Unknown)


class Cost(Enum):
    """What is forgotten where the sides of a condition are joined."""

    NOTHING = "nothing"
    PLAIN = "plain"
    """Numbers and words, and lists of them: they matter to what takes data."""
    MUCH = "much"
    """Also what may take or make data."""


class Point(Struct, frozen=True):
    """A run as it was after so many statements of its module, which had `spent` so much."""

    run: "Run"
    statements: int
    spent: int


class Choices(Struct):
    """The conditions of one run that were not decided, in the order in which they were met.

    `point` is where the statement of the module begins that runs now.
    """

    point: Point | None = None
    _times: dict[Node, int] = field(default_factory=dict)
    _costly: dict[Node, tuple[Point, Cost]] = field(default_factory=dict)

    def note(self, test: Node, cost: Cost) -> None:
        """A condition was met and not decided, which costs that knowledge."""
        self._times[test] = self._times.get(test, 0) + 1
        if cost is not Cost.NOTHING and self.point is not None:
            self._costly[test] = self.point, cost

    def worthwhile(self, takes_data: bool) -> list[tuple[Node, Point]]:
        """Those to assume, with a point before they were met. One that was met more often need
        not go the same way each time. `takes_data`: something is there that takes data."""
        return [
            (test, point)
            for test, (point, cost) in self._costly.items()
            if self._times[test] == 1 and (takes_data or cost is Cost.MUCH)
        ]


class Assumption:
    """That a condition holds, or does not, where it is first met."""

    def __init__(self, test: Node, holds: bool) -> None:
        self.test = test
        self.holds = holds
        self._condition, self._is_negated = _positive(test)
        self._seen: list[Value | None] | None = None
        """What its variables held when it was met."""

    def decides(self, test: Node, state: State, load: Callable[[str], Value | None]) -> bool | None:
        """Which way a condition goes that is not decided by itself; None: either."""
        if self._seen is None:
            if test is self.test:
                self._seen = _held(test, state, load)
                return self.holds
            return None
        condition, is_negated = _positive(test)
        if condition != self._condition or not _is_pure(test):
            return None
        if _held(test, state, load) != self._seen:
            return None
        return self.holds is (is_negated == self._is_negated)


def _held(test: Node, state: State, load: Callable[[str], Value | None]) -> list[Value | None]:
    """The variables of a condition and, where these are objects, what they are."""
    values = [load(name) for name in _names(test)]
    return [*values, *(state.peek(v) for v in values if v is not None)]


@lru_cache(maxsize=1024)
def _positive(test: Node) -> tuple[str, bool]:
    """The text of a condition without its `not`, and whether it has one."""
    is_negated = False
    inner: ast.AST = test
    while isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.Not):
        inner, is_negated = inner.operand, not is_negated
    return ast.dump(inner), is_negated


@lru_cache(maxsize=1024)
def _names(test: Node) -> tuple[str, ...]:
    return tuple(sorted({n.id for n in nodes_in(test) if isinstance(n, ast.Name)}))


def _is_pure(test: Node) -> bool:
    """Whether the condition, asked again of the same values, has the same answer."""
    calls = [node.func for node in nodes_in(test) if isinstance(node, ast.Call)]
    return all(isinstance(by, ast.Name) and by.id in PURE for by in calls)


def cost_of(sides: list[State], joint: State) -> Cost:
    """How much less of data the joint state of two knows than one of them does."""
    cost = Cost.NOTHING
    for side in sides:
        for lost in _lost(side, joint):
            if not _is_plain(lost):
                return Cost.MUCH
            cost = Cost.PLAIN
    return cost


def _is_plain(value: Value) -> bool:
    if isinstance(value, PLAIN):
        return True
    if isinstance(value, List) and value.items is None:
        return isinstance(value.each, PLAIN)
    items = elements(value)
    return items is not None and all(isinstance(item, PLAIN) for item in items)


def _lost(side: State, joint: State) -> Iterator[Value]:
    """What of the side is no longer known."""
    for scope, variables in side.scopes.items():
        after = joint.scopes[scope]
        if after is variables:
            continue
        for name, value in variables.items():
            kept = after[name]
            if kept is not value and _is_lost(before := side.peek(value), joint.peek(kept)):
                yield before
    for key, value in side.heap.items():
        if joint.heap.get(key) is not value and _is_lost(value, joint.peek_at(key)):
            yield value


def _is_lost(before: Value, after: Value) -> bool:
    """Whether of a value that matters to data something is no longer known."""
    if isinstance(before, Unknown | Bool | Float | Nothing):
        return False
    if isinstance(before, Array) and isinstance(after, Array):
        return _form(before) != _form(after)
    return before != after


def _form(array: Array) -> tuple[object, ...]:
    facts = array.facts
    return array.kind, array.dtype, array.shape, facts.nan is Truth.YES, facts.inf is Truth.YES
