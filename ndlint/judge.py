"""Puts together what the rules say of one program."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ndlint.events import Event
from ndlint.findings import Certainty, Effect, Finding
from ndlint.interpreter.run import Reached
from ndlint.rules import all_rules
from ndlint.target import Target
from ndlint.values.likely import rests_on_likely
from ndlint.values.trace import Site, Step, extend

if TYPE_CHECKING:
    from ndlint.rules.base import Handler, Rule

AT_HOME = Reached(conditionally=False, guarded=False)
"""How a place was reached of which no more is known."""


class Judge:
    """Takes the events of one program, asks every rule, keeps one finding for each fault.

    `changes_floatx` tells that Keras may compute in another dtype than float32, `promotes`
    that tensors may promote as NumPy's arrays do, `leaves_tensorflow` that Keras may compute
    with another library, `looks_for_nan` that NaN and Inf may be replaced in tensors.
    """

    def __init__(
        self,
        target: Target,
        changes_floatx: bool = False,
        promotes: bool = False,
        leaves_tensorflow: bool = False,
        looks_for_nan: bool = False,
    ) -> None:
        self.rules: list[Rule] = [
            rule()
            for rule in all_rules()
            if target.keras in rule.keras_targets
            and not (rule.assumes_floatx and changes_floatx)
            and not (rule.assumes_no_promotion and promotes)
            and not (rule.assumes_tensorflow and leaves_tensorflow)
            and not (rule.assumes_nan_stays and looks_for_nan)
        ]
        self.heard: list[tuple[Finding, Reached]] = []
        self._handlers: dict[type[Event], list[Handler]] = {}
        self._ways: dict[Site, tuple[str, Reached]] = {}
        """For each place in another module what is called there, and how it was reached."""
        self._elsewhere: Judge | None = None
        self._options = (target, changes_floatx, promotes, leaves_tensorflow, looks_for_nan)

    def ask(self, event: Event, reached: Reached) -> list[Finding]:
        """What the rules say of one event; it is kept for the verdict."""
        if reached.is_elsewhere:
            self._ways.setdefault(event.site, (event.call, reached))
        kind = type(event)
        if kind not in self._handlers:
            self._handlers[kind] = [r.handler(kind) for r in self.rules if kind in r.hears]
        found = [finding for handler in self._handlers[kind] for finding in handler(event)]
        if not found:
            return found
        found = [_as_likely(_as_reached(f, reached), event) for f in _most_specific(found)]
        self.heard += [(finding, reached) for finding in found]
        return found

    def hear(self, event: Event, reached: Reached) -> bool:
        """Ask the rules. Returns whether the call certainly raises.

        What happens while another module is loaded is not this program's to be told.
        """
        judge = self
        if reached.is_elsewhere and reached.through is None:
            self._elsewhere = judge = self._elsewhere or Judge(*self._options)
        return any(
            f.effect is Effect.CRASH and f.certainty is not Certainty.UNPROVEN
            for f in judge.ask(event, reached)
        )

    def late(self) -> list[Finding]:
        """What can only be said once the whole program was seen."""
        return [finding for rule in self.rules for finding in rule.at_end()]

    def verdict(self) -> list[Finding]:
        """All findings but expected crashes, one for each fault and place, in order."""
        meant = [f for f, reached in self.heard if _is_meant(f, reached)]
        told = [(f, r) for f, r in self.heard if not _is_meant(f, r)]
        told += [
            (f, self._ways[f.site][1] if f.site in self._ways else AT_HOME) for f in self.late()
        ]
        unique: dict[tuple[str, Site, Site | None, str], Finding] = {}
        for finding, reached in told:
            key = (finding.code, finding.site, reached.through, finding.subject)
            known = unique.get(key)
            if known is None or (
                known.certainty is not Certainty.CERTAIN and finding.certainty is Certainty.CERTAIN
            ):
                unique[key] = finding
        others = [*unique.values(), *meant]
        kept: dict[tuple[str, Site, str], Finding] = {}
        for (_, _, through, _), finding in unique.items():
            if not _is_explained(finding, others):
                shown = self._seen_from(through, finding)
                kept.setdefault((shown.code, shown.site, shown.subject), shown)
        return sorted(kept.values(), key=lambda f: f.order)

    def _seen_from(self, through: Site | None, finding: Finding) -> Finding:
        """A finding of another module, at the call that leads there."""
        if through is None:
            return finding
        sink = finding.site
        trace = extend(finding.trace, Step(sink, f"at {self._ways[sink][0]}"))
        message = f"in {sink.path}, line {sink.line}: {finding.message}"
        return replace(finding, site=through, message=message, trace=trace, sink=sink)

    def unconditional(self) -> list[Finding]:
        """Each crash and each silent fault that holds whichever way the conditions go that
        were not decided."""
        return [
            self._seen_from(reached.through, finding)
            for finding, reached in self.heard
            if not reached.conditionally
            and finding.effect in (Effect.CRASH, Effect.SILENT)
            and finding.certainty is not Certainty.UNPROVEN
            and not _by_code()[finding.code].asked_for
            and not _is_meant(finding, reached)
        ]


def _as_reached(finding: Finding, reached: Reached) -> Finding:
    """A claim under an open condition is likely; a program that may catch a crash goes on."""
    is_caught = reached.guarded and finding.effect is Effect.CRASH
    if is_caught or (reached.conditionally and _by_code()[finding.code].asked_for):
        return replace(finding, certainty=Certainty.UNPROVEN)
    if reached.conditionally and finding.certainty is Certainty.CERTAIN:
        return replace(finding, certainty=Certainty.LIKELY)
    return finding


def _as_likely(finding: Finding, event: Event) -> Finding:
    """A claim that rests on a likely size is likely."""
    is_certain = finding.certainty is Certainty.CERTAIN
    if is_certain and not _by_code()[finding.code].of_dtypes and rests_on_likely(event):
        return replace(finding, certainty=Certainty.LIKELY)
    return finding


def _is_meant(finding: Finding, reached: Reached) -> bool:
    """Whether it is a crash that the program expects."""
    return finding.effect is Effect.CRASH and reached.is_meant


@lru_cache(maxsize=1)
def _by_code() -> "dict[str, type[Rule]]":
    return {rule.code: rule for rule in all_rules()}


def _most_specific(found: list[Finding]) -> list[Finding]:
    """Findings about one event without those that a more specific one makes needless."""
    outranked = {code for f in found for code in _by_code()[f.code].outranks}
    return [f for f in found if f.code not in outranked]


def _is_explained(finding: Finding, others: Iterable[Finding]) -> bool:
    """Whether another finding tells of this one's fault where it does its harm."""
    codes = _by_code()[finding.code].explained_by
    return any(
        other.code in codes and any(step.site == finding.site for step in other.trace)
        for other in others
    )
