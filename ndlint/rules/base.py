"""What a rule is: a claim about events, with examples that prove it."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from msgspec import Struct

from ndlint.events import (
    Arithmetic,
    Computed,
    Conversion,
    Discarded,
    Event,
    Feed,
    Frozen,
    Gradient,
    GraphCall,
    LossCall,
    Matched,
    Meeting,
    Pairing,
    Parted,
    Prepared,
    Refused,
    Sliced,
    Unpacked,
    Yielded,
)
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.repair import Repair
from ndlint.values.trace import Step, Trace


class Example(Struct, frozen=True):
    """A program that proves a claim on real TensorFlow.

    A bad one raises an error whose "Class: message" holds `raises`; or runs, and `shows`
    is true of its variables; or needs `extra_bytes` more memory than the good one does.
    `keras` are the targets on which it is so: on another one the program does not fail like
    that, and nothing is said of it. `raises_on_2` is what Keras 2 says, where that differs.
    `has_fix` is False where the rule proposes fixes, but what is meant here only its author
    knows.
    """

    code: str
    raises: str | None = None
    shows: str | None = None
    extra_bytes: int | None = None
    keras: tuple[int, ...] = (2, 3)
    raises_on_2: str | None = None
    has_fix: bool = True

    def error_on(self, keras: int) -> str | None:
        """What the error must hold on this Keras."""
        return self.raises_on_2 if keras == 2 and self.raises_on_2 is not None else self.raises


Handler = Callable[[Any], Iterable[Finding]]
"""What a rule says of an event of one kind."""


class Rule:
    """One rule. An object lives for one file, so it may remember what it saw.

    `outranks` names the codes that are silent where this rule speaks of the same fault;
    `explained_by` the codes whose finding, further on, already tells of this one's place in its
    trace. `assumes_floatx`: the claim holds while Keras computes in float32 by default, so it is
    not made for a file that may change that; `assumes_no_promotion`: while TensorFlow does not
    promote as NumPy does, nor tensors have the methods of arrays; `assumes_tensorflow`: while Keras
    computes with TensorFlow; `assumes_nan_stays`: while the file does not look for NaN in tensors.
    `of_dtypes`: it rests on dtypes alone, and not on a shape that may be likely only. `asked_for`:
    a program asks for it before it does so, and nothing is claimed under a condition that is not
    decided. `of_range`: it rests on the range of the elements, for which a run that is watched does
    not look in large arrays. `keras_targets` are the versions on which the claim was proved.
    `hears`: the kinds of events that it has something to say of.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    effect: ClassVar[Effect]
    outranks: ClassVar[frozenset[str]] = frozenset()
    explained_by: ClassVar[frozenset[str]] = frozenset()
    assumes_floatx: ClassVar[bool] = False
    assumes_no_promotion: ClassVar[bool] = False
    assumes_tensorflow: ClassVar[bool] = False
    assumes_nan_stays: ClassVar[bool] = False
    of_dtypes: ClassVar[bool] = False
    asked_for: ClassVar[bool] = False
    of_range: ClassVar[bool] = False
    keras_targets: ClassVar[frozenset[int]] = frozenset({2, 3})
    hears: ClassVar[frozenset[type[Event]]] = frozenset()
    bad: ClassVar[list[Example]] = []
    good: ClassVar[list[Example]] = []

    def on_conversion(self, event: Conversion) -> Iterable[Finding]:
        """A value becomes a tensor."""
        return ()

    def on_arithmetic(self, event: Arithmetic) -> Iterable[Finding]:
        """Operands meet in a TensorFlow operation."""
        return ()

    def on_meeting(self, event: Meeting) -> Iterable[Finding]:
        """Values are given to one TensorFlow function that is not known."""
        return ()

    def on_feed(self, event: Feed) -> Iterable[Finding]:
        """Data reaches a model."""
        return ()

    def on_loss(self, event: LossCall) -> Iterable[Finding]:
        """A loss is called directly."""
        return ()

    def on_pairing(self, event: Pairing) -> Iterable[Finding]:
        """NumPy combines what was made of a model's output with other data."""
        return ()

    def on_gradient(self, event: Gradient) -> Iterable[Finding]:
        """A tape is asked for a gradient."""
        return ()

    def on_computed(self, event: Computed) -> Iterable[Finding]:
        """NumPy computes an array."""
        return ()

    def on_prepared(self, event: Prepared) -> Iterable[Finding]:
        """A function of Keras' prepares data for a model."""
        return ()

    def on_matched(self, event: Matched) -> Iterable[Finding]:
        """Labels are taken to be of the same samples as something else."""
        return ()

    def on_unpacked(self, event: Unpacked) -> Iterable[Finding]:
        """Arrays that were split are unpacked."""
        return ()

    def on_sliced(self, event: Sliced) -> Iterable[Finding]:
        """A value is cut into the elements of a data set."""
        return ()

    def on_parted(self, event: Parted) -> Iterable[Finding]:
        """A part of a data set is taken."""
        return ()

    def on_discarded(self, event: Discarded) -> Iterable[Finding]:
        """A data set is made, and nobody takes it."""
        return ()

    def on_yielded(self, event: Yielded) -> Iterable[Finding]:
        """A data set is made of what a generator yields."""
        return ()

    def on_graph_call(self, event: GraphCall) -> Iterable[Finding]:
        """A function of which TensorFlow makes graphs is called."""
        return ()

    def on_frozen(self, event: Frozen) -> Iterable[Finding]:
        """A number is drawn while a graph is made."""
        return ()

    def on_refused(self, event: Refused) -> Iterable[Finding]:
        """A library function certainly raises."""
        return ()

    def at_end(self) -> Iterable[Finding]:
        """What can only be said once the whole file was seen."""
        return ()

    def __init_subclass__(cls) -> None:
        own = {k for k, name in HANDLERS.items() if getattr(cls, name) is not getattr(Rule, name)}
        cls.hears = frozenset(own)

    def handler(self, kind: type[Event]) -> Handler:
        """What gives every finding of this rule about an event of a kind that it hears."""
        handler: Handler = getattr(self, HANDLERS[kind])
        return handler

    def finding(
        self,
        event: Event,
        message: str,
        trace: Trace = (),
        certainty: Certainty = Certainty.CERTAIN,
        effect: Effect | None = None,
        subject: str = "",
        repairs: Iterable[Repair] = (),
    ) -> Finding:
        """A finding of this rule at the event's place."""
        steps: tuple[Step, ...] = tuple(s for s in trace if s.site != event.site)
        return Finding(
            self.code,
            self.name,
            message,
            effect or self.effect,
            certainty,
            event.site,
            steps,
            subject=subject,
            repairs=tuple(repairs),
        )


HANDLERS: dict[type[Event], str] = {
    Conversion: "on_conversion",
    Arithmetic: "on_arithmetic",
    Meeting: "on_meeting",
    Feed: "on_feed",
    LossCall: "on_loss",
    Pairing: "on_pairing",
    Gradient: "on_gradient",
    Computed: "on_computed",
    Prepared: "on_prepared",
    Refused: "on_refused",
    Matched: "on_matched",
    Sliced: "on_sliced",
    Unpacked: "on_unpacked",
    Parted: "on_parted",
    Discarded: "on_discarded",
    Yielded: "on_yielded",
    GraphCall: "on_graph_call",
    Frozen: "on_frozen",
}
"""The method of a rule that hears events of each kind."""
