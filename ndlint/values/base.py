"""The kinds of values that are not arrays: Python's own, names of the libraries, the unknown."""

from collections.abc import Iterator
from math import isfinite
from typing import ClassVar

from msgspec import Struct

from ndlint.values.dimension import UNKNOWN_DIM, Dim, is_positive
from ndlint.values.equality import equal_apart_from


class Value(Struct, frozen=True):
    """What is known of one value of the program. Immutable; equality is by what is known."""

    is_sequence: ClassVar[bool] = False
    """Whether it is a tuple or a list: to ask `isinstance` of a struct costs five times as much."""

    @property
    def is_mutable(self) -> bool:
        """Whether the program can change the object, so that it needs an identity."""
        return False

    def disturbed(self) -> "Value":
        """What is still known after code that was not seen had its hands on the object."""
        return self

    def with_other_elements(self) -> "Value":
        """What is still known after an object changed that shares its data."""
        return self.disturbed()


class Unknown(Value, frozen=True):
    """Anything. A `key` tells that two mentions are the same object."""

    key: int | None = None
    label: str = ""


UNKNOWN = Unknown()


class Nothing(Value, frozen=True):
    """Python's None."""


NOTHING = Nothing()


class Ellipse(Value, frozen=True):
    """Python's `...`."""


class AxisOf(Struct, frozen=True):
    """Says of a number that it is the size of an axis: "x.shape[0]"."""

    owner: str
    index: int

    def __str__(self) -> str:
        return f"{self.owner}.shape[{self.index}]"


@equal_apart_from("axis")
class Int(Value, frozen=True, eq=False):
    """A Python int; `axis` tells of which array's shape it was read."""

    size: Dim = UNKNOWN_DIM
    axis: AxisOf | None = None

    @property
    def number(self) -> int | None:
        """The number, if it is known."""
        return self.size if isinstance(self.size, int) else None


class Float(Value, frozen=True):
    """A Python float; `number` is None where it is not known."""

    number: float | None = None

    def __eq__(self, other: object) -> bool:
        # NaN is not equal to itself, and a value must be.
        return isinstance(other, Float) and repr(self.number) == repr(other.number)

    def __ne__(self, other: object) -> bool:
        return not self == other  # else it is the struct's own

    def __hash__(self) -> int:
        return hash(repr(self.number))

    @property
    def is_finite(self) -> bool | None:
        """Whether the number is finite; None where it is not known."""
        return None if self.number is None else isfinite(self.number)


class Complex(Value, frozen=True):
    """A Python complex number, of which no more is known."""


class Bool(Value, frozen=True):
    """A Python bool; `truth` is None where it is not known."""

    truth: bool | None = None


class Str(Value, frozen=True):
    """A Python string; `text` is None where it is not known."""

    text: str | None = None


class Tuple(Value, frozen=True):
    """A tuple of known length."""

    is_sequence = True
    items: tuple[Value, ...]


class List(Value, frozen=True):
    """A list; `items` is None where it is not known item by item.

    Every item of such a list is like `each`, and there are `length` of them: `is_filled`
    tells that there certainly is one.
    """

    is_sequence = True
    items: tuple[Value, ...] | None
    each: Value = UNKNOWN
    length: Dim = UNKNOWN_DIM
    is_filled: bool = False

    @property
    def is_mutable(self) -> bool:
        return True

    @property
    def size(self) -> Dim:
        """The number of items."""
        return self.length if self.items is None else len(self.items)

    @property
    def has_items(self) -> bool:
        """Whether there certainly is an item."""
        return self.is_filled or is_positive(self.size)

    def disturbed(self) -> Value:
        is_known = self.items is not None or self.each is not UNKNOWN or self.is_filled
        return List(None) if is_known or self.length is not UNKNOWN_DIM else self


SEQUENCES = (Tuple, List)


class Dict(Value, frozen=True):
    """A dict; `items` is None where its keys are not known: every value is like `each`.

    `is_bunch`: it is one of scikit-learn's, whose keys are attributes, too.
    """

    items: tuple[tuple[Value, Value], ...] | None
    each: Value = UNKNOWN
    is_bunch: bool = False

    @property
    def keys(self) -> tuple[Value, ...] | None:
        """The keys in order, if they are known."""
        return None if self.items is None else tuple(key for key, _ in self.items)

    @property
    def numbers(self) -> tuple[int, ...] | None:
        """The keys in order, if all are known whole numbers, and there is any."""
        numbers = [key.number for key in self.keys or () if isinstance(key, Int)]
        known = tuple(number for number in numbers if number is not None)
        return known if self.keys and len(known) == len(self.keys) else None

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return self if self.items is None and self.each is UNKNOWN else Dict(None)

    def get(self, key: str) -> Value | None:
        """The value under a string key, if that is known."""
        return dict(self.items or ()).get(Str(key))


class Slice(Value, frozen=True):
    """`start:stop:step` in a subscript."""

    start: Value
    stop: Value
    step: Value


class Name(Value, frozen=True):
    """A public name of a library: a module, a class or a function ("numpy.zeros")."""

    path: str

    @property
    def last(self) -> str:
        """The part after the last dot."""
        return self.path.rpartition(".")[2]


class Opaque(Value, frozen=True):
    """An object of a library's class, whose public name is `path`: no more is known of it than
    what its methods do."""

    path: str


SET, GENERATOR = Opaque("builtins.set"), Opaque("builtins.generator")
"""A set or a frozenset, and what a generator expression makes: of their items nothing is known."""


class Ref(Value, frozen=True):
    """The identity of a mutable object, whose value the interpreter's heap holds.

    One of `many` stands for several objects, of which a change meets only one.
    """

    key: int
    many: bool = False


class Method(Value, frozen=True):
    """A method bound to its receiver."""

    owner: Value
    name: str


def plain(thing: object) -> Value | None:
    """None, a number, a string or `...` as a value; None: it is none of these."""
    match thing:
        case None:
            return NOTHING
        case bool():
            return Bool(thing)
        case int():
            return Int(int(thing))
        case float():
            return Float(float(thing))
        case str():
            return Str(str(thing))
        case complex():
            return Complex()
    return Ellipse() if thing is ... else None


def elements(value: Value) -> tuple[Value, ...] | None:
    """The items of a tuple or list of known length, else None."""
    return value.items if value.is_sequence and isinstance(value, SEQUENCES) else None


def leaves(value: Value) -> Iterator[Value]:
    """The value or, of nested tuples, lists and dicts, every value in them."""
    if value.is_sequence and isinstance(value, SEQUENCES):
        for item in value.items or ():
            yield from leaves(item)
    elif type(value) is Dict:
        for _, item in value.items or ():
            yield from leaves(item)
    else:
        yield value
