"""From a path to what is to be said of it: read, parse, analyse, waive."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ndlint.analysis import attempt
from ndlint.configuration.settings import Settings
from ndlint.findings import Effect, Finding, not_analysed, with_fingerprints
from ndlint.source.cells import cell_at, in_cell
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
from ndlint.values.trace import Site


class Examined(Struct, frozen=True):
    """One file with what is to be said of it, in order of place.

    `found` is everything that ndlint found, also what is waived or not wanted. `original`
    and `source` are None where the file could not be read or parsed.
    """

    findings: list[Finding]
    found: Sequence[Finding] = ()
    original: Original | None = None
    source: Source | None = None

    @property
    def lines(self) -> Mapping[str, Sequence[str]]:
        """The physical lines of each document in which something is found."""
        if self.source is None:
            return {}
        if not self.source.cells:
            return {self.source.path: self.source.lines}
        found = {finding.site.cell: finding.site.document for finding in self.findings}
        return {found[c.number]: c.lines for c in self.source.cells if c.number in found}


def examine(path: str, settings: Settings, stdin_name: str) -> Examined:
    """Everything to say of one file; "-" is standard input, under the name given."""
    original = None
    try:
        original = read_standard_input(stdin_name) if path == "-" else read_original(path)
        if waives_file(original.text):
            return Examined([], original=original)
        source = parse_text(original.path, original.text)
        if source.cells and waives_file("\n".join(source.written)):
            return Examined([], original=original)
    except Unreadable as error:
        finding = not_analysed(error.path, error.reason, error.line)
        return Examined(with_fingerprints([finding], []), original=original)
    found = attempt(source, settings.target, settings.caches) if may_hold_finding(source) else []
    findings = told(source, found, settings)
    if source.cells:
        findings = [*_passed_over(source), *_in_cells(source, findings)]
    return Examined(findings, found, original, source)


def told(source: Source, found: Sequence[Finding], settings: Settings) -> list[Finding]:
    """What is to be said of all that was found; what was not analysed always is.

    Fingerprints are set before anything is left out, so that neither a `# noqa` nor an
    option changes the identity of another finding.
    """
    if not found:
        return []
    ordered = sorted(found, key=lambda finding: finding.order)
    kept = without_waived(with_fingerprints(ordered, source.written), source.text)
    return [finding for finding in kept if finding.effect is None or settings.shows(finding)]


# ---- notebooks


def _passed_over(source: Source) -> list[Finding]:
    """What is to be said of the cells that are no Python, and are not meant to fail."""
    found = []
    for cell in source.cells:
        if cell.problem is not None and not cell.may_raise:
            reason = f"cell {cell.number} is passed over: {cell.problem.reason}"
            problem = not_analysed(source.path, reason, cell.problem.line)
            found.append(replace(problem, site=replace(problem.site, cell=cell.number)))
    return with_fingerprints(found, [])


def _in_cells(source: Source, findings: Sequence[Finding]) -> list[Finding]:
    """The findings with places in the cells of the notebook. They have no fixes, for those
    would be of the program; and a crash is meant in a cell that is tagged for it."""
    cells = source.cells

    def placed(site: Site) -> Site:
        return in_cell(cells, site) if site.path == source.path else site

    return [
        replace(
            finding,
            site=placed(finding.site),
            trace=tuple(replace(step, site=placed(step.site)) for step in finding.trace),
            repairs=(),
        )
        if finding.effect is not None
        else finding
        for finding in findings
        if finding.effect is not Effect.CRASH or not cell_at(cells, finding.site.line).may_raise
    ]
