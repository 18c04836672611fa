"""Runs the interpreter on one source and asks the rules about what happens in it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ndlint.events import Event
from ndlint.findings import Certainty, Effect, Finding, not_analysed
from ndlint.interpreter.interpret import interpret as run_abstractly
from ndlint.interpreter.run import OPERATIONS, BudgetSpent, Reached
from ndlint.knowledge import registry
from ndlint.rules import all_rules
from ndlint.source.legacy import is_for_keras_2
from ndlint.source.text import Source
from ndlint.target import Target, aiming_at

if TYPE_CHECKING:
    from ndlint.rules.base import Rule


CHANGES_FLOATX = ("set_floatx", "set_global_policy", "set_dtype_policy", "set_policy")
"""Functions by which a program makes Keras compute in another dtype than float32."""
CHANGES_PROMOTION = ("enable_numpy_behavior", "experimental.numpy")
"""By what a program makes tensors promote as NumPy's arrays do."""
CHANGES_FORMAT = ("set_image_data_format", "set_image_dim_ordering")
"""Functions by which a program makes Keras take the channels first."""


class Judge:
    """Takes the events of one program, asks every rule, keeps one finding for each fault.

    `changes_floatx` tells that Keras may compute in another dtype than float32, `promotes`
    that tensors may promote as NumPy's arrays do.
    """

    def __init__(self, target: Target, changes_floatx: bool = False, promotes: bool = False):
        self.rules: list[Rule] = [
            rule()
            for rule in all_rules()
            if target.keras in rule.keras_targets
            and not (rule.assumes_floatx and changes_floatx)
            and not (rule.assumes_no_promotion and promotes)
        ]
        self.heard: list[tuple[Finding, Reached]] = []

    def ask(self, event: Event, reached: Reached) -> list[Finding]:
        """What the rules say of one event; it is kept for the verdict."""
        found = [finding for rule in self.rules for finding in rule.judge(event)]
        found = [_as_reached(f, reached) for f in _most_specific(found)]
        self.heard += [(finding, reached) for finding in found]
        return found

    def hear(self, event: Event, reached: Reached) -> bool:
        """Ask the rules. Returns whether the call certainly raises."""
        return any(
            f.effect is Effect.CRASH and f.certainty is not Certainty.UNPROVEN
            for f in self.ask(event, reached)
        )

    def late(self) -> list[Finding]:
        """What can only be said once the whole program was seen."""
        return [finding for rule in self.rules for finding in rule.at_end()]

    def verdict(self) -> list[Finding]:
        """All findings but expected crashes, one for each fault and place, in order."""
        late = self.late()
        unique: dict[tuple[str, object, str], Finding] = {}
        meant = [f for f, reached in self.heard if _is_meant(f, reached)]
        told = [f for f, reached in self.heard if not _is_meant(f, reached)]
        for finding in told + late:
            key = (finding.code, finding.site, finding.subject)
            known = unique.get(key)
            if known is None or (
                known.certainty is not Certainty.CERTAIN and finding.certainty is Certainty.CERTAIN
            ):
                unique[key] = finding
        kept = [f for f in unique.values() if not _is_explained(f, [*unique.values(), *meant])]
        return sorted(kept, key=lambda f: f.order)


def _as_reached(finding: Finding, reached: Reached) -> Finding:
    """A claim under an open condition, or of a crash that may be caught, is likely."""
    doubtful = reached.conditionally or (reached.guarded and finding.effect is Effect.CRASH)
    if doubtful and finding.certainty is Certainty.CERTAIN:
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


def target_of(source: Source, target: Target) -> Target:
    """The target, as far as a program does not say otherwise by itself."""
    return replace(
        target,
        keras=2 if is_for_keras_2(source) else target.keras,
        usual_format=not any(name in source.text for name in CHANGES_FORMAT),
    )


def judge_of(source: Source, target: Target) -> Judge:
    """The judge of a program that is not run: its text tells what it may change."""
    return Judge(
        target,
        changes_floatx=any(name in source.text for name in CHANGES_FLOATX),
        promotes=any(name in source.text for name in CHANGES_PROMOTION),
    )


def interpret(source: Source, target: Target) -> list[Finding]:
    """Every finding in one source, in order of place.

    What was found before the budget was spent is kept: NDL000 says that it is not all.
    """
    registry.load()
    target = target_of(source, target)
    judge = judge_of(source, target)
    given_up = []
    try:
        with aiming_at(target):
            run_abstractly(source, judge.hear)
    except BudgetSpent:
        reason = f"given up: it takes more than {OPERATIONS:,} operations to analyse"
        given_up.append(not_analysed(source.path, reason))
    return given_up + judge.verdict()
