"""What the rules about labels, losses and outputs share."""

from collections.abc import Iterator

from ndlint.events import Feed, LossCall, Supervised
from ndlint.findings import Certainty, Finding
from ndlint.fixes.supervision import repairs
from ndlint.rules.base import Rule
from ndlint.values.array import Array
from ndlint.values.losses import Misuse
from ndlint.values.trace import Site, Trace

Seen = dict[tuple[Trace, str], Site]
"""For each model and what is wrong with it, where that was told first."""


def label_findings(rule: Rule, event: Feed | LossCall, misuse: Misuse) -> Iterator[Finding]:
    """The first labels of an event that are misused like that."""
    if isinstance(event, LossCall):
        pairs: tuple[Supervised, ...] = (event.supervised,)
        origin: Trace = ()
    else:
        pairs, origin = event.supervised, event.model.origin
    for pair in pairs:
        for problem in pair.problems:
            if problem.misuse is misuse:
                found = f" of shape {pair.labels.shape}" if isinstance(pair.labels, Array) else ""
                output = f" against an output of {pair.output}" if pair.output.dims else ""
                what = f"{pair.role} of {event.call}{found}{output}"
                yield rule.finding(
                    event,
                    f"{what}: {problem.told}; {problem.advice}",
                    (*problem.trace, *origin),
                    Certainty.CERTAIN if problem.is_certain else Certainty.LIKELY,
                    repairs=repairs(event, pair, problem),
                )
                return


def output_findings(rule: Rule, event: Feed, misuse: Misuse, seen: Seen) -> Iterator[Finding]:
    """Each output that is misused like that, where its model is used first."""
    for pair in event.supervised:
        for problem in pair.problems:
            if problem.misuse is misuse:
                key = (event.model.origin, problem.told)
                if seen.setdefault(key, event.site) == event.site:
                    message = f"{event.call}: {problem.told}; {problem.advice}"
                    found = repairs(event, pair, problem)
                    yield rule.finding(
                        event,
                        message,
                        (*problem.trace, *event.model.origin),
                        Certainty.CERTAIN if problem.is_certain else Certainty.LIKELY,
                        repairs=found,
                    )
