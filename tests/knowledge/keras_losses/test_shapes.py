"""What ndlint says of labels, outputs and losses against Keras, for every pair of shapes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

import pytest

from ndlint.analysis import analyse
from ndlint.findings import Certainty, Finding
from ndlint.source.text import parse
from ndlint.target import Target
from tests.knowledge.keras_losses.grid import LOSSES, Case, case, cells, metric_case
from tests.knowledge.tensorflow.bulk import Program, Ran, real_results
from tests.truth.reality import Reality

FEW = 50
FEW_METRICS = 30
SAME, OTHER = 0, 1
"""The verdicts of a program: the loss is that of proper labels, or another."""


@dataclass(slots=True)
class Score:
    """How many of the crashes and of the silent broadcasts were found."""

    crashes: int = 0
    crashes_found: int = 0
    silent: int = 0
    silent_found: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def claims(case: Case, keras: int) -> dict[str, Finding]:
    """What ndlint says of the line that is judged, by code."""
    found = analyse(parse("case.py", case.text), Target(keras=keras))
    return {f.code: f for f in found if f.site.line == case.line}


def judged(real: Reality, cases: Sequence[Case], keras: int) -> Score:
    """Compare ndlint with reality on every case."""
    score = Score()
    programs = [Program(c.text, ("verdict",)) for c in cases]
    for one, ran in zip(cases, real_results(real, programs), strict=True):
        if ran.line is not None and ran.line != one.line:
            continue  # the arguments do not go together, or the proper labels were refused
        said = claims(one, keras)
        verdict = None if ran.line else int(ran.values["verdict"]["low"])
        story = (
            f"{ran.error[:150] or verdict}; said {[f.message for f in said.values()]}\n{one.text}"
        )
        if not is_true(said, ran, verdict):
            score.wrong.append(story)
        if ran.line == one.line:
            score.crashes += 1
            score.crashes_found += "NDL301" in said or "NDL303" in said
        elif verdict == OTHER:
            score.silent += 1
            score.silent_found += "NDL302" in said or "NDL301" in said or "NDL306" in said
        else:
            continue
        if not {"NDL301", "NDL302", "NDL303", "NDL306"} & set(said):
            score.missed.append(story)
    print(score.crashes_found, "of", score.crashes, "crashes,", score.silent_found, "of")
    print(score.silent, "broadcasts found")
    return score


def is_true(said: dict[str, Finding], ran: Ran, verdict: int | None) -> bool:
    """Whether every claim about the shapes is so."""
    refused, broadcast = said.get("NDL301"), said.get("NDL302")
    if refused is not None and refused.certainty is Certainty.CERTAIN:
        return ran.line is not None
    if refused is not None:
        return verdict != SAME
    return broadcast is None or (ran.line is None and verdict != SAME)


def check(real: Reality, cases: Sequence[Case], keras: int) -> None:
    """Fail where ndlint says what is not so, or does not find what it should."""
    score = judged(real, cases, keras)
    assert not score.wrong, "\n".join(score.wrong[:10])
    assert not score.missed, f"{len(score.missed)}\n" + "\n".join(score.missed[:10])


def test_some_pairs_of_shapes(real: Reality, keras: int) -> None:
    grid = list(enumerate(cells()))
    check(real, [case(*cell) for cell in Random(keras).sample(grid, FEW)], keras)


def check_metrics(real: Reality, seeds: Iterable[int], keras: int) -> None:
    """Fail where a metric is said to refuse what it takes; some refusals are not known."""
    score = judged(real, [metric_case(seed) for seed in seeds], keras)
    assert not score.wrong, "\n".join(score.wrong[:10])
    assert score.crashes_found > score.crashes // 2


def test_some_metrics(real: Reality, keras: int) -> None:
    check_metrics(real, range(FEW_METRICS), keras)


@pytest.mark.nightly
def test_many_metrics(real: Reality, keras: int) -> None:
    check_metrics(real, range(1000, 3000), keras)


@pytest.mark.nightly
@pytest.mark.parametrize("loss", LOSSES)
def test_all_pairs_of_shapes(real: Reality, keras: int, loss: str) -> None:
    grid = [(number, cell) for number, cell in enumerate(cells()) if cell[0] == loss]
    check(real, [case(*cell) for cell in grid], keras)
