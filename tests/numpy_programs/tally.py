"""The figures of many programs: how much is known, and how many crashes are said."""

from collections import Counter
from dataclasses import dataclass, field

from tests.numpy_programs.program import Program
from tests.numpy_programs.verdict import Verdict

BY_VALUES = frozenset(
    {"x[mask]", "numpy.unique", "numpy.where of one"}
    | {f"numpy.{n}" for n in ("nonzero", "argwhere", "flatnonzero", "bincount", "roots",
                              "union1d", "intersect1d", "setdiff1d", "setxor1d")}
)  # fmt: skip
"""Operations whose shapes the values always decide. Of others, redrawn values tell."""


@dataclass(slots=True)
class Tally:
    """What was seen so far, by operation. `apart`: results whose form depends on values."""

    programs: int = 0
    statements: int = 0
    unsound: list[str] = field(default_factory=list)
    results: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    apart: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    claimed: Counter[str] = field(default_factory=Counter)
    by_values: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, program: Program, verdict: Verdict) -> None:
        """Count one program."""
        self.programs += 1
        self.statements += len(verdict.results) + (verdict.raised is not None)
        if verdict.unsound:
            self.unsound.append("\n".join((*verdict.unsound, program.text)))
        for result in verdict.results:
            if result.depends or result.operation in BY_VALUES:
                self.apart[result.operation] += 1
                continue
            self.results[result.operation] += 1
            self.exact[result.operation] += result.is_exact
        raised = verdict.raised
        if raised is None:
            return
        if not raised.is_structural:
            self.by_values[raised.operation] += 1
            return
        self.raised[raised.operation] += 1
        self.claimed[raised.operation] += raised.is_claimed
        if not raised.is_claimed:
            self.missed[f"{raised.operation}: {program.error!r}"[:90]] += 1

    @property
    def share_exact(self) -> float:
        """Of the results whose form does not depend on values, the share that is known."""
        return self.exact.total() / max(1, self.results.total())

    @property
    def share_claimed(self) -> float:
        """Of the crashes for reasons of shape or dtype, the share that is said."""
        return self.claimed.total() / max(1, self.raised.total())
