"""What was made of an object, kept as long as the object lives."""

from typing import Generic, TypeVar
from weakref import ref

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by the identity of the objects that they were made of. Holds no object itself."""

    def __init__(self) -> None:
        self._values: dict[int, tuple[ref[object], T]] = {}

    def get(self, thing: object) -> T | None:
        """What is kept of this very object, or None."""
        found = self._values.get(id(thing))
        return found[1] if found is not None and found[0]() is thing else None

    def keep(self, thing: object, value: T) -> T:
        """Keep the value, and return it. Raises: TypeError, where nothing can watch the object."""
        key = id(thing)
        self._values[key] = (ref(thing, lambda _: self._values.pop(key, None)), value)
        return value
