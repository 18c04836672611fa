"""Where a program lies and runs: which file a path that it names may mean."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_program: ContextVar[str | None] = ContextVar("program", default=None)


@contextmanager
def analysing(path: str) -> Iterator[None]:
    """Inside, the program at `path` is asked about."""
    token = _program.set(path)
    try:
        yield
    finally:
        _program.reset(token)


def meant(name: str) -> tuple[str, ...]:
    """The files that a program may mean by a name: beside itself, or where it is run.

    Regular files only, and none that lies outside of both folders. No program, no files.
    """
    program = _program.get()
    if program is None or "\0" in name:
        return ()
    folders = [os.path.realpath(f) for f in (os.path.dirname(program) or os.curdir, os.curdir)]
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
