"""Values that only the interpreter makes: the program's own functions, classes, instances."""

from dataclasses import dataclass, replace

from ndlint.interpreter import lowered as op
from ndlint.values.base import UNKNOWN, Name, Value

Scopes = tuple[int, ...]
"""The scopes in which a name is looked up, innermost first; the last is the module's."""


@dataclass(frozen=True, slots=True)
class Closure(Value):
    """A function of the program, with the scopes around it and its evaluated defaults."""

    function: op.Function
    scopes: Scopes
    defaults: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class UserClass(Value):
    """A class of the program. `bases` may be library names or unknown."""

    name: str
    bases: tuple[Value, ...]
    attributes: tuple[tuple[str, Value], ...]

    def find(self, name: str) -> Value | None:
        """An attribute of the class or of a base of the program; None: not found there."""
        own = dict(self.attributes).get(name)
        if own is not None:
            return own
        for base in self.bases:
            if isinstance(base, UserClass):
                found = base.find(name)
                if found is not None:
                    return found
        return None

    @property
    def has_foreign_base(self) -> bool:
        """Whether attributes may come from a class that was not seen."""
        return any(
            base.has_foreign_base
            if isinstance(base, UserClass)
            else base != Name("builtins.object")
            for base in self.bases
        )


@dataclass(frozen=True, slots=True)
class Instance(Value):
    """An object of a class of the program."""

    cls: UserClass
    attributes: tuple[tuple[str, Value], ...] = ()

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return UNKNOWN

    def get(self, name: str) -> Value | None:
        """An attribute of the object itself."""
        return dict(self.attributes).get(name)

    def with_attribute(self, name: str, value: Value) -> "Instance":
        """The object after `self.name = value`."""
        return replace(self, attributes=tuple({**dict(self.attributes), name: value}.items()))


@dataclass(frozen=True, slots=True)
class BoundClosure(Value):
    """A method of the program with its receiver."""

    closure: Closure
    receiver: Value
