"""One run of a program under watch: what is found, and what became of the static findings."""

import ast
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from typing import TypeVar

from msgspec import Struct

from ndlint.events import Computed
from ndlint.findings import Effect, Finding
from ndlint.rules import all_rules
from ndlint.runtime.advice import advise
from ndlint.runtime.ahead import Ahead
from ndlint.runtime.checkpoints import Start, start_of
from ndlint.runtime.court import IN_STATEMENTS, codes_of
from ndlint.runtime.operands import PART, Span, watched_at
from ndlint.runtime.places import statement_at, statement_of
from ndlint.runtime.program import steps
from ndlint.runtime.provenance import Provenance
from ndlint.runtime.record import Record, Wants
from ndlint.runtime.shield import Shield
from ndlint.runtime.sources import Sources
from ndlint.runtime.stops import Stop
from ndlint.runtime.watcher import Watcher
from ndlint.source.noqa import without_waived
from ndlint.source.text import Source
from ndlint.values.trace import Site

Announce = Callable[[Finding], None]
T = TypeVar("T")


class Verdict(Enum):
    """What became of a finding of the static side."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDECIDED = "not decided"
    """The place was reached, with values of which too little could be read."""
    NOT_REACHED = "not reached"


class Judgement(Struct, frozen=True):
    """A finding of the static side, and what became of it."""

    finding: Finding
    verdict: Verdict


class Explanation(Struct, frozen=True):
    """Why a program failed, and what to try, where there is no fix."""

    finding: Finding
    advice: str = ""


class Session:
    """Watches a program from `start` to `stop`.

    `wants` tells which findings are of interest, `announce` takes each of those once, as
    soon as it is made.
    """

    def __init__(
        self, source: Source, sources: Sources, ahead: Ahead, wants: Wants, announce: Announce
    ) -> None:
        self._sources = sources
        self._source = source
        self._expected = without_waived(ahead.findings, source.text)
        self._origins = ahead.origins
        computed = {f.site for f in self._expected if f.code in codes_of(Computed)}
        self._watched = watched_at(source, computed)
        self._parts: dict[tuple[int, int], dict[str, object]] = {}
        """Of an expression in a frame, the parts that are computed until now."""
        codes = codes_of(*IN_STATEMENTS)
        stops = [statement_of(source.tree, f.site) for f in self._expected if f.code in codes]
        self._statements = {start_of(s): s for s in stops if s is not None}
        self._announce = announce
        self._record = Record(self._sources, wants, self._expected)
        self._shield = Shield()
        self._watcher = Watcher(self._add, self._sources, self._shield)
        self._reached: dict[Start, bool] = {}
        """The checkpoints that were reached: whether all was known there, each time."""
        self._computed: dict[Site, bool] = {}
        """The expressions whose parts were seen: whether they decided it, each time."""

    @property
    def findings(self) -> list[Finding]:
        """What the run has found until now."""
        return self._record.findings

    @property
    def checkpoints(self) -> frozenset[Start]:
        """Where the statements begin before which `reach` is to be called."""
        return frozenset(self._statements)

    @property
    def expressions(self) -> dict[Span, int]:
        """The expressions of whose parts `show` is to be called, with their numbers."""
        return {watched.span: number for number, watched in enumerate(self._watched)}

    def start(self) -> None:
        """Begin to watch."""
        with self._shield:
            self._watcher.start()

    def stop(self) -> None:
        """End it: everything is as it was."""
        with self._shield:
            self._watcher.stop()

    def reach(self, line: int, column: int) -> None:
        """The program has come to a statement with a checkpoint, and will run it next."""
        if "numpy" in sys.modules:  # it is the program's to import it
            stop = Stop(self._source, self._statements[line, column], sys._getframe(1))
            self._watcher.attend(lambda: self._judge((line, column), stop))

    def show(self, number: int, index: int, thing: T) -> T:
        """The program has computed a part of an expression, and goes on with it."""
        if "numpy" in sys.modules:
            watched, frame = self._watched[number], sys._getframe(1)
            parts = self._parts.setdefault((number, id(frame)), {})
            parts[PART.format(index)] = thing
            if index == watched.last:
                del self._parts[number, id(frame)]
                stop = Stop(self._source, watched.statement, frame, parts)
                self._watcher.attend(lambda: self._judge_expression(watched.site, stop))
        return thing

    def _judge_expression(self, site: Site, stop: Stop) -> None:
        if self._watcher.visits.is_due(("parts", site), stop.variables().values()):
            operands = self._origins.operands.get(site, ())
            origins = {PART.format(index): value for index, value in enumerate(operands)}
            found, is_known = self._watcher.judge_statement(stop, origins)
            is_known = is_known and bool(operands)
            self._computed[site] = is_known and self._computed.get(site, True)
            for finding in found:
                self._add(finding)

    def _judge(self, start: Start, stop: Stop) -> None:
        if self._watcher.visits.is_due(start, stop.variables().values()):
            found, is_known = self._watcher.judge_statement(stop, self._origins_at(stop))
            self._reached[start] = is_known and self._reached.get(start, True)
            seen_later = {watched.site for watched in self._watched}
            for finding in found:
                if finding.site not in seen_later or finding.code not in codes_of(Computed):
                    self._add(finding)

    def _add(self, finding: Finding) -> None:
        kept = self._record.add(finding)
        if kept is not None:
            self._announce(kept)

    # ---- the end

    def explain(self, error: BaseException) -> Explanation | None:
        """Why the program raised this, or None."""
        with self._shield:
            return self._explain(error)
        return None

    def _explain(self, error: BaseException) -> Explanation | None:
        """What was told of a statement that the error came through; else what the variables
        tell of the innermost one; else what the static side has foreseen there."""
        stops = list(self._stops_in(error))
        for stop in stops:
            for finding in _crashes(self.findings, stop):
                return self._explained(finding, stop)
        for stop in stops[:1]:
            found, _ = self._watcher.judge_statement(stop, self._origins_at(stop))
            for finding in _crashes([*found, *self._expected], stop):
                kept = self._record.add(finding)
                return None if kept is None else self._explained(kept, stop)
        return None

    def _explained(self, finding: Finding, stop: Stop) -> Explanation:
        advice = ""
        if not finding.fixes:
            judge = partial(self._watcher.try_statement, origins=self._origins_at(stop))
            with self._shield:
                advice = advise(finding, stop, judge)
        return Explanation(finding, advice)

    def _origins_at(self, stop: Stop) -> Provenance:
        return self._origins.variables.get(start_of(stop.statement), {})

    def _stops_in(self, error: BaseException) -> Iterator[Stop]:
        """The user's statements that an error came through, innermost first."""
        for step in reversed(list(steps(error.__traceback__))):
            frame = step.tb_frame
            source = self._sources.of(frame.f_code) if self._sources.is_users(frame) else None
            if source is not None:
                statement = statement_at(source, frame.f_code, step.tb_lasti, step.tb_lineno)
                if statement is not None:
                    yield Stop(source, statement, frame)

    def judgements(self) -> list[Judgement]:
        """What became of the static findings, when the program is over."""
        with self._shield:
            for finding in self._watcher.court.late():
                if any(f.code == finding.code and f.site == finding.site for f in self._expected):
                    self._add(finding)
        return [Judgement(finding, self._verdict(finding)) for finding in self._expected]

    def _verdict(self, finding: Finding) -> Verdict:
        if self._record.holds(finding):
            return Verdict.CONFIRMED
        if finding.code in _of_range() and finding.site in self._watcher.ranged_partly:
            return Verdict.UNDECIDED
        if finding.site in self._watcher.judged or self._computed.get(finding.site):
            return Verdict.REFUTED
        if finding.site in self._computed:
            return Verdict.UNDECIDED
        statement = statement_of(self._source.tree, finding.site)
        if statement is None or start_of(statement) not in self._reached:
            return Verdict.NOT_REACHED
        # What stands in a lambda is not run with the statement.
        may_run_later = any(isinstance(node, ast.Lambda) for node in ast.walk(statement))
        is_known = self._reached[start_of(statement)] and not may_run_later
        return Verdict.REFUTED if is_known else Verdict.UNDECIDED


def _of_range() -> frozenset[str]:
    """The codes of the rules that rest on the range of the elements."""
    return frozenset(rule.code for rule in all_rules() if rule.of_range)


def _crashes(findings: list[Finding], stop: Stop) -> Iterator[Finding]:
    return (f for f in findings if f.effect is Effect.CRASH and stop.holds(f.site))
