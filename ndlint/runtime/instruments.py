"""Puts the wrappers where the user's code reaches what the knowledge observes."""

import sys
from types import ModuleType
from typing import Any

from ndlint.knowledge.registry import OBSERVERS
from ndlint.runtime.imports import ImportListener
from ndlint.runtime.libraries import (
    PACKAGES,
    ROOTS,
    family,
    is_loaded,
    public_modules,
    resolve,
)
from ndlint.runtime.patches import Patches
from ndlint.runtime.shield import Shield
from ndlint.runtime.sources import modules_of_user
from ndlint.runtime.wrappers import Sees, watched_class, watched_function, watched_operator

OPERATORS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod",
    "**": "pow", "@": "matmul", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq",
    "!=": "ne",
}  # fmt: skip
"""An operator's symbol -> the name of its method, without underscores."""
OF_TENSORS = ("tensorflow.Tensor", "tensorflow.Variable")
"""The classes whose operators are TensorFlow's."""


class Instruments:
    """The wrappers of one watcher, from `start` to `stop`.

    A library that is imported later gets them as soon as it is there.
    """

    def __init__(self, watcher: Sees, shield: Shield) -> None:
        self._watcher = watcher
        self._shield = shield
        self._patches = Patches()
        self._listener = ImportListener(self._imported)
        self._before: frozenset[str] = frozenset()
        """The modules that were imported when it started."""

    def start(self) -> None:
        """Replace what is imported already, and listen for the rest."""
        self._before = frozenset(sys.modules)
        for package in sorted(PACKAGES):
            if is_loaded(package):
                self._instrument(package)
        self._patches.spread([*public_modules(), *modules_of_user()])
        self._listener.start()

    def stop(self) -> None:
        """Put everything back."""
        self._listener.stop()
        with self._shield:
            later = [m for name, m in list(sys.modules.items()) if name not in self._before]
            imported = [module for module in later if isinstance(module, ModuleType)]
            self._patches.undo([*public_modules(), *modules_of_user(), *imported])

    def _imported(self, module: ModuleType) -> None:
        """A module of one of the libraries has been imported to its end."""
        with self._shield:
            if module.__name__ in PACKAGES:
                self._instrument(module.__name__)
                self._patches.spread(public_modules())
            else:
                self._patches.spread([module])

    def _instrument(self, package: str) -> None:
        for path in OBSERVERS:
            if package in ROOTS.get(path.partition(".")[0], ()):
                found = resolve(package, path)
                if found is not None:
                    self._watch(path, *found)
        if package == "tensorflow":
            for path in OF_TENSORS:
                found = resolve(package, path)
                if found is not None:
                    self._watch_operators(found[2])

    def _watch(self, path: str, owner: Any, name: str, real: Any) -> None:
        if isinstance(owner, type):
            for cls in family(owner):
                if cls is owner or name in vars(cls):
                    self._watch_method(path, cls, name)
        elif isinstance(real, type):
            by = type(real)
            if by is not type:
                made = watched_class(by.__call__, real, path, self._watcher)
                self._patches.put(by, "__call__", made)
        elif not self._patches.stands_in(real):
            self._patches.stand_in(real, watched_function(real, path, self._watcher))

    def _watch_method(self, path: str, cls: type, name: str) -> None:
        kept = next(vars(c)[name] for c in cls.__mro__ if name in vars(c))
        if isinstance(kept, staticmethod):
            made = watched_function(kept.__func__, path, self._watcher)
            self._patches.put(cls, name, staticmethod(made))
        elif callable(kept):
            self._patches.put(cls, name, watched_function(kept, path, self._watcher))

    def _watch_operators(self, cls: type) -> None:
        for symbol, name in OPERATORS.items():
            for method, reflected in ((f"__{name}__", False), (f"__r{name}__", True)):
                for kind in family(cls):
                    real = vars(kind).get(method)
                    if callable(real):
                        made = watched_operator(real, symbol, reflected, self._watcher)
                        self._patches.put(kind, method, made)
