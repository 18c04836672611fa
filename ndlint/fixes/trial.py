"""Tries what rules propose: a fix must remove its finding and bring no other."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ndlint.analysis import attempt
from ndlint.findings import ADVICE, Edit, Finding, Fix
from ndlint.fixes.edits import Editor
from ndlint.fixes.proposals import Proposals
from ndlint.fixes.text import Text
from ndlint.source.text import Source, parse
from ndlint.target import Target

ROUNDS = 10
"""What was refused is tried again after something else was fixed, so often at most."""


class Trial(Struct, frozen=True):
    """A source and everything that ndlint finds in it."""

    source: Source
    target: Target
    findings: Sequence[Finding]

    def fixes(self, finding: Finding) -> Iterator[tuple[Fix, "Trial"]]:
        """Every fix of a finding that holds, the best first, and the program after it."""
        proposals = Proposals(self.source)
        editor = Editor(proposals.syntax)
        for repair, is_safe in proposals.of(finding):
            edits = editor.edits(repair)
            after = self._after(edits) if edits else None
            if edits and after is not None and self._is_better(after, finding, edits):
                yield Fix("safe" if is_safe else "unsafe", repair.message, edits), after

    def _after(self, edits: tuple[Edit, ...]) -> "Trial | None":
        """The program after the edits; None: it is no program, or cannot be analysed."""
        try:
            text = Text(self.source.path, self.source.text).edited(edits)
            source = parse(self.source.path, text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return None
        findings = attempt(source, self.target)
        if any(finding.effect is None for finding in findings):
            return None
        return Trial(source, self.target, findings)

    def _is_better(self, after: "Trial", finding: Finding, edits: tuple[Edit, ...]) -> bool:
        before, now = Text("", self.source.text), Text("", after.source.text)
        moved = {
            (known.code, known.subject, at)
            for known in self.findings
            for at in before.moved(before.range(known.site)[0], edits)
        }
        gone = {
            (finding.code, finding.subject, at)
            for at in before.moved(before.range(finding.site)[0], edits)
        }
        # What does not crash any more may still be advised against; that proposes no fixes.
        told = [f for f in after.findings if not f.code.startswith(ADVICE)]
        found = {(f.code, f.subject, now.range(f.site)[0]) for f in told}
        return found <= moved and not found & gone


class Repaired(Struct, frozen=True):
    """A source after its fixes: all that is found in it now, what of that is to be told, and
    what was fixed."""

    source: Source
    found: Sequence[Finding]
    findings: list[Finding]
    fixed: list[Finding]


def with_fixes(
    source: Source, target: Target, findings: Sequence[Finding], wanted: list[Finding]
) -> list[Finding]:
    """The wanted findings with all their fixes that hold."""
    trial = Trial(source, target, findings)
    return [replace(f, fixes=tuple(fix for fix, _ in trial.fixes(f))) for f in wanted]


def repaired(
    source: Source,
    target: Target,
    findings: Sequence[Finding],
    chosen: Callable[[Source, Sequence[Finding]], list[Finding]],
    unsafe: bool,
) -> Repaired:
    """Fix all that can be fixed, one finding after the other.

    `chosen` tells which of the findings in a source are to be told and fixed. Each fix
    removes a finding and adds none, so there is an end.
    """
    trial = Trial(source, target, findings)
    fixed: list[Finding] = []
    for _ in range(ROUNDS):
        before = len(fixed)
        refused: set[tuple[str, str, str]] = set()
        while True:
            wanted = chosen(trial.source, trial.findings)
            open_ = [f for f in wanted if f.repairs and _identity(f) not in refused]
            if not open_:
                break
            finding = open_[0]
            found = _best(trial, finding, unsafe)
            if found is None:
                refused.add(_identity(finding))
            else:
                fixed.append(replace(finding, fixes=(found[0],)))
                trial = found[1]
        if len(fixed) == before:
            break
    told = chosen(trial.source, trial.findings)
    return Repaired(trial.source, trial.findings, told, fixed)


def _best(trial: Trial, finding: Finding, unsafe: bool) -> tuple[Fix, Trial] | None:
    allowed = (pair for pair in trial.fixes(finding) if unsafe or pair[0].safety == "safe")
    return next(allowed, None)


def _identity(finding: Finding) -> tuple[str, str, str]:
    """What stays the same while other lines of the file change."""
    return finding.fingerprint, finding.code, finding.subject
