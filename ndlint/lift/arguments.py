"""The arguments with which a Keras object was made, as abstract values."""

from collections.abc import Callable, Mapping
from functools import cache
from inspect import Parameter, signature

from ndlint.values.base import UNKNOWN, List, Tuple, Value, plain


def given(thing: object, kept: Mapping[str, object]) -> dict[str, Value]:
    """The arguments that differ from their defaults. `kept`: what the object has, by name."""
    defaults = _defaults(type(thing).__init__)
    found = {name: _single(kept[name], defaults[name]) for name in kept if name in defaults}
    return {
        name: written(value) for name, value in found.items() if not _same(value, defaults[name])
    }


def written(value: object) -> Value:
    """Python's own values, tuples and lists of them; unknown for anything else."""
    match value:
        case tuple():
            return Tuple(tuple(map(written, value)))
        case list():
            return List(tuple(map(written, value)))
    return plain(value) or UNKNOWN


@cache
def _defaults(constructor: Callable[..., None]) -> dict[str, object]:
    """The parameters of a class with their defaults."""
    parameters = signature(constructor).parameters.values()
    named = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    return {p.name: p.default for p in parameters if p.kind in named}


def _single(value: object, default: object) -> object:
    """The number where a number was given, of which Keras made a list."""
    is_wrapped = isinstance(value, list | tuple) and len(value) == 1
    return value[0] if is_wrapped and isinstance(default, int) else value  # type: ignore[index]


def _same(value: object, default: object) -> bool:
    """Whether a plain value is the default."""
    if isinstance(value, list | tuple) and isinstance(default, list | tuple):
        return [*value] == [*default]
    return type(value) is type(default) and value == default
