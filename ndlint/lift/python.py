"""Python's own values, and modules, as abstract values."""

from collections.abc import Callable
from types import GeneratorType, ModuleType
from typing import Any

from ndlint.knowledge.registry import canonical
from ndlint.values.base import (
    GENERATOR,
    SET,
    UNKNOWN,
    Dict,
    List,
    Name,
    Slice,
    Tuple,
    Value,
    plain,
)

LONGEST = 100_000
"""A sequence with more items, those of its items among them, is not looked into."""
DEEPEST = 16
"""So deep may sequences nest; one that holds itself does so without an end."""

Lift = Callable[[object], Value]


class Containers:
    """Lifts a value and all that it holds, up to a limit."""

    def __init__(self, lift: Lift) -> None:
        self._lift = lift
        self._seen = 0

    def value(self, thing: object, depth: int = 0) -> Value:
        """The value; unknown is what lies beyond the limits or only imitates something."""
        self._seen += 1
        try:
            if isinstance(thing, tuple | list | dict):
                return self._container(thing, depth)
            return self._lift(thing)
        except Exception:
            return UNKNOWN

    def _container(self, thing: tuple[Any, ...] | list[Any] | dict[Any, Any], depth: int) -> Value:
        if depth > DEEPEST or self._seen + len(thing) > LONGEST:
            return List(None) if isinstance(thing, list) else UNKNOWN
        if isinstance(thing, dict):
            return self._dict(thing, depth)
        items = tuple(self.value(item, depth + 1) for item in thing)
        if isinstance(thing, list):
            return List(items)
        # A named tuple is a structure of its own for TensorFlow and Keras.
        return Tuple(items) if type(thing) is tuple else UNKNOWN

    def _dict(self, thing: dict[Any, Any], depth: int) -> Value:
        if type(thing) is not dict:
            known = self._lift(thing)  # SciPy makes a sparse matrix of one
            return Dict(None) if known == UNKNOWN else known
        if not all(isinstance(k, str | int) for k in thing):
            return Dict(None)
        pairs = ((plain(k) or UNKNOWN, self.value(v, depth + 1)) for k, v in thing.items())
        return Dict(tuple(pairs))


def lift_plain(thing: object) -> Value | None:
    """None, a number, a string, a slice, a module. None: it is none of these."""
    match thing:
        case slice(start=start, stop=stop, step=step):
            return Slice(*(plain(part) or UNKNOWN for part in (start, stop, step)))
        case ModuleType(__name__=name):
            return Name(canonical(name))
        case type(__module__="builtins", __name__=name):
            return Name(f"builtins.{name}")
        case set() | frozenset():
            return SET
        case GeneratorType():
            return GENERATOR
    return plain(thing)
