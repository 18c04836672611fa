"""What is either of two values, or like each of several, in two states of a run."""

import builtins
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ndlint.interpreter.objects import INERT, Instance, held_by, identities
from ndlint.values.array import Array, SparseMatrix
from ndlint.values.base import (
    UNKNOWN,
    Bool,
    Dict,
    Ellipse,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Ref,
    Str,
    Tuple,
    Unknown,
    Value,
)
from ndlint.values.dataset import Dataset, Elements, ImageGenerator
from ndlint.values.dimension import UNKNOWN_DIM, Affine, Dim
from ndlint.values.frame import Column, Frame
from ndlint.values.join import join, lists_of_either

if TYPE_CHECKING:
    from ndlint.interpreter.state import State, Variables

PLAIN = frozenset({
    Int, Float, Bool, Str, Nothing, Name, Array, Ellipse, Dataset, Elements, Column, Frame,
    SparseMatrix, ImageGenerator,
})  # fmt: skip
"""The types of values that hold no object."""
COPIED = (Array, List, Column, Frame, SparseMatrix)
"""Objects of which one can stand for several."""
BUILTINS = frozenset(dir(builtins))
LARGEST_GROUP = 32
"""Of objects that may be one of more than this many others, nothing is known."""
FORGOTTEN = (UNKNOWN, List(None), Dict(None))
"""Objects of whose content nothing is known."""
FORGETTABLE = frozenset(map(type, FORGOTTEN))
"""Their types."""


