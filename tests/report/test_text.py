"""Text for people."""

import io

import pytest
from msgspec.structs import replace

from ndlint.findings import Finding
from ndlint.report import Outcome
from ndlint.report.text import report, summary
from ndlint.values.trace import Site, Step
from tests.report.examples import COST, CRASH, LINES, MISSING, OUTCOME, SILENT

PLAIN = """\
train.py:3:9: NDL101 [cost] float64 array reaches model.fit
    3 | 名前 = 1; model.fit(x, y)
      |           ^^^^^^^^^^^^^^^
      = float64 from load, line 7 of data.py
      = float64 from np.random.rand, line 2
      = fix: cast (--unsafe-fixes)
train.py:4:2: NDL202 [crash, likely] one sample reaches model.predict
    4 |         model.predict(
      |         ^^^^^^^^^^^^^^
b.py:1:5: NDL401 [silent] NaN \udc80 and \ufffd[2J
    1 | t = tf.constant(x)
      |     ^^^^^^^^^^^^^^
3 findings (1 crash, 1 silent, 1 cost) in 2 files; 1 file not analysed
"""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_cell_is_named_where_it_is_another() -> None:
    site = Site("a.ipynb", 2, 1, 2, 2, cell=4)
    steps = [replace(site, line=1), replace(site, cell=2), Site("a.py", 3, 1, 3, 2)]
    finding = replace(CRASH, site=site, trace=tuple(Step(step, "made") for step in steps))
    missing = replace(MISSING, site=replace(site, cell=9))
    stream = io.StringIO()
    report(Outcome([finding, missing], {"a.ipynb:cell 4": ["x", "y"]}, 1), stream)
    assert stream.getvalue().splitlines() == [
        "a.ipynb:cell 4:2:1: NDL202 [crash, likely] one sample reaches model.predict",
        "    2 | y",
        "      | ^",
        "      = made, line 1",
        "      = made, cell 2 line 2",
        "      = made, line 3 of a.py",
        "1 finding (1 crash) in 1 file; 1 cell passed over",
    ]


def test_plain_text() -> None:
    stream = io.StringIO()
    report(OUTCOME, stream)
    assert stream.getvalue() == PLAIN


def test_a_terminal_gets_colours_and_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    report(OUTCOME, stream)
    assert "\x1b[1;31mNDL202" in stream.getvalue()
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    report(OUTCOME, stream)
    assert stream.getvalue() == PLAIN


def test_a_site_beyond_the_text_has_no_excerpt() -> None:
    stream = io.StringIO()
    report(Outcome([COST], {}, 1), stream)
    assert stream.getvalue().splitlines()[1:] == [
        "      = float64 from load, line 7 of data.py",
        "      = float64 from np.random.rand, line 2",
        "      = fix: cast (--unsafe-fixes)",
        "1 finding (1 cost) in 1 file",
    ]


@pytest.mark.parametrize(
    ("findings", "analysed", "missing", "text"),
    [
        ([], 0, 0, "no findings in 0 files"),
        ([], 1, 0, "no findings in 1 file"),
        ([], 2, 1, "no findings in 2 files; 1 file not analysed"),
        ([COST], 9, 0, "1 finding (1 cost) in 1 file"),
        ([CRASH, COST, COST], 9, 2, "3 findings (1 crash, 2 cost) in 1 file; 2 files not analysed"),
    ],
)
def test_summary(findings: list[Finding], analysed: int, missing: int, text: str) -> None:
    assert summary(findings, analysed, missing) == text


def test_what_was_not_analysed_is_counted_but_not_listed() -> None:
    stream = io.StringIO()
    report(Outcome([MISSING, SILENT], LINES, 1), stream)
    assert "NDL000" not in stream.getvalue()
