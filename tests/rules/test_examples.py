"""Each rule's own examples: what TensorFlow does with them, and what ndlint says of them.

A bad example raises the error that it names, or runs and shows the wrong result, or
costs the memory; the good one of the same number (the first where there is none) does not.
All run on Keras 3 and on Keras 2. Where an example is for one of them, the other must not
do what it says, and ndlint must say nothing of it for that target.
"""

from typing import Any

import pytest

from ndlint.analysis import analyse
from ndlint.findings import Certainty, Effect
from ndlint.rules import all_rules
from ndlint.rules.base import Example
from ndlint.source.text import parse
from ndlint.target import Target
from tests.truth.reality import Outcome, Reality

MEGABYTE = 1 << 20
KERASES = (3, 2)


def examples(kind: str) -> list[Any]:
    """A pytest parameter (rule, example, its pair, Keras) for every example of the kind."""
    parameters = []
    for rule in all_rules():
        for number, example in enumerate(getattr(rule, kind)):
            pair = rule.good[number] if number < len(rule.good) else next(iter(rule.good), None)
            for keras in KERASES:
                name = f"{rule.code}-{kind}-{number}-keras{keras}"
                parameters.append(pytest.param(rule, example, pair, keras, id=name))
    return parameters


def codes(code: str, keras: int, certain_crash: bool = False) -> set[str]:
    """The codes that ndlint shows for a program; with `certain_crash`, of those only."""
    return {
        finding.code
        for finding in analyse(parse("example.py", code), Target(keras=keras))
        if finding.certainty is not Certainty.UNPROVEN
        and (not certain_crash or finding.effect is Effect.CRASH)
    }


def ran(outcome: Outcome) -> None:
    """Fail unless the program came to its end."""
    assert outcome.ok, f"line {outcome.line}: {outcome.said}"


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.code) for r in all_rules()])
def test_every_claim_can_be_tested(rule: Any) -> None:
    assert rule.bad, "a rule has a bad example"
    assert rule.good, "a rule has a good example"
    for example in rule.bad:
        claims = (example.raises, example.shows, example.extra_bytes)
        assert any(claim is not None for claim in claims), example.code


PARAMETERS = ("rule", "example", "pair", "keras")


@pytest.mark.parametrize(PARAMETERS, examples("bad"))
def test_bad_example_in_reality(
    real: Reality, rule: Any, example: Example, pair: Example, keras: int
) -> None:
    measure = example.extra_bytes is not None
    outcome = real.run(example.code, shows=example.shows, measure=measure)
    error = example.error_on(keras)
    if keras not in example.keras:
        assert error is None or error not in outcome.said, "it fails here, too"
        assert example.shows is None or outcome.shows is not True, "it is so here, too"
    elif error is not None:
        assert not outcome.ok, "it ran"
        assert error in outcome.said
    else:
        ran(outcome)
        if example.shows is not None:
            assert outcome.shows is True, outcome.shows_error or f"{example.shows} is not so"
            refute(real, pair, example.shows)
        if example.extra_bytes is not None:
            extra = held(outcome) - held(real.run(pair.code, measure=True))
            assert extra >= example.extra_bytes, f"{extra / MEGABYTE:.0f} MB more"


def refute(real: Reality, pair: Example, shows: str) -> None:
    """Fail if the good program shows the same fault; where it has other names, it cannot."""
    outcome = real.run(pair.code, shows=shows)
    ran(outcome)
    if outcome.shows_error is None or not outcome.shows_error.startswith("NameError: "):
        assert outcome.shows is False, outcome.shows_error or "the good example shows it, too"


def held(outcome: Outcome) -> int:
    """The memory that the program took at its peak, in bytes."""
    ran(outcome)
    if outcome.extra_bytes is None:
        pytest.skip("this system does not tell the peak memory of a process")
    return outcome.extra_bytes


@pytest.mark.parametrize(PARAMETERS, examples("good"))
def test_good_example_in_reality(
    real: Reality, rule: Any, example: Example, pair: Example, keras: int
) -> None:
    outcome = real.run(example.code, shows=example.shows)
    if keras not in example.keras:
        assert not outcome.ok or outcome.shows is False, "it is good here, too"
        return
    ran(outcome)
    if example.shows is not None:
        assert outcome.shows is True, outcome.shows_error or f"{example.shows} is not so"


@pytest.mark.parametrize(PARAMETERS, examples("bad"))
def test_bad_example_is_found(rule: Any, example: Example, pair: Example, keras: int) -> None:
    found = codes(example.code, keras)
    if keras in example.keras:
        assert found == {rule.code}
    else:
        assert rule.code not in found


@pytest.mark.parametrize(PARAMETERS, examples("good"))
def test_good_example_is_left_alone(rule: Any, example: Example, pair: Example, keras: int) -> None:
    assert rule.code not in codes(example.code, keras)
    if keras in example.keras:
        assert not codes(example.code, keras, certain_crash=True), "false alarm"
