"""From a path to what is to be said of it: read, parse, analyse, waive."""

from dataclasses import dataclass

from ndlint.analysis import attempt
from ndlint.configuration.settings import Settings
from ndlint.findings import Finding, not_analysed, with_fingerprints
from ndlint.source.files import Unreadable, parse_text, read_standard_input, read_text
from ndlint.source.noqa import waives_file, without_waived
from ndlint.source.prefilter import may_hold_finding
from ndlint.source.text import Source


@dataclass(frozen=True, slots=True)
class Examined:
    """One file with its findings in order of place, and its physical lines."""

    findings: list[Finding]
    lines: list[str]


def examine(path: str, settings: Settings, stdin_name: str) -> Examined:
    """Everything to say of one file; "-" is standard input, under the name given.

    Fingerprints are set before anything is left out, so that neither a `# noqa` nor an
    option changes the identity of another finding.
    """
    try:
        if path == "-":
            path = stdin_name
            text = read_standard_input(stdin_name)
        else:
            text = read_text(path)
        if waives_file(text):
            return Examined([], [])
        source = parse_text(path, text)
    except Unreadable as error:
        finding = not_analysed(error.path, error.reason, error.line)
        return Examined(with_fingerprints([finding], []), [])
    return Examined(_findings(source, settings), source.lines)


def _findings(source: Source, settings: Settings) -> list[Finding]:
    if not may_hold_finding(source):
        return []
    found = sorted(attempt(source, settings.target), key=lambda finding: finding.order)
    return without_waived(with_fingerprints(found, source.lines), source.text)
