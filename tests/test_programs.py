"""Whole programs: a finding stands where a comment says so and nowhere else.

`# error: NDL101 5` expects a certain finding of that code at that column of the line,
`# error: NDL101 5 likely` a likely one, `unproven` one that is not told unasked. Where a certain
crash is expected, the program must really raise there and not before; where none is, it must run
to its end.
"""

import re
from pathlib import Path

import pytest

from ndlint.analysis import analyse
from ndlint.findings import Certainty, Effect
from ndlint.source.text import parse
from tests.truth.reality import Reality

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
MARKER = re.compile(r"# error: (NDL\d{3}) (\d+)(?: (likely|unproven))?")
IMPORTS_NOTHING_REAL = {"unknown.py", "symbols.py"}
"""Programs that import a module that does not exist: only the static side reads them."""


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda p: p.stem)
def test_findings_are_where_the_comments_say(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    expected = {
        (number, int(column), code, certainty or "certain")
        for number, line in enumerate(text.split("\n"), 1)
        for code, column, certainty in MARKER.findall(line)
    }
    found = {
        (f.site.line, f.site.column, f.code, f.certainty.value)
        for f in analyse(parse(path.name, text))
    }
    assert found == expected


@pytest.mark.parametrize(
    "path", [p for p in PROGRAMS if p.name not in IMPORTS_NOTHING_REAL], ids=lambda p: p.stem
)
def test_certain_crashes_are_real(path: Path, reality: Reality) -> None:
    text = path.read_text(encoding="utf8")
    crashes = {
        f.site.line
        for f in analyse(parse(path.name, text))
        if f.effect is Effect.CRASH and f.certainty is Certainty.CERTAIN
    }
    outcome = reality.run(text)
    if path.stem == "uncalled":
        assert outcome.ok
    elif crashes:
        assert outcome.line in crashes, outcome
    else:
        assert outcome.ok, outcome
