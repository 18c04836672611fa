"""The state of an abstract run: variables, and a heap of mutable objects."""

from collections.abc import Iterable, Iterator, Mapping, Set
from copy import copy

from msgspec.structs import replace

from ndlint.interpreter.blend import FORGETTABLE, FORGOTTEN, Blend
from ndlint.interpreter.objects import (
    INERT,
    Closure,
    Instance,
    ModuleObject,
    UserClass,
    held_by,
    identities,
    stored,
)
from ndlint.values.array import Array
from ndlint.values.base import (
    UNKNOWN,
    Dict,
    List,
    Ref,
    Tuple,
    Value,
)
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.frame import Column, Frame, are_aligned, with_own_index

Variables = dict[str, Value]
Links = dict[int, frozenset[int]]
Variable = tuple[int, str]
"""A scope, and a name in it."""


CONTAINERS = frozenset({Tuple, List, Dict, Instance})
"""Values that hold others, one by one."""
ITEMS = 8
"""So many items of a container are looked at for one operation."""


class Keys:
    """Hands out numbers for objects, scopes and unknown values, and counts, in operations,
    the work of joining and disturbing states."""

    def __init__(self) -> None:
        self.last = 0
        self.work = 0
        self._items = 0

    def new(self) -> int:
        """A number that was not given before."""
        self.last += 1
        return self.last

    def look_at(self, items: int) -> None:
        """Count so many items of a container: what is opened is gone through, by a library's
        function, too."""
        self._items += items
        self.work += self._items // ITEMS
        self._items %= ITEMS


