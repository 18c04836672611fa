"""What the header of a file of arrays says. Of the data nothing is read, and no pickle.

Source: NumPy, `numpy.lib.format`: a magic string, a version, a dtype and a shape.
"""

import zipfile
import zlib
from typing import IO, Any
from warnings import catch_warnings, simplefilter

from ndlint.knowledge.numpy.outcome import unset
from ndlint.surroundings import meant
from ndlint.values import dtype as dtypes
from ndlint.values.archive import Archive
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Str, Value
from ndlint.values.dtype import DType
from ndlint.values.likely import LikelyInt
from ndlint.values.shape import Shape

LONGEST = 10_000
"""A header of more bytes is not read: NumPy's own limit for a file that is not trusted."""
MOST = 1_000
"""Of an archive with more arrays nothing is said."""
UNREADABLE = (
    OSError, ValueError, SyntaxError, EOFError, KeyError, NotImplementedError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def stored(name: str) -> Value:
    """What `numpy.load` makes of the file that the program means, if it is there now.

    Another may be there when the program runs: the sizes are likely only. Where the name
    means several files that are not alike, nothing is known.
    """
    found = [_content(path) for path in meant(name)]
    return found[0] if found and all(value == found[0] for value in found) else UNKNOWN


def _content(path: str) -> Value:
    try:
        with open(path, "rb") as file:
            start = file.read(4)
            file.seek(0)
            if start[:2] == b"PK":
                return _archive(file)
            return _array(file)
    except UNREADABLE:
        return UNKNOWN


def _archive(file: IO[bytes]) -> Value:
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if len(members) > MOST:
            return UNKNOWN
        arrays = []
        for member in members:
            with archive.open(member) as inside:
                arrays.append((Str(member.filename.removesuffix(".npy")), _array(inside)))
    return Archive(tuple(arrays))


def _array(file: IO[bytes]) -> Value:
    """The array that begins here; unknown where none does (a pickle, say)."""
    from numpy.lib import format as npy

    if file.read(len(npy.MAGIC_PREFIX)) != npy.MAGIC_PREFIX:
        return UNKNOWN
    major, minor = file.read(2)
    read = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}.get(
        (major, minor)
    )
    if read is None:
        return UNKNOWN
    with catch_warnings():
        simplefilter("ignore")
        shape, _, dtype = read(file, max_header_size=LONGEST)
    known = _known(dtype)
    return Array(dtype=known, shape=Shape(tuple(map(LikelyInt, shape))), facts=unset(known))


def _known(dtype: Any) -> DType:
    """A dtype of NumPy's, and its fields."""
    name = dtypes.canonical(dtype.name)
    if dtype.names is None:
        return DType(frozenset({name} if name else ()))
    parts = ((field, dtype.fields[field][0]) for field in dtype.names)
    return dtypes.structured(tuple((field, _known(part.base), part.shape) for field, part in parts))
