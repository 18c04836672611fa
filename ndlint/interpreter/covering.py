"""Whether one state of a run covers a later one: all that is known in the later one holds, too,
of what is known in the earlier one. A loop is run until that is so."""

from collections.abc import Set
from operator import is_

from msgspec.structs import replace

from ndlint.interpreter.objects import Instance, held_by
from ndlint.interpreter.state import CONTAINERS, State, Variable
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Dict, List, Ref, Str, Tuple, Value
from ndlint.values.join import join

Path = tuple[int, str, int]
"""A scope, a variable, and how deep in it."""
DEEPEST = 3
"""So deep in a variable is looked for objects that another holds, too."""


def only_adds_to(later: State, before: State) -> bool:
    """Whether no variable and no object is another than in an earlier state."""
    if later.links != before.links:
        return False
    for scope, variables in before.scopes.items():
        if later.scopes.get(scope) is not variables:
            return False
    return all(map(is_, map(later.heap.get, before.heap), before.heap.values()))


def changed_in(
    later: State, before: State, scopes: tuple[int, ...], besides: Set[Variable]
) -> list[Variable]:
    """The variables of which a later state knows what the earlier does not cover, but for some.

    Objects are compared by what they hold: a loop makes them anew in each pass. What was there
    before leads to new ones only through objects that changed.
    """
    found = []
    heap = later.heap
    touched = {k for k, value in before.heap.items() if heap.get(k, value) is not value}
    apart = set[int]()
    for scope, theirs in later.scopes.items():
        mine = before.scopes.get(scope)
        if mine is None:
            if scope in scopes:  # else it began and was captured in the loop
                found += [(scope, name) for name in theirs if (scope, name) not in besides]
            continue
        if mine is theirs and not touched:
            continue
        for name, value in theirs.items():
            known = mine.get(name)
            if known is value:
                kind = type(value)
                leads_on = touched and (kind is Ref or kind in CONTAINERS)
                if not leads_on or _is_apart(before, value, touched, apart):
                    continue
            if (scope, name) in besides:
                continue
            if known is None or not _covers(before, known, later, value):
                found.append((scope, name))
    return found


def covers_aliases(before: State, later: State, besides: Set[Variable]) -> bool:
    """Whether no two variables, or items in them, come to share data, but for some."""
    return _aliases(before, besides) >= _aliases(later, besides)


def _is_apart(state: State, value: Value, touched: Set[int], apart: set[int]) -> bool:
    """Whether a value, laid open, holds none of the objects that were touched. `apart`
    collects those of which this is known."""
    pending, seen = [value], set[int]()
    while pending:
        current = pending.pop()
        if type(current) is Ref:
            key = current.key
            if key in touched:
                return False
            if key in apart or key in seen:
                continue
            seen.add(key)
            current = state.peek_at(key)
        if type(current) in CONTAINERS:
            pending += held_by(current)
    apart |= seen
    return True


def _covers(before: State, known: Value, later: State, value: Value) -> bool:
    a, b = _laid_open(before, known), _laid_open(later, value)
    if a is b:
        return True
    joint = join(a, b)
    return joint == a and _cuts(joint) == _cuts(a)


def _cuts(value: Value) -> list[bool]:
    """Of which arrays in a value it is known that no gradient leads back from them."""
    if type(value) is Array:
        return [bool(value.origins.cut)]
    inner = (value.each,) if isinstance(value, List | Dict) and value.items is None else None
    held = held_by(value) if inner is None and type(value) in CONTAINERS else inner
    return [cut for part in held or () for cut in _cuts(part)]


def _laid_open(state: State, value: Value, depth: int = 0) -> Value:
    """The value with every object in it, those of the program's classes too."""
    value = state.open(value)
    if depth > 2:
        return value
    match value:
        case Instance(cls, attributes):
            items = ((Str(k), _laid_open(state, v, depth + 1)) for k, v in attributes)
            return Tuple((cls, Dict(tuple(items))))
        case List(None, each) if each is not UNKNOWN:
            return replace(value, each=_laid_open(state, each, depth + 1))
    return value


def _aliases(state: State, besides: Set[Variable]) -> set[frozenset[Path]]:
    """The pairs of variables, or of items in them, that may share data, but for some."""
    places: dict[int, list[Path]] = {}
    for scope, variables in state.scopes.items():
        for name, value in variables.items():
            kind = type(value)
            if (kind is Ref or kind in CONTAINERS) and (scope, name) not in besides:
                for at, key in _keys(state, value):
                    places.setdefault(key, []).append((scope, name, at))
    found = set()
    for key, here in places.items():
        linked = state.links.get(key)
        if linked or len(here) > 1:
            there = [p for k in linked or () for p in places.get(k, ())]
            found |= {frozenset((a, b)) for a in here for b in (*here, *there) if a != b}
    return found


def _keys(state: State, value: Value) -> list[tuple[int, int]]:
    """The objects in a value, with how deep they are."""
    found: list[tuple[int, int]] = []
    level = [value]
    for depth in range(DEEPEST + 1):
        held: list[Value] = []
        for each in level:
            inner = each
            if type(each) is Ref:
                found.append((depth, each.key))
                inner = state.heap.get(each.key, UNKNOWN)
            if type(inner) in CONTAINERS:
                held += held_by(inner)
        if not held:
            break
        level = held
    return found
