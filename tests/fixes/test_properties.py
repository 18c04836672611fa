"""What holds of every fix, in programs that are put together at random of the rules' examples."""

import ast
from collections import Counter
from textwrap import indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ndlint.analysis import analyse
from ndlint.findings import Finding
from ndlint.fixes.trial import Repaired, repaired
from ndlint.rules import all_rules
from ndlint.source.noqa import without_waived
from ndlint.source.text import Source, parse
from ndlint.target import Target

CODES = [
    example.code
    for rule in all_rules()
    for example in (*rule.bad, *rule.good)
    if 3 in example.keras
]
MARK = "# a remark: é, 日本  \t"


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Some examples, one after the other: as they are, in a branch, or in a function."""
    parts = []
    for number, code in enumerate(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=3))):
        way = draw(st.sampled_from(("plain", "branch", "function")))
        body = indent(code, "\t" if way == "branch" else "    ")
        parts += {
            "plain": [code],
            "branch": [f"if True:\n{body}"],
            "function": [f"def part_{number}():\n{body}\n\npart_{number}()\n"],
        }[way]
    lines = "".join(f"{part}{MARK}{n}\n" for n, part in enumerate(parts)).splitlines()
    for n in draw(st.sets(st.integers(0, len(lines) - 1), max_size=2)):
        lines[n] = _without_change(lines, n)
    line_end = draw(st.sampled_from(("\n", "\r\n")))
    return line_end.join([*lines, ""])


def _without_change(lines: list[str], n: int) -> str:
    """A line with a `# noqa`, where it may have one."""
    marked = f"{lines[n]}  # noqa"
    try:
        ast.parse("\n".join([*lines[:n], marked, *lines[n + 1 :]]))
    except SyntaxError:
        return lines[n]
    return marked if "#" not in lines[n] else lines[n]


def _told(source: Source, findings: object) -> list[Finding]:
    assert isinstance(findings, list | tuple)
    return without_waived(list(findings), source.text)


def fixed(text: str, keras: int, unsafe: bool) -> Repaired:
    """The program after its fixes."""
    source, target = parse("program.py", text), Target(keras=keras)
    return repaired(source, target, analyse(source, target), _told, unsafe)


def check(text: str, keras: int, unsafe: bool) -> None:
    """All that holds of a program and its fixes."""
    before = analyse(parse("program.py", text), Target(keras=keras))
    once = fixed(text, keras, unsafe)
    after = once.source.text
    ast.parse(after)
    assert fixed(after, keras, unsafe).source.text == after
    codes = Counter(f.code for f in once.found)
    assert codes <= Counter(f.code for f in before)
    assert len(once.found) + len(once.fixed) <= len(before)
    if not unsafe:
        assert all(f.fixes[0].safety == "safe" for f in once.fixed)
    kept = [line for line in text.splitlines() if MARK in line or "# noqa" in line]
    assert [line for line in after.splitlines() if MARK in line or "# noqa" in line] == kept
    if "\r\n" in text:
        assert "\n" not in after.replace("\r\n", "")
    if not once.fixed:
        assert after == text


@given(programs(), st.sampled_from((2, 3)), st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_holds_of_every_fix(text: str, keras: int, unsafe: bool) -> None:
    check(text, keras, unsafe)


@pytest.mark.nightly
@given(programs(), st.sampled_from((2, 3)), st.booleans())
@settings(max_examples=5000, deadline=None)
def test_what_holds_of_every_fix_in_many_programs(text: str, keras: int, unsafe: bool) -> None:
    check(text, keras, unsafe)
