"""TensorFlow's arithmetic, functions and conversions against TensorFlow itself."""

import pytest

from ndlint.findings import Certainty
from ndlint.knowledge import registry
from ndlint.knowledge.registry import MODELS, OBSERVERS
from tests.knowledge.tensorflow.bulk import Program, Ran, Said, Score, compare
from tests.knowledge.tensorflow.programs import (
    CALLS,
    random_call,
    random_operation,
    random_other,
)
from tests.truth.reality import Reality


def judged(reality: Reality, programs: list[Program]) -> Score:
    """The score; fails where anything that was said is not so, or a mix was not found."""
    score = compare(reality, programs, also=messages_are_true)
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert not score.missed, "\n\n".join(score.missed[:10])
    return score


def messages_are_true(ran: Ran, said: Said) -> str | None:
    """Why a finding about a conversion in the last line is not so, or None.

    The operand is `a`, the result `r`.
    """
    operand, result = ran.values.get("a"), ran.values.get("r")
    if operand is None or result is None:
        return None
    for finding in said.findings:
        message = finding.message
        if finding.code == "NDL105" and result.get("dtype") != "float64":
            return f"{message}: it is {result}"
        if finding.code == "NDL401":
            for word in ("NaN", "Inf"):
                if f"holds {word}" in message and operand.get(word.lower()) is False:
                    return f"{message}: it does not"
        is_certain = finding.certainty is Certainty.CERTAIN
        if finding.code == "NDL107" and is_certain and not operand.get("fraction"):
            return f"{message}: it holds no fraction"
        if finding.code == "NDL402" and is_certain and operand.get("masked") is False:
            return f"{message}: nothing is masked"
    return None


WRAPPING = ("v < -1", "v <= 2**41", "v == 257", "v >= 1", "v[0] != 256", "v < v.value()")


def test_comparisons_with_numbers_that_do_not_fit(reality: Reality) -> None:
    start = "import tensorflow as tf\nv = tf.Variable(tf.ones((2,), tf.uint8))\n"
    judged(reality, [Program(f"{start}r = {code}\n") for code in WRAPPING])


def calls(first: int, count: int) -> list[Program]:
    return [random_call(name, seed) for name in CALLS for seed in range(first, first + count)]


def test_operators(reality: Reality) -> None:
    assert judged(reality, [random_operation(seed) for seed in range(400)]).findable > 10


def test_functions(reality: Reality) -> None:
    judged(reality, calls(0, 6))


def test_subscripts_and_attributes(reality: Reality) -> None:
    judged(reality, [random_other(seed) for seed in range(200)])


@pytest.mark.nightly
def test_many_more(reality: Reality) -> None:
    judged(reality, [random_operation(seed) for seed in range(1000, 6000)])
    judged(reality, calls(100, 60))
    judged(reality, [random_other(seed) for seed in range(1000, 3000)])


def test_every_name_has_a_call() -> None:
    registry.load()
    names = {
        n.removeprefix("tensorflow.") for n in MODELS | OBSERVERS if n.startswith("tensorflow.")
    }
    # Pipelines have programs of their own, tapes those of models that are trained by hand;
    # questions about the surroundings are asked in tests/interpreter/test_environment.py.
    own = ("data.", "GradientTape", "config.", "executing_eagerly", "test.", "TensorS")
    assert {name for name in names if not name.startswith(own)} == set(CALLS)
