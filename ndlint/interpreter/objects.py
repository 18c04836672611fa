"""Values that only the interpreter makes: the program's own functions, classes, instances."""

import ast
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from ndlint.interpreter import lowered as op
from ndlint.values.array import Array
from ndlint.values.base import (
    UNKNOWN,
    Bool,
    Dict,
    Ellipse,
    Float,
    Int,
    List,
    Method,
    Name,
    Nothing,
    Ref,
    Str,
    Tuple,
    Unknown,
    Value,
)
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.losses import Loss
from ndlint.values.options import Options, Parser
from ndlint.values.version import Varying, Version

Scopes = tuple[int, ...]
"""The scopes in which a name is looked up, innermost first; the last is the module's."""


class Closure(Value, frozen=True):
    """A function of the program, with the scopes around it and its evaluated defaults.

    `kind` is what a decorator made of it: "staticmethod", "classmethod", "property", or
    "descriptor" (a property that can be set); `home` the scope of the class that it is
    defined in, 0 where it is in none.
    """

    function: op.Function
    scopes: Scopes
    defaults: tuple[tuple[str, Value], ...] = ()
    kind: str = ""
    home: int = 0


class Field(Struct, frozen=True):
    """An attribute that a constructor sets which Python makes. One that is no parameter is
    its default, or what its `factory` makes; None where it has none."""

    name: str
    default: Value | None = None
    factory: Value | None = None
    is_parameter: bool = True
    keyword_only: bool = False


class UserClass(Value, frozen=True):
    """A class of the program. `bases` may be library names or unknown.

    Its attributes are the variables of `scope`: they can be set later. `fields` are those of
    a dataclass or a named tuple. `kind` is "tuple" for a named tuple, "enum" for an
    enumeration.
    """

    name: str
    bases: tuple[Value, ...]
    scope: int
    fields: tuple[Field, ...] | None = None
    kind: str = ""

    @property
    def order(self) -> tuple[Value, ...]:
        """The classes in which an attribute is looked up: a shared base comes last."""
        found: list[Value] = [self]
        for base in self.bases:
            found += base.order if isinstance(base, UserClass) else (base,)
        return tuple(b for i, b in enumerate(found) if b not in found[i + 1 :])

    @property
    def has_foreign_base(self) -> bool:
        """Whether attributes may come from a class that was not seen."""
        return any(
            base.has_foreign_base
            if isinstance(base, UserClass)
            else base != Name("builtins.object")
            for base in self.bases
        )


class Instance(Value, frozen=True):
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


class Record(Tuple, frozen=True):
    """A named tuple."""

    cls: UserClass

    def get(self, name: str) -> Value | None:
        """The item of this name."""
        names = [f.name for f in self.cls.fields or ()]
        return self.items[names.index(name)] if name in names else None


class Member(Value, frozen=True):
    """A member of an enumeration. `is_plain`: it is its value, too, as those of an `IntEnum`
    are."""

    cls: UserClass
    name: str
    value: Value
    is_plain: bool = False

    def get(self, name: str) -> Value | None:
        """Its name or its value, where that is asked for."""
        return {"name": Str(self.name), "value": self.value}.get(name.strip("_"))


class BoundClosure(Value, frozen=True):
    """A method of the program with its receiver."""

    closure: Closure
    receiver: Value


class Generated(Value, frozen=True):
    """What a call of a generator function makes: each step runs its body on to a `yield`.

    `names` are the variables that it begins with; `sources` are what these are, and then what
    it gave until now. `was` is all that it could see then, None before the first step. One that
    `is_lost` was stepped through where that cannot be followed.
    """

    closure: Closure
    names: tuple[str, ...]
    sources: tuple[Value, ...]
    was: tuple[object, ...] | None = None
    is_lost: bool = False

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return self if self.is_lost else replace(self, is_lost=True)


class Partial(Value, frozen=True):
    """What `functools.partial` makes: a function with the first of its arguments."""

    function: Value
    positional: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


class Constructor(Value, frozen=True):
    """The `__init__` that Python makes for a dataclass, with its receiver."""

    cls: UserClass
    receiver: Value


class Super(Value, frozen=True):
    """`super()`: the attributes of the receiver's classes that come after `cls`."""

    cls: UserClass
    receiver: Value


class ModuleObject(Value, frozen=True):
    """A module of the project: its attributes are the variables of `scope`."""

    scope: int
    name: str


@lru_cache(maxsize=1024)
def stored(function: op.Function) -> frozenset[str]:
    """The attributes that a function and those inside it set or delete, of whatever object."""
    return frozenset(
        node.attr
        for node in ast.walk(function.place)
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
    )


INERT = frozenset({
    Array, Bool, Ellipse, Float, Int, KerasTensor, Layer, Loss, Model, Name, Nothing, Str, Unknown,
    Varying, Version,
})  # fmt: skip
"""The types of values that hold no object of the heap, and no code."""


IDENTITIES = frozenset({Ref, Closure, UserClass, BoundClosure, Super, Method, ModuleObject})
"""The types of values through which something can be changed."""


def held_by(value: Value) -> Sequence[Value]:
    """The values that a value holds, one level down."""
    if type(value) in INERT:
        return ()
    match value:
        case Record(items, cls):
            return (*items, cls)
        case Tuple(items):
            return items
        case List(items):
            return (value.each,) if items is None else items
        case Dict(items):
            return (value.each,) if items is None else [v for _, v in items]
        case Closure(defaults=defaults):
            return [v for _, v in defaults]
        case Instance(cls, attributes):
            return [cls, *(v for _, v in attributes)]
        case UserClass(bases=bases, fields=fields):
            made = [v for field in fields or () for v in (field.default, field.factory)]
            return [*bases, *(v for v in made if v is not None)]
        case Member(value=inner):
            return (inner,)
        case Partial(function, positional, keywords):
            return [function, *positional, *(v for _, v in keywords)]
        case Method(owner):
            return (owner,)
        case Options(defaults) | Parser(defaults):
            return [v for _, v in defaults]
    found: list[Value] = []
    for name in ("closure", "receiver", "items", "owner", "sources", "element"):
        held = getattr(value, name, None)
        found += [v for v in (held if isinstance(held, tuple) else (held,)) if isinstance(v, Value)]
    return found


def identities(value: Value) -> list[Value]:
    """The objects and functions that a value holds: what can be changed through it."""
    kind = type(value)
    if kind in INERT:
        return []
    if kind in IDENTITIES:
        return [value]
    return [found for held in held_by(value) for found in identities(held)]
