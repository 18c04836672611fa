"""Replaces a file by its new text: at once or not at all."""

import os
import tempfile
from contextlib import suppress

from ndlint.source.files import Original


class NotWritten(Exception):
    """A file that was left as it is, and why."""


def replace_file(original: Original, text: str) -> None:
    """Give a file a new text in its old encoding; mode and owner stay, links are followed.

    The new text is written beside the file, brought to the disk, and takes its place in one
    step: who looks at any moment, or after a crash, sees the old file or the new one.

    A file that has the new text already, under another name, say, is left as it is.

    Raises: NotWritten, where the file was changed meanwhile, or cannot be replaced.
    """
    path = os.path.realpath(original.path)
    try:
        data = original.encoded(text)
        if _content(path) == data:
            return
        if not os.access(path, os.W_OK):
            raise NotWritten("is read-only")
        descriptor, beside = tempfile.mkstemp(
            prefix=f".{os.path.basename(path)}.", suffix=".ndlint", dir=os.path.dirname(path)
        )
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _copy_mode(path, beside)
            if _content(path) != original.data:
                raise NotWritten("was changed meanwhile")
            os.replace(beside, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise
    except UnicodeEncodeError:
        raise NotWritten(f"cannot be written as {original.encoding}") from None
    except OSError as error:
        raise NotWritten(f"cannot be written: {error.strerror or error}") from None


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _copy_mode(source: str, copy: str) -> None:
    before = os.stat(source)
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(copy, before.st_uid, before.st_gid)
    os.chmod(copy, before.st_mode & 0o7777)
