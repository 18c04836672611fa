"""Tells when a module of TensorFlow or Keras has been imported."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from ndlint.runtime.libraries import is_public

Listener = Callable[[ModuleType], None]


class ImportListener(MetaPathFinder):
    """First in `sys.meta_path`: lets the others find a module, and tells when it has run."""

    def __init__(self, tell: Listener) -> None:
        self._tell = tell
        self._asking: set[str] = set()

    def start(self) -> None:
        """Listen."""
        sys.meta_path.insert(0, self)

    def stop(self) -> None:
        """Listen no more."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What the other finders find; its loader tells when it is done."""
        if not is_public(fullname) or fullname in self._asking:
            return None
        self._asking.add(fullname)
        try:
            for finder in sys.meta_path:
                spec = None if finder is self else finder.find_spec(fullname, path, target)
                if spec is not None:
                    self._listen(spec)
                    return spec
            return None
        finally:
            self._asking.discard(fullname)

    def _listen(self, spec: ModuleSpec) -> None:
        loader = spec.loader
        execute = getattr(loader, "exec_module", None)
        if loader is None or execute is None:
            return

        def exec_module(module: ModuleType) -> None:
            del loader.exec_module  # the loader is as it was
            execute(module)
            self._tell(module)

        with suppress(AttributeError):  # a loader in C: what it loads is none of the libraries
            loader.exec_module = exec_module  # type: ignore[method-assign]
