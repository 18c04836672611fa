"""Random arguments of `fit` and its like: no claim of a crash that does not come."""

import pytest

from ndlint.target import Target, aiming_at
from tests.knowledge.data.feeding import random_feed
from tests.knowledge.tensorflow.bulk import Program, Score, compare
from tests.truth.reality import Reality

USUAL = 100
FEW = 60
LONG = 1500


def judged(reality: Reality, programs: list[Program]) -> Score:
    score = compare(reality, programs)
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.found_share >= 0.9, "\n\n".join(score.missed[:10])
    return score


def feeds(first: int, count: int) -> list[Program]:
    return [random_feed(seed) for seed in range(first, first + count)]


def test_random_feeds(reality: Reality) -> None:
    score = judged(reality, feeds(0, USUAL))
    assert score.claimed > USUAL // 4
    assert score.raised < 0.8 * score.programs


def test_random_feeds_on_keras_2(legacy: Reality) -> None:
    with aiming_at(Target(keras=2)):
        judged(legacy, feeds(0, FEW))


@pytest.mark.nightly
def test_many_random_feeds(reality: Reality) -> None:
    judged(reality, feeds(USUAL, LONG))


@pytest.mark.nightly
def test_many_random_feeds_on_keras_2(legacy: Reality) -> None:
    with aiming_at(Target(keras=2)):
        judged(legacy, feeds(USUAL, LONG))
