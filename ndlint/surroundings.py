"""Where a program lies and runs: which file a path that it names may mean."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from msgspec import Struct


class Surroundings(Struct):
    """Those of the program at `path`. `mattered`: files beside it were asked for."""

    path: str
    mattered: bool = False


_current: ContextVar[Surroundings | None] = ContextVar("surroundings", default=None)


@contextmanager
def analysing(path: str) -> Iterator[Surroundings]:
    """Inside, the program at `path` is asked about."""
    surroundings = Surroundings(path)
    token = _current.set(surroundings)
    try:
        yield surroundings
    finally:
        _current.reset(token)


def meant(name: str) -> tuple[str, ...]:
    """The files that a program may mean by a name: beside itself, or where it is run.

    Regular files only, and none that lies outside of both folders. No program, no files.
    """
    around = _current.get()
    if around is None or "\0" in name:
        return ()
    around.mattered = True
    folders = [os.path.realpath(f) for f in (os.path.dirname(around.path) or os.curdir, os.curdir)]
    found = []
    for folder in folders:
        path = os.path.realpath(os.path.join(folder, name))
        is_inside = any(path.startswith(os.path.join(f, "")) for f in folders)
        if is_inside and path not in found and _is_file(path):
            found.append(path)
    return tuple(found)


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False
