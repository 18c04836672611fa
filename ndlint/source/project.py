"""The modules of a project that a program can import, found as Python would find them.

Where Python's answer depends on how the program is started, and the answers differ, a module
is not known; so is one by the name of a library that ndlint takes for itself.
"""

import os
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from msgspec import Struct

from ndlint.source.files import Unreadable, decode, parse_text
from ndlint.source.folders import PACKAGE, is_within, search_path
from ndlint.source.imports import Imported, imports
from ndlint.source.libraries import LIBRARIES
from ndlint.source.reading import Content, Found, Reading
from ndlint.source.text import Source

MAIN = "__main__"
"""What a program is called."""
MOST_MODULES = 100
"""A program is read with so many modules of its project; of further ones, nothing is known."""


class Module(Struct, frozen=True, eq=False, dict=True):
    """A module of a project, under the `name` that it was first imported by.

    `data` is what its file holds; None: it cannot be read, or, where `has_file` is False, it is
    a package without one. A module that is `given` is not read. Its own modules lie in `folders`.
    """

    name: str
    path: str
    folders: tuple[str, ...] = ()
    has_file: bool = True
    data: bytes | None = None
    given: Source | None = None

    @cached_property
    def source(self) -> Source | None:
        """Its source; None where there is none that Python would read."""
        if self.given is not None or self.data is None:
            return self.given
        return _parsed(shown(self.path), self.data)

    @property
    def is_known(self) -> bool:
        """Whether it is known what is in it."""
        return not self.has_file or self.source is not None

    @property
    def last(self) -> str:
        """What the module is called in its package, however it was started."""
        stem = os.path.splitext(os.path.basename(self.path))[0]
        if self.name != MAIN:
            return self.name.rpartition(".")[2]
        return os.path.basename(os.path.dirname(self.path)) if stem == "__init__" else stem


Chain = tuple[Module, ...]
"""The modules that one import loads, in order: packages first."""


