"""Which of many visits to one place are judged: a training loop passes it thousands of times."""

from collections.abc import Iterable
from typing import Any

FIRST = 3
"""So many visits in a row are judged; later ones at intervals that grow."""
LIBRARIES = frozenset({"numpy", "tensorflow", "keras", "tf_keras", "pandas"})
ITEMS = 8
"""So many items of a sequence are looked at."""


class Visits:
    """Counts visits by place and by the form of what is given there."""

    def __init__(self) -> None:
        self._counts: dict[object, int] = {}

    def is_due(self, place: object, things: Iterable[object]) -> bool:
        """Count a visit. Whether it is to be judged: one of a new form always is."""
        key = (place, tuple(map(form, things)))
        count = self._counts[key] = self._counts.get(key, 0) + 1
        return count <= FIRST or count & (count - 1) == 0


def form(thing: object) -> object:
    """What can be told of an object at no cost: its type, dtype and shape."""
    kind = type(thing)
    if isinstance(thing, list | tuple):
        return (kind, len(thing), *map(form, thing[:ITEMS]))
    if kind.__module__.partition(".")[0] not in LIBRARIES:
        return kind  # its attributes may be code of the user's
    return (kind, getattr(thing, "dtype", None), _shape(thing))


def _shape(thing: Any) -> object:
    try:
        return tuple(thing.shape)
    except (AttributeError, TypeError, ValueError):
        return id(thing)  # a model or a layer; a tensor of unknown rank
