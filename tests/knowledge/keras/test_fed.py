"""Random whole programs, fed with data that fits or is off in one way, against both Kerases.

No claim that a line certainly raises may be wrong; of the lines that raise, ndlint must name a
measured share.
"""

from collections import Counter

import pytest

from ndlint.target import Target, aiming_at
from tests.knowledge.keras.fed_programs import fed_program
from tests.knowledge.tensorflow.bulk import Program, Score, compare, verdict
from tests.truth.reality import Reality

USUAL = 50
LONG = 1500
FOUND = 0.88
"""The least share of the real crashes that is found."""


def scored(real: Reality, keras: int, seeds: range) -> Score:
    """Compare ndlint with reality; the last line is the one that is judged."""
    fed = [(seed, fed_program(seed, keras)) for seed in seeds]
    programs = [
        Program(one.text, must_find="out = model.", topic=one.off or "fits") for _, one in fed
    ]
    with aiming_at(Target(keras=keras)):
        score = compare(real, programs)
    kinds = Counter(story.split("; ", 1)[1].split(":")[0] for story in score.missed)
    print(score, dict(kinds))
    return score


def check(score: Score) -> None:
    """Fail where ndlint says what is not so, or finds too few crashes."""
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.found_share >= FOUND, "\n\n".join(score.missed[:10])
    assert score.programs // 4 < score.findable < score.programs


def test_some_programs(real: Reality, keras: int) -> None:
    check(scored(real, keras, range(USUAL)))


def test_list_of_an_array() -> None:
    text = (
        "import numpy as np\nimport keras\n"
        "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n"
        "model.compile(optimizer='sgd', loss='mse')\nx = np.random.rand(20, 3)\n"
        "model.fit(x.tolist(), np.ones((20, 1)), verbose=0)\n"
    )
    assert verdict(Program(text)).crashes == [6]


@pytest.mark.nightly
def test_many_programs(real: Reality, keras: int) -> None:
    check(scored(real, keras, range(USUAL, USUAL + LONG)))