class Project:
    """The modules around one program, each read once.

    The program is not read again: where it is imported itself, `main` is that. Nor are sources
    that are given `instead` of what lies at their paths. `seen` keeps what was looked at.
    """

    def __init__(
        self,
        source: Source,
        instead: Mapping[str, Source] | None = None,
        seen: dict[str, Content] | None = None,
    ) -> None:
        path = os.path.abspath(source.path)
        self._search = search_path(path)
        self.reading = Reading(self._search.top, seen)
        is_package = os.path.basename(path) == PACKAGE
        folders = (os.path.dirname(path),) if is_package else ()
        self.source = source
        self.main = Module(MAIN, path, folders, given=source)
        self._instead = instead or {}
        self._modules = {path: self.main}
        self._chains: dict[tuple[str, int, str], Chain | None] = {}

    @property
    def folders(self) -> tuple[str, ...]:
        """Where top modules are looked for."""
        return self._search.folders

    def seen_from(self, path: str) -> "Project | None":
        """The same project around another program, which is one of its modules; None where that
        is not the same project."""
        for module in self._modules.values():
            if module.source is not None and module.source.path == path:
                instead = {self.main.path: self.source}
                other = Project(module.source, instead, self.reading.seen)
                return other if other.reading.top == self.reading.top else None
        return None

    def reachable(self) -> Iterator[Source]:
        """The sources of all modules that the program may load, itself first."""
        pending = [self.main]
        seen = {self.main.path}
        for module in pending:
            if module.source is None:
                continue
            yield module.source
            for wanted in imports(module.source.tree):
                for found in self.loads(module, wanted):
                    if found.path not in seen:
                        seen.add(found.path)
                        pending.append(found)

    def loads(self, importer: Module, wanted: Imported) -> Iterator[Module]:
        """The modules that an import in a module may load."""
        chain = self.find(importer, wanted.level, wanted.module)
        if chain is not None:
            yield from chain
            for name in wanted.names:
                inner = self.submodule(chain[-1], name)
                if inner is not None:
                    yield inner

    def find(self, importer: Module, level: int, dotted: str) -> Chain | None:
        """What `import dotted`, or `from dotted import …` with `level` dots before it, loads.

        None: it is no module of the project. The last one is not known where there is
        something of the project's in its place that cannot be followed.
        """
        key = (os.path.dirname(importer.path) if level else "", level, dotted)
        if key not in self._chains:
            self._chains[key] = self._find(importer, level, dotted)
        return self._chains[key]

    def _find(self, importer: Module, level: int, dotted: str) -> Chain | None:
        names = [name for name in dotted.split(".") if name]
        if level:
            chain = self._packages(os.path.dirname(importer.path), level)
        else:
            top = self._top(names.pop(0))
            if top is None:
                return None
            chain = (top,)
        for name in names:
            inner = self.submodule(chain[-1], name)
            if inner is None:
                return (*chain, _not_known(f"{chain[-1].name}.{name}"))
            chain = (*chain, inner)
        return chain

    def _top(self, name: str) -> Module | None:
        """The module of this name in any of the folders, of which one with a file counts more."""
        found = [m for folder in self.folders if (m := self._in(folder, name, name)) is not None]
        with_file = {m.path: m for m in found if m.has_file}
        if name in LIBRARIES:
            return _not_known(name) if with_file else None
        if len(with_file) > 1:
            return _not_known(name)
        if with_file:
            return next(iter(with_file.values()))
        if not found:
            return None
        return _without_file(name, *(folder for module in found for folder in module.folders))

    def submodule(self, package: Module, name: str) -> Module | None:
        """A module in a package; None: there is none."""
        full = f"{package.name}.{name}"
        if package.has_file and package.data is None and package.given is None:
            return _not_known(full)
        found = (self._in(folder, name, full) for folder in package.folders)
        return next((module for module in found if module is not None), None)

    def _packages(self, folder: str, level: int) -> Chain:
        """The packages down to the one that `level` dots mean in a module of this folder."""
        for _ in range(level - 1):
            folder = os.path.dirname(folder)
        packages: list[str] = []
        above = folder
        while is_within(above, self._search.top) and self._is_package(above):
            packages.insert(0, above)
            above = os.path.dirname(above)
        if packages:
            names = [os.path.basename(package) for package in packages]
            return tuple(
                self._read(os.path.join(package, PACKAGE), ".".join(names[: i + 1]), (package,))
                for i, package in enumerate(packages)
            )
        if folder in self.folders or not is_within(folder, self._search.top):
            return (_not_known(""),)  # beyond the top package: Python raises
        return (_without_file(os.path.basename(folder), folder),)

    def _is_package(self, folder: str) -> bool:
        return self._is_there(os.path.join(folder, PACKAGE))

    def _is_there(self, path: str) -> bool:
        is_given = path in self._modules or path in self._instead
        return is_given or self.reading.at(path) is not Found.NOTHING

    def _in(self, folder: str, name: str, full: str) -> Module | None:
        """The module of this name in a folder: a package, a file, a package without a file."""
        inner = os.path.join(folder, name)
        there = self.reading.at(inner)
        if there is not Found.NOTHING and self._is_package(inner):
            return self._read(os.path.join(inner, PACKAGE), full, (inner,))
        if self._is_there(f"{inner}.py"):
            return self._read(f"{inner}.py", full, ())
        return _without_file(full, inner) if there is Found.FOLDER else None

    def _read(self, path: str, name: str, folders: tuple[str, ...]) -> Module:
        known = self._modules.get(path)
        if known is None:
            given = self._instead.get(path)
            found = None if given else self.reading.at(path)
            data = found if isinstance(found, bytes) else None
            if len(self._modules) > MOST_MODULES:
                data = given = None
            known = Module(name, path, folders, data=data, given=given)
            self._modules[path] = known
        return known


def _not_known(name: str) -> Module:
    return Module(name, "")


def _without_file(name: str, *folders: str) -> Module:
    return Module(name, folders[0], folders, has_file=False)


@lru_cache(maxsize=256)
def _parsed(path: str, data: bytes) -> Source | None:
    """The source, or None where Python would not read it either."""
    try:
        return parse_text(path, decode(path, data).text)
    except Unreadable:
        return None


def shown(path: str) -> str:
    """A path as findings print it: relative where it lies below the working folder."""
    below = os.getcwd().rstrip(os.sep) + os.sep
    return path[len(below) :] if path.startswith(below) else path
