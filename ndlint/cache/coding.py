"""Findings as JSON and back.

What is read may have been written by anybody: it is taken only if every part has the type that
it must have.
"""

from collections.abc import Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from ndlint.findings import Finding

KIND = "is"
"""The key of an object's class."""


class Malformed(Exception):
    """What was read is no finding."""


def encoded(value: object) -> object:
    """A finding, or a part of one, in the types that JSON has."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        parts = {field.name: encoded(getattr(value, field.name)) for field in fields(value)}
        return {KIND: type(value).__name__, **parts}
    if isinstance(value, tuple):
        return [encoded(item) for item in value]
    if isinstance(value, Set):
        return sorted((encoded(item) for item in value), key=repr)
    return value


def decoded(data: object) -> list[Finding]:
    """The findings that were encoded as a list. Raises: Malformed."""
    if not isinstance(data, list):
        raise Malformed
    return [_read(item, Finding) for item in data]


def _read(data: object, kind: Any) -> Any:
    """The value of a type, which is one that the fields of a finding have."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_one_of(data, get_args(kind))
    if origin is not None:
        if not isinstance(data, list):
            raise Malformed
        items = [_read(item, get_args(kind)[0]) for item in data]
        return tuple(items) if origin is tuple else frozenset(items)
    if is_dataclass(kind):
        return _read_object(data, kind)
    if issubclass(kind, Enum):
        for member in kind:
            if member.value == data:
                return member
    elif type(data) is kind:
        return data
    raise Malformed


def _read_object(data: object, kind: Any) -> Any:
    hints = _hints(kind)
    if not isinstance(data, dict) or data.keys() != {KIND, *hints} or data[KIND] != kind.__name__:
        raise Malformed
    return kind(**{name: _read(data[name], hint) for name, hint in hints.items()})


def _read_one_of(data: object, kinds: tuple[Any, ...]) -> Any:
    for kind in kinds:
        try:
            return _read(data, kind)
        except Malformed:
            continue
    raise Malformed


@lru_cache(maxsize=64)
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
