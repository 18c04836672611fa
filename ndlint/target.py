"""The versions that a program is meant for, and which of them the knowledge is asked about."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """Major versions."""

    keras: int = 3
    numpy: int = 2


TODAY = Target()
_current: ContextVar[Target] = ContextVar("target", default=TODAY)


def current() -> Target:
    """The target that is asked about: knowledge answers for it."""
    return _current.get()


@contextmanager
def aiming_at(target: Target) -> Iterator[None]:
    """Ask about `target` inside."""
    token = _current.set(target)
    try:
        yield
    finally:
        _current.reset(token)
