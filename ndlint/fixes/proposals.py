"""What a finding's repairs come to in a source, without a trial and without libcst."""

from collections.abc import Iterator
from functools import cached_property

from ndlint.findings import OPTION, Finding
from ndlint.fixes.flow import flows_only_into
from ndlint.fixes.repair import Repair
from ndlint.fixes.syntax import Syntax
from ndlint.source.noqa import lines_with_noqa
from ndlint.source.text import Source


class Proposals:
    """The repairs of findings in one source that can be tried."""

    def __init__(self, source: Source) -> None:
        self.syntax = Syntax(source)

    @cached_property
    def _untouchable(self) -> frozenset[int]:
        return lines_with_noqa(self.syntax.source.text)

    def of(self, finding: Finding) -> Iterator[tuple[Repair, bool]]:
        """Every repair whose places are there to be changed, the best first, and whether it is
        safe."""
        for repair in finding.repairs:
            if all(self._is_there(repair)):
                yield repair, self._is_safe(repair)

    def option(self, finding: Finding) -> str | None:
        """The option with which the best of its repairs is made, if that holds when it is tried;
        None: there is none."""
        best = next(self.of(finding), None) if finding.repairs else None
        return None if best is None else OPTION["safe" if best[1] else "unsafe"]

    def _is_there(self, repair: Repair) -> Iterator[bool]:
        for change in repair.changes:
            node = self.syntax.at(change.place)
            if node is None:
                yield False
                continue
            last = node.end_lineno or node.lineno
            yield self._untouchable.isdisjoint(range(node.lineno, last + 1))

    def _is_safe(self, repair: Repair) -> bool:
        if repair.only_fed_at is None or repair.is_safe:
            return repair.is_safe
        node = self.syntax.at(repair.changes[0].place)
        return node is not None and flows_only_into(self.syntax, node, repair.only_fed_at)
