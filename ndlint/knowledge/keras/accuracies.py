"""Accuracies that count something else than the share of right answers.

Source: Keras 3.15, `metrics/accuracy_metrics.py`, `trainers/compile_utils.py` (what "accuracy"
stands for); tf_keras 2.21, `metrics/accuracy_metrics.py`; truth cases D.acc.
"""

from ndlint.knowledge.keras.activations import LastActivation
from ndlint.knowledge.keras.counting import ACCURACY, BY_SHAPE
from ndlint.knowledge.keras.pairing import BINARY, CATEGORICAL, ELEMENTWISE, SPARSE
from ndlint.values.array import Array
from ndlint.values.base import Value
from ndlint.values.dtype import INTEGERS
from ndlint.values.facts import Truth
from ndlint.values.losses import Cures, Loss, Misuse, OtherMetric, Problem
from ndlint.values.shape import Shape

USUAL = "accuracy"
PROBABILITIES = frozenset({"sigmoid", "softmax"})


def accuracy_problems(
    metric: Loss, loss: Loss, labels: Value, output: Shape, last: LastActivation
) -> tuple[Problem, ...]:
    """What is wrong with an accuracy of labels that the loss takes."""
    told = _told(metric, loss, output, last)
    if told:
        cures: Cures = ((OtherMetric(metric.name, USUAL),),)
        return (Problem(Misuse.WRONG_METRIC, told, f'use "{USUAL}"', cures=cures),)
    if metric.kind == BY_SHAPE and loss.kind in ELEMENTWISE and isinstance(labels, Array):
        if labels.facts.fractions is Truth.YES:
            told = "accuracy counts right classes, and the labels are numbers with fractions"
            advice, cures = 'use "mae"', ((OtherMetric(metric.name, "mae"),),)
            trace = labels.origins.facts
            return (Problem(Misuse.WRONG_METRIC, told, advice, False, trace, cures),)
    return ()


def equality_problems(metric: Loss, labels: Array, output: Array) -> tuple[Problem, ...]:
    """What is wrong with a metric for equality that is called on whole labels and on fractions."""
    is_whole = labels.facts.fractions is Truth.NO or labels.dtype.is_one_of(INTEGERS)
    if metric.kind != ACCURACY or not is_whole or output.facts.fractions is not Truth.YES:
        return ()
    told = f"{metric.name} compares them for equality, and the predictions have fractions"
    advice = "give it classes, for example np.argmax(predictions, axis=-1)"
    return (Problem(Misuse.WRONG_METRIC, told, advice, False, output.origins.dtype),)


def _told(metric: Loss, loss: Loss, output: Shape, last: LastActivation) -> str:
    """What the metric does, whatever the labels are; "" where it may be meant."""
    units = output.axis(-1)
    if metric.kind == "binary_accuracy" and loss.kind in CATEGORICAL:
        if isinstance(units, int) and units > 1:
            return (
                f"{metric.name} looks at each of the {units} columns by itself: where nothing is "
                f"predicted, {units - 1} of {units} are right"
            )
    elif metric.kind == "categorical_accuracy" and loss.kind == SPARSE:
        return (
            f"{metric.name} takes the argmax of the labels, and these are class ids: "
            "it compares with other classes"
        )
    elif metric.kind == ACCURACY and loss.kind in CATEGORICAL | BINARY:
        if last.name in PROBABILITIES:
            return (
                f"{metric.name} compares predictions and labels for equality, and {last.name} "
                "makes probabilities: next to none is equal"
            )
    return ""
