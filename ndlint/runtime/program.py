"""Runs a program as Python would."""

import builtins
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from types import CodeType, ModuleType, TracebackType
from typing import Any

from ndlint.runtime.sources import OURS

_GROUP: Any = getattr(builtins, "BaseExceptionGroup", ())  # new in Python 3.11
FAILED = 2
INTERRUPTED = 130


@contextmanager
def as_main(filename: str, arguments: Sequence[str]) -> Iterator[ModuleType]:
    """Inside, the program at this path is `__main__`, with its arguments in `sys.argv`.

    `arguments` begins with the program's name, as it was given.
    """
    main = ModuleType("__main__")
    vars(main).update(
        __builtins__=builtins,
        __file__=filename,
        __cached__=None,
        __loader__=SourceFileLoader("__main__", filename),
    )
    before = sys.modules["__main__"], sys.argv, sys.path[:]
    sys.modules["__main__"] = main
    sys.argv = [*arguments]
    if sys.path[:1] == [os.path.dirname(os.path.realpath(before[1][0]))]:
        del sys.path[0]  # the folder of the command by which ndlint was started
    if not getattr(sys.flags, "safe_path", False):
        sys.path.insert(0, os.path.dirname(os.path.realpath(filename)))
    try:
        yield main
    finally:
        sys.modules["__main__"], sys.argv, sys.path[:] = before


def execute(compiled: Callable[[], CodeType], main: ModuleType) -> BaseException | None:
    """Compile and run the program. Returns what it raised, or the compiler did; the traceback
    has no frames of ours."""
    try:
        exec(compiled(), vars(main))
    except BaseException as error:  # noqa: B036 - whatever ends it is the outcome
        hide_our_frames(error)
        return error
    return None


def print_error(error: BaseException) -> None:
    """Print what ended a program, as Python does."""
    if isinstance(error, SystemExit):
        if not isinstance(error.code, int | None):
            print(error.code, file=sys.stderr)
    else:
        sys.excepthook(type(error), error, error.__traceback__)


def status_of(error: BaseException | None) -> int:
    """The exit code that tells how a program ended."""
    match error:
        case None | SystemExit(code=None | 0):
            return 0
        case KeyboardInterrupt():
            return INTERRUPTED
    return FAILED


def hide_our_frames(error: BaseException) -> None:
    """Take the frames of ndlint out of the tracebacks of an error and of those behind it."""
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        current = pending.pop()
        if current is not None and id(current) not in seen:
            seen.add(id(current))
            current.__traceback__ = _without_ours(current.__traceback__)
            pending += [current.__cause__, current.__context__]
            if isinstance(current, _GROUP):
                pending += current.exceptions


def _without_ours(trace: TracebackType | None) -> TracebackType | None:
    kept = [at for at in steps(trace) if not at.tb_frame.f_code.co_filename.startswith(OURS)]
    following: TracebackType | None = None
    for at in reversed(kept):
        at.tb_next = following
        following = at
    return following


def steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    """Every entry of a traceback, outermost first."""
    while trace is not None:
        yield trace
        trace = trace.tb_next
