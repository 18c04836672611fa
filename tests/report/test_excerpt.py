"""Carets stand under the code, whatever the line is made of."""

import pytest
from rich.cells import cell_len

from ndlint.report.excerpt import WIDEST, excerpt, printable

LINES = {
    "ascii": ("t = f(x)", "f(x)", "t = f(x)", "    ^^^^"),
    "at the start": ("f(x)", "f(x)", "f(x)", "^^^^"),
    "a tab before": ("\tt = f(x)", "f(x)", "        t = f(x)", "            ^^^^"),
    "a tab after two": ("ab\tf(x)", "f(x)", "ab      f(x)", "        ^^^^"),
    "a tab after wide ones": ("'日本'\tf(x)", "f(x)", "'日本'  f(x)", "        ^^^^"),
    "a tab inside": ("f(\tx)", "f(\tx)", "f(      x)", "^^^^^^^^^^"),
    "accents": ("é = f(é)", "f(é)", "é = f(é)", "    ^^^^"),
    "combining": ("e\u0301 = f(x)", "f(x)", "e\u0301 = f(x)", "    ^^^^"),
    "wide before": ("日本 = f(x)", "f(x)", "日本 = f(x)", "       ^^^^"),
    "wide inside": ("t = f('日本')", "f('日本')", "t = f('日本')", "    ^^^^^^^^^"),
    "emoji": ("'\U0001f600'; f(x)", "f(x)", "'\U0001f600'; f(x)", "      ^^^^"),
    "escape sequence": ("'\x1b[31m'; f(x)", "f(x)", "'\ufffd[31m'; f(x)", "         ^^^^"),
}


@pytest.mark.parametrize("name", LINES)
def test_carets_stand_under_the_code(name: str) -> None:
    line, code, shown, marks = LINES[name]
    first = line.rindex(code)
    assert excerpt(line, first, first + len(code)) == (shown, marks)


def test_what_is_empty_has_one_caret() -> None:
    assert excerpt("x", 1, 1) == ("x", " ^")
    assert excerpt("", 0, 0) == ("", "^")


@pytest.mark.parametrize("letter", ["x", "日"])
@pytest.mark.parametrize("before", [0, 50, 200, 100_000])
@pytest.mark.parametrize("after", [0, 50, 200, 100_000])
@pytest.mark.parametrize("size", [1, 20, 1000])
def test_a_long_line_is_cut_about_the_code(letter: str, before: int, after: int, size: int) -> None:
    line = letter * before + "#" * size + letter * after
    shown, marks = excerpt(line, before, before + size)
    assert len(shown) <= WIDEST + 6
    left, right = marks.count(" "), len(marks)
    assert cell_len(shown.split("#")[0]) == left
    assert right - left == shown.count("#") >= min(size, WIDEST // 2)
    assert shown.startswith("...") == (before > WIDEST // 2 and len(line) > WIDEST)


def test_what_steers_a_terminal_is_not_printed() -> None:
    assert printable("a\x1b[2Jb\r\n\x9b\u202ec\t日") == "a\ufffd[2Jb\ufffd\ufffd\ufffd\ufffdc\t日"
