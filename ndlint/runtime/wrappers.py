"""What stands for a library's function while it is watched.

A call that the user's code makes itself is shown to the watcher, then goes on to the real
function with the very same arguments; any other goes straight on.
"""

import sys
from collections.abc import Callable
from functools import wraps
from types import FrameType, TracebackType
from typing import Any, Protocol

Function = Callable[..., Any]


class Sees(Protocol):
    """Who is shown the calls."""

    def is_users(self, frame: FrameType) -> bool:
        """Whether the calls that a frame makes are shown."""

    def call(self, path: str, args: tuple[Any, ...], kwargs: dict[str, Any], at: FrameType) -> None:
        """The function of this public name is about to be called."""

    def operator(self, symbol: str, left: object, right: object, at: FrameType) -> None:
        """An operator is about to be applied."""

    def result(self, path: str, result: object) -> None:
        """The function has returned."""


def watched_function(real: Function, path: str, watcher: Sees) -> Function:
    """A function or a method."""

    @wraps(real)
    def watched(*args: Any, **kwargs: Any) -> Any:
        caller = sys._getframe(1)
        is_users = watcher.is_users(caller)
        if is_users:
            watcher.call(path, args, kwargs, caller)
        try:
            result = real(*args, **kwargs)
        except BaseException as error:
            error.__traceback__ = _below(error)
            raise
        if is_users:
            watcher.result(path, result)
        return result

    return watched


def watched_class(real: Function, cls: type, path: str, watcher: Sees) -> Function:
    """The `__call__` of a metaclass, by which one class is instantiated."""

    @wraps(real)
    def watched(called: type, *args: Any, **kwargs: Any) -> Any:
        if called is cls:
            caller = sys._getframe(1)
            if watcher.is_users(caller):
                watcher.call(path, args, kwargs, caller)
        try:
            return real(called, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = _below(error)
            raise

    return watched


def watched_operator(real: Function, symbol: str, reflected: bool, watcher: Sees) -> Function:
    """The method of an operator; `reflected`: the receiver stands on the right."""

    @wraps(real)
    def watched(self: object, other: object) -> Any:
        caller = sys._getframe(1)
        if watcher.is_users(caller):
            left, right = (other, self) if reflected else (self, other)
            watcher.operator(symbol, left, right, caller)
        try:
            return real(self, other)
        except BaseException as error:
            error.__traceback__ = _below(error)
            raise

    return watched


def _below(error: BaseException) -> TracebackType | None:
    """The traceback without the frame that has caught the error.

    From Python 3.11 on, raising the error again does not put the frame back.
    """
    trace = error.__traceback__
    return None if trace is None else trace.tb_next
