"""The state of an abstract run: variables, and a heap of mutable objects."""

from collections.abc import Iterator

from ndlint.interpreter.objects import Closure, Instance, UserClass
from ndlint.values.base import UNKNOWN, Dict, List, Method, Ref, Tuple, Value
from ndlint.values.join import join

Variables = dict[str, Value]
Links = dict[int, frozenset[int]]


LARGEST_GROUP = 32
"""Of objects that may be one of more than this many others, nothing is known."""


class Keys:
    """Hands out numbers for objects, scopes and unknown values, and counts the work of
    joining states, in operations."""

    def __init__(self) -> None:
        self.last = 0
        self.work = 0

    def new(self) -> int:
        """A number that was not given before."""
        self.last += 1
        return self.last


class State:
    """What every variable and every object may hold at one point of the program.

    Values are immutable. A mutable object is a `Ref` into the heap, so that a change
    through one name is seen through all. `links` tells which objects share data (a view
    and its base) or may be the same object (after a join): a change of one leaves the
    others' elements unknown. States share the variables of a scope until one writes.
    """

    __slots__ = ("_keys", "_own", "heap", "links", "scopes")

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._own: set[int] = set()
        self.scopes: dict[int, Variables] = {}
        self.heap: dict[int, Value] = {}
        self.links: Links = {}

    def fork(self) -> "State":
        """An independent copy."""
        other = State(self._keys)
        other.scopes = self.scopes.copy()
        other.heap = self.heap.copy()
        other.links = self.links.copy()
        self._own.clear()
        return other

    # ---- variables

    def get(self, scope: int, name: str) -> Value | None:
        """A variable of one scope, or None where it is not bound."""
        variables = self.scopes.get(scope)
        return None if variables is None else variables.get(name)

    def variables(self, scope: int) -> Variables:
        """The variables of a scope, to be changed."""
        if scope not in self._own:
            self.scopes[scope] = self.scopes.get(scope, {}).copy()
            self._own.add(scope)
        return self.scopes[scope]

    def leave(self, scope: int) -> None:
        """A scope ends that nothing captured."""
        self.scopes.pop(scope, None)

    # ---- objects

    def box(self, value: Value) -> Value:
        """The identity of a new mutable object; any other value as it is."""
        if not value.is_mutable:
            return value
        key = self._keys.new()
        self.heap[key] = value
        return Ref(key)

    def peek(self, value: Value) -> Value:
        """The object behind an identity; what it contains stays closed."""
        return self.heap.get(value.key, UNKNOWN) if isinstance(value, Ref) else value

    def open(self, value: Value, opened: dict[int, Ref] | None = None) -> Value:
        """The value with every identity in it replaced by its object.

        `opened` collects the identity of each object by its `id`.
        """
        return self._open(value, opened if opened is not None else {}, frozenset())

    def _open(self, value: Value, opened: dict[int, Ref], above: frozenset[int]) -> Value:
        if isinstance(value, Ref):
            if value.key in above:
                return UNKNOWN  # it contains itself
            inner = self._open(self.heap.get(value.key, UNKNOWN), opened, above | {value.key})
            opened[id(inner)] = value
            return inner
        match value:
            case Tuple(items):
                return Tuple(tuple(self._open(i, opened, above) for i in items))
            case List(items) if items is not None:
                return List(tuple(self._open(i, opened, above) for i in items))
            case Dict(items) if items is not None:
                return Dict(tuple((k, self._open(v, opened, above)) for k, v in items))
        return value

    def write(self, target: Ref, value: Value) -> None:
        """The object changes: what shares its data or may be it is disturbed."""
        self.heap[target.key] = value
        for other in self.links.get(target.key, ()):
            if other in self.heap:
                self.heap[other] = self.heap[other].disturbed()

    def disturb(self, value: Value) -> None:
        """Code that is not known had its hands on the value, and on all that it holds."""
        pending = [value]
        seen: set[int] = set()
        while pending:
            current = pending.pop()
            if isinstance(current, Ref):
                if current.key in seen or current.key not in self.heap:
                    continue
                seen.add(current.key)
                inner = self.heap[current.key]
                changed = inner.disturbed()
                if changed is not inner:
                    self.write(current, changed)
                current = inner
            pending.extend(held_by(current))

    def link(self, a: Value, b: Value) -> None:
        """From now on the two objects share data."""
        if isinstance(a, Ref) and isinstance(b, Ref) and a.key != b.key:
            group = self.links.get(a.key, frozenset()) | {a.key}
            for key in group:
                self.links[key] = self.links.get(key, frozenset()) | {b.key}
            self.links[b.key] = self.links.get(b.key, frozenset()) | group

    def collect(self, since: int) -> None:
        """Forget the objects with a number above `since` that no variable leads to."""
        reached: set[int] = set()
        pending = [v for variables in self.scopes.values() for v in variables.values()]
        pending += [v for key, v in self.heap.items() if key <= since]
        while pending:
            value = pending.pop()
            if isinstance(value, Ref):
                if value.key in reached or value.key not in self.heap:
                    continue
                reached.add(value.key)
                value = self.heap[value.key]
            pending.extend(held_by(value))
        self.heap = {k: v for k, v in self.heap.items() if k <= since or k in reached}
        self.links = {k: group for k, group in self.links.items() if k in self.heap}

    # ---- joining

    def join(self, other: "State") -> "State":
        """The state in which either this or the other holds."""
        result = State(self._keys)
        result.links = _join_links(self.links, other.links)
        merged: dict[tuple[int, int], Value] = {}
        self._keys.work += 1 + (len(self.heap) + len(self.links)) // 16

        def merge(a: Ref, b: Ref) -> Value:
            known = merged.get((a.key, b.key))
            if known is not None:
                return known
            group = result.links.get(a.key, frozenset()) | result.links.get(b.key, frozenset())
            if len(group) > LARGEST_GROUP:
                return UNKNOWN
            ref = merged[a.key, b.key] = Ref(self._keys.new())
            inner = join(self.peek(a), other.peek(b), merge)
            if not inner.is_mutable:
                merged[a.key, b.key] = inner
                return inner
            result.heap[ref.key] = inner
            result.link(a, ref)
            result.link(b, ref)
            return ref

        for scope, mine in self.scopes.items():
            theirs = other.scopes.get(scope)
            result.scopes[scope] = mine
            if theirs is not None and theirs is not mine:
                result.scopes[scope] = {
                    name: join(mine[name], theirs[name], merge)
                    if name in mine and name in theirs
                    else mine.get(name) or theirs[name]
                    for name in {**mine, **theirs}
                }
        for scope, theirs in other.scopes.items():
            result.scopes.setdefault(scope, theirs)
        for key, value in self.heap.items():
            behind = other.heap.get(key, value)
            result.heap[key] = value if behind is value else join(value, behind, merge)
        for key, value in other.heap.items():
            result.heap.setdefault(key, value)
        self._own.clear()
        other._own.clear()
        return result

    def changed_in(self, later: "State", scopes: tuple[int, ...]) -> list[tuple[int, str]]:
        """The variables of which a later state knows what this one does not cover.

        Objects are compared by what they hold: a loop makes them anew in each pass.
        """
        found = []
        for scope, theirs in later.scopes.items():
            mine = self.scopes.get(scope)
            if mine is None and scope not in scopes:
                continue  # it began and was captured in the loop
            for name, value in theirs.items():
                if mine is None or name not in mine or not self._covers(mine[name], value, later):
                    found.append((scope, name))
        return found

    def _covers(self, mine: Value, theirs: Value, later: "State") -> bool:
        if mine is theirs and not isinstance(mine, Ref | Tuple):
            return True
        a, b = self.open(mine), later.open(theirs)
        return a is b or join(a, b) == a

    def forget(self, variables: list[tuple[int, str]]) -> None:
        """Nothing is known of these variables any more."""
        for scope, name in variables:
            self.variables(scope)[name] = UNKNOWN

    def names(self) -> Iterator[tuple[int, str]]:
        """Every variable."""
        return ((scope, name) for scope, vs in self.scopes.items() for name in vs)


def held_by(value: Value) -> Iterator[Value]:
    """The values that a value holds, one level down."""
    match value:
        case Tuple(items) | List(items):
            yield from items or ()
        case Dict(items):
            yield from (v for _, v in items or ())
        case Instance(cls, attributes):
            yield cls
            yield from (v for _, v in attributes)
        case UserClass(attributes=attributes, bases=bases):
            yield from (v for _, v in attributes)
            yield from bases
        case Closure(defaults=defaults):
            yield from (v for _, v in defaults)
        case Method(owner):
            yield owner
        case _:
            for name in ("closure", "receiver", "items"):
                held = getattr(value, name, None)
                if isinstance(held, Value):
                    yield held
                elif isinstance(held, tuple):
                    yield from (v for v in held if isinstance(v, Value))


def _join_links(a: Links, b: Links) -> Links:
    if a == b:
        return a.copy()
    joined = dict(a)
    for key, group in b.items():
        joined[key] = joined.get(key, frozenset()) | group
    return joined
