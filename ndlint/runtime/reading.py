"""Reads the real arguments of a call as abstract values, and remembers what they went through."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from math import isinf

from msgspec.structs import replace

from ndlint.lift import lift
from ndlint.lift.kept import Kept
from ndlint.values.array import Array
from ndlint.values.base import List, Tuple, Unknown, Value
from ndlint.values.dtype import FLOATS
from ndlint.values.keras import Model
from ndlint.values.trace import Site, Step


class Reader:
    """Lifts real objects. Of some it knows more than they show: that a model returned them,
    where a model was first fed."""

    def __init__(self) -> None:
        self._outputs: Kept[bool] = Kept()
        self._fed: Kept[Step] = Kept()

    def read(self, things: Collection[object], site: Site) -> list[Value]:
        """The values of the arguments at a site. One object is one value."""
        known: dict[int, Value] = {}
        for thing in things:
            if id(thing) not in known:
                known[id(thing)] = self._marked(thing, lift(thing), site)
        return [known[id(thing)] for thing in things]

    def remember_output(self, result: object) -> None:
        """A model has returned this: an array, or several in a list."""
        for part in result if isinstance(result, list | tuple) else (result,):
            with suppress(TypeError):  # the user's model may return anything
                self._outputs.keep(part, True)

    def _marked(self, thing: object, value: Value, site: Site) -> Value:
        match value:
            case Array() if self._outputs.get(thing):
                return replace(value, origins=replace(value.origins, output=True))
            case Model() if not value.origin:
                return replace(value, origin=(self._first_fed(thing, site),))
            case Tuple(items) if isinstance(thing, tuple) and len(thing) == len(items):
                return Tuple(self._all_marked(thing, items, site))
            case List(items) if items and isinstance(thing, list) and len(thing) == len(items):
                return List(self._all_marked(thing, items, site))
        return value

    def _all_marked(
        self, things: Iterable[object], values: Iterable[Value], site: Site
    ) -> tuple[Value, ...]:
        pairs = zip(things, values, strict=True)
        return tuple(self._marked(thing, value, site) for thing, value in pairs)

    def _first_fed(self, model: object, site: Site) -> Step:
        """Where the model was first seen: rules tell one model from another by its origin."""
        known = self._fed.get(model)
        return known or self._fed.keep(model, Step(site, "model first used"))


def is_known(value: Value) -> bool:
    """Whether what could be told of a value was: a rule that is silent then has looked."""
    match value:
        case Unknown():
            return False
        case Model(is_known=known):
            return known
        case Array(dtype=dtype, shape=shape):
            return dtype.name is not None and shape.is_exact
        case Tuple(items) | List(items):
            return items is not None and all(map(is_known, items))
    return True


def has_no_range(value: Value) -> bool:
    """Whether it is an array of numbers in whose elements nobody looked for the range."""
    return isinstance(value, Array) and value.dtype.is_one_of(FLOATS) and isinf(value.facts.low)
