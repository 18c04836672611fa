"""Random models and layers of the program's own classes: what is claimed raises at that line,
and what runs is not claimed, on both Kerases."""

import ast
from dataclasses import dataclass

import pytest

from ndlint.engine import judge_of
from ndlint.events import Event
from ndlint.findings import Certainty, Effect
from ndlint.interpreter import expressions, statements
from ndlint.interpreter.lower import lower
from ndlint.interpreter.run import Reached, Run
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.target import Target, aiming_at
from ndlint.values.base import Unknown, Value
from tests.knowledge.keras.subclass_programs import subclass_program
from tests.knowledge.tensorflow.bulk import Program, Ran, disagreement, real_results
from tests.truth.reality import Reality

HANDLERS = (expressions, statements)
"""Imported for what they register."""
USUAL = 40
LONG = 1500
FOUND = 0.4
"""The least share of what raises that is found. What data does to a tensor of `tf` functions
is not followed all the way."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A line that is said to raise, and the statement of the module that was running then."""

    line: int
    statement: int


def said_of(program: Program) -> tuple[list[Claim], dict[str, Value]]:
    """What is said to raise, in the order in which it is reached, and what is known of the
    variables at the end."""
    registry.load()
    source = parse("case.py", program.text)
    judge = judge_of([source], Target())
    claims: list[Claim] = []
    running = 0

    def hear(event: Event, reached: Reached) -> bool:
        found = [
            f
            for f in judge.ask(event, reached)
            if f.effect is Effect.CRASH and f.certainty is Certainty.CERTAIN
        ]
        claims.extend(Claim(f.site.line, running) for f in found)
        return bool(found)

    run = Run(source, hear)
    for statement in lower(source.tree).body:
        running = statement.place.lineno
        run.execute_block((statement,))
    values = {}
    for name in program.shows:
        value = run.load(name)
        values[name] = Unknown() if value is None else run.live.open(value)
    return claims, values


def wrong(program: Program, ran: Ran) -> tuple[str | None, bool]:
    """What was said that is not so, and whether a crash was found.

    Where something else raises before in the same statement, nothing tells of the claim.
    """
    claims, values = said_of(program)
    story = f"{program.topic}: {ran.error or 'it ran'} {ran.lines}\n{program.text}"
    if ran.line is None:
        for name, real in ran.values.items():
            problem = disagreement(real, values[name])
            if problem:
                return f"{name}: {problem}; {story}", False
    if not claims:
        return None, False
    if ran.line is None or claims[0].statement < _statement(program.text, ran.line):
        return f"line {claims[0].line} was said to raise; {story}", False
    return None, claims[0].line in ran.lines


def _statement(text: str, line: int) -> int:
    """Where the statement of the module begins that the line is in."""
    return max(node.lineno for node in ast.parse(text).body if node.lineno <= line)


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
        judged(legacy, [subclass_program(seed) for seed in range(USUAL // 2)], FOUND)


@pytest.mark.nightly
def test_many_subclasses(reality: Reality) -> None:
    judged(reality, [subclass_program(seed) for seed in range(USUAL, USUAL + LONG)], FOUND)


@pytest.mark.nightly
def test_many_subclasses_on_keras_2(legacy: Reality) -> None:
    programs = [subclass_program(seed) for seed in range(USUAL, USUAL + LONG)]
    with aiming_at(Target(keras=2)):
        judged(legacy, programs, FOUND)
