"""From a path to what is to be said of it: read, parse, analyse, waive."""

from collections.abc import Sequence
from dataclasses import dataclass

from ndlint.analysis import attempt
from ndlint.configuration.settings import Settings
from ndlint.findings import Finding, not_analysed, with_fingerprints
from ndlint.source.files import (
    Original,
    Unreadable,
    parse_text,
    read_original,
    read_standard_input,
)
from ndlint.source.noqa import waives_file, without_waived
from ndlint.source.prefilter import may_hold_finding
from ndlint.source.text import Source


@dataclass(frozen=True, slots=True)
class Examined:
    """One file with what is to be said of it, in order of place.

    `found` is everything that ndlint found, also what is waived or not wanted. `original`
    and `source` are None where the file could not be read or parsed.
    """

    findings: list[Finding]
    found: Sequence[Finding] = ()
    original: Original | None = None
    source: Source | None = None

    @property
    def lines(self) -> list[str]:
        """The physical lines."""
        return self.source.lines if self.source else []


def examine(path: str, settings: Settings, stdin_name: str) -> Examined:
    """Everything to say of one file; "-" is standard input, under the name given."""
    original = None
    try:
        original = read_standard_input(stdin_name) if path == "-" else read_original(path)
        if waives_file(original.text):
            return Examined([], original=original)
        source = parse_text(original.path, original.text)
    except Unreadable as error:
        finding = not_analysed(error.path, error.reason, error.line)
        return Examined(with_fingerprints([finding], []), original=original)
    found = attempt(source, settings.target) if may_hold_finding(source) else []
    return Examined(told(source, found, settings), found, original, source)


def told(source: Source, found: Sequence[Finding], settings: Settings) -> list[Finding]:
    """What is to be said of all that was found; what was not analysed always is.

    Fingerprints are set before anything is left out, so that neither a `# noqa` nor an
    option changes the identity of another finding.
    """
    if not found:
        return []
    ordered = sorted(found, key=lambda finding: finding.order)
    kept = without_waived(with_fingerprints(ordered, source.lines), source.text)
    return [finding for finding in kept if finding.effect is None or settings.shows(finding)]
