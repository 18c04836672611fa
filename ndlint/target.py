"""What a program is meant for, and which of it the knowledge is asked about."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from msgspec import Struct


class Target(Struct, frozen=True):
    """Major versions. `usual_format`: Keras takes the channels last where nothing is said;
    `usual_floatx`: it computes in float32; `usual_backend`: with TensorFlow;
    `usual_graphs`: TensorFlow runs as a graph what it can."""

    keras: int = 3
    numpy: int = 2
    usual_format: bool = True
    usual_floatx: bool = True
    usual_backend: bool = True
    usual_graphs: bool = True


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
