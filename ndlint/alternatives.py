"""What goes wrong on one side of a condition that is not decided.

Where the two sides of a branch are joined, what they make different is forgotten. So the
program is run again from the statement that meets the condition, once for each way that this
may go.
"""

import ast
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from msgspec.structs import replace

from ndlint.events import Event
from ndlint.findings import Certainty, Finding
from ndlint.interpreter.choices import Assumption, Point
from ndlint.interpreter.interpret import perform
from ndlint.interpreter.lowered import Module, Node
from ndlint.interpreter.run import BudgetSpent, Reached, Run
from ndlint.judge import Judge
from ndlint.values.trace import Step

SPARE_OPERATIONS = 20_000
"""So many operations are spent on trying the conditions of one program, in their order. To hear
of an event again counts as one."""
WAYS = (True, False)
LONGEST = 60
"""So long a condition is told in full."""


def on_one_side(
    base: Run,
    heard: Sequence[tuple[Event, Reached]],
    module: Module,
    judges: Callable[[], Judge],
    known: Iterable[Finding],
) -> list[Finding]:
    """The crashes and silent faults that are not `known` from the run in which both sides
    of every condition were joined, and these events were `heard`.

    What goes wrong on both sides is as certain as it is on each of them.
    """
    told = {(f.effect, f.site) for f in known}
    found: list[Finding] = []
    left, spent = SPARE_OPERATIONS, base.spent
    for test, point in base.choices.worthwhile(takes_data=bool(heard)):
        left -= 2 * (spent - point.spent + point.run.heard)
        if left < 0:
            break
        before = heard[: point.run.heard]
        right, wrong = (
            _assuming(point, Assumption(test, way), module, judges(), before) for way in WAYS
        )
        for way, mine, theirs in ((True, right, wrong), (False, wrong, right)):
            for finding in mine:
                if (finding.effect, finding.site) not in told:
                    told.add((finding.effect, finding.site))
                    found.append(_where(base, finding, test, way, theirs))
    return found


def _assuming(
    point: Point,
    assumption: Assumption,
    module: Module,
    judge: Judge,
    before: Sequence[tuple[Event, Reached]],
) -> list[Finding]:
    for event, reached in before:
        judge.hear(event, reached)
    run = point.run.fork()
    run.listener, run.assumption = judge.hear, assumption
    with suppress(BudgetSpent):
        perform(run, module, point.statements)
    return judge.unconditional()


def _where(base: Run, finding: Finding, test: Node, way: bool, others: list[Finding]) -> Finding:
    """The finding with the condition under which it is as it is told. `others` are what is
    found where that goes the other way."""
    text = ast.unparse(test)
    told = f"where {f'`{text}`' if len(text) <= LONGEST else 'this'} is {str(way).lower()}"
    fault = (finding.code, finding.effect, finding.site, finding.certainty)
    if any((o.code, o.effect, o.site, o.certainty) == fault for o in others):
        told, certainty = f"{told}; in another way where it is not", finding.certainty
    else:
        certainty = Certainty.LIKELY
    trace = (*finding.trace, Step(base.source.site(test), told))
    return replace(finding, certainty=certainty, trace=trace)
