"""Whether one state of a run covers a later one: all that is known in the later one holds, too,
of what is known in the earlier one. A loop is run until that is so."""

from collections.abc import Iterator, Set

from msgspec.structs import replace

from ndlint.interpreter.objects import INERT, Instance, held_by
from ndlint.interpreter.state import CONTAINERS, State, Variable
from ndlint.values.base import UNKNOWN, Dict, List, Ref, Str, Tuple, Value
from ndlint.values.join import join

Path = tuple[int, str, int]
"""A scope, a variable, and how deep in it."""


def only_adds_to(later: State, before: State) -> bool:
    """Whether no variable and no object is another than in an earlier state."""
    return (
        later.links == before.links
        and all(later.scopes.get(s) is vs for s, vs in before.scopes.items())
        and all(later.heap.get(k) is v for k, v in before.heap.items())
    )


def changed_in(
    later: State, before: State, scopes: tuple[int, ...], besides: Set[Variable]
) -> list[Variable]:
    """The variables of which a later state knows what the earlier does not cover, but for some.

    Objects are compared by what they hold: a loop makes them anew in each pass.
    """
    found = []
    touched = {k for k, value in later.heap.items() if before.heap.get(k) is not value}
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
                holds_objects = kind is Ref or kind in CONTAINERS
                if not holds_objects or _is_apart(before, value, touched, apart):
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
    return a is b or join(a, b) == a


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
            if type(value) not in INERT and (scope, name) not in besides:
                for at, ref in _refs(state, value, 0):
                    places.setdefault(ref.key, []).append((scope, name, at))
    found = set()
    for key, here in places.items():
        linked = state.links.get(key)
        if linked or len(here) > 1:
            there = [p for k in linked or () for p in places.get(k, ())]
            found |= {frozenset((a, b)) for a in here for b in (*here, *there) if a != b}
    return found


def _refs(state: State, value: Value, depth: int) -> Iterator[tuple[int, Ref]]:
    """The identities in a value, with how deep they are."""
    if isinstance(value, Ref):
        yield depth, value
        value = state.peek(value)
    if depth < 3 and type(value) in CONTAINERS:
        for held in held_by(value):
            if type(held) not in INERT:
                yield from _refs(state, held, depth + 1)
