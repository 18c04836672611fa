"""What holds of either of two values."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from ndlint.values import array as arrays
from ndlint.values.array import Array
from ndlint.values.base import (
    UNKNOWN,
    Bool,
    Dict,
    Float,
    Int,
    List,
    Ref,
    Str,
    Tuple,
    Unknown,
    Value,
)
from ndlint.values.frame import Column, Frame, join_columns, join_frames
from ndlint.values.keras import Layer
from ndlint.values.shape import join_dims

MergeRefs = Callable[[Ref, Ref], Value]


def _nothing(_a: Ref, _b: Ref) -> Value:
    return UNKNOWN


def join(a: Value, b: Value, merge: MergeRefs = _nothing) -> Value:
    """What holds of either value. `merge` joins two identities."""
    if a is b:
        return a
    if type(a) is not type(b):
        return UNKNOWN
    if type(a) is Unknown:
        return a if a == b else UNKNOWN
    match a, b:
        case Array(), Array():
            return arrays.join(a, b) or UNKNOWN
        case Int(), Int():
            return Int(join_dims(a.size, b.size))
        case Ref(), Ref():
            return a if a.key == b.key else merge(a, b)
        case Float(), Float():
            return a if a == b else Float()
        case Bool(), Bool():
            return a if a == b else Bool()
        case Str(), Str():
            return a if a == b else Str()
        case Tuple(), Tuple() if len(a.items) == len(b.items):
            return Tuple(_each(a.items, b.items, merge))
        case List(), List():
            if a.items is None or b.items is None or len(a.items) != len(b.items):
                return lists_of_either(a, b, _of_all([each_of(a), each_of(b)], merge))
            return List(_each(a.items, b.items, merge))
        case Dict(), Dict():
            if a.items is None or b.items is None or a.keys != b.keys:
                return Dict(None, _of_all([each_of(a), each_of(b)], merge))
            values = _each(tuple(v for _, v in a.items), tuple(v for _, v in b.items), merge)
            return Dict(tuple(zip(a.keys or (), values, strict=True)))
        case Column(), Column():
            return join_columns(a, b) or UNKNOWN
        case Frame(), Frame():
            return join_frames(a, b)
        case Layer(), Layer() if a == b:
            # Which call was its first one is not known.
            return a if a.ends == b.ends else replace(a, ends=())
    return a if a == b else UNKNOWN


def each_of(value: List | Dict) -> Value | None:
    """What is like every item, or value of a dict; None: there is none.

    Of two identities, nothing can be said here.
    """
    if value.items is None:
        return value.each
    items = value.items if isinstance(value, List) else tuple(v for _, v in value.items)
    return _of_all(items) if items else None


def lists_of_either(a: List, b: List, each: Value) -> List:
    """A list that is one of two, of whose items only what is like all of them is kept."""
    return List(None, each, join_dims(a.size, b.size), a.has_items and b.has_items)


def _of_all(values: Iterable[Value | None], merge: MergeRefs = _nothing) -> Value:
    """What is like each of the values; of None, nothing is known to be."""
    found: Value | None = None
    for value in values:
        if value is not None:
            found = value if found is None else join(found, value, merge)
    return UNKNOWN if found is None else found


def _each(a: tuple[Value, ...], b: tuple[Value, ...], merge: MergeRefs) -> tuple[Value, ...]:
    return tuple(join(x, y, merge) for x, y in zip(a, b, strict=True))
