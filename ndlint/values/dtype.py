"""Dtypes: one, one of a few, or unknown."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from msgspec import Struct

FLOATS = frozenset({"float16", "bfloat16", "float32", "float64", "longdouble"})
SIGNED = frozenset({"int8", "int16", "int32", "int64"})
UNSIGNED = frozenset({"uint8", "uint16", "uint32", "uint64"})
INTEGERS = SIGNED | UNSIGNED
COMPLEX = frozenset({"complex64", "complex128"})
OTHERS = frozenset({"bool", "str", "bytes", "object", "datetime64", "timedelta64", "void"})
NAMES = FLOATS | INTEGERS | COMPLEX | OTHERS
NUMPY_NUMBERS = (FLOATS | INTEGERS | COMPLEX | {"bool"}) - {"bfloat16"}
BYTES = {"bool": 1, "bfloat16": 2, "longdouble": 16}


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


def item_bytes(name: str) -> int | None:
    """The bytes of one element, or None where that depends on the data."""
    if name in BYTES:
        return BYTES[name]
    digits = "".join(c for c in name if c.isdigit())
    return int(digits) // 8 if digits and name in NUMPY_NUMBERS else None


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
    """The dtype of an operation on two arrays, by NumPy's own `result_type`."""
    if not a.names or not b.names:
        return UNKNOWN_DTYPE
    names = {_promoted(x, y) for x in a.names for y in b.names}
    return DType(frozenset(n for n in names if n)) if None not in names else UNKNOWN_DTYPE


def promote_weak(a: DType, scalar: WeakType) -> DType:
    """The dtype of an array with a Python number, which is weak (NumPy 2, NEP 50)."""
    return map_names(a, lambda name: _promoted_weak(name, scalar.__name__))


@lru_cache(maxsize=1024)
def _promoted(x: str, y: str) -> str | None:
    if x == y:
        return x
    if x not in NUMPY_NUMBERS or y not in NUMPY_NUMBERS:
        return "object" if "object" in (x, y) else None
    numpy = import_numpy()
    return canonical(numpy.result_type(numpy.dtype(x), numpy.dtype(y)).name)


_WEAK: dict[str, WeakType] = {t.__name__: t for t in (int, float, complex)}


@lru_cache(maxsize=256)
def _promoted_weak(x: str, scalar: str) -> str | None:
    if x not in NUMPY_NUMBERS:
        return "object" if x == "object" else None
    numpy = import_numpy()
    return canonical(numpy.result_type(numpy.dtype(x), _WEAK[scalar](1)).name)


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


@lru_cache(maxsize=1)
def import_numpy():  # type: ignore[no-untyped-def]  # a module has no narrower type
    """NumPy, imported late and without its thread pool.

    ndlint asks NumPy about dtypes only. OpenBLAS would start a thread a core when it is
    loaded, which costs three times as much as the rest of the import.
    """
    import os

    key = "OPENBLAS_NUM_THREADS"
    before = os.environ.get(key)
    os.environ[key] = "1"
    try:
        import numpy
    finally:
        if before is None:
            del os.environ[key]
        else:
            os.environ[key] = before
    return numpy