class Blend:
    """Joins the values of two states into a third.

    `many`: what is joined is like several values, so that its objects stand for as many.
    """

    def __init__(self, result: "State", left: "State", right: "State", many: bool = False) -> None:
        self.result = result
        self.left = left
        self.right = right
        self.many = many
        self._merged: dict[tuple[int, int, bool], Value] = {}
        self._copied: dict[tuple[int, int], Ref] = {}
        self._originals: dict[Value, Ref] = {}

    def __call__(self, a: Value, b: Value) -> Value:
        """What holds of either; what can no longer be reached through it is lost."""
        if a is b:
            return a
        found = self._instance(a, b) or self._container(a, b) or join(a, b, self._merge)
        if type(a) in INERT and type(b) in INERT:
            return found
        kept = len(identities(found))
        for value in (a, b):
            held = identities(value)
            if len(held) > kept:
                self.result.lose(*(self._originals.get(v, v) for v in held))
        return found

    def variables(self, mine: "Variables", theirs: "Variables") -> "Variables":
        """The variables of one scope. One that only one side has is that one, or unbound."""
        found = {**mine, **theirs}
        for name, a in mine.items():
            b = theirs.get(name)
            if b is not None and a is not b:
                found[name] = self(a, b)
        for name in (mine.keys() ^ theirs.keys()) & BUILTINS:
            self.result.lose(found[name])
            found[name] = UNKNOWN
        return found

    def _instance(self, a: Value, b: Value) -> Value | None:
        if type(a) is not Instance or type(b) is not Instance or a.cls != b.cls:
            return None
        mine, theirs = dict(a.attributes), dict(b.attributes)
        names = {**mine, **theirs}
        return Instance(
            a.cls,
            tuple((n, self(mine.get(n, UNKNOWN), theirs.get(n, UNKNOWN))) for n in names),
        )

    def _container(self, a: Value, b: Value) -> Value | None:
        """A list or dict that is one of two which do not agree item by item."""
        if type(a) is List and type(b) is List:
            if a.items is None or b.items is None or len(a.items) != len(b.items):
                return lists_of_either(a, b, self._each(a, b))
        elif type(a) is Dict and type(b) is Dict:
            if a.keys is None or a.keys != b.keys:
                return Dict(None, self._each(a, b))
        return None

    def _each(self, a: List | Dict, b: List | Dict) -> Value:
        found = []
        for container, side in ((a, self.left), (b, self.right)):
            held = [self.one_of_many(v, side) for v in held_by(container)]
            blend = Blend(self.result, side, side, many=True)
            blend._originals = self._originals
            found.append(blend.of_all(held) if held else None)
        return self.of_all([each for each in found if each is not None])

    def of_all(self, values: Sequence[Value]) -> Value:
        """What is like each of the values."""
        if not values:
            return UNKNOWN
        found = values[0]
        for value in values[1:]:
            found = self(found, value)
        return found

    def one_of_many(self, value: Value, side: "State", since: int | None = None) -> Value:
        """The value as one of several like it, each with objects of its own."""

        def again(inner: Value) -> Value:
            return self.one_of_many(inner, side, since)

        if type(value) is Unknown:
            return UNKNOWN
        if since is None and type(value) in PLAIN:
            return value
        match value:
            case Ref(many=True):
                return value
            case Ref(key):
                return self._copied.get((key, id(side))) or self._stand_in(value, side, again)
            case Tuple(items):
                return Tuple(tuple(map(again, items)))
            case List(items) if items is not None:
                return List(tuple(map(again, items)))
            case Dict(items) if items is not None:
                return replace(value, items=tuple((k, again(v)) for k, v in items))
            case List() | Dict():
                return replace(value, each=again(value.each))
            case Instance(cls, attributes):
                return Instance(cls, tuple((n, again(v)) for n, v in attributes))
            case Array(shape=shape) if since is not None:
                return replace(value, shape=shape.map(lambda dim: _lasting(dim, since)))
            case Column() | Frame() | SparseMatrix() if since is not None:
                return value.map_sizes(lambda dim: _lasting(dim, since))
            case Int(size) if since is not None:
                return Int(_lasting(size, since))
            case _ if type(value) in PLAIN:
                return value
        self.result.lose(value)
        return UNKNOWN

    def _stand_in(self, ref: Ref, side: "State", again: Callable[[Value], Value]) -> Value:
        links = self.result.links
        group = links.get(ref.key, frozenset()) | {ref.key}
        inner = self._peek(side, ref)
        is_known = isinstance(inner, COPIED) and inner not in FORGOTTEN
        if len(group) > LARGEST_GROUP or not is_known:
            self.result.lose(ref)
            return UNKNOWN
        made = Ref(self.result.new_ref().key, many=True)
        for each in (self.left, self.right):
            if each is side or (self._peek(each, ref) is inner and not identities(inner)):
                self._copied[ref.key, id(each)] = made
        self._originals[made] = ref
        for key in group:
            links[key] = links.get(key, frozenset()) | {made.key}
        links[made.key] = group
        self.result.heap[made.key] = again(inner)
        return made

    def _peek(self, side: "State", ref: Ref) -> Value:
        found = side.heap.get(ref.key)
        return self.result.heap.get(ref.key, UNKNOWN) if found is None else found

    def _merge(self, a: Ref, b: Ref) -> Value:
        outer, self.many = self.many, self.many or a.many or b.many
        try:
            return self._merged_as(a, b)
        finally:
            self.many = outer

    def _merged_as(self, a: Ref, b: Ref) -> Value:
        pair = a.key, b.key, self.many
        known = self._merged.get(pair)
        if known is not None:
            return known
        links = self.result.links
        groups = [links.get(r.key, frozenset()) | {r.key} for r in (a, b)]
        if len(groups[0] | groups[1]) > LARGEST_GROUP:
            return UNKNOWN
        ref = self._merged[pair] = Ref(self.result.new_ref().key, self.many)
        inner = self(self._peek(self.left, a), self._peek(self.right, b))
        if not inner.is_mutable:
            self._merged[pair] = inner
            return inner
        self.result.heap[ref.key] = inner
        # The two themselves do not come to share data.
        for key in groups[0] | groups[1]:
            links[key] = links.get(key, frozenset()) | {ref.key}
        links[ref.key] = groups[0] | groups[1]
        return ref


def _lasting(dim: Dim, since: int) -> Dim:
    """The size, where it is the same for all that is made after number `since`."""
    if not isinstance(dim, Affine):
        return dim
    return dim if all(0 <= s.key[0] <= since for s, _ in dim.terms) else UNKNOWN_DIM
