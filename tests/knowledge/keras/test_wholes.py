"""Random whole models: the shapes that they return, or the layer that refuses.

ndlint must name the shape that `model.output_shape` is, or refuse in the very line in which
Keras does.
"""

from dataclasses import dataclass, field

import pytest

from tests.knowledge.keras.layer_cases import Case
from tests.knowledge.keras.test_layers import NOT_KNOWN, Answer, said
from tests.knowledge.keras.wholes import Whole, whole_program
from tests.knowledge.tensorflow.bulk import Program, Ran, real_results
from tests.truth.reality import Reality

USUAL = 40
LONG = 1000
RARE = 100
"""One in so many may not be known."""


@dataclass(slots=True)
class Score:
    """How many models there were, how many of them are refused, what is wrong or not known."""

    models: int = 0
    refused: int = 0
    skipped: int = 0
    wrong: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def scored(real: Reality, keras: int, seeds: range) -> Score:
    """Compare models with reality."""
    score = Score()
    wholes = [whole_program(seed, keras) for seed in seeds]
    programs = [Program(whole.text, whole.shows) for whole in wholes]
    for seed, whole, ran in zip(seeds, wholes, real_results(real, programs), strict=True):
        if ran.line is not None and ran.line not in whole.calls:
            score.skipped += 1  # the arguments of a layer do not go together
            continue
        score.models += 1
        score.refused += ran.line is not None
        _compare(score, f"seed {seed}", whole, ran, keras)
    print(
        f"{score.models} models, {score.refused} refused, {score.skipped} skipped, "
        f"{len(score.wrong)} wrong, {len(score.unknown)} unknown"
    )
    return score


def _compare(score: Score, topic: str, whole: Whole, ran: Ran, keras: int) -> None:
    refused, found = said(Case("", whole.text, 0, whole.shows), keras)
    really = [_really(ran, name) for name in whole.shows]
    story = f"{topic}: {ran.line} {ran.error[:250] or really}; said {refused} {found}\n{whole.text}"
    may_be_unknown = any(name in whole.text for name in NOT_KNOWN[keras])
    claimed = min(refused, default=None)
    if claimed is not None and (ran.line is None or claimed < ran.line):
        score.wrong.append(story)
    elif claimed != ran.line:
        if not may_be_unknown:
            score.unknown.append(story)
    elif ran.line is None and found != really:
        is_wrong = any(f is not None and f != r for f, r in zip(found, really, strict=True))
        if is_wrong:
            score.wrong.append(story)
        elif not may_be_unknown:
            score.unknown.append(story)


def _really(ran: Ran, name: str) -> Answer:
    return tuple(ran.values[name]["items"]) if name in ran.values else None


def check(score: Score) -> None:
    """Fail where ndlint says what is not so, or does not know what it should."""
    assert not score.wrong, "\n".join(score.wrong[:10])
    assert len(score.unknown) <= 1 + score.models // RARE, "\n".join(score.unknown[:10])
    assert score.refused > score.models // 10
    assert score.refused < score.models


def test_whole_models(real: Reality, keras: int) -> None:
    check(scored(real, keras, range(USUAL)))


@pytest.mark.nightly
def test_many_whole_models(real: Reality, keras: int) -> None:
    check(scored(real, keras, range(USUAL, USUAL + LONG)))
