"""What depends on the version of a library, of which only a part is known."""

from typing import NamedTuple

from ndlint.values.base import Value


class Release(NamedTuple):
    """A version as numbers: `sys.version_info[:3]`, what `packaging.version.parse` gives."""

    major: int
    minor: int
    micro: int


class Version(Value, frozen=True):
    """The version of a library: which it is, the target tells."""

    library: str


class Varying(Value, frozen=True):
    """What a program makes of a version: one Python object for each that it may be."""

    cases: tuple[object, ...]
