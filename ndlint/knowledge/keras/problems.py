"""What is wrong with labels, an output and a loss that do not go together."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from ndlint.knowledge.keras.activations import NOT_KNOWN, LastActivation
from ndlint.knowledge.keras.cases import Cut, cases
from ndlint.knowledge.keras.counting import COUNTING, outcome
from ndlint.knowledge.keras.cures import advice_for, told
from ndlint.knowledge.keras.label_dtypes import is_refused
from ndlint.knowledge.keras.label_values import value_problems
from ndlint.knowledge.keras.pairing import (
    BINARY,
    CATEGORICAL,
    CONFUSION,
    KINDS,
    SPARSE,
    Adjusting,
    Manner,
    Outcome,
    Pair,
)
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, Bool, Int, Value
from ndlint.values.dtype import DType
from ndlint.values.keras import KerasTensor
from ndlint.values.losses import (
    Activated,
    Cure,
    Logits,
    Loss,
    Misuse,
    OtherLoss,
    Problem,
)
from ndlint.values.shape import Shape

GRAVITY = (Outcome.FITS, Outcome.BROADCASTS, Outcome.RAISES)
TAKES_CLASSES = CATEGORICAL | {SPARSE}
TAKES_PROBABILITIES = TAKES_CLASSES | BINARY
TURNING = ("ignore_class", "remove_diagonal", "ref_labels", "ref_embeddings")
"""Arguments that change what is compared."""


def label_problems(
    loss: Loss,
    labels: Array,
    output: Shape,
    last: LastActivation,
    tensor: KerasTensor | None,
    cut: Cut | None,
) -> tuple[Problem, ...]:
    """What becomes of labels that `fit` or `evaluate` compares with an output of this shape.

    `cut` tells how the data is cut into batches, if it is. `tensor` is the model's output,
    for the advice.
    """
    comparison = Comparison(loss, Adjusting.COMPILED, _has_logits(loss, last), cut)
    return _compared(comparison, labels, output, tensor)


def metric_problems(
    metric: Loss, loss: Loss | None, labels: Array, output: Shape, cut: Cut | None
) -> tuple[Problem, ...]:
    """What a metric refuses, or broadcasts, of labels that `fit` or `evaluate` compares with an
    output, and that the loss takes.

    Keras 3 hands a metric what it gets, Keras 2 brings it to the same rank, as for a loss.
    """
    adjusting = Adjusting.FUNCTION if current().keras == 3 else Adjusting.COMPILED
    found = _compared(Comparison(metric, adjusting, None, cut), labels, output, None)
    has_ids = loss is not None and loss.kind == SPARSE
    of_shapes = (Misuse.REFUSED, Misuse.BROADCAST)
    return tuple(p if has_ids else replace(p, cures=()) for p in found if p.misuse in of_shapes)


def direct_problems(
    loss: Loss, labels: Array, output: Array, adjusting: Adjusting
) -> tuple[Problem, ...]:
    """What becomes of labels and an output that a loss is called with."""
    has_logits = _has_logits(loss, NOT_KNOWN)
    if has_logits is None and output.is_numpy and loss.option("from_logits") is None:
        has_logits = False
    comparison = Comparison(loss, adjusting, has_logits, None, output.dtype)
    return _compared(comparison, labels, output.shape, None)


ROUNDING = 1e-3
"""By so much probabilities may be out of 0 to 1."""


def logits_problems(loss: Loss, output: Array) -> Iterable[Problem]:
    """What is wrong with numbers that are given to a loss and certainly are no probabilities.

    Crossentropies of encoded classes bring positive numbers to a sum of 1 first.
    """
    low, high = output.facts.ends
    if not output.facts.has_ends or not _takes_probabilities(loss.option("from_logits")):
        return
    is_above = high > 1 + ROUNDING and loss.kind not in CATEGORICAL
    if loss.kind in TAKES_PROBABILITIES and (low < -ROUNDING or is_above):
        yield Problem(
            Misuse.LOGITS,
            f"{loss.name} takes probabilities, and the output holds numbers from {low:g} to "
            f"{high:g}",
            "write from_logits=True, or apply the softmax or the sigmoid first",
            trace=output.origins.facts,
            cures=(),
        )


class Comparison(Struct, frozen=True):
    """How a loss is computed. `has_logits`: whether Keras 2 compares logits; None: not known.
    `dtype` is that of an output that is data."""

    loss: Loss
    adjusting: Adjusting
    has_logits: bool | None
    cut: Cut | None
    dtype: DType | None = None

    @property
    def manners(self) -> list[Manner]:
        """All ways in which it may be."""
        both = (False, True) if self.has_logits is None else (self.has_logits,)
        keras = current().keras
        return [Manner(self.loss.kind, keras, self.adjusting, logits) for logits in both]


def _compared(
    comparison: Comparison, labels: Array, output: Shape, tensor: KerasTensor | None
) -> tuple[Problem, ...]:
    """What is wrong with the labels: first their shape, then what they hold."""
    loss = comparison.loss
    if not _is_plain(loss, output):
        return ()
    misuse, is_certain = _of_shapes(comparison, labels, output)
    raises = misuse is Misuse.REFUSED
    if not raises and is_refused(loss, comparison.adjusting, labels, comparison.dtype):
        what, advice = f"{loss.name} does not take {labels.dtype}", "cast them to float32"
        return (Problem(Misuse.REFUSED, what, advice, trace=labels.origins.dtype),)
    if misuse is None:
        return tuple(value_problems(loss, labels, output))
    advice, cures = advice_for(loss, labels, output, tensor)
    what = told(misuse, loss)
    return (Problem(misuse, what, advice, is_certain, labels.origins.shape, cures),)


def _of_shapes(comparison: Comparison, labels: Array, output: Shape) -> tuple[Misuse | None, bool]:
    """How the shapes do not go together (None: they may), and whether that is certain."""
    manners = comparison.manners
    found = [*cases(labels.shape, output, comparison.cut)]
    misuse, is_one = _judged(manners, found)
    if misuse is not None:
        return misuse, is_one
    # One sample, one unit for several classes, and one class are no way out.
    has_classes = comparison.loss.kind in TAKES_CLASSES
    is_encoded = labels.origins.encoded and not isinstance(labels.shape.axis(-1), int)
    usual = (
        batches
        for batches in found
        if not any(
            1 in (y[0], p[0]) or (has_classes and p[-1] == 1) or (is_encoded and y[-1] == 1)
            for y, p in batches
        )
    )
    misuse, _ = _judged(manners, usual)
    return misuse, False


def _judged(manners: list[Manner], found: Iterable[tuple[Pair, ...]]) -> tuple[Misuse | None, bool]:
    """What becomes of the shapes in all these cases, and whether it is the same in all."""
    outcomes: set[Outcome] = set()
    for batches in found:
        for manner in manners:
            worst = max((outcome(manner, *pair) for pair in batches), key=GRAVITY.index)
            if worst is Outcome.FITS:
                return None, True
            outcomes.add(worst)
    if not outcomes:
        return None, True
    misuse = Misuse.REFUSED if Outcome.RAISES in outcomes else Misuse.BROADCAST
    return misuse, len(outcomes) == 1


def _is_plain(loss: Loss, output: Shape) -> bool:
    """Whether the loss compares along the last axis, and all its elements."""
    if loss.kind not in KINDS | {CONFUSION} | set(COUNTING):
        return False
    if any(loss.option(name) not in (None, NOTHING) for name in TURNING):
        return False
    axis = loss.option("axis")
    if axis is None or axis == Int(-1):
        return True
    return output.rank is not None and axis == Int(output.rank - 1)


def _has_logits(loss: Loss, last: LastActivation) -> bool | None:
    """Whether Keras 2 compares logits; None: not known."""
    if loss.option("from_logits") not in (None, Bool(False)):
        return True if loss.option("from_logits") == Bool(True) else None
    if last.name in ("sigmoid", "softmax"):
        return True if last.is_plain else None
    return None if not last.name else False


def output_problems(
    loss: Loss | None, output: Shape, last: LastActivation = NOT_KNOWN
) -> Iterable[Problem]:
    """What is wrong with an output, whatever the labels. Source: truth cases D.logits, D.bce.

    `loss`: None where the output is only looked at.
    """
    is_one = last.shape is not None and last.shape.axis(-1) == 1 and last.shape.rank != 1
    if loss is not None and loss.kind in CATEGORICAL and output.rank == 2 and output.axis(1) == 1:
        binary: tuple[Cure, ...] = (OtherLoss("binary_crossentropy"),)
        yield Problem(
            Misuse.ONE_CLASS,
            f"the output has one unit, and {loss.name} compares several: the loss is 0, "
            "whatever is predicted",
            'use binary_crossentropy and activation="sigmoid"',
            cures=((*binary, *_activated(last, "sigmoid")),),
        )
    elif last.name == "softmax" and is_one:
        yield Problem(
            Misuse.CONSTANT,
            "the last layer has one unit, and softmax over one unit is 1.0, whatever the input",
            'use activation="sigmoid"',
            cures=(_activated(last, "sigmoid"),),
        )
    elif loss is not None and loss.kind in TAKES_PROBABILITIES and last.name == "linear":
        if _takes_probabilities(loss.option("from_logits")):
            function = "sigmoid" if loss.kind in BINARY else "softmax"
            yield Problem(
                Misuse.LOGITS,
                f"{loss.name} takes probabilities, and the last layer has no activation",
                f'write from_logits=True in the loss, or activation="{function}" in the layer',
                cures=((Logits(),), _activated(last, function)),
            )


def _activated(last: LastActivation, name: str) -> tuple[Cure, ...]:
    """The last activation replaced by one of this name, where it is another one."""
    return (Activated(last.layer, name),) if last.layer and last.name != name else ()


def _takes_probabilities(option: Value | None) -> bool:
    return option is None or option == Bool(False)
