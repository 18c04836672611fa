"""What ndlint says of labels, losses and metrics against Keras: every built-in one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

import pytest

from ndlint.analysis import analyse
from ndlint.findings import Certainty, Finding
from ndlint.source.text import parse
from ndlint.target import Target
from tests.knowledge.keras.output_cases import output_case, weight_case
from tests.knowledge.keras.supervision_cases import (
    ACCURACY,
    LOSSES,
    METRICS,
    NO_LOSSES,
    NO_METRICS,
    OTHER,
    SAME,
    Case,
    Cell,
    Sizes,
    Subject,
    accuracy_case,
    cells,
    loss_case,
    metric_case,
)
from tests.knowledge.tensorflow.bulk import Program, Ran, real_results
from tests.truth.reality import Reality

FEW = 28
LONG = 1000
PARTS = 4
"""In so many tests is the whole grid tried, so that several processes share it."""
FOUND = {"losses": 0.99, "metrics": 0.98, "accuracy": 0.93, "outputs": 0.9, "weights": 0.9}
"""The least share of the crashes and silent broadcasts that is found. Of an output whose only axis
is the batch, ndlint does not know which accuracy is meant."""
OTHER_NAMES = frozenset(
    {
        "KLD", "MAE", "MAPE", "MSE", "MSLE", "kld", "mae", "mape", "mse", "msle",
        "kullback_leibler_divergence", "logcosh", "kl_divergence", "log_cosh",
        "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_error",
        "mean_squared_logarithmic_error",
    }
)  # fmt: skip
"""Other names of functions."""
CODES = {"NDL301", "NDL302", "NDL303", "NDL306"}
"""The rules that tell of labels which do not go with the output."""


@dataclass(slots=True)
class Score:
    """How many of the crashes and of the silent broadcasts were found."""

    cases: int = 0
    skipped: int = 0
    crashes: int = 0
    silent: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.cases} cases, {self.crashes} crash, {self.silent} broadcast, "
            f"{len(self.wrong)} wrong, {len(self.missed)} missed: {dict(self.kinds)}"
        )


def claims(case: Case, keras: int) -> dict[str, Finding]:
    """What ndlint says of the line that is judged, by code."""
    found = analyse(parse("case.py", case.text), Target(keras=keras))
    return {f.code: f for f in found if f.site.line == case.line and f.code in CODES}


def judged(real: Reality, cases: Sequence[Case], keras: int) -> Score:
    """Compare ndlint with reality on every case."""
    score = Score()
    programs = [Program(c.text, ("verdict",)) for c in cases]
    for one, ran in zip(cases, real_results(real, programs), strict=True):
        if ran.line is not None and ran.line != one.line:
            score.skipped += 1
            score.kinds[f"skipped {ran.error[:60]}"] += 1
            continue
        score.cases += 1
        said = claims(one, keras)
        verdict = None if ran.line else int(ran.values["verdict"]["low"])
        story = (
            f"{one.topic}: {ran.error[:150] or verdict}; "
            f"said {[f.message for f in said.values()]}\n{one.text}"
        )
        score.crashes += ran.line is not None
        score.silent += verdict == OTHER
        if not is_true(said, ran, verdict):
            score.wrong.append(story)
        if (ran.line is not None or verdict == OTHER) and not said:
            score.missed.append(story)
            score.kinds[f"{'crash' if ran.line else 'broadcast'} {one.topic}"] += 1
    print(score)
    return score


def is_true(said: dict[str, Finding], ran: Ran, verdict: int | None) -> bool:
    """Whether every claim about the shapes is so."""
    for code, found in said.items():
        if code in ("NDL301", "NDL303"):
            is_certain = found.certainty is Certainty.CERTAIN
            if ran.line is None and (is_certain or verdict == SAME):
                return False
        elif code == "NDL302" and (ran.line is not None or verdict == SAME):
            return False
    return True


Make = Callable[[int, Cell, int], Case]
KINDS: dict[str, tuple[dict[str, Subject], Make]] = {
    "losses": (LOSSES, loss_case),
    "metrics": (METRICS, metric_case),
    "accuracy": (ACCURACY, accuracy_case),
}


def sampled(kind: str, keras: int, count: int) -> list[Case]:
    """Cases drawn from the grid: half of them with labels of the output's shape, or nearly."""
    subjects, make = KINDS[kind]
    grid = list(enumerate(cells(subjects, keras)))
    near = [(seed, cell) for seed, cell in grid if _is_near(*cell[2:])]
    random = Random(keras)
    chosen = random.sample(near, count // 2) + random.sample(grid, count - count // 2)
    return [make(*one, keras) for one in chosen]


def _is_near(output: Sizes, labels: Sizes) -> bool:
    """Whether they are equal, or but for a last axis."""
    return labels in (output, output[:-1], (*output, 1), (*output[:-1], 1))


def check(score: Score, least: float) -> None:
    """Fail where ndlint says what is not so, or finds a lesser share than `least`."""
    findable = score.crashes + score.silent
    assert not score.wrong, "\n".join(score.wrong[:10])
    # Of a few, one may be missed, whatever the share.
    is_enough = len(score.missed) <= max(1, (1 - least) * findable)
    assert is_enough, f"{len(score.missed)} of {findable}\n" + "\n".join(score.missed[:10])
    assert findable < score.cases


@pytest.mark.parametrize("kind", KINDS)
def test_some_pairs(real: Reality, keras: int, kind: str) -> None:
    check(judged(real, sampled(kind, keras, FEW), keras), FOUND[kind])


def test_some_outputs(real: Reality, keras: int) -> None:
    cases = [output_case(seed, keras) for seed in range(FEW)]
    check(judged(real, cases, keras), FOUND["outputs"])


def test_some_weights(real: Reality, keras: int) -> None:
    cases = [weight_case(seed, keras) for seed in range(FEW // 2)]
    check(judged(real, cases, keras), FOUND["weights"])


@pytest.mark.parametrize(
    ("labels", "output", "raises"), [((1, 1), (4, 5, 1), False), ((4, 5, 1), (4, 5), True)]
)
def test_which_accuracy_is_meant(
    real: Reality, keras: int, labels: Sizes, output: Sizes, raises: bool
) -> None:
    """It is chosen by the shapes as they are given, and then they are brought to one rank."""
    case = accuracy_case(0, ("accuracy", 3, output, labels), keras)
    (ran,) = real_results(real, [Program(case.text, ("verdict",))])
    assert ran.line == (case.line if raises else None)
    assert bool(claims(case, keras)) == raises


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", KINDS)
def test_all_pairs(real: Reality, keras: int, kind: str, part: int) -> None:
    subjects, make = KINDS[kind]
    grid = list(enumerate(cells(subjects, keras)))
    check(judged(real, [make(*one, keras) for one in grid[part::PARTS]], keras), FOUND[kind])


@pytest.mark.nightly
def test_many_outputs(real: Reality, keras: int) -> None:
    seeds = range(FEW, FEW + LONG)
    check(judged(real, [output_case(s, keras) for s in seeds], keras), FOUND["outputs"])
    check(judged(real, [weight_case(s, keras) for s in seeds], keras), FOUND["weights"])


LOSSLESS = """
import numpy as np
from tensorflow import keras
layers = keras.layers
x, y = np.ones((6, 4), 'float32'), np.ones((6, 1), 'float32')
i = keras.Input((4,))
model = keras.Model(i, {layer}(i))
model.compile(optimizer='sgd'{options})
model.{method}(x, y, verbose=0)
verdict = np.int64(2)
"""
"""A program without a loss."""


@pytest.mark.parametrize(
    ("layer", "options", "method", "raises"),
    [
        ("layers.Dense(1)", "", "fit", True),
        ("layers.Dense(1)", ", loss=[None]", "fit", True),
        ("layers.Dense(1)", ", loss={}", "fit", True),
        ("layers.Dense(1)", ", loss=[]", "evaluate", False),
        ("layers.Dense(1, kernel_regularizer='l2')", "", "fit", False),
    ],
)
def test_training_without_a_loss(
    legacy: Reality, layer: str, options: str, method: str, raises: bool
) -> None:
    """Keras 2 has nothing to train on, but where a layer has a loss of its own."""
    text = LOSSLESS.format(layer=layer, options=options, method=method)
    case = Case("no loss", text, len(text.splitlines()) - 1)
    (ran,) = real_results(legacy, [Program(text, ("verdict",))])
    assert (ran.line is not None) == raises
    assert bool(claims(case, 2)) == raises


@pytest.mark.parametrize("kind", ["losses", "metrics"])
def test_every_one_is_tried(real: Reality, keras: int, kind: str) -> None:
    """The list is Keras' own."""
    imported = "import keras" if keras == 3 else "from tensorflow import keras"
    program = (
        f"import inspect\n{imported}\nmodule = keras.{kind}\n"
        "found = tuple(sorted(n for n, v in vars(module).items() "
        "if callable(v) and not inspect.ismodule(v)))\n"
    )
    (ran,) = real_results(real, [Program(program, ("found",))])
    subjects, others = (LOSSES, NO_LOSSES) if kind == "losses" else (METRICS, NO_METRICS)
    own = {n: s for n, s in subjects.items() if keras in s.keras}
    named = {name for one in own.values() for name in one.named(keras)[0]}
    found = set(ran.values["found"]["items"])
    assert not found - set(own) - named - set(others) - OTHER_NAMES
    assert set(own) <= found
