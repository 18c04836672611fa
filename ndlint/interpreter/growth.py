"""Lists to which every turn of a loop adds as many items: how long they are after it."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from ndlint.interpreter import lowered as op
from ndlint.interpreter.objects import identities
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import extent
from ndlint.interpreter.state import State
from ndlint.source.nodes import nodes_in
from ndlint.values.base import List, Ref, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim, add, multiply

ENDING = (ast.Break, ast.Continue, ast.Return, ast.Yield, ast.YieldFrom)
"""What may end a turn early, or look at a list between two turns."""


class Growing(Struct):
    """A list that a variable holds, and nothing else: its size when the loop is done."""

    name: str
    ref: Ref
    size: Dim


def growing(run: Run, node: op.For, iterable: Value) -> list[Growing]:
    """The lists that grow by as many items in each turn of a loop that is to be run."""
    if not isinstance(node.place, ast.For) or not (added := _added(node.place)):
        return []
    turns, _ = extent(run, iterable)
    if turns is UNKNOWN_DIM:
        return []
    found = []
    for name, count in added:
        ref = run.live.get(run.frame.scopes[0], name)
        held = run.live.peek(ref) if isinstance(ref, Ref) else None
        if isinstance(ref, Ref) and isinstance(held, List) and _is_alone(run, name, ref):
            found.append(Growing(name, ref, add(held.size, multiply(turns, count))))
    return found


def grown(run: Run, lists: list[Growing]) -> None:
    """Note how long the lists are after the loop."""
    for grows in lists:
        held = run.live.peek(grows.ref)
        is_same = run.live.get(run.frame.scopes[0], grows.name) == grows.ref
        if is_same and isinstance(held, List) and held.items is None:
            run.live.write(grows.ref, replace(held, length=grows.size))


@lru_cache(maxsize=1024)
def _added(loop: ast.For) -> tuple[tuple[str, int], ...]:
    """The names of lists to which each turn appends, whatever happens, and how many items; the
    loop does nothing else with them."""
    counts = Counter(_appended(loop))
    if not counts or loop.orelse:
        return ()
    inside = nodes_in(loop)
    if any(isinstance(inner, ENDING) for inner in inside):
        return ()
    mentions = Counter(inner.id for inner in inside if isinstance(inner, ast.Name))
    return tuple((name, n) for name, n in counts.items() if mentions[name] == n)


def _appended(loop: ast.For) -> Iterator[str]:
    for statement in loop.body:
        match statement:
            case ast.Expr(
                ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr="append"),
                    args=[item],
                    keywords=[],
                )
            ) if not isinstance(item, ast.Starred):
                yield name


def _is_alone(run: Run, name: str, ref: Ref) -> bool:
    """Whether no function, no other variable and no other object leads to the list."""
    scope = run.frame.scopes[0]
    for closure in run.closures:
        if scope in closure.scopes and name in closure.function.loads:
            return False
    return not any(held == ref for held in _held(run.live, scope, name))


def _held(state: State, scope: int, name: str) -> Iterator[Value]:
    """What all variables but one lead to, and all objects."""
    for number, variables in state.scopes.items():
        for other, value in variables.items():
            if (number, other) != (scope, name):
                yield from identities(value)
    for value in state.heap.values():
        yield from identities(value)
