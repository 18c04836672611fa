"""How expressions are evaluated."""

from ndlint.interpreter import lowered as op
from ndlint.interpreter.access import attribute, subscript
from ndlint.interpreter.assignment import assign
from ndlint.interpreter.calls import call, dotted
from ndlint.interpreter.functions import define_function
from ndlint.interpreter.imports import from_star
from ndlint.interpreter.operators import binary, unary
from ndlint.interpreter.run import Run, evaluates
from ndlint.interpreter.sequences import UNROLLED, is_known_key, items_of
from ndlint.interpreter.truth import decide, truth
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Dict,
    List,
    Name,
    Slice,
    Str,
    Tuple,
    Value,
    elements,
)

BUILTINS = frozenset(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__)


@evaluates(op.Constant)
def _constant(run: Run, node: op.Constant) -> Value:
    return run.live.box(node.value)


@evaluates(op.Load)
def _load(run: Run, node: op.Load) -> Value:
    value = run.load(node.name)
    if value is not None:
        return value
    if node.name == "__name__":
        return Str(run.module.name)
    imported = from_star(run, node.name)
    if imported is not None:
        return imported
    if node.name in BUILTINS and not run.star_modules:
        return Name(f"builtins.{node.name}")
    return run.unknown(node.name)


@evaluates(op.Attribute)
def _attribute(run: Run, node: op.Attribute) -> Value:
    return attribute(run, run.evaluate(node.value), node.name, dotted(node.value))


@evaluates(op.Subscript)
def _subscript(run: Run, node: op.Subscript) -> Value:
    owner = run.evaluate(node.value)
    return subscript(run, owner, run.evaluate(node.index), node.place)


@evaluates(op.SliceOf)
def _slice(run: Run, node: op.SliceOf) -> Value:
    start, stop, step = (NOTHING if p is None else run.evaluate(p) for p in node.parts)
    return Slice(start, stop, step)


@evaluates(op.Call)
def _call(run: Run, node: op.Call) -> Value:
    callee = run.evaluate(node.callee)
    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    lost: list[Value] = []
    complete, spread = True, False
    for argument in node.arguments:
        value = run.evaluate(argument.value)
        if argument.star == 1:
            items = elements(run.live.peek(value))
            positional += () if spread else items or ()
            if items is None:
                spread = True
                run.live.lose(value)
        elif argument.star == 2:
            known = _string_items(run.live.peek(value))
            keywords.update(known or {})
            complete &= known is not None
            if known is None:
                run.live.disturb(value)
        elif argument.name is not None:
            keywords[argument.name] = value
        else:
            # After `*values` of unknown length, its place is not known.
            (lost if spread else positional).append(value)
    run.live.lose(*lost)
    complete &= not spread
    return call(run, callee, Arguments(positional, keywords, complete), node)


def _string_items(value: Value) -> dict[str, Value] | None:
    if not isinstance(value, Dict) or value.items is None:
        return None
    found = {k.text: v for k, v in value.items if isinstance(k, Str) and k.text is not None}
    return found if len(found) == len(value.items) else None


@evaluates(op.Binary)
def _binary(run: Run, node: op.Binary) -> Value:
    left = run.evaluate(node.left)
    return binary(run, node.symbol, left, run.evaluate(node.right), node.place)


@evaluates(op.Unary)
def _unary(run: Run, node: op.Unary) -> Value:
    value = run.evaluate(node.operand)
    if node.symbol == "not":
        decided = truth(run, value)
        return Bool(None if decided is None else not decided)
    return unary(run, node.symbol, value, node.place)


@evaluates(op.Logic)
def _logic(run: Run, node: op.Logic) -> Value:
    """`and` and `or` stop at the first operand that decides."""
    stops_at = node.symbol == "or"
    result: Value | None = None
    for operand in node.operands:
        if result is None:
            value = run.evaluate(operand)
        else:
            before = run.live.fork()
            with run.conditionally():
                value = run.evaluate(operand)
            run.state = before if run.state is None else run.state.join(before)
        decided = truth(run, value)
        if decided is stops_at:
            return value if result is None else run.live.either(result, value)
        if decided is None:
            result = value if result is None else run.live.either(result, value)
        last = value
    return last if result is None else run.live.either(result, last)


