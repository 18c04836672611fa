"""Where configuration lies, found as flake8 finds it: here, or in the folders above."""

import os
from collections.abc import Iterator

from ndlint.configuration.problem import ConfigurationError, shown


def upwards(start: str) -> Iterator[str]:
    """A folder and those above it, up to the root and short of the home folder.

    A start in the home folder itself counts.
    """
    home = _identity(os.path.expanduser("~"))
    folder, identity = start, _identity(start)
    while True:
        yield folder
        above = os.path.dirname(folder)
        identity_above = _identity(above)
        if identity_above in (identity, home):
            return
        folder, identity = above, identity_above


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        found = os.stat(folder)
    except OSError:
        return None
    return found.st_ino, found.st_dev


def content(path: str) -> bytes | None:
    """The bytes of a file, None where there is no such file. Raises: ConfigurationError."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def demanded(path: str) -> bytes:
    """The bytes of a file that must be there. Raises: ConfigurationError."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def unreadable(path: str, error: Exception) -> ConfigurationError:
    """The complaint about a file that cannot be read."""
    reason = error.strerror if isinstance(error, OSError) else None
    return ConfigurationError(f"{shown(path)}: cannot be read: {reason or error}")


def unparsable(path: str, error: Exception) -> ConfigurationError:
    """The complaint about a file that does not parse, in one line."""
    return ConfigurationError(f"{shown(path)}: cannot be parsed: {' '.join(str(error).split())}")
