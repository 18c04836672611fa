"""Whatever the program is, it is analysed, or given up by name: ndlint fails on none."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesmith import from_grammar, from_node

from ndlint.analysis import attempt
from ndlint.rules import all_rules
from ndlint.source.text import parse
from tests.robustness.mutation import PROLOGUE, familiar, mutant

HERE = Path(__file__).parents[2]
FOLDERS = (HERE / "tests" / "programs", HERE / "fixtures")
CHUNK = 50

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
syntax = settings(suppress_health_check=list(HealthCheck))


def check(text: str) -> None:
    """Analyse; fail where ndlint does, with the program."""
    try:
        source = parse("program.py", text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    failed = [f.message for f in attempt(source) if f.effect is None and "internal" in f.message]
    assert not failed, f"{failed}\n{text}"


def programs() -> list[str]:
    """Real programs: those of the tests, the fixtures, the rules' examples."""
    texts = [path.read_text("utf8") for folder in FOLDERS for path in sorted(folder.rglob("*.py"))]
    return texts + [e.code for rule in all_rules() for e in (*rule.bad, *rule.good)]


@given(from_grammar())
@syntax
def test_any_syntax(text: str) -> None:
    check(f"import tensorflow\n{text}")


@given(from_grammar())
@syntax
def test_any_syntax_about_something_known(text: str) -> None:
    check(familiar(text))


@pytest.mark.nightly
@given(from_node())
@syntax
def test_any_tree(text: str) -> None:
    check(familiar(text))


def test_the_prologue_is_interpreted_and_clean() -> None:
    assert [f.code for f in attempt(parse("program.py", PROLOGUE + "model.fit(x, y)\n"))] == [
        "NDL101",
        "NDL101",
    ]


@pytest.mark.parametrize("first", range(0, 300, CHUNK))
def test_programs_with_changes(first: int) -> None:
    check_mutants(range(first, first + CHUNK))


@pytest.mark.nightly
@pytest.mark.parametrize("first", range(300, 10_300, 500))
def test_many_programs_with_changes(first: int) -> None:
    check_mutants(range(first, first + 500))


def check_mutants(seeds: range) -> None:
    """Check a changed program for each seed."""
    texts = programs()
    for seed in seeds:
        check(mutant(texts, seed))
