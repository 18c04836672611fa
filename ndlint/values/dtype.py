"""Dtypes: one, one of a few, or unknown."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, reduce
from itertools import product
from typing import Any

from msgspec import Struct

FLOATS = frozenset({"float16", "bfloat16", "float32", "float64", "longdouble"})
SIGNED = frozenset({"int8", "int16", "int32", "int64"})
UNSIGNED = frozenset({"uint8", "uint16", "uint32", "uint64"})
INTEGERS = SIGNED | UNSIGNED
NO_GRADIENT = INTEGERS | {"bool"}
"""Of tensors of these, TensorFlow has no gradient."""
COMPLEX = frozenset({"complex64", "complex128"})
OTHERS = frozenset({"bool", "str", "bytes", "object", "datetime64", "timedelta64", "void"})
WORDS = frozenset({"str", "bytes"})
NAMES = FLOATS | INTEGERS | COMPLEX | OTHERS
NUMPY_NUMBERS = (FLOATS | INTEGERS | COMPLEX | {"bool"}) - {"bfloat16"}
KINDS = {
    name: kind
    for kind, names in enumerate(({"bool"}, UNSIGNED, SIGNED, FLOATS, COMPLEX))
    for name in names
}
"""The kind of each number, from the narrowest to the widest."""
BYTES = {
    "bool": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "uint8": 1, "uint16": 2,
    "uint32": 4, "uint64": 8, "float16": 2, "bfloat16": 2, "float32": 4, "float64": 8,
    "longdouble": 16, "complex64": 8, "complex128": 16,
}  # fmt: skip
"""The bytes of one element, where they do not depend on the data."""


WeakType = type[Any]
"""`int`, `float` or `complex`: the type of a Python number."""


class DType(Struct, frozen=True):
    """The names that the dtype may have; no names: unknown.

    `fields` are those of a structured dtype ("void"), where they are known: the name, the
    dtype and the axes of each.
    """

    names: frozenset[str]
    fields: "tuple[Field, ...]" = ()

    @property
    def name(self) -> str | None:
        """The dtype's name if it is certain."""
        return next(iter(self.names)) if len(self.names) == 1 else None

    def may_be(self, *names: str) -> bool:
        """Whether the dtype is possibly one of `names`."""
        return not self.names or not self.names.isdisjoint(names)

    def is_one_of(self, names: frozenset[str]) -> bool:
        """Whether the dtype is certainly one of `names`."""
        return bool(self.names) and self.names <= names

    def __str__(self) -> str:
        return " or ".join(sorted(self.names)) if self.names else "unknown dtype"


Field = tuple[str, DType, tuple[int, ...]]
UNKNOWN_DTYPE = DType(frozenset())


def dtype(*names: str) -> DType:
    """The dtype that is one of `names`."""
    return DType(frozenset(names))


BOOL, UINT8, INT32, INT64 = dtype("bool"), dtype("uint8"), dtype("int32"), dtype("int64")
FLOAT32, FLOAT64, OBJECT, STR = dtype("float32"), dtype("float64"), dtype("object"), dtype("str")
COMPLEX128 = dtype("complex128")


def structured(fields: "tuple[Field, ...]") -> DType:
    """The dtype of these fields."""
    return DType(frozenset({"void"}), fields)


def join(a: DType, b: DType) -> DType:
    """What holds of either dtype."""
    if a == b:
        return a
    return DType(a.names | b.names) if a.names and b.names else UNKNOWN_DTYPE


def map_names(a: DType, result: Callable[[str], str | None]) -> DType:
    """The dtype got by applying `result` to each possible name; None makes it unknown."""
    names = {result(name) for name in a.names}
    return DType(frozenset(n for n in names if n)) if names and None not in names else UNKNOWN_DTYPE


def promote(a: DType, b: DType) -> DType:
    """The dtype of an operation on two arrays, as `numpy.result_type` has it."""
    if not a.names or not b.names:
        return UNKNOWN_DTYPE
    names = {joint(x, y) for x in a.names for y in b.names}
    return DType(frozenset(n for n in names if n)) if None not in names else UNKNOWN_DTYPE


COMBINATIONS = 64
"""Of arrays that may have dtypes in more ways than these, the joint dtype is not known."""


def promote_all(found: Sequence[DType]) -> DType:
    """The dtype that holds those of all arrays, as `numpy.result_type` has it.

    NumPy begins with the widest kind: int8, uint8 and float16 are float16 together, though int8
    and uint8 alone are int16. Measured: exact for all threes, fours and fives of its numbers.
    """
    if len(set(found)) == 1 and found[0].name:
        return found[0]
    ways = 1
    for one in found:
        ways *= len(one.names)
    if not 0 < ways <= COMBINATIONS:
        return UNKNOWN_DTYPE
    names = {reduce(_joint_or_none, sorted(each, key=_width)) for each in product(*_names(found))}
    return DType(frozenset(n for n in names if n)) if None not in names else UNKNOWN_DTYPE


def _names(found: Sequence[DType]) -> Iterator[Sequence[str | None]]:
    return (sorted(one.names) for one in found)


def _width(name: str | None) -> tuple[int, int]:
    """The widest first."""
    return -KINDS.get(name or "", 9), -BYTES.get(name or "", 0)