class State:
    """What every variable and every object may hold at one point of the program.

    Values are immutable. A mutable object is a `Ref` into the heap, so that a change
    through one name is seen through all. `links` tells which objects share data (a view
    and its base) or may be the same object (after a join): a change of one leaves the
    others' elements unknown. `loose` are the objects and functions that went where they
    cannot be followed. `partial` are the scopes that only some of the states that were joined
    had. `nones` tells of unknown values, by their keys, whether they are None. States share the
    variables of a scope until one writes.
    """

    __slots__ = (
        "_asleep",
        "_keys",
        "_own",
        "_woken",
        "assumed",
        "heap",
        "links",
        "loose",
        "nones",
        "partial",
        "scopes",
    )

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._own: set[int] = set()
        self.scopes: dict[int, Variables] = {}
        self.heap: dict[int, Value] = {}
        self.links: Links = {}
        self.loose: frozenset[Value] = frozenset()
        self._asleep: set[int] = set()
        """The objects that what is loose leads to, of which nothing is left to be disturbed."""
        self._woken: set[int] = set()
        """Those that were asleep and have changed since."""
        self.partial: frozenset[int] = frozenset()
        self.nones: Mapping[int, bool] = {}
        self.assumed = False
        """Whether it holds only of runs that are as the program is meant to be run."""

    def fork(self) -> "State":
        """An independent copy."""
        other = State(self._keys)
        other.scopes = self.scopes.copy()
        other.heap = self.heap.copy()
        other.links = self.links.copy()
        other.loose = self.loose
        other._asleep, other._woken = self._asleep.copy(), self._woken.copy()
        other.partial = self.partial
        other.nones = self.nones
        other.assumed = self.assumed
        self._own.clear()
        return other

    @property
    def size(self) -> int:
        """How many variables and objects there are."""
        return len(self.heap) + sum(map(len, self.scopes.values()))

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

    def note_none(self, key: int, is_none: bool) -> None:
        """The unknown value with that key is None, or is not."""
        self.nones = {**self.nones, key: is_none}

    # ---- objects

    def box(self, value: Value) -> Value:
        """The identity of a new mutable object; any other value as it is."""
        if not value.is_mutable:
            return value
        key = self._keys.new()
        self.heap[key] = with_own_index(value, key)
        return Ref(key)

    def new_ref(self) -> Ref:
        """An identity that no object has yet."""
        return Ref(self._keys.new())

    def peek(self, value: Value) -> Value:
        """The object behind an identity; what it contains stays closed."""
        return self.heap.get(value.key, UNKNOWN) if type(value) is Ref else value

    def peek_at(self, key: int) -> Value:
        """The object with this number."""
        return self.heap.get(key, UNKNOWN)

    def open(self, value: Value, opened: dict[int, Ref] | None = None) -> Value:
        """The value with every identity in it replaced by its object.

        `opened` collects the identity of each object by its `id`.
        """
        if type(value) in INERT:
            return value
        return self._open(value, opened if opened is not None else {}, frozenset())

    def _open(self, value: Value, opened: dict[int, Ref], above: frozenset[int]) -> Value:
        if type(value) in INERT:
            return value
        if type(value) is Ref:
            if value.key in above:
                return UNKNOWN  # it contains itself
            inner = self.heap.get(value.key, UNKNOWN)
            if type(inner) not in INERT:
                inner = self._open(inner, opened, above | {value.key})
            if id(inner) in opened and opened[id(inner)] != value:
                inner = copy(inner)
            opened[id(inner)] = value
            return inner
        if not value.is_sequence and type(value) is not Dict:
            return value
        match value:
            case Tuple(items):
                self._keys.look_at(len(items))
                return Tuple(tuple(self._open(i, opened, above) for i in items))
            case List(items) if items is not None:
                self._keys.look_at(len(items))
                return List(tuple(self._open(i, opened, above) for i in items))
            case Dict(items) if items is not None:
                self._keys.look_at(len(items))
                return replace(
                    value, items=tuple((k, self._open(v, opened, above)) for k, v in items)
                )
            case List() | Dict() if value.each is not UNKNOWN:
                return replace(value, each=self._open(value.each, opened, above))
        return value

    def write(self, target: Ref, value: Value) -> None:
        """The object changes: what shares its data or may be it is disturbed. What may be an
        array that takes another form has that, or its own."""
        before = self.peek(target)
        if target.many:
            value = Blend(self, self, self, many=True)(before, value)
        self._replace(target.key, value)
        others = [key for key in self.links.get(target.key, ()) if key in self.heap]
        is_reshaped = _has_other_form(before, value)
        has_moved = _has_other_rows(before, value)
        for other in others:
            inner = self.heap[other].with_other_elements()
            if is_reshaped and isinstance(inner, Array):
                inner = Array(inner.kind)
            if has_moved and type(inner) is type(before) and isinstance(inner, Frame | Column):
                inner = inner.of(UNKNOWN_DIM)
            self._replace(other, inner)
        if others:
            self.lose(*held_by(value))

    def _replace(self, key: int, value: Value) -> None:
        before = self.heap.get(key, UNKNOWN)
        if before is value:
            return
        self.heap[key] = value
        self._wake(key)
        if type(value) in FORGETTABLE and value in FORGOTTEN:
            self.lose(*held_by(before))

    def lose(self, *values: Value) -> None:
        """These go where they cannot be followed: what is unknown may be one of them."""
        found = [i for value in values if type(value) not in INERT for i in identities(value)]
        if found and not self.loose.issuperset(found):
            self.loose = self.loose.union(found)

    def shake(self) -> None:
        """Something unknown changes: so may all that was lost."""
        asleep = self._asleep
        awake = [v for v in self.loose if type(v) is not Ref or v.key not in asleep]
        awake += [Ref(key) for key in self._woken]
        if awake:
            self._asleep |= self._disturb(awake, asleep)
            self._woken.clear()

    def _wake(self, *keys: int) -> None:
        if not self._asleep.isdisjoint(keys):
            self._woken |= self._asleep.intersection(keys)
            self._asleep.difference_update(keys)

    def disturb(self, *values: Value) -> None:
        """Code that is not known had its hands on the values, and on all that they hold."""
        held = [value for value in values if type(value) not in INERT]
        if held:
            self._disturb(held, frozenset())

    def _disturb(self, pending: list[Value], asleep: Set[int]) -> set[int]:
        """Disturb these, and what they lead to, down to what is asleep. Returns: the objects
        among it."""
        objects: set[int] = set()
        code: set[Value] = set()
        changed: set[int] = set()
        reshapes = False
        for value in pending.copy():
            if type(value) is ModuleObject:
                pending += self.scopes.get(value.scope, {}).values()
                self.forget([(value.scope, name) for name in self.scopes.get(value.scope, ())])
        while pending:
            current = pending.pop()
            if type(current) in INERT:
                continue
            if type(current) is Ref:
                key = current.key
                if key in objects or key in asleep or key not in self.heap:
                    continue
                objects.add(key)
                inner = self.heap[key]
                self._change(key, changed)
                current = inner
            elif type(current) is Closure or type(current) is UserClass:
                if current in code:
                    continue
                code.add(current)
                reshapes |= type(current) is Closure and current.function.reshapes
                pending += self._run_unseen(current)
            elif type(current) is ModuleObject and current not in code:
                # Any of its functions may have been called.
                code.add(current)
                pending += self.scopes.get(current.scope, {}).values()
            if type(current) not in INERT:
                pending += held_by(current)
        if reshapes:
            self.forget_forms(changed | asleep)
        self._keys.work += (len(objects) + len(code)) // 8
        return objects

    def forget_forms(self, keys: Iterable[int]) -> None:
        """The arrays of these numbers may have any other dtype and shape."""
        for key in keys:
            inner = self.heap.get(key, UNKNOWN)
            if type(inner) is Array:
                self._replace(key, Array(inner.kind))

    def _change(self, key: int, changed: set[int]) -> None:
        """Code that is not known changes an object, and so what shares its data."""
        if key not in changed:
            changed.add(key)
            self._replace(key, self.heap[key].disturbed())
        linked = self.links.get(key)
        others = linked - changed if linked else None
        if others:
            self._keys.work += len(others) // 8
            for each in others:
                if each in self.heap:
                    changed.add(each)
                    self._replace(each, self.heap[each].disturbed())
            self.lose(*held_by(self.heap[key]))

    def _run_unseen(self, code: Closure | UserClass) -> list[Value]:
        """A function may have run, or one of a class: returns what it may have changed."""
        if isinstance(code, Closure):
            return self._run_function(code)
        attributes = self.variables(code.scope)
        held = list(attributes.values())
        for name, value in attributes.items():
            if not isinstance(value, Closure) and value is not UNKNOWN:
                self.lose(value)
                attributes[name] = UNKNOWN
        return held

    def _run_function(self, code: Closure) -> list[Value]:
        function = code.function
        loaded, bound = function.loads, function.binds_outside
        found: list[Value] = []
        modules: list[int] = []
        for scope in code.scopes:
            names = self.scopes.get(scope)
            if names is None:
                continue
            for name in loaded:
                read = names.get(name)
                if read is None or type(read) in INERT:
                    continue
                found.append(read)
                if type(read) is ModuleObject:
                    modules.append(read.scope)
            if bound:
                self.forget([(scope, n) for n in bound if n in names])
        if modules:
            set_there = stored(function)
            self.forget([(s, n) for s in modules for n in set_there if self.get(s, n) is not None])
        return found

    def link(self, a: Value, b: Value) -> None:
        """From now on the two objects share data."""
        if isinstance(a, Ref) and isinstance(b, Ref) and a.key != b.key:
            mine = self.links.get(a.key, frozenset()) | {a.key}
            theirs = self.links.get(b.key, frozenset()) | {b.key}
            for group, more in ((mine, theirs), (theirs, mine)):
                for key in group:
                    self.links[key] = self.links.get(key, frozenset()) | (more - {key})
            self._wake(*mine, *theirs)

    def collect(self, since: int) -> None:
        """Forget the objects with a number above `since` that no variable leads to."""
        reached: set[int] = set()
        pending = [v for variables in self.scopes.values() for v in variables.values()]
        pending += self.loose
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
        self.links = {
            k: frozenset(other for other in group if other in self.heap)
            for k, group in self.links.items()
            if k in self.heap
        }

    # ---- joining

    def join(self, other: "State") -> "State":
        """The state in which either this or the other holds."""
        result = State(self._keys)
        result.links = _join_links(self.links, other.links)
        result.loose = self.loose | other.loose
        one_sided = self.scopes.keys() ^ other.scopes.keys()
        result.partial = self.partial | other.partial | one_sided
        result.nones = self.nones
        if other.nones is not self.nones:
            both = self.nones.keys() & other.nones.keys()
            result.nones = {k: self.nones[k] for k in both if self.nones[k] is other.nones[k]}
        result.assumed = self.assumed or other.assumed
        self._keys.work += 1 + (len(self.heap) + len(self.links)) // 16
        result.heap = {**other.heap, **self.heap}
        result.scopes = {**other.scopes, **self.scopes}
        blend = Blend(result, self, other)
        for scope, variables in self.scopes.items():
            others = other.scopes.get(scope, variables)
            if others is not variables:
                result.scopes[scope] = blend.variables(variables, others)
        theirs = other.heap
        for key in [k for k, value in self.heap.items() if theirs.get(k, value) is not value]:
            result.heap[key] = blend(self.heap[key], theirs[key])
        result._join_sleep(self, other)
        self._own.clear()
        other._own.clear()
        return result

    def _join_sleep(self, a: "State", b: "State") -> None:
        """What is asleep in both states, and did not change by being joined, stays so."""
        both = a._asleep & b._asleep
        self._asleep = {key for key in both if self.heap.get(key) is a.heap.get(key)}
        self._woken = (a._asleep | b._asleep | a._woken | b._woken) - self._asleep

    def either(self, a: Value, b: Value) -> Value:
        """The value that is one of these two."""
        return Blend(self, self, self)(a, b)

    def like_each(self, *values: Value, since: int | None = None) -> Value:
        """What each of the values is like: its objects stand for those of all of them.

        Numbers that were read of unknown values with a number above `since` differ.
        """
        blend = Blend(self, self, self, many=True)
        found = blend.of_all([blend.one_of_many(v, self, since) for v in values])
        if found is UNKNOWN:
            self.lose(*values)
        return found

    def forget(self, variables: list[tuple[int, str]]) -> None:
        """Nothing is known of these variables any more."""
        for scope, name in variables:
            own = self.variables(scope)
            if name in own:
                self.lose(own[name])
            own[name] = UNKNOWN

    def names(self) -> Iterator[tuple[int, str]]:
        """Every variable."""
        return ((scope, name) for scope, vs in self.scopes.items() for name in vs)


def _has_other_form(before: Value, after: Value) -> bool:
    """Whether an array has another dtype or shape."""
    if not isinstance(before, Array) or not isinstance(after, Array):
        return False
    return (before.dtype, before.shape) != (after.dtype, after.shape)


def _has_other_rows(before: Value, after: Value) -> bool:
    """Whether a frame or a series may have other rows, or in another order."""
    if not isinstance(before, Frame | Column) or not isinstance(after, Frame | Column):
        return False
    return not are_aligned(before, after)


def _join_links(a: Links, b: Links) -> Links:
    if a == b:
        return a.copy()
    joined = dict(a)
    for key, group in b.items():
        joined[key] = joined.get(key, frozenset()) | group
    return joined
