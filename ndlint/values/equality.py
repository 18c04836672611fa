"""Equality by what something is, apart from where it comes from."""

from collections.abc import Callable
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct

Record = TypeVar("Record", bound=Struct)


def equal_apart_from(*names: str) -> Callable[[type[Record]], type[Record]]:
    """Make a class, to be defined with `eq=False`, compare and hash by all fields but these."""

    def decorate(cls: type[Record]) -> type[Record]:
        compared = attrgetter(*(name for name in cls.__struct_fields__ if name not in names))

        def equals(self: Record, other: object) -> bool:
            return type(other) is type(self) and bool(compared(self) == compared(other))

        def differs(self: Record, other: object) -> bool:
            return not equals(self, other)

        def hashed(self: Record) -> int:
            return hash(compared(self))

        cls.__eq__ = equals  # type: ignore[assignment]
        cls.__ne__ = differs  # type: ignore[assignment]  # else it is the struct's own
        cls.__hash__ = hashed  # type: ignore[assignment]
        return cls

    return decorate