def _joint_or_none(x: str | None, y: str | None) -> str | None:
    return None if x is None or y is None else joint(x, y)


def promote_weak(a: DType, scalar: WeakType) -> DType:
    """The dtype of an array with a Python number, which is weak (NumPy 2, NEP 50)."""
    return map_names(a, lambda name: with_number(name, scalar.__name__))


@lru_cache(maxsize=1024)
def joint(x: str, y: str) -> str | None:
    """The name of the dtype of an operation on two arrays; None where it is not known."""
    if x == y:
        return x
    if x not in NUMPY_NUMBERS or y not in NUMPY_NUMBERS:
        return "object" if "object" in (x, y) else None
    low, high = sorted((x, y), key=lambda name: (KINDS[name], BYTES[name]))
    if low == "bool":
        return high
    if high in INTEGERS:
        return _joint_integer(low, high)
    return _joint_inexact(low, high)


def _joint_integer(low: str, high: str) -> str:
    """The integers that hold those of both; float64 where there are none."""
    if low in SIGNED or high in UNSIGNED:
        return high
    width = 8 * max(BYTES[high], 2 * BYTES[low])
    return f"int{width}" if width <= 64 else "float64"


def _joint_inexact(low: str, high: str) -> str | None:
    """The floats or complex numbers that hold both; None: NumPy has no name for them here."""
    low = smooth(low)
    parts = {"complex64": "float32", "complex128": "float64"}
    part = max(parts.get(low, low), parts.get(high, high), key=BYTES.__getitem__)
    if high in FLOATS:
        return part
    return next((name for name, of in parts.items() if of == part), None)


def smooth(name: str) -> str:
    """The floats that hold numbers of the dtype, as the root of one is given."""
    if KINDS[name] >= KINDS["float64"]:
        return name
    return {1: "float16", 2: "float32"}.get(BYTES[name], "float64")


@lru_cache(maxsize=256)
def with_number(x: str, scalar: str) -> str | None:
    """The name of the dtype of an array with an "int", a "float" or a "complex" number."""
    if x not in NUMPY_NUMBERS:
        return "object" if x == "object" else None
    least = {"int": "int64", "float": "float64", "complex": "complex128"}[scalar]
    if KINDS[x] >= KINDS[least] or (least == "int64" and x in UNSIGNED):
        return x
    if x in FLOATS:  # beside a complex number
        return _joint_inexact(x, "complex64")
    return least


def casts_safely(source: str, target: str) -> bool:
    """Whether every number of the one NumPy dtype is a number of the other, as NumPy sees it."""
    return joint(source, target) == target


def casts_within_kind(source: str, target: str) -> bool:
    """Whether NumPy casts so in place: to the same kind, or to one that holds more numbers."""
    return KINDS[source] <= KINDS[target]


def canonical(name: str) -> str | None:
    """The name used here for a NumPy dtype's name, or None where there is none."""
    if name in ("float128", "float96"):
        return "longdouble"
    for prefix in ("datetime64", "timedelta64", "str", "bytes", "void"):
        if name.startswith(prefix):
            return prefix
    return name if name in NAMES else None


_CODES = {
    "f": {"2": "float16", "4": "float32", "8": "float64", "16": "longdouble", "": "float32"},
    "i": {"1": "int8", "2": "int16", "4": "int32", "8": "int64", "": "int32"},
    "u": {"1": "uint8", "2": "uint16", "4": "uint32", "8": "uint64"},
    "c": {"8": "complex64", "16": "complex128"},
}
_ALIASES = {
    "float": "float64", "double": "float64", "single": "float32", "half": "float16",
    "int": "int64", "long": "int64", "uint": "uint64", "complex": "complex128",
    "bool_": "bool", "object_": "object", "str_": "str", "string": "str", "unicode": "str",
    "bytes_": "bytes", "float_": "float64", "int_": "int64", "intp": "int64",
    "longlong": "int64", "short": "int16", "byte": "int8", "ubyte": "uint8",
    "float128": "longdouble", "cdouble": "complex128", "csingle": "complex64",
    "d": "float64", "e": "float16", "b": "int8", "B": "uint8", "h": "int16", "H": "uint16",
    "l": "int64", "L": "uint64", "q": "int64", "Q": "uint64", "?": "bool", "O": "object",
    "g": "longdouble", "U": "str", "S": "bytes", "D": "complex128", "F": "complex64",
}  # fmt: skip


def parse(text: str) -> DType | None:
    """The dtype that NumPy or TensorFlow reads in a string ("float32", "<f4"), or None."""
    if text in NAMES:
        return dtype(text)
    if text in _ALIASES:
        return dtype(_ALIASES[text])
    bare = text.lstrip("<>=|")
    if bare[:1] in ("U", "S") and bare[1:].isdigit():
        return STR if bare[0] == "U" else dtype("bytes")
    if bare.startswith(("datetime64", "M8")):
        return dtype("datetime64")
    if bare.startswith(("timedelta64", "m8")):
        return dtype("timedelta64")
    name = _CODES.get(bare[:1], {}).get(bare[1:])
    return dtype(name) if name else None