@evaluates(op.Conditional)
def _conditional(run: Run, node: op.Conditional) -> Value:
    decided = decide(run, node.test)
    if decided is not None:
        return run.evaluate(node.then if decided else node.otherwise)
    before = run.live.fork()
    with run.conditionally():
        then = run.evaluate(node.then)
        after = run.state
        run.state = before
        otherwise = run.evaluate(node.otherwise)
    if after is None:
        return otherwise
    if run.state is None:
        run.state = after
        return then
    if not run.is_in_expression and not run.is_away:
        run.choices.note(node.test.place, is_costly=then != otherwise)
    run.state = after.join(run.state)
    return run.state.either(then, otherwise)


@evaluates(op.Display)
def _display(run: Run, node: op.Display) -> Value:
    items: list[Value] = []
    known = True
    for item in node.items:
        if isinstance(item, op.Starred):
            inner = elements(run.live.peek(run.evaluate(item.value)))
            known &= inner is not None
            items += inner or ()
        else:
            items.append(run.evaluate(item))
    if not known or node.kind == "set":
        run.live.lose(*items)
    if node.kind == "tuple":
        return Tuple(tuple(items)) if known else UNKNOWN
    if node.kind == "list":
        return run.live.box(List(tuple(items) if known else None))
    return run.unknown()


@evaluates(op.DictDisplay)
def _dict(run: Run, node: op.DictDisplay) -> Value:
    items: dict[Value, Value] = {}
    known = True
    for key, value in node.items:
        inner = run.evaluate(value)
        if key is None:
            behind = run.live.peek(inner)
            known &= isinstance(behind, Dict) and behind.items is not None
            items.update((behind.items or ()) if isinstance(behind, Dict) else ())
        else:
            items[run.evaluate(key)] = inner
    known &= all(map(is_known_key, items))
    if not known:
        run.live.lose(*items.values())
    return run.live.box(Dict(tuple(items.items()) if known else None))


@evaluates(op.Comprehension)
def _comprehension(run: Run, node: op.Comprehension) -> Value:
    """A list of known items where there is one known iterable and no condition."""
    scopes = run.frame.scopes
    run.frame.scopes = (run.keys.new(), *scopes)
    run.frame.inner += 1
    first_closure = len(run.closures)
    try:
        first = node.generators[0]
        items, _ = items_of(run, run.evaluate(first.iterable))
        exact = len(node.generators) == 1 and not first.conditions
        if exact and items is not None and len(items) <= UNROLLED and node.kind == "list":
            return run.live.box(List(tuple(_elements(run, node, items))))
        _once(run, node, 0)
    finally:
        if not any(run.frame.scopes[0] in c.scopes for c in run.closures[first_closure:]):
            run.live.leave(run.frame.scopes[0])
        run.frame.scopes = scopes
        run.frame.inner -= 1
    if node.kind == "list":
        return run.live.box(List(None))
    return run.live.box(Dict(None)) if node.kind == "dict" else run.unknown()


def _elements(run: Run, node: op.Comprehension, items: tuple[Value, ...]) -> list[Value]:
    found = []
    for item in items:
        assign(run, node.generators[0].target, item)
        found.append(run.evaluate(node.element))
    return found


def _once(run: Run, node: op.Comprehension, depth: int) -> None:
    """Evaluate the element for unknown items, for what happens in it."""
    if depth == len(node.generators):
        run.live.lose(run.evaluate(node.element))
        return
    generator = node.generators[depth]
    iterable = run.evaluate(generator.iterable)
    items, each = items_of(run, iterable)
    before = run.live.fork()
    assign(run, generator.target, items[0] if items and len(items) == 1 else each())
    with run.conditionally():
        for condition in generator.conditions:
            run.evaluate(condition)
        _once(run, node, depth + 1)
    if run.state is not None:
        run.state = run.state.join(before)


@evaluates(op.Walrus)
def _walrus(run: Run, node: op.Walrus) -> Value:
    value = run.evaluate(node.value)
    run.store(node.name, value, run.frame.inner)
    return value


@evaluates(op.Opaque)
def _opaque(run: Run, node: op.Opaque) -> Value:
    for part in node.parts:
        run.live.lose(run.evaluate(part))
    return run.unknown()


@evaluates(op.Starred)
def _starred(run: Run, node: op.Starred) -> Value:
    return run.evaluate(node.value)


@evaluates(op.Function)
def _lambda(run: Run, node: op.Function) -> Value:
    return define_function(run, node)
