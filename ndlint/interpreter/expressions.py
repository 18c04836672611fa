"""How expressions are evaluated."""

from ndlint.interpreter import lowered as op
from ndlint.interpreter.absence import suppose
from ndlint.interpreter.access import attribute, in_library, subscript
from ndlint.interpreter.builtins import ZIP, transposed
from ndlint.interpreter.calls import call
from ndlint.interpreter.choices import Cost
from ndlint.interpreter.comprehensions import comprehend
from ndlint.interpreter.functions import define_function
from ndlint.interpreter.generators import give
from ndlint.interpreter.imports import from_star
from ndlint.interpreter.lists import exhaust, extended, list_of
from ndlint.interpreter.loops import settled
from ndlint.interpreter.lowered import dotted
from ndlint.interpreter.objects import held_by
from ndlint.interpreter.operators import binary, unary
from ndlint.interpreter.run import Run, evaluates
from ndlint.interpreter.sequences import UNROLLED, is_known_key, items_of
from ndlint.interpreter.truth import decide, holds, logic
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import (
    NOTHING,
    SET,
    UNKNOWN,
    Bool,
    Dict,
    Ellipse,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Slice,
    Str,
    Tuple,
    Value,
    elements,
)

BUILTINS = frozenset(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__)


PLAIN = frozenset({Bool, Ellipse, Float, Int, Nothing, Str})
"""The types of literals that have no identity."""


@evaluates(op.Constant)
def _constant(run: Run, node: op.Constant) -> Value:
    value = node.value
    return value if type(value) in PLAIN else run.live.box(value)


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
    root = run.load(node.chain[0]) if node.chain else None
    if type(root) is Name:
        found = in_library(root.path, node.chain[1:])
        if found is not None:
            return found
    label = dotted(node.value) if node.name == "shape" else ""
    return attribute(run, run.evaluate(node.value), node.name, label, node)


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
    is_zip = callee == ZIP and len(node.arguments) == 1
    for argument in node.arguments:
        value = _argument(run, node, argument, callee)
        if argument.star == 1:
            items = elements(run.live.peek(value))
            if items is None and is_zip and (columns := transposed(run, value)) is not None:
                return columns
            positional += () if spread else items or ()
            if items is None:
                spread = True
                exhaust(run, value)
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
    if lost:
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
    if node.symbol == "not":
        decided = holds(run, node.operand, "not")
        return Bool(None if decided is None else not decided)
    return unary(run, node.symbol, run.evaluate(node.operand), node.place)


@evaluates(op.Logic)
def _logic(run: Run, node: op.Logic) -> Value:
    return logic(run, node)[0]


@evaluates(op.Conditional)
def _conditional(run: Run, node: op.Conditional) -> Value:
    decided = decide(run, node.test)
    if decided is not None:
        return run.evaluate(node.then if decided else node.otherwise)
    before = run.live.fork()
    with run.conditionally():
        suppose(run, node.test, True)
        then = run.evaluate(node.then)
        after = run.state
        run.state = before
        suppose(run, node.test, False)
        otherwise = run.evaluate(node.otherwise)
    if after is None:
        return otherwise
    if run.state is None:
        run.state = after
        return then
    if not run.is_in_expression and not run.is_away and not run.is_repeated:
        run.choices.note(node.test.place, Cost.MUCH if then != otherwise else Cost.NOTHING)
    run.state = after.join(run.state)
    return run.state.either(then, otherwise)


@evaluates(op.Display)
def _display(run: Run, node: op.Display) -> Value:
    made = List(())
    items: list[Value] = []
    for item in node.items:
        if type(item) is op.Starred:
            made = extended(run, extended(run, made, List(tuple(items))), _spread(run, item))
            items = []
        else:
            items.append(run.evaluate(item))
    made = extended(run, made, List(tuple(items))) if made != List(()) else List(tuple(items))
    if node.kind == "list":
        return run.live.box(made)
    if node.kind == "tuple" and made.items is not None:
        return Tuple(made.items)
    run.live.lose(*held_by(made))
    return SET if node.kind == "set" else run.unknown()


def _spread(run: Run, item: op.Starred) -> List:
    given = run.evaluate(item.value)
    items = elements(run.live.peek(given))
    return list_of(run, given) if items is None else List(items)


@evaluates(op.DictDisplay)
def _dict(run: Run, node: op.DictDisplay) -> Value:
    items: dict[Value, Value] = {}
    others: list[Value] = []
    known = True
    for key, value in node.items:
        inner = run.evaluate(value)
        if key is None:
            behind = run.live.peek(inner)
            known &= isinstance(behind, Dict) and behind.items is not None
            items.update((behind.items or ()) if isinstance(behind, Dict) else ())
            if not isinstance(behind, Dict) or behind.items is None:
                others.append(behind.each if isinstance(behind, Dict) else UNKNOWN)
        else:
            items[run.evaluate(key)] = inner
    if known and all(map(is_known_key, items)):
        return run.live.box(Dict(tuple(items.items())))
    each = run.live.like_each(*items.values(), *others) if items or others else UNKNOWN
    return run.live.box(Dict(None, each))


@evaluates(op.Comprehension)
def _comprehension(run: Run, node: op.Comprehension) -> Value:
    return comprehend(run, node, node.kind)


AT_ONCE = {
    f"builtins.{n}": "list" for n in ("list", "tuple", "sum", "min", "max", "sorted", "dict")
}
AT_ONCE |= {"builtins.any": "some", "builtins.all": "some", "builtins.next": "some"}
"""Functions that go through a generator when they are called, as through a list."""


CHOOSING = frozenset({"numpy.choose", "numpy.select", "numpy.where", "tensorflow.where"})
"""Functions that keep of each argument some elements."""


def _argument(run: Run, node: op.Call, argument: op.Argument, callee: Value) -> Value:
    """The value of an argument."""
    value = argument.value
    if type(value) is op.Comprehension and value.kind == "generator":
        if argument.star:
            return comprehend(run, value, "list")
        if isinstance(callee, Name) and argument is node.arguments[0]:
            return comprehend(run, value, AT_ONCE.get(callee.path, value.kind))
    if isinstance(callee, Name) and callee.path in CHOOSING:
        with run.choosing():
            return run.evaluate(value)
    return run.evaluate(value)


@evaluates(op.Walrus)
def _walrus(run: Run, node: op.Walrus) -> Value:
    value = run.evaluate(node.value)
    run.store(node.name, value, run.frame.inner)
    return value


@evaluates(op.Yield)
def _yield(run: Run, node: op.Yield) -> Value:
    value = NOTHING if node.value is None else run.evaluate(node.value)
    if not node.is_each:
        give(run, value)
        return run.unknown()
    items, each = items_of(run, value)
    if items is not None and len(items) <= UNROLLED:
        for item in items:
            give(run, item)
    else:
        run.state, _ = settled(run, lambda: give(run, each()))
    return run.unknown()


@evaluates(op.Opaque)
def _opaque(run: Run, node: op.Opaque) -> Value:
    for part in node.parts:
        value = run.evaluate(part)
        run.live.lose(value)
    return run.unknown()


@evaluates(op.Starred)
def _starred(run: Run, node: op.Starred) -> Value:
    return run.evaluate(node.value)


@evaluates(op.Function)
def _lambda(run: Run, node: op.Function) -> Value:
    return define_function(run, node)
