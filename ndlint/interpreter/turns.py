"""What the turns of a loop give to calls: numbers that are counted, one row after the other.

It is read in the text of the loop: of a value that is not known, nothing tells whether the next
turn has the same.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec.structs import replace

from ndlint.events import Event, Feed, GraphCall
from ndlint.interpreter import lowered as op
from ndlint.interpreter.lowered import dotted
from ndlint.interpreter.objects import Closure
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import Iterated, Stepping
from ndlint.knowledge.binding import Arguments
from ndlint.source.nodes import nodes_in
from ndlint.target import current
from ndlint.values.base import Float, Int, Value
from ndlint.values.dataset import Elements

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def tell_graph_call(
    run: Run, function: Closure, arguments: Arguments, node: op.Call, bound: int = 0
) -> None:
    """Tell of a call of a `tf.function` that gets numbers of Python's. `bound`: of so many
    parameters, the arguments do not stand in the call."""
    if not function.is_graph or run.graphs or not current().usual_graphs:
        return
    numbers, counted = [], set()
    for name, value, given in _given(function, arguments, node, bound):
        if isinstance(value, Int | Float):
            numbers.append((name, value))
            if any(_is_counted(given.place, _counters(loop.place)) for loop in run.loops):
                counted.add(name)
    if numbers:
        event = GraphCall(
            function=run.site(function.function.place),
            numbers=tuple(numbers),
            counted=frozenset(counted),
        )
        run.emit(event, node.place, dotted(node.callee))


def _given(
    function: Closure, arguments: Arguments, node: op.Call, bound: int
) -> Iterator[tuple[str, Value, op.Operation]]:
    """The parameters, what they are given, and what stands there."""
    if not arguments.complete or any(a.star for a in node.arguments):
        return
    names = [p.name for p in function.function.parameters if not p.star][bound:]
    plain = [a.value for a in node.arguments if a.name is None]
    yield from zip(names, arguments.positional, plain, strict=False)
    for argument in node.arguments:
        if argument.name is not None and argument.name in arguments.keywords:
            yield argument.name, arguments.keywords[argument.name], argument.value


def _is_counted(given: ast.AST | None, counters: frozenset[str]) -> bool:
    """Whether the expression is another number for each one of a counter."""
    match given:
        case ast.Name(id=name):
            return name in counters
        case ast.Call(func=ast.Name(id="float" | "int"), args=[only]):
            return _is_counted(only, counters)
        case ast.BinOp(left=left, op=operator, right=right) if isinstance(operator, ARITHMETIC):
            return _is_counted(left, counters) != _is_counted(right, counters)
    return False


@lru_cache(maxsize=256)
def _counters(loop: ast.AST | None) -> frozenset[str]:
    """The names that a loop counts: of `range`, of `enumerate`."""
    if isinstance(loop, ast.For):
        return frozenset(_counted(loop.target, loop.iter))
    if isinstance(loop, COMPREHENSIONS):
        return frozenset(n for g in loop.generators for n in _counted(g.target, g.iter))
    return frozenset()


def _counted(target: ast.expr, iterable: ast.expr) -> Iterable[str]:
    match target, iterable:
        case ast.Name(id=name), ast.Call(func=ast.Name(id="range")):
            return (name,)
        case ast.Tuple(elts=[ast.Name(id=name), *_]), ast.Call(func=ast.Name(id="enumerate")):
            return (name,)
    return ()


def first_count(run: Run, loop: ast.AST, iterable: Value) -> tuple[str, Int] | None:
    """The variable that counts the turns of a loop, and its value in the first one; None: it has
    none, or no condition in the loop asks for it."""
    if not isinstance(loop, ast.For) or not (name := _asked_count(loop)):
        return None
    match loop.iter, iterable:
        case ast.Call(func=ast.Name(id="range")), Iterated(span=(start, _)):
            return name, Int(start)
        case ast.Call(func=ast.Name(id="enumerate")) as made, Stepping() | Elements():
            match [*made.args[1:], *(keyword.value for keyword in made.keywords)]:
                case []:
                    return name, Int(0)
                case [ast.Constant(value=int(start))]:
                    return name, Int(start)
    return None


@lru_cache(maxsize=256)
def _asked_count(loop: ast.For) -> str:
    """The name that a loop counts, where a condition in it asks for that; "": none does."""
    name = next(iter(_counters(loop)), "")
    tests = [n.test for n in nodes_in(loop) if isinstance(n, ast.If | ast.IfExp)] if name else []
    return name if any(_mentions(test, {name}) for test in tests) else ""


def in_turns(run: Run, event: Event, node: op.Call) -> Event:
    """The event, which knows whether data that reaches a model is what a loop goes through."""
    if not run.loops or not isinstance(event, Feed):
        return event
    first = next((a.value.place for a in node.arguments if not a.star), None)
    if first is None:
        return event
    passed = frozenset(name for loop in run.loops for name in _passed(loop.place))
    return replace(event, in_turns=_mentions(first, passed), is_row=_is_row(first))


def _is_row(given: ast.AST) -> bool:
    """Whether it is `x[i : i + 1]`."""
    match given:
        case ast.Subscript(
            slice=ast.Slice(
                lower=ast.Name(id=low),
                upper=ast.BinOp(left=ast.Name(id=name), op=ast.Add(), right=ast.Constant(value=1)),
            )
        ):
            return name == low
    return False


@lru_cache(maxsize=256)
def _passed(loop: ast.AST | None) -> frozenset[str]:
    """The names that hold what a loop goes through, and what is made of that in its body."""
    if isinstance(loop, COMPREHENSIONS):
        return frozenset(n for g in loop.generators for n in _names(g.target))
    if not isinstance(loop, ast.For):
        return frozenset()
    found = set(_names(loop.target))
    for statement in loop.body:
        for part in nodes_in(statement):
            if isinstance(part, ast.Assign) and _mentions(part.value, found):
                found.update(name for target in part.targets for name in _names(target))
    return frozenset(found)


def _names(target: ast.AST) -> Iterator[str]:
    return (n.id for n in nodes_in(target) if isinstance(n, ast.Name))


def _mentions(given: ast.AST, names: Iterable[str]) -> bool:
    return not set(names).isdisjoint(_names(given))
