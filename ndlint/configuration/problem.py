"""What is wrong with a configuration, in a line for the user, and what may have been meant."""

import difflib
import os
from collections.abc import Iterable


class ConfigurationError(Exception):
    """A configuration that cannot be used. The text names the file, or the option."""


class WrongValue(ValueError):
    """A value that its key does not take. Whoever knows the key's place adds it."""


def shown(path: str) -> str:
    """A path as it is printed: relative where it lies in the working folder."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known word most like this one, if any is at least so alike (0 to 1)."""
    return next(iter(difflib.get_close_matches(word, list(known), 1, likeness)), None)


def hint(word: str, known: Iterable[str]) -> str:
    """The end of a complaint: what may have been meant."""
    meant = nearest(word, known)
    return f"; did you mean {meant}?" if meant else ""
