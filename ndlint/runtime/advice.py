"""Tries what a rule proposes on the real data: the statement that failed is changed, and run
abstractly over the variables that it failed with.

Nothing is written: the source alone does not show the fault, so that `ndlint --fix` would not
find it. libcst is imported here, after the program has failed.
"""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from ndlint.findings import Edit, Effect, Finding
from ndlint.runtime.checkpoints import start_of
from ndlint.runtime.stops import Stop
from ndlint.source.text import parse

if TYPE_CHECKING:
    from ndlint.fixes.text import Text

Judge = Callable[[Stop], list[Finding]]


def advise(finding: Finding, stop: Stop, judge: Judge) -> str:
    """What to try in the statement, and the line that it makes; "" where nothing holds.

    `judge` tells all that is found in a statement. What is proposed holds if the finding is
    there before and not after, and nothing else has come.
    """
    if not finding.repairs:
        return ""
    from ndlint.fixes.edits import Editor
    from ndlint.fixes.proposals import Proposals

    before = _identities(judge(stop))
    if _identity(finding) not in before:
        return ""  # not all that the statement reads is known
    proposals = Proposals(stop.source)
    editor = Editor(proposals.syntax)
    for repair, _ in proposals.of(finding):
        edits = editor.edits(repair)
        changed = _changed(stop, editor.text, edits) if edits else None
        if edits and changed is not None:
            after = _identities(judge(changed))
            if after < before and _identity(finding) not in after:
                line = changed.source.lines[edits[0].site.line - 1]
                return f"{repair.message}: {line.strip()}"
    return ""


def _changed(stop: Stop, text: "Text", edits: tuple[Edit, ...]) -> Stop | None:
    """The same stop after the edits; None where they change more than its statement, or make
    no program of it."""
    if not all(stop.holds(edit.site) for edit in edits):
        return None
    try:
        source = parse(stop.source.path, text.edited(edits))
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    before, after = (
        [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
        for tree in (stop.source.tree, source.tree)
    )
    if len(before) != len(after):
        return None
    statement = after[before.index(stop.statement)]
    is_the_same = start_of(statement) == start_of(stop.statement)
    return Stop(source, statement, stop.frame) if is_the_same else None


def _identities(found: list[Finding]) -> set[tuple[str, str, Effect | None]]:
    return {_identity(finding) for finding in found}


def _identity(finding: Finding) -> tuple[str, str, Effect | None]:
    return finding.code, finding.subject, finding.effect
