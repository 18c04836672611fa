"""The files of the cache: one for each program, in `.ndlint/cache` at the root of its project.

An entry holds for one text of the program, and as long as everything in the project that was
looked at is as it was, also what was not there. It is written in one step, so that any number
of processes may use it. Whatever is wrong with it, it is as if there were none.

The name of an entry depends on the folder's own identity on this disk: what came with a
repository is not believed.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from msgspec import MsgspecError, Struct, json
from msgspec.structs import astuple

from ndlint import __version__
from ndlint.findings import Finding
from ndlint.source.folders import project_root, search_path
from ndlint.source.reading import Content, Found, look
from ndlint.source.text import Source
from ndlint.target import Target

FOLDER = ".ndlint"
LARGEST = 4_000_000
"""An entry of more bytes than this is none of ours."""
TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This folder was made by ndlint. It may be deleted at any time.
"""
"""See https://bford.info/cachedir/"""


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of the cache holds.

    It may have been written by anybody: it is read only if every part has its type. `text` is
    the digest of the program's text; `files` tells of what each path under the root was.
    """

    text: str
    files: dict[str, str]
    findings: list[Finding]


class Cache:
    """Where the findings in one program are kept."""

    def __init__(self, root: str, source: Source, target: Target) -> None:
        self._outer = os.path.join(root, FOLDER)
        self._folder = os.path.join(self._outer, "cache", __version__)
        self._source = source
        search = search_path(os.path.abspath(source.path))
        self._top = search.top
        self._key = (source.path, os.getcwd(), search.folders, astuple(target), _versions())

    @classmethod
    def of(cls, source: Source, target: Target) -> "Cache | None":
        """The cache for a program; None: it belongs to no project."""
        root = project_root(os.path.dirname(os.path.abspath(source.path)))
        return None if root is None else cls(root, source, target)

    def recall(self) -> list[Finding] | None:
        """The findings, where they are known and still hold."""
        try:
            entry = json.decode(_read(self._path()), type=Entry)
            if entry.text != _digest(self._source.text) or not self._holds(entry.files):
                return None
            return entry.findings
        except (OSError, ValueError, RecursionError, MsgspecError):
            return None

    def keep(self, findings: Iterable[Finding], seen: Mapping[str, Content]) -> None:
        """Write down the findings, and what at each path they depend on."""
        files = {os.path.relpath(path, self._top): _state(at) for path, at in seen.items()}
        entry = Entry(_digest(self._source.text), files, list(findings))
        with suppress(OSError, ValueError):
            self._make()
            _write(self._path(), json.encode(entry, order="deterministic"))

    def _holds(self, files: Mapping[str, str]) -> bool:
        states = ((look(os.path.join(self._top, path), self._top), s) for path, s in files.items())
        return all(_state(at) == state for at, state in states)

    def _path(self) -> str:
        """The file of the entry. Raises: OSError where there is no folder for it."""
        for folder in (self._outer, os.path.dirname(self._folder), self._folder):
            if not stat.S_ISDIR(os.lstat(folder).st_mode):
                raise NotADirectoryError(folder)
        name = _digest(repr((self._key, os.stat(self._folder).st_ino)))
        return os.path.join(self._folder, f"{name}.json")

    def _make(self) -> None:
        """Make the folder, so that neither Git nor a backup looks into it."""
        os.makedirs(self._folder, exist_ok=True)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", TAG)):
            with suppress(FileExistsError), open(os.path.join(self._outer, name), "x") as file:
                file.write(text)


def _read(path: str) -> bytes:
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
        raise ValueError
    with open(path, "rb") as file:
        return file.read()


def _write(path: str, data: bytes) -> None:
    """Give a file its content in one step."""
    beside = f"{path}.{os.getpid()}"
    try:
        with open(beside, "xb") as file:
            file.write(data)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _state(at: Content) -> str:
    return at.value if isinstance(at, Found) else hashlib.sha256(at).hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def _versions() -> tuple[object, ...]:
    """Everything but the program and its project that findings depend on."""
    try:
        numpy = version("numpy")
    except PackageNotFoundError:
        numpy = ""
    return (*sys.version_info[:3], numpy, _build())


def _build() -> str:
    """Which ndlint this is: of one version there are many while it is worked on."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found = []
    for folder, _, names in os.walk(package):
        for name in names:
            if name.endswith(".py"):
                status = os.stat(os.path.join(folder, name))
                found.append((folder, name, status.st_size, status.st_mtime_ns))
    return _digest(repr(sorted(found)))
