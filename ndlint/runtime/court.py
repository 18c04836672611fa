"""Asks the rules about events of a running program."""

from ndlint.events import (
    Arithmetic,
    Computed,
    Discarded,
    Event,
    Gradient,
    Matched,
    Pairing,
    Refused,
    Sliced,
    Unpacked,
    Yielded,
)
from ndlint.findings import Finding
from ndlint.interpreter.run import Reached
from ndlint.judge import Judge
from ndlint.knowledge.itself import import_numpy
from ndlint.rules import all_rules
from ndlint.runtime import libraries
from ndlint.target import Target, aiming_at

RUNNING = Reached(conditionally=False, guarded=False)
"""How a running program has reached a place."""
BY_ORIGIN = (Matched, Sliced)
"""What a watched call shows, but for where its arguments came from, which decides it."""
IN_STATEMENTS = (
    Arithmetic, Pairing, Computed, Gradient, Refused, Discarded, Unpacked, Yielded, *BY_ORIGIN,
)  # fmt: skip
"""What no watched call shows: what is NumPy's alone, what happens when a layer is made, what
becomes of a result, what a generator yields; and arithmetic, gradients and their like, for which it
counts where the operands came from."""


def codes_of(*kinds: type[Event]) -> frozenset[str]:
    """The codes of the rules that judge such events."""
    return frozenset(rule.code for rule in all_rules() if not rule.hears.isdisjoint(kinds))


class Court:
    """A judge for each way in which the program has set up its libraries."""

    def __init__(self) -> None:
        self._judges: dict[tuple[Target, bool, bool], Judge] = {}

    def target(self) -> Target:
        """What the program runs on now."""
        keras = libraries.version_of_keras()
        return Target(
            keras=keras,
            numpy=int(import_numpy().__version__.partition(".")[0]),
            usual_format=libraries.takes_channels_last(keras),
            usual_floatx=libraries.computes_in_float32(keras),
            usual_backend=False,
        )

    def ask(self, event: Event, reached: Reached) -> list[Finding]:
        """What the rules say of an event."""
        target = self.target()
        changes_floatx = not libraries.computes_in_float32(target.keras)
        key = (target, changes_floatx, libraries.promotes())
        if key not in self._judges:
            self._judges[key] = Judge(*key)
        with aiming_at(target):
            return self._judges[key].ask(event, reached)

    def late(self) -> list[Finding]:
        """What the rules say at the end, of which the run may have been only a part."""
        return [finding for judge in self._judges.values() for finding in judge.late()]
