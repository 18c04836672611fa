"""Numbers that are likely only: sizes read from a file that lies beside the program.

They are numbers as any others, equal to them and computed with like them; what they were
made of is remembered, so that a claim that rests on one is never called certain.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import astuple

N = TypeVar("N", int, float)


class LikelyFloat(float):
    """A number that was made of a likely size."""


class LikelyInt(int):
    """A size that is likely; so is every whole number that is computed of it."""


def _likely_after(compute: Callable[..., Any]) -> Callable[..., Any]:
    def operation(*numbers: Any) -> Any:
        result = compute(*numbers)
        return LikelyInt(result) if isinstance(result, int) else result

    return operation


for _name in ("add", "sub", "mul", "floordiv", "mod"):
    for _way in (f"__{_name}__", f"__r{_name}__"):
        setattr(LikelyInt, _way, _likely_after(getattr(int, _way)))
for _name in ("neg", "pos", "abs"):
    setattr(LikelyInt, f"__{_name}__", _likely_after(getattr(int, f"__{_name}__")))


def is_likely(number: object) -> bool:
    """Whether a number is likely only."""
    return isinstance(number, LikelyInt | LikelyFloat)


def made_of(result: N, *sources: object) -> N:
    """A number that was computed of others: likely where one of these is."""
    if isinstance(result, bool) or not any(map(is_likely, sources)):
        return result
    return LikelyInt(result) if isinstance(result, int) else LikelyFloat(result)


def rests_on_likely(thing: object) -> bool:
    """Whether a likely number is anywhere in a value, an event, or what they hold."""
    pending = [thing]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if is_likely(current):
            return True
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, tuple | list | frozenset):
            pending.extend(current)
        elif isinstance(current, Struct):
            pending.extend(astuple(current))
    return False
