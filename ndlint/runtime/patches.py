"""What watching replaces, and how it is put back."""

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

Function = Callable[..., Any]


class Patches:
    """Attributes of classes, and functions wherever a module holds them."""

    def __init__(self) -> None:
        self._attributes: list[tuple[type, str, Any, bool]] = []
        self._functions: dict[int, tuple[Function, Function]] = {}
        """The `id` of a function -> the function, and what stands for it."""

    def put(self, owner: type, name: str, value: object) -> None:
        """Replace an attribute of a class, or cover the one that it inherits."""
        is_own = name in vars(owner)
        self._attributes.append((owner, name, vars(owner).get(name), is_own))
        setattr(owner, name, value)

    def stand_in(self, function: Function, watched: Function) -> None:
        """From the next `spread` on, the watched function stands for the other one."""
        self._functions[id(function)] = (function, watched)

    def stands_in(self, function: object) -> bool:
        """Whether something stands for this function."""
        return id(function) in self._functions

    def spread(self, modules: Iterable[ModuleType]) -> None:
        """Replace the functions under every name that they have in these modules."""
        _swap(modules, {key: pair[1] for key, pair in self._functions.items()})

    def undo(self, modules: Iterable[ModuleType]) -> None:
        """Put everything back. The modules are all that may hold a watched function."""
        for owner, name, value, is_own in reversed(self._attributes):
            if is_own:
                setattr(owner, name, value)
            else:
                delattr(owner, name)
        _swap(modules, {id(watched): real for real, watched in self._functions.values()})
        self._attributes.clear()
        self._functions.clear()


def _swap(modules: Iterable[ModuleType], others: Mapping[int, Function]) -> None:
    for module in modules:
        names = vars(module)
        if others.keys().isdisjoint(map(id, list(names.values()))):
            continue  # most modules end here, and at once
        for name, value in list(names.items()):
            if id(value) in others:
                names[name] = others[id(value)]
