"""The user's code in a running program: which files are the user's, and what stands in them."""

import linecache
import os
import sys
import sysconfig
from types import CodeType, FrameType, ModuleType

from ndlint.source.text import Source, parse

GENERATED = "__autograph_generated_file"
"""In the name of the files that AutoGraph makes of a function of the user's."""
OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def _library_folders() -> tuple[str, ...]:
    """The folders of the standard library and of ndlint itself, with an end."""
    paths = sysconfig.get_paths()
    folders = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return (*(os.path.abspath(folder) + os.sep for folder in folders), OURS)


LIBRARIES = _library_folders()
INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


def is_file_of_user(filename: str) -> bool:
    """Whether a file holds the user's code: it belongs to no library."""
    if filename.startswith(LIBRARIES) or GENERATED in filename:
        return False
    return not any(folder in filename for folder in INSTALLED)


class Sources:
    """The sources of the running program by the file names that its code objects carry."""

    def __init__(self) -> None:
        self._sources: dict[str, Source | None] = {}
        self._is_users: dict[str, bool] = {}

    def add(self, filename: str, source: Source) -> None:
        """A source that was read before."""
        self._sources[filename] = source

    def of(self, code: CodeType) -> Source | None:
        """The source that a code object was compiled from; None where there is none."""
        filename = code.co_filename
        if filename not in self._sources:
            self._sources[filename] = _read(filename)
        return self._sources[filename]

    def at(self, path: str) -> Source | None:
        """The source with this path, as findings have it."""
        known = [source for source in self._sources.values() if source is not None]
        return next((source for source in known if source.path == path), None)

    def is_users(self, frame: FrameType) -> bool:
        """Whether the user's code runs in the frame: a file, a cell, or what was typed."""
        filename = frame.f_code.co_filename
        if filename.startswith("<"):
            return frame.f_globals.get("__name__") == "__main__"
        known = self._is_users.get(filename)
        if known is None:
            known = self._is_users[filename] = is_file_of_user(filename)
        return known


def shown(filename: str) -> str:
    """A file name as findings print it: relative where it lies below the working folder."""
    below = os.getcwd().rstrip(os.sep) + os.sep
    return filename[len(below) :] if filename.startswith(below) else filename


def _read(filename: str) -> Source | None:
    text = "".join(linecache.getlines(filename))
    try:
        return parse(shown(filename), text) if text else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # a cell with a line for IPython, or a file that has changed


def modules_of_user() -> list[ModuleType]:
    """The imported modules that hold the user's code: packages belong to one side whole."""
    is_users = {"__main__": True}
    found = []
    for name, module in list(sys.modules.items()):
        root = name.partition(".")[0]
        if root not in is_users:
            filename = getattr(sys.modules.get(root), "__file__", None)
            is_users[root] = isinstance(filename, str) and is_file_of_user(filename)
        if is_users[root] and isinstance(module, ModuleType):
            found.append(module)
    return found
