"""Random models and layers of the program's own classes: what is claimed raises at that line,
and what runs is not claimed, on both Kerases."""

import pytest

from ndlint.engine import judge_of
from ndlint.findings import Certainty, Effect
from ndlint.interpreter.interpret import interpret
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.target import Target, aiming_at
from ndlint.values.base import Unknown, Value
from tests.knowledge.keras.subclass_programs import subclass_program
from tests.knowledge.tensorflow.bulk import Program, Ran, disagreement, real_results
from tests.truth.reality import Reality

USUAL = 60
LONG = 1500
FOUND = 0.6
"""The least share of what raises that is found. What data does to a tensor of `tf` functions
is not followed all the way."""


def said_of(program: Program) -> tuple[list[int], dict[str, Value]]:
    """The lines that are said to raise, in the order in which they are reached, and what is
    known of the variables at the end."""
    registry.load()
    source = parse("case.py", program.text)
    judge = judge_of(source, Target())
    run = interpret(source, judge.hear)
    lines = [
        finding.site.line
        for finding, reached in judge.heard
        if finding.effect is Effect.CRASH
        and finding.certainty is Certainty.CERTAIN
        and reached.alone is None
    ]
    values = {}
    for name in program.shows:
        value = run.load(name)
        values[name] = Unknown() if value is None else run.live.open(value)
    return lines, values


def wrong(program: Program, ran: Ran) -> tuple[str | None, bool]:
    """What was said that is not so, and whether a crash was found."""
    lines, values = said_of(program)
    story = f"{program.topic}: {ran.error or 'it ran'} {ran.lines}\n{program.text}"
    if lines and lines[0] not in ran.lines:
        return f"line {lines[0]} was said to raise; {story}", False
    for name, real in ran.values.items():
        problem = disagreement(real, values[name])
        if problem:
            return f"{name}: {problem}; {story}", False
    return None, bool(lines)


def judged(reality: Reality, programs: list[Program], share: float) -> None:
    """Fails where anything that was said is not so, or too little was found."""
    problems, raised, found = [], 0, 0
    for program, ran in zip(programs, real_results(reality, programs), strict=True):
        problem, is_found = wrong(program, ran)
        problems += [problem] if problem else []
        raised += ran.line is not None
        found += is_found
    print(f"{len(programs)} programs, {raised} raised, {found} found, {len(problems)} wrong")
    assert not problems, "\n\n".join(problems[:10])
    assert len(programs) // 8 < raised < len(programs)
    assert found >= share * raised


def test_subclasses(reality: Reality) -> None:
    judged(reality, [subclass_program(seed) for seed in range(USUAL)], FOUND)


def test_subclasses_on_keras_2(legacy: Reality) -> None:
    with aiming_at(Target(keras=2)):
        judged(legacy, [subclass_program(seed) for seed in range(USUAL // 2)], FOUND / 2)


@pytest.mark.nightly
def test_many_subclasses(reality: Reality) -> None:
    judged(reality, [subclass_program(seed) for seed in range(USUAL, USUAL + LONG)], FOUND)


@pytest.mark.nightly
def test_many_subclasses_on_keras_2(legacy: Reality) -> None:
    programs = [subclass_program(seed) for seed in range(USUAL, USUAL + LONG)]
    with aiming_at(Target(keras=2)):
        judged(legacy, programs, FOUND / 2)
