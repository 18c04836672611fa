"""Values that only the interpreter makes: the program's own functions, classes, instances."""

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ndlint.interpreter import lowered as op
from ndlint.source.nodes import nodes_in
from ndlint.values.array import Array, SparseMatrix
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
from ndlint.values.frame import Column, Frame
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
    defined in, 0 where it is in none. `is_graph`: TensorFlow makes a graph of it.
    """

    function: op.Function
    scopes: Scopes
    defaults: tuple[tuple[str, Value], ...] = ()
    kind: str = ""
    home: int = 0
    is_graph: bool = False


class Tracing(Struct, frozen=True):
    """How often a graph runs, of whose `function` a call is being followed, with so many frames
    around it (`depth`). The other fields are those of the event Frozen."""

    depth: int
    again: bool | None
    function: Value | None = None
    given: str = ""


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
        is_plain = True
        for base in self.bases:
            if type(base) is UserClass:
                is_plain = False
                found += base.order
            else:
                found.append(base)
        if is_plain:
            return tuple(found)
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
        for node in nodes_in(function.place)
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
    )


INERT = frozenset({
    Array, Bool, Column, Ellipse, Float, Frame, Int, KerasTensor, Layer, Loss, Model, Name, Nothing,
    SparseMatrix, Str, Unknown, Varying, Version,
})  # fmt: skip
"""The types of values that hold no object of the heap, and no code."""


IDENTITIES = frozenset({Ref, Closure, UserClass, BoundClosure, Super, Method, ModuleObject})
"""The types of values through which something can be changed."""


def _each_or_items(value: List) -> Sequence[Value]:
    return (value.each,) if value.items is None else value.items


def _in_class(cls: UserClass) -> Sequence[Value]:
    made = [v for field in cls.fields or () for v in (field.default, field.factory)]
    return [*cls.bases, *(v for v in made if v is not None)]


def _of_pairs(pairs: Iterable[tuple[object, Value]]) -> Sequence[Value]:
    return [value for _, value in pairs]


HELD: Mapping[type[Value], Callable[[Any], Sequence[Value]]] = {
    Ref: lambda _: (),
    Tuple: lambda value: value.items,
    Record: lambda value: (*value.items, value.cls),
    List: _each_or_items,
    Dict: lambda value: (value.each,) if value.items is None else _of_pairs(value.items),
    Closure: lambda value: _of_pairs(value.defaults),
    Instance: lambda value: [value.cls, *_of_pairs(value.attributes)],
    UserClass: _in_class,
    Member: lambda value: (value.value,),
    Partial: lambda v: [v.function, *v.positional, *_of_pairs(v.keywords)],
    Method: lambda value: (value.owner,),
    Options: lambda value: _of_pairs(value.defaults),
    Parser: lambda value: _of_pairs(value.defaults),
}
"""What values of these types hold; of others, it is in some of their fields."""
HOLDING = ("closure", "receiver", "items", "owner", "sources", "element")


def held_by(value: Value) -> Sequence[Value]:
    """The values that a value holds, one level down."""
    kind = type(value)
    if kind in INERT:
        return ()
    held = HELD.get(kind)
    return _in_fields(value) if held is None else held(value)


def _in_fields(value: Value) -> Sequence[Value]:
    found: list[Value] = []
    for name in HOLDING:
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
