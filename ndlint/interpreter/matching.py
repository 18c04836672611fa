"""Whether a value has the form that a `case` of `match` asks for.

The names of a pattern are bound as it is looked at: where it does not match, whoever asks goes
on with the state from before.
"""

from ndlint.interpreter import lowered as op
from ndlint.interpreter.classes import find
from ndlint.interpreter.kinds import PLAIN, is_one
from ndlint.interpreter.objects import Closure, Instance, Record
from ndlint.interpreter.operators import binary
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import each_item, is_known_key
from ndlint.interpreter.truth import truth
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    Bool,
    Dict,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Str,
    Tuple,
    Unknown,
    Value,
)

PYTHON = (Bool, Int, Float, Str, Nothing, Tuple, List, Dict)
"""Values of which it is known what they are not."""


def matches(run: Run, pattern: op.Pattern, value: Value) -> bool | None:
    """Whether the value certainly matches, or certainly does not; None: it may."""
    match pattern:
        case op.Capture(name, inner):
            is_met = True if inner is None else matches(run, inner, value)
            if name is not None:
                run.store(name, value)
            return is_met
        case op.Equal(operation, by_identity):
            return _is_equal(run, value, operation, by_identity)
        case op.AnyOf(patterns):
            return _any_of(run, patterns, value)
        case op.Items(patterns, star):
            return _items(run, patterns, star, value)
        case op.Entries():
            return _entries(run, pattern, value)
        case op.Of():
            return _is_of(run, pattern, value)


def _together(*parts: bool | None) -> bool | None:
    """Whether all hold."""
    if False in parts:
        return False
    return None if None in parts else True


def _is_equal(run: Run, value: Value, to: op.Operation, by_identity: bool) -> bool | None:
    other, inner = run.evaluate(to), run.live.peek(value)
    if by_identity:
        return truth(run, binary(run, "is", value, other, to.place))
    if isinstance(inner, Instance):
        is_plain = not inner.cls.has_foreign_base and isinstance(other, PYTHON)
        if is_plain and find(run, inner.cls.order, "__eq__") is None:
            return False
        run.hand_over(value)
        return None
    if isinstance(inner, PYTHON) and isinstance(other, PYTHON):
        numbers = (Bool, Int, Float)
        if not isinstance(inner, numbers) or not isinstance(other, numbers):
            if type(inner) is not type(other):
                return False
    if isinstance(inner, Array):
        return None
    return truth(run, binary(run, "==", value, other, to.place))


def _any_of(run: Run, patterns: tuple[op.Pattern, ...], value: Value) -> bool | None:
    """The first one that matches binds the names."""
    found: bool | None = False
    ends = []
    for pattern in patterns:
        before = run.live.fork()
        is_met = matches(run, pattern, value)
        if is_met is not False:
            ends.append(run.live)
            found = is_met
        if is_met:
            break
        run.state = before
    for state in ends:
        run.state = state if state is ends[0] else run.live.join(state)
    return found if len(ends) < 2 or found else None


def _items(
    run: Run, patterns: tuple[op.Pattern, ...], star: int | None, value: Value
) -> bool | None:
    inner = run.live.peek(value)
    least = len(patterns) - (star is not None)
    match inner:
        case Tuple(items) | List(tuple() as items):
            if len(items) < least or (star is None and len(items) > least):
                return False
            parts = items
            if star is not None:
                after = len(items) - (least - star)
                rest = run.live.box(List(items[star:after]))
                parts = (*items[:star], rest, *items[after:])
            pairs = zip(patterns, parts, strict=True)
            return _together(*[matches(run, p, part) for p, part in pairs])
        case List():
            is_other = isinstance(inner.size, int) and star is None and inner.size != least
            found = [_item(run, p, i == star, inner) for i, p in enumerate(patterns)]
            return False if is_other or False in found else None
        case Bool() | Int() | Float() | Str() | Nothing() | Dict() | Array(kind=Kind.NDARRAY):
            return False
    run.live.lose(value)
    for pattern in patterns:
        matches(run, pattern, run.unknown())
    return None


def _item(run: Run, pattern: op.Pattern, is_rest: bool, value: List) -> bool | None:
    """Match what stands for any item of a list, or for some of them."""
    item = run.live.box(List(None, value.each)) if is_rest else each_item(run, value)
    return matches(run, pattern, item)


def _entries(run: Run, pattern: op.Entries, value: Value) -> bool | None:
    inner = run.live.peek(value)
    keys = [run.evaluate(key) for key in pattern.keys]
    if isinstance(inner, PYTHON) and not isinstance(inner, Dict):
        return False
    if isinstance(inner, Dict) and inner.items is not None and all(map(is_known_key, keys)):
        held = dict(inner.items)
        if any(key not in held for key in keys):
            return False
        found = [matches(run, p, held[k]) for p, k in zip(pattern.patterns, keys, strict=True)]
        if pattern.rest is not None:
            rest = tuple((k, v) for k, v in inner.items if k not in keys)
            run.store(pattern.rest, run.live.box(Dict(rest)))
        return _together(*found)
    run.live.lose(value)
    for part in pattern.patterns:
        matches(run, part, each_item(run, inner))
    if pattern.rest is not None:
        run.store(pattern.rest, run.unknown())
    return None


def _is_of(run: Run, pattern: op.Of, value: Value) -> bool | None:
    cls = run.evaluate(pattern.cls)
    inner = run.live.peek(value)
    is_met = is_one(inner, (cls,)).truth
    if is_met is False:
        return False
    first = len(pattern.patterns) - len(pattern.names)
    if isinstance(cls, Name) and cls.path in PLAIN and first == 1:
        found = [matches(run, pattern.patterns[0], value)]
    else:
        names = _names(inner) if first and is_met else ()
        is_known = len(names) >= first
        found = [
            _attribute(run, value, names[i], part) if is_known else _unknown(run, part)
            for i, part in enumerate(pattern.patterns[:first])
        ]
    named = zip(pattern.names, pattern.patterns[first:], strict=True)
    found += [_attribute(run, value, name, part) for name, part in named]
    return _together(is_met, *found)


def _names(value: Value) -> tuple[str, ...]:
    """What the patterns without a name stand for, of a dataclass or a named tuple."""
    if not isinstance(value, Instance | Record):
        return ()
    fields = value.cls.fields or ()
    return tuple(f.name for f in fields if f.is_parameter and not f.keyword_only)


def _attribute(run: Run, value: Value, name: str, pattern: op.Pattern) -> bool | None:
    inner = run.live.peek(value)
    if not isinstance(inner, Instance | Record):
        return _unknown(run, pattern)
    known, in_class = inner.get(name), find(run, inner.cls.order, name)
    is_property = isinstance(in_class, Closure | Unknown)
    return _unknown(run, pattern) if known is None or is_property else matches(run, pattern, known)


def _unknown(run: Run, pattern: op.Pattern) -> bool | None:
    matches(run, pattern, run.unknown())
    return None
