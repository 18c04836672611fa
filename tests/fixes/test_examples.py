"""Every bad example of a rule that proposes repairs is fixed, and then runs as it should."""

from typing import Any

import pytest

from ndlint.analysis import analyse
from ndlint.fixes.trial import Repaired, repaired
from ndlint.rules import all_rules
from ndlint.rules.base import Example, Rule
from ndlint.source.text import parse
from ndlint.target import Target
from tests.rules.test_examples import held
from tests.truth.reality import Reality


def fixed(code: str, keras: int = 3) -> Repaired:
    """The program after all fixes, the unsafe ones, too."""
    source, target = parse("example.py", code), Target(keras=keras)
    found = analyse(source, target)
    return repaired(source, target, found, lambda _, findings: list(findings), unsafe=True)


def proposes_fixes(rule: type[Rule]) -> bool:
    """Whether a rule carries a fix."""
    return any(f.repairs for f in analyse(parse("example.py", rule.bad[0].code)))


def examples(has_fix: bool = True) -> list[Any]:
    """A pytest parameter (example, Keras) for every bad example of a rule that carries a fix."""
    return [
        pytest.param(example, keras, id=f"{rule.code}-{number}-keras{keras}")
        for rule in all_rules()
        for number, example in enumerate(rule.bad)
        for keras in example.keras
        if proposes_fixes(rule) and example.has_fix is has_fix
    ]


def test_at_least_fifteen_rules_carry_a_fix() -> None:
    assert len([rule for rule in all_rules() if proposes_fixes(rule)]) >= 15


@pytest.mark.parametrize(("example", "keras"), examples(has_fix=False))
def test_no_fix_is_made_where_none_is_known(example: Example, keras: int) -> None:
    done = fixed(example.code, keras)
    assert done.source.text == example.code
    assert done.found


@pytest.mark.parametrize(("example", "keras"), examples())
def test_a_fixed_example_runs_and_shows_the_right_result(
    example: Example, keras: int, reality: Reality, legacy: Reality
) -> None:
    done = fixed(example.code, keras)
    assert done.fixed
    assert not done.found, done.source.text
    real = legacy if keras == 2 else reality
    measure = example.extra_bytes is not None
    outcome = real.run(done.source.text, shows=example.shows, measure=measure)
    assert outcome.ok, f"{outcome.said}\n{done.source.text}"
    if example.shows is not None:
        assert outcome.shows is False, outcome.shows_error or done.source.text
    if example.extra_bytes is not None:
        saved = held(real.run(example.code, measure=True)) - held(outcome)
        assert saved >= example.extra_bytes


@pytest.mark.parametrize(("example", "keras"), examples())
def test_fixing_twice_changes_nothing(example: Example, keras: int) -> None:
    once = fixed(example.code, keras).source.text
    assert fixed(once, keras).source.text == once
