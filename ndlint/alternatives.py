"""What goes wrong on one side of a condition that is not decided.

Where the two sides of a branch are joined, what they make different is forgotten. So the
program is run again, once for each way that the condition may go.
"""

import ast
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

from ndlint.findings import Certainty, Finding
from ndlint.interpreter.choices import Assumption
from ndlint.interpreter.interpret import perform
from ndlint.interpreter.lowered import Module, Node
from ndlint.interpreter.run import BudgetSpent, Run
from ndlint.judge import Judge
from ndlint.values.trace import Step

SPARE_OPERATIONS = 20_000
"""So many operations are spent on trying the conditions of one program, in their order."""
WAYS = (True, False)
LONGEST = 60
"""So long a condition is told in full."""


def on_one_side(
    base: Run, module: Module, judges: Callable[[], Judge], known: Iterable[Finding]
) -> list[Finding]:
    """The crashes and silent faults that are not `known` from the run in which both sides
    of every condition were joined.

    What goes wrong on both sides is as certain as it is on each of them.
    """
    told = {(f.effect, f.site) for f in known}
    found: list[Finding] = []
    left = SPARE_OPERATIONS
    for test in base.choices.worthwhile:
        left -= 2 * base.spent
        if left < 0:
            break
        right, wrong = (_assuming(base, module, Assumption(test, way), judges()) for way in WAYS)
        for way, mine, theirs in ((True, right, wrong), (False, wrong, right)):
            for finding in mine:
                if (finding.effect, finding.site) not in told:
                    told.add((finding.effect, finding.site))
                    found.append(_where(base, finding, test, way, theirs))
    return found


def _assuming(base: Run, module: Module, assumption: Assumption, judge: Judge) -> list[Finding]:
    with suppress(BudgetSpent):
        perform(Run(base.source, judge.hear, base.project, assumption), module)
    return judge.unconditional()


def _where(base: Run, finding: Finding, test: Node, way: bool, others: list[Finding]) -> Finding:
    """The finding with the condition under which it is as it is told. `others` are what is
    found where that goes the other way."""
    text = ast.unparse(test)
    told = f"where {f'`{text}`' if len(text) <= LONGEST else 'this'} is {str(way).lower()}"
    fault = (finding.code, finding.site, finding.certainty)
    if any((other.code, other.site, other.certainty) == fault for other in others):
        told, certainty = f"{told}; in another way where it is not", finding.certainty
    else:
        certainty = Certainty.LIKELY
    trace = (*finding.trace, Step(base.source.site(test), told))
    return replace(finding, certainty=certainty, trace=trace)
