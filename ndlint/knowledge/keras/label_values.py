"""What is wrong with what labels hold, where their shape fits. Source: truth cases D.scce.oob,
D.bce.labels, on a CPU."""

from collections.abc import Iterable, Iterator
from math import isfinite

from ndlint.knowledge.keras.pairing import BINARY, SPARSE
from ndlint.values.array import Array
from ndlint.values.dtype import INTEGERS
from ndlint.values.facts import Facts, Truth
from ndlint.values.losses import Cures, Loss, Misuse, Problem, Shifted, Units
from ndlint.values.shape import Shape

MOST = 20
"""More classes than this are counts, pixels or prices."""


def value_problems(loss: Loss, labels: Array, output: Shape) -> Iterable[Problem]:
    """What the loss makes of labels for which it is not meant."""
    if loss.kind == SPARSE:
        return _out_of_range(loss, labels, output)
    return _not_binary(loss, labels) if loss.kind in BINARY else ()


def _out_of_range(loss: Loss, labels: Array, output: Shape) -> Iterator[Problem]:
    """Class ids that no unit stands for."""
    units, facts = output.axis(-1), labels.facts
    if not isinstance(units, int) or units < 1 or not all(map(isfinite, facts.ends)):
        return
    ends = ((int(facts.high), facts.rises_to(units)), (int(facts.low), facts.falls_to(-1)))
    for wrong, occurs in ends:
        if not occurs:
            continue
        last = f"0 to {units - 1}" if units > 1 else "0"
        cures: Cures
        if wrong == units and facts.low >= 1:
            cures = ((Shifted(-1),), (Units(wrong + 1),))
            advice = (
                f"count the classes from 0 (labels - 1), or give the last layer {wrong + 1} units"
            )
        elif wrong > 0:
            cures = ((Units(wrong + 1),),)
            advice = f"give the last layer {wrong + 1} units"
        else:
            cures = ((Shifted(-wrong),),)
            advice = f"count the classes from 0: labels + {-wrong}"
        held = (
            "the class" if facts.has_ends else "classes up to" if wrong > 0 else "classes down to"
        )
        what = f"they hold {held} {wrong}, and {units} units stand for the classes {last}"
        yield Problem(Misuse.OUT_OF_RANGE, what, advice, trace=labels.origins.facts, cures=cures)
        return


def _not_binary(loss: Loss, labels: Array) -> Iterator[Problem]:
    """Labels of two classes that are not in 0 to 1: the loss falls without end.

    A range whose ends may not be reached, as that of `np.where(condition, 2, 1)`, is said to be
    likely of whole numbers only: of others, intervals tell too little (a mean of two labels).
    """
    facts = labels.facts
    low, high = facts.ends
    if not (isfinite(low) and isfinite(high)) or (low >= 0 and high <= 1):
        return
    is_certain = facts.has_ends or low > 1 or high < 0
    if not is_certain and facts.fractions is not Truth.NO and not labels.dtype.is_one_of(INTEGERS):
        return
    what = (
        f"they hold numbers from {low:g} to {high:g}, and {loss.name} takes labels from 0 to 1: "
        "the loss has no least value"
    )
    advice, cures = _as_binary(facts)
    yield Problem(Misuse.NOT_BINARY, what, advice, is_certain, labels.origins.facts, cures)


def _as_binary(facts: Facts) -> tuple[str, Cures]:
    """What to write instead, in words and so that it can be done."""
    low, high = facts.ends
    if (low, high) == (1, 2):
        return "write labels - 1", ((Shifted(-1),),)
    if (low, high) == (-1, 1):
        return "write (labels + 1) / 2", ()
    if low == 0 and 2 <= high <= MOST and facts.fractions is Truth.NO:
        units = f"{high + 1:g}"
        return f"for {units} classes, use {SPARSE} and {units} units with softmax", ()
    return (f"write labels / {high:g}" if low == 0 else "bring them into 0 to 1"), ()
