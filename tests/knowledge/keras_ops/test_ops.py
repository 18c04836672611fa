"""`keras.ops` against Keras itself: nothing inferred is wrong."""

import pytest

from ndlint.knowledge import registry
from ndlint.knowledge.registry import MODELS
from tests.knowledge.keras_ops.programs import CALLS, program
from tests.knowledge.tensorflow.bulk import Program, Score, compare
from tests.truth.reality import Reality

USUAL, LONG = 300, 6000
"""Programs; as many are eager, make a graph, and are symbolic."""


def judged(reality: Reality, programs: list[Program]) -> Score:
    score = compare(reality, programs)
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.raised < score.programs
    return score


def test_each_function(reality: Reality) -> None:
    score = judged(reality, [program(seed, name) for name in CALLS for seed in range(3)])
    assert score.claimed > 20


def test_some_programs(reality: Reality) -> None:
    judged(reality, [program(seed) for seed in range(USUAL)])


@pytest.mark.nightly
def test_many_programs(reality: Reality) -> None:
    judged(reality, [program(seed) for seed in range(USUAL, LONG)])
    judged(reality, [program(seed, name) for name in CALLS for seed in range(3, 60)])


def test_every_name_has_a_call() -> None:
    registry.load()
    names = {n.removeprefix("keras.ops.") for n in MODELS if n.startswith("keras.ops.")}
    assert names == set(CALLS)
