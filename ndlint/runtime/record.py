"""What a run has found: each fault once, the more special diagnosis instead of the other."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from ndlint.findings import Finding, Fix
from ndlint.rules import all_rules
from ndlint.runtime.sources import Sources
from ndlint.source.noqa import waives_file, without_waived

Wants = Callable[[Finding], bool]


class Record:
    """Takes findings as they are made, and keeps those that are wanted, not waived, and new.

    `expected` are the findings of the static side, which knows where values came from: where
    the run sees that a contract is broken, and this is a special case of it, it is kept as
    that; and what shows no origin gets it from there.
    """

    def __init__(self, sources: Sources, wants: Wants, expected: Iterable[Finding] = ()) -> None:
        self.findings: list[Finding] = []
        self._sources = sources
        self._wants = wants
        self._expected = list(expected)
        self._outranks = {rule.code: rule.outranks for rule in all_rules()}

    def add(self, finding: Finding) -> Finding | None:
        """A finding was made. Returns it as it is kept, or None where it is not."""
        made = self._with_expected(finding)
        if self.holds(made) or not self._wants(made) or self._is_waived(made):
            return None
        self.findings.append(made)
        return made

    def holds(self, finding: Finding) -> bool:
        """Whether the run has found this, or a special case of it."""
        return any(self._covers(known, finding) for known in self.findings)

    def _with_expected(self, finding: Finding) -> Finding:
        """The finding with what the static side knows more: the special case, the trace."""
        for known in self._expected:
            if known.site == finding.site:
                if finding.code in self._outranks[known.code]:
                    return replace(known, certainty=finding.certainty)
                if finding.code == known.code and finding.subject == known.subject:
                    trace = finding.trace or known.trace
                    return replace(finding, trace=trace, fixes=_fixes(known, finding))
        return finding

    def _covers(self, known: Finding, finding: Finding) -> bool:
        if known.site != finding.site:
            return False
        is_same = known.code == finding.code and known.subject == finding.subject
        return is_same or finding.code in self._outranks[known.code]

    def _is_waived(self, finding: Finding) -> bool:
        source = self._sources.at(finding.site.path)
        if source is None:
            return False
        return waives_file(source.text) or not without_waived([finding], source.text)


def _fixes(known: Finding, made: Finding) -> tuple[Fix, ...]:
    """The fixes of a static finding that are fixes of the one that the run has made, too: both
    say the same, or the run proposes the same."""
    proposed = {repair.message for repair in made.repairs}
    return tuple(f for f in known.fixes if known.message == made.message or f.message in proposed)
