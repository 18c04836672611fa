"""What holds of either of two values."""

from collections.abc import Callable

from ndlint.values import array as arrays
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Bool, Dict, Float, Int, List, Ref, Str, Tuple, Value
from ndlint.values.shape import join_dims

MergeRefs = Callable[[Ref, Ref], Value]


def join(a: Value, b: Value, merge: MergeRefs = lambda _a, _b: UNKNOWN) -> Value:
    """What holds of either value. `merge` joins two identities."""
    if a is b:
        return a
    match a, b:
        case Ref(), Ref():
            return a if a.key == b.key else merge(a, b)
        case Array(), Array():
            return arrays.join(a, b) or UNKNOWN
        case Int(), Int():
            return Int(join_dims(a.size, b.size))
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
                return List(None)
            return List(_each(a.items, b.items, merge))
        case Dict(), Dict():
            if a.items is None or b.items is None or _keys(a) != _keys(b):
                return Dict(None)
            values = _each(tuple(v for _, v in a.items), tuple(v for _, v in b.items), merge)
            return Dict(tuple(zip(_keys(a), values, strict=True)))
    return a if a == b else UNKNOWN


def _keys(value: Dict) -> tuple[Value, ...]:
    return tuple(key for key, _ in value.items or ())


def _each(a: tuple[Value, ...], b: tuple[Value, ...], merge: MergeRefs) -> tuple[Value, ...]:
    return tuple(join(x, y, merge) for x, y in zip(a, b, strict=True))
