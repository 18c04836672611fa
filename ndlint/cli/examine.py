"""From a path to what is to be said of it: read, parse, analyse, waive."""

from dataclasses import dataclass

from ndlint.analysis import attempt
from ndlint.findings import Certainty, Finding, not_analysed, with_fingerprints
from ndlint.source.files import Unreadable, parse_text, read_standard_input, read_text
from ndlint.source.noqa import waives_file, without_waived
from ndlint.source.text import Source
from ndlint.target import Target


@dataclass(frozen=True, slots=True)
class Examined:
    """One file with its findings in order of place, and its physical lines."""

    findings: list[Finding]
    lines: list[str]


def examine(path: str, target: Target, stdin_name: str) -> Examined:
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
    return Examined(_findings(source, target), source.lines)


def _findings(source: Source, target: Target) -> list[Finding]:
    ordered = sorted(attempt(source, target), key=lambda finding: finding.order)
    if not ordered:
        return []
    marked = with_fingerprints(ordered, source.lines)
    proven = [finding for finding in marked if finding.certainty is not Certainty.UNPROVEN]
    return without_waived(proven, source.text)
