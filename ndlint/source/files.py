"""Reading: from a path, or standard input, to a source; or a plain word why not."""

import codecs
import io
import os
import stat
import sys
import tokenize

from msgspec import Struct

from ndlint.source.cells import Cell
from ndlint.source.text import Source, parse


class Unreadable(Exception):
    """A file that cannot be read or parsed. `line` is where, if that is known."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        super().__init__(path, reason, line)
        self.path = path
        self.reason = reason
        self.line = line


class Original(Struct, frozen=True):
    """A program as it was read: its bytes, and its text with the line endings as they are."""

    path: str
    data: bytes
    encoding: str
    text: str

    def encoded(self, text: str) -> bytes:
        """Another text in the encoding of this one. Raises: UnicodeEncodeError."""
        return text.encode(self.encoding)


def read(path: str) -> Source:
    """The source at a path. Raises: Unreadable."""
    return parse_text(path, read_text(path))


def read_text(path: str) -> str:
    """The text of a file, line endings as they are. Raises: Unreadable."""
    return read_original(path).text


def read_original(path: str) -> Original:
    """A file. Raises: Unreadable."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
            raise Unreadable(path, "cannot be read: it is a folder")
        if not stat.S_ISREG(mode):
            raise Unreadable(path, "cannot be read: it is not a regular file")
        with open(path, "rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise Unreadable(path, f"cannot be read: {reason or error}") from None
    return decode(path, data)


def read_standard_input(display_name: str) -> Original:
    """What is on standard input, read to its end. Raises: Unreadable."""
    if sys.stdin is None:
        raise Unreadable(display_name, "cannot be read: there is no standard input")
    return decode(display_name, sys.stdin.buffer.read())


def decode(path: str, data: bytes) -> Original:
    """A program, in the encoding that its BOM or its PEP 263 cookie names; a notebook is UTF-8.

    Raises: Unreadable where Python would not take the bytes for a program either.
    """
    if (nul := data.find(b"\0")) >= 0:
        raise Unreadable(path, "cannot be read: binary, not text", _line_of(data, nul))
    try:
        encoding = _encoding(path, data)
        return Original(path, data, encoding, data.decode(encoding))
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
        reason = f"cannot be read: line {line}: not valid {error.encoding}"
        raise Unreadable(path, reason, line) from None
    except (SyntaxError, LookupError, ValueError) as error:
        raise Unreadable(path, f"cannot be read: {error}", 1) from None


def parse_text(path: str, text: str) -> Source:
    """The source with its tree. Raises: Unreadable."""
    cells: tuple[Cell, ...] = ()
    if is_notebook(path):
        from ndlint.source.notebook import program

        text, cells = program(path, text)
    try:
        return parse(path, text, cells)
    except SyntaxError as error:
        line = max(error.lineno or 1, 1)
        reason = f"cannot be parsed: line {line}: {error.msg}"
        raise Unreadable(path, reason, line) from None
    except (RecursionError, MemoryError):
        raise Unreadable(path, "cannot be parsed: nested too deeply") from None
    except ValueError as error:
        raise Unreadable(path, f"cannot be parsed: {error}") from None


def is_notebook(path: str) -> bool:
    """Whether a path names a Jupyter notebook."""
    return path.endswith(".ipynb")


def _encoding(path: str, data: bytes) -> str:
    if is_notebook(path):  # JSON
        return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    return tokenize.detect_encoding(io.BytesIO(data).readline)[0]


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
