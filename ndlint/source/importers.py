"""Which programs of a project load a module, directly or by way of others."""

import os
from collections.abc import Collection, Iterable, Sequence

from ndlint.source.files import Unreadable, decode, parse_text, read_original
from ndlint.source.folders import PACKAGE
from ndlint.source.imports import imports
from ndlint.source.project import Project

RELATIVE = b"from ."
"""What loads a package without naming it."""


def importers(modules: Collection[str], programs: Iterable[str]) -> Sequence[str]:
    """Those of the programs that load one of the modules, which are none of these, in order.

    Both are paths. What cannot be read or parsed loads nothing.
    """
    programs = list(programs)
    given = {os.path.abspath(path) for path in modules}
    texts = {path: _data(path) for path in programs if os.path.abspath(path) not in given}
    found: set[str] = set()
    newest = given
    while newest:
        words = {word for path in newest for word in _words(path)}
        suspects = [p for p in texts if p not in found and any(w in texts[p] for w in words)]
        loading = [p for p in suspects if not newest.isdisjoint(_loaded_by(p, texts[p]))]
        found.update(loading)
        newest = {os.path.abspath(path) for path in loading}
    return [path for path in programs if path in found]


def _words(path: str) -> tuple[bytes, ...]:
    """One of these stands in every program that loads this module."""
    folder, name = os.path.split(path)
    if name == PACKAGE:
        return os.fsencode(os.path.basename(folder)), RELATIVE
    return (os.fsencode(os.path.splitext(name)[0]),)


def _data(path: str) -> bytes:
    try:
        return read_original(path).data
    except Unreadable:
        return b""


def _loaded_by(path: str, data: bytes) -> frozenset[str]:
    """The paths of the modules that a program loads itself."""
    try:
        source = parse_text(path, decode(path, data).text)
    except Unreadable:
        return frozenset()
    project = Project(source)
    return frozenset(
        module.path
        for wanted in imports(source.tree)
        for module in project.loads(project.main, wanted)
    )
