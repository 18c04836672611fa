"""Reading the files of a project, and keeping in mind what was looked at and what was there.

What ndlint says of a program follows from the program and from this alone, so that it can be
told later whether it would say the same.
"""

import os
import stat
from enum import Enum

LARGEST = 400_000
"""Of a module of more bytes than this, nothing is known."""


class Found(Enum):
    """What is at a path, where it is no file that can be read."""

    NOTHING = "nothing"
    FOLDER = "folder"
    CLOSED = "closed"
    """Something that is not read: it is too large, no regular file, or a link that leads out
    of the project."""


Content = bytes | Found


def look(path: str, top: str) -> Content:
    """The bytes of a file that lies in the folder `top`, or what is there instead."""
    try:
        status = os.stat(path)
        if not _is_inside(path, top):
            return Found.CLOSED
        if stat.S_ISDIR(status.st_mode):
            return Found.FOLDER
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return Found.CLOSED
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return Found.NOTHING
    except (OSError, ValueError):
        return Found.CLOSED


def _is_inside(path: str, top: str) -> bool:
    real, whole = os.path.realpath(path), os.path.realpath(top)
    return real.startswith(whole.rstrip(os.sep) + os.sep) or real == whole


class Reading:
    """Looks at each path once; `seen` holds what was there."""

    def __init__(self, top: str, seen: dict[str, Content] | None = None) -> None:
        self.top = top
        self.seen: dict[str, Content] = {} if seen is None else seen

    def at(self, path: str) -> Content:
        """What is at a path."""
        if path not in self.seen:
            self.seen[path] = look(path, self.top)
        return self.seen[path]
