"""One file from its path to all that a run needs of it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from ndlint.cli.examine import Examined, examine
from ndlint.cli.fixing import Fixing, fix
from ndlint.configuration.settings import Settings
from ndlint.findings import Finding, not_analysed, with_fingerprints
from ndlint.source.files import Original


class Checked(Struct, frozen=True):
    """What a run keeps of one file; it may come from another process.

    `findings` are to be said, `lines` are the physical lines of each document that has some,
    `printed` goes to standard output. `change` is still to be written. `leaves`: something is
    found that was to be fixed, and stands where nothing is.
    """

    findings: list[Finding]
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fixed: int = 0
    printed: bytes = b""
    change: "Change | None" = None
    leaves: bool = False

    @property
    def problems(self) -> list[Finding]:
        """Why the file was not analysed, or not to its end."""
        return [finding for finding in self.findings if finding.effect is None]

    @property
    def is_analysed(self) -> bool:
        """Whether the file was analysed, perhaps without some cells."""
        return all(problem.site.cell is not None for problem in self.problems)


class Change(Struct, frozen=True):
    """A new text for a file, and what is to be said of it if it cannot be written."""

    original: Original
    text: str
    otherwise: Checked


class Task(Struct, frozen=True):
    """What a run does with each of its files. A value: it can be sent to another process."""

    settings: Settings
    fixing: Fixing
    stdin_name: str

    def check(self, path: str) -> Checked:
        """Read, analyse and fix one file; "-" is standard input. Nothing is written."""
        examined = examine(path, self.settings, self.stdin_name)
        done = fix(examined, self.settings, self.fixing, is_stdin=path == "-")
        change = None
        if done.text is not None and examined.original is not None:
            change = Change(examined.original, done.text, _kept(examined))
        kept = _kept(done.examined, done.count, done.printed, change)
        return replace(kept, leaves=self.fixing.leaves(done.examined))

    def lost(self, path: str) -> Checked:
        """What is to be said of a file of which a process died."""
        problem = not_analysed(path, "cannot be analysed: the process that tried to has died")
        return Checked(with_fingerprints([problem], []))


def _kept(
    examined: Examined, fixed: int = 0, printed: bytes = b"", change: Change | None = None
) -> Checked:
    lines = examined.lines if examined.findings else {}
    return Checked(examined.findings, lines, fixed, printed, change)
