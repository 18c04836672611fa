"""Each rule's own examples under `ndlint verify`, on both Kerases.

The run must find in a bad one what the rule says, and nothing of the kind in a good one;
where the static side is certain, the run agrees with it.
"""

from typing import Any

import pytest

from ndlint.analysis import analyse
from ndlint.findings import ADVICE, Certainty, Effect, Finding
from ndlint.rules.base import Example
from ndlint.source.text import parse
from ndlint.target import Target
from tests.rules.test_examples import PARAMETERS, examples
from tests.runtime.verifying import Verifier


@pytest.fixture
def real(keras: int, verifier: Verifier, legacy_verifier: Verifier) -> Verifier:
    """The verifier with the Keras that the test is about."""
    return legacy_verifier if keras == 2 else verifier


def certain(code: str, keras: int) -> set[Finding]:
    """What the static side is sure of."""
    found = analyse(parse("program.py", code), Target(keras=keras))
    return {finding for finding in found if finding.certainty is Certainty.CERTAIN}


UNSEEN = (ADVICE, "NDL605")
"""Rules of what no run tells: what turns of a loop have in common, which advice is about, and what
is drawn inside of a graph, where nothing is watched."""
BAD = [p for p in examples("bad") if not p.values[0].code.startswith(UNSEEN)]
"""Each bad example."""


@pytest.mark.parametrize(PARAMETERS, BAD)
def test_bad_example_is_confirmed(
    real: Verifier, rule: Any, example: Example, pair: Example, keras: int
) -> None:
    ran = real.verify(example.code, ["--target-keras", str(keras)])
    if keras not in example.keras:
        assert rule.code not in ran.codes, ran.err
        return
    assert rule.code in ran.codes, ran.err
    assert (rule.code, ran.status) == (rule.code, 2 if example.error_on(keras) else 1), ran.err
    for finding in certain(example.code, keras):
        assert ran.verdicts[finding.site.line, finding.code] == "confirmed", ran.err


GOOD = [p for p in examples("good") if p.values[3] in p.values[1].keras]
"""Each good example on the Kerases on which it is good."""


@pytest.mark.parametrize(PARAMETERS, GOOD)
def test_good_example_is_not(
    real: Verifier, rule: Any, example: Example, pair: Example, keras: int
) -> None:
    ran = real.verify(example.code, ["--target-keras", str(keras)])
    assert rule.code not in ran.codes, ran.err
    assert not [found for found in ran.found if found.effect == Effect.CRASH.value], ran.err
    assert ran.status in (0, 1), ran.err
