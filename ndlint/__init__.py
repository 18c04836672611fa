"""ndlint: NumPy data that does not fit the TensorFlow and Keras code it is fed to."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ndlint.runtime.api import verify, watch

__all__ = ["__version__", "verify", "watch"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`verify` and `watch` bring the engine with them, so they are imported when asked for."""
    if name in ("verify", "watch"):
        from ndlint.runtime import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
