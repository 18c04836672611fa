"""Reading configuration, which lies where flake8 finds it: here, or in the folders above."""

from ndlint.configuration.problem import ConfigurationError, shown


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
