"""`--fix`, `--unsafe-fixes` and `--diff`: what becomes of a file that was examined."""

import difflib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from ndlint.cli.examine import Examined, told
from ndlint.configuration.settings import Settings
from ndlint.findings import Finding
from ndlint.source.files import Original
from ndlint.source.text import Source

if TYPE_CHECKING:
    from ndlint.fixes.trial import Repaired


class Fixing(Struct, frozen=True):
    """What the command line asks for. `writes`: fixes are made, else only told.

    `shows`: as a difference, and nothing is written.
    """

    writes: bool
    unsafe: bool
    shows: bool

    @property
    def is_wanted(self) -> bool:
        """Whether anything is to be fixed."""
        return self.writes or self.shows or self.unsafe

    def leaves(self, examined: Examined) -> bool:
        """Whether it finds what it does not fix, for it stands in a notebook: those are only
        read."""
        is_notebook = examined.source is not None and bool(examined.source.cells)
        found = any(finding.effect is not None for finding in examined.findings)
        return self.is_wanted and is_notebook and found


class Fixed(Struct, frozen=True):
    """A file after that: what is left to be said, how much was fixed, what is to be printed on
    standard output, and the text that is to replace the file's, if any."""

    examined: Examined
    count: int = 0
    printed: bytes = b""
    text: str | None = None


def fix(examined: Examined, settings: Settings, asked: Fixing, is_stdin: bool) -> Fixed:
    """Fix one file as asked, or tell in each finding how it can be fixed. Nothing is written.

    What standard input becomes is to be printed, changed or not.
    """
    original, source = examined.original, examined.source
    repairable = source is not None and any(f.repairs for f in examined.findings)
    if source is None or original is None or not repairable:
        if original is not None and is_stdin and asked.is_wanted and not asked.shows:
            return Fixed(examined, printed=original.encoded(original.text))
        return Fixed(examined)
    if not asked.is_wanted:
        return Fixed(_with_fixes(examined, source, settings))
    done = _repaired(examined, source, settings, asked.unsafe)
    after = Examined(done.findings, done.found, original, done.source)
    count, text = len(done.fixed), done.source.text
    if asked.shows:
        return Fixed(after, count, _difference(original, text) if count else b"")
    if is_stdin:
        return Fixed(after, count, original.encoded(text))
    return Fixed(after, count, text=text if count else None)


def _with_fixes(examined: Examined, source: Source, settings: Settings) -> Examined:
    from ndlint.fixes.trial import with_fixes

    findings = with_fixes(source, settings.target, examined.found, examined.findings)
    return Examined(findings, examined.found, examined.original, source)


def _repaired(examined: Examined, source: Source, settings: Settings, unsafe: bool) -> "Repaired":
    from ndlint.fixes.trial import repaired

    def chosen(source: Source, found: Sequence[Finding]) -> list[Finding]:
        return told(source, found, settings)

    return repaired(source, settings.target, examined.found, chosen, unsafe)


def _difference(original: Original, text: str) -> bytes:
    """A unified diff of the bytes, for people and for `patch`."""
    old, new = (data.splitlines(keepends=True) for data in (original.data, original.encoded(text)))
    path = original.path.encode("utf8", "surrogateescape")
    return b"".join(_ended(difflib.diff_bytes(difflib.unified_diff, old, new, path, path)))


def _ended(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line
        if not line.endswith(b"\n"):
            yield b"\n\\ No newline at end of file\n"
