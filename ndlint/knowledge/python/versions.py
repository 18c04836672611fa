"""Versions of libraries, and what a program asks of them.

Of a version no more is known than the target tells: the newest Keras 3 and NumPy 2 are not
out yet. So what is made of one is computed for each that there may be, and known where all
agree. Keras 3 needs TensorFlow 2.16; Keras 2 works with many.

Source: the release notes of TensorFlow 2.16 and of Keras 3.0; Python 3.14, "sys"; packaging,
"Version Handling".
"""

import operator
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from ndlint.knowledge.registry import constants, models
from ndlint.target import Target, current
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Float,
    Int,
    Slice,
    Str,
    Tuple,
    Value,
    plain,
)
from ndlint.values.version import Release, Varying, Version

NEWEST = 60
"""No minor version beyond this one is thought of."""
MICRO = range(15)
OLDEST_PYTHON = 10
COMPARISONS: dict[str, Callable[[Any, Any], object]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
METHODS = frozenset({"split", "startswith", "partition", "strip", "rsplit"})
"""Those of a string that a version is asked by."""

constants({
    "tensorflow.__version__": Version("tensorflow"),
    "tensorflow.version.VERSION": Version("tensorflow"),
    "keras.__version__": Version("keras"),
    "numpy.__version__": Version("numpy"),
    "numpy.version.version": Version("numpy"),
    "sys.version_info": Version("python"),
})  # fmt: skip


def compare(symbol: str, a: Value, b: Value) -> Value:
    """`a symbol b`, where one of them depends on a version."""
    return _computed(COMPARISONS[symbol], a, b)


def item(owner: Value, index: Value) -> Value:
    """`owner[index]`"""
    return _computed(operator.getitem, owner, index)


def attribute(owner: Value, name: str) -> Value | None:
    """`owner.name`, where it is a number of the version."""
    if name not in Release._fields:
        return None
    return _computed(operator.attrgetter(name), owner)


def method(owner: Value, name: str, arguments: Iterable[Value]) -> Value:
    """`owner.name(arguments)`, a method of a string."""
    if name not in METHODS:
        return UNKNOWN
    return _computed(lambda text, *given: getattr(text, name)(*given), owner, *arguments)


def whole(value: Value) -> Value:
    """`int(value)`"""
    found = _computed(int, value)
    return Int() if found == UNKNOWN else found


def parts(value: Value) -> tuple[Value, ...] | None:
    """The items of what a version is split into, where their number is known."""
    cases = _cases(value)
    sizes = {len(c) if isinstance(c, tuple) else 0 for c in cases or ()}
    return tuple(item(value, Int(i)) for i in range(sizes.pop())) if len(sizes) == 1 else None


@models("packaging.version.parse", "packaging.version.Version", "pkg_resources.parse_version",
        "distutils.version.LooseVersion", "distutils.version.StrictVersion")  # fmt: skip
def parsed(version: Value) -> Value:
    """A version that compares by its numbers."""
    return _computed(_release, version)


def _release(text: str) -> Release:
    found = re.fullmatch(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?", text)
    if found is None:
        raise ValueError(text)
    return Release(*map(int, found.groups("0")))


def _computed(function: Callable[..., object], *operands: Value) -> Value:
    """The result for each version that there may be, or the one result."""
    given = [_cases(operand) for operand in operands]
    known = [cases for cases in given if cases is not None]
    if len(known) < len(given):
        return UNKNOWN
    count = max(map(len, known))
    columns = [cases * count if len(cases) == 1 else cases for cases in known]
    if sum(len(cases) > 1 for cases in known) > 1:
        return UNKNOWN
    try:
        found = tuple(_immutable(function(*row)) for row in zip(*columns, strict=True))
    except (AttributeError, IndexError, TypeError, ValueError):
        return UNKNOWN
    one = plain(found[0]) if all(f == found[0] for f in found) else None
    if one is not None:
        return one
    return Bool() if all(isinstance(f, bool) for f in found) else Varying(found)


def _immutable(result: object) -> object:
    return tuple(result) if isinstance(result, list) else result


def _cases(value: Value) -> tuple[object, ...] | None:
    match value:
        case Varying(cases):
            return cases
        case Version(library):
            return _releases(library, current())
        case Int(int(known)) | Str(str(known)) | Float(float(known)) | Bool(bool(known)):
            return (known,)
        case Tuple(items):
            inner = [c[0] for c in map(_cases, items) if c is not None and len(c) == 1]
            return (tuple(inner),) if len(inner) == len(items) else None
        case Slice(start, stop, step):
            bounds = [b.number if isinstance(b, Int) else None for b in (start, stop, step)]
            is_known = all(
                b == NOTHING or n is not None
                for b, n in zip((start, stop, step), bounds, strict=True)
            )
            return (slice(*bounds),) if is_known else None
    return None


@lru_cache(maxsize=64)
def _releases(library: str, target: Target) -> tuple[object, ...] | None:
    if library == "python":
        return tuple(Release(3, n, m) for n in range(OLDEST_PYTHON, NEWEST) for m in MICRO)
    if library == "tensorflow":
        return _texts(2, 16) if target.keras == 3 else None
    return _texts(target.keras if library == "keras" else target.numpy, 0)


def _texts(major: int, first: int) -> tuple[object, ...]:
    return tuple(f"{major}.{n}.{m}" for n in range(first, NEWEST) for m in MICRO)
