"""Chains of TensorFlow operations against TensorFlow itself: nothing inferred is wrong."""

import pytest

from tests.knowledge.tensorflow.bulk import compare
from tests.knowledge.tensorflow.chains import chain
from tests.truth.reality import Reality

USUAL, LONG = 250, 5000
"""Programs; each of them stands for two, one eager and one in a function."""


def judged(reality: Reality, first: int, count: int) -> None:
    score = compare(reality, [chain(seed) for seed in range(first, first + 2 * count)])
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.raised < score.programs


def test_some_chains(reality: Reality) -> None:
    judged(reality, 0, USUAL)


@pytest.mark.parametrize("seed", [3474, 300280, 305123, 305875, 418893])
def test_chains_in_which_something_was_wrong(reality: Reality, seed: int) -> None:
    assert not compare(reality, [chain(seed)]).wrong


@pytest.mark.nightly
def test_many_chains(reality: Reality) -> None:
    judged(reality, 2 * USUAL, LONG)
