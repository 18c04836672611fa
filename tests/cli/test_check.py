"""`ndlint check` with findings that a stand-in for the analysis makes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import ndlint.analysis
import ndlint.cli.examine
import ndlint.rules
from ndlint.cli import commands
from ndlint.findings import Certainty, Effect, Finding
from ndlint.source.text import Source
from ndlint.target import Target
from ndlint.values.trace import Site

CALLS = {
    "crash": ("NDL201", Effect.CRASH, Certainty.CERTAIN),
    "silent": ("NDL401", Effect.SILENT, Certainty.LIKELY),
    "cost": ("NDL101", Effect.COST, Certainty.CERTAIN),
    "advice": ("NDL901", Effect.COST, Certainty.CERTAIN),
    "unproven": ("NDL403", Effect.SILENT, Certainty.UNPROVEN),
}


def analyse(source: Source, target: Target, caches: bool) -> list[Finding]:
    """A finding for each word in a line, last first; "recurse" and "fail" go wrong."""
    findings = []
    for number, line in enumerate(source.lines, 1):
        for word in re.finditer(r"\w+", line):
            if word[0] == "recurse":
                raise RecursionError
            if word[0] == "fail":
                raise KeyError("of\nours")
            if word[0] == "target":
                assert target == Target(2, 1)
            if word[0] in CALLS:
                code, effect, certainty = CALLS[word[0]]
                site = Site(source.path, number, word.start() + 1, number, word.end() + 1)
                findings.append(Finding(code, word[0], "message", effect, certainty, site))
    return findings[::-1]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ndlint.analysis, "analyse", analyse)
    monkeypatch.setattr(ndlint.cli.examine, "may_hold_finding", lambda source: True)
    known = {code: name for name, (code, _, _) in CALLS.items()}
    monkeypatch.setattr(ndlint.rules, "codes", lambda: known, raising=False)


def write(**files: str) -> None:
    """Make programs: `a="text"` is a.py."""
    for name, text in files.items():
        Path(f"{name}.py").write_text(text)


def ndlint_(*arguments: str, stdin: str = "") -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(commands, arguments, input=stdin, standalone_mode=False)


def findings(*arguments: str) -> list[dict[str, Any]]:
    """What `ndlint --output-format json` prints."""
    found = json.loads(ndlint_(*arguments, "--output-format", "json").stdout)
    assert isinstance(found, list)
    return found


def codes(*arguments: str) -> str:
    """The codes of the findings, in order."""
    return " ".join(finding["code"] for finding in findings(*arguments))


@pytest.mark.parametrize(
    ("text", "threshold", "status"),
    [
        ("", "cost", 0),
        ("cost", "cost", 1),
        ("cost", "silent", 0),
        ("silent", "silent", 1),
        ("silent", "crash", 0),
        ("cost; crash", "crash", 1),
        ("unproven", "cost", 0),
        ("advice", "cost", 0),
        ("cost  # noqa", "cost", 0),
        ("# flake8: noqa\ncost", "cost", 0),
        ("# flake8: noqa\nno program", "cost", 0),
        ("no program", "cost", 2),
        ("recurse", "cost", 2),
        ("fail", "cost", 2),
    ],
)
def test_exit_status(text: str, threshold: str, status: int) -> None:
    write(a=text)
    assert ndlint_("a.py", "--fail-on", threshold).return_value == status


def test_findings_outweigh_what_could_not_be_read() -> None:
    write(a="crash", b="no program")
    assert ndlint_("a.py", "b.py", "missing.py").return_value == 1
    assert ndlint_("a.py", "b.py", "--fail-on", "crash").return_value == 1
    assert ndlint_("a.py", "b.py", "--ignore", "NDL2").return_value == 2
    assert ndlint_("b.py", "--ignore", "NDL000").return_value == 2


def test_nothing_to_do_is_success() -> None:
    result = ndlint_()
    assert (result.return_value, result.stdout) == (0, "no findings in 0 files\n")
    assert findings(".") == []


def test_what_was_not_analysed_is_named_and_the_others_go_on() -> None:
    write(a="no program", b="fail", c="recurse", d="crash")
    result = ndlint_("a.py", "b.py", "c.py", "missing.py", "d.py")
    assert result.stderr.splitlines() == [
        "ndlint: a.py: cannot be parsed: line 1: invalid syntax",
        "ndlint: b.py: internal error: KeyError: 'of\\nours'",
        "ndlint: c.py: cannot be analysed: nested too deeply",
        "ndlint: missing.py: cannot be read: No such file or directory",
    ]
    assert result.stdout.splitlines()[0] == "d.py:1:1: NDL201 [crash] message"
    assert result.stdout.splitlines()[-1] == ("1 finding (1 crash) in 1 file; 4 files not analysed")
    found = findings("a.py", "b.py", "c.py", "missing.py", "d.py")
    assert [(f["path"], f["code"], f["effect"], f["line"], f["column"]) for f in found] == [
        ("a.py", "NDL000", None, 1, 1),
        ("b.py", "NDL000", None, 1, 1),
        ("c.py", "NDL000", None, 1, 1),
        ("missing.py", "NDL000", None, 1, 1),
        ("d.py", "NDL201", "crash", 1, 1),
    ]
    assert all(len(finding["fingerprint"]) == 16 for finding in found)


def test_order() -> None:
    write(b="cost\ncrash; silent", a="cost")
    assert codes("b.py", "a.py") == "NDL101 NDL201 NDL401 NDL101"
    assert [f["path"] for f in findings(".")] == ["a.py", "b.py", "b.py", "b.py"]
    assert codes("a.py", "./a.py", ".") == codes("a.py", "b.py")


def test_select_and_ignore() -> None:
    write(a="cost; crash; silent; advice; unproven")
    assert codes("a.py") == "NDL101 NDL201 NDL401"
    assert codes("a.py", "--select", "NDL1,NDL4") == "NDL101 NDL401"
    assert codes("a.py", "--select", "NDL1", "--select", "NDL9") == "NDL101 NDL901"
    assert codes("a.py", "--ignore", "NDL1", "--ignore", "NDL4") == "NDL201"
    result = CliRunner().invoke(commands, ["a.py", "--select", "NDL210"])
    assert result.exit_code == 2
    assert "unknown code 'NDL210'; did you mean NDL201?" in result.stderr


def test_exclude() -> None:
    write(a="cost", b="crash")
    assert codes("--exclude", "a.py", "--exclude", "x") == "NDL201"
    assert codes("a.py", "--exclude", "a.py") == "NDL101"
    result = CliRunner().invoke(commands, ["--exclude", "!"])
    assert result.exit_code == 2
    assert "--exclude" in result.stderr


def test_standard_input() -> None:
    result = ndlint_("-", stdin="crash  # é\n")
    assert result.stdout.startswith("stdin:1:1: NDL201 [crash] message\n    1 | crash  # é\n")
    assert ndlint_("-", "--stdin-display-name", "x/y.py", stdin="cost").stdout[:6] == "x/y.py"
    assert ndlint_("-", stdin="no program").return_value == 2


def test_targets() -> None:
    write(a="target")
    assert ndlint_("a.py", "--target-keras", "2", "--target-numpy", "1").return_value == 0
    assert "internal error" in ndlint_("a.py").stderr


def test_a_fingerprint_does_not_depend_on_what_is_left_out() -> None:
    write(a="f(crash,\n)\n\nf(crash,\n)\n")
    both = {finding["fingerprint"] for finding in findings("a.py")}
    write(a="f(crash,\n)  # noqa\n\nf(crash,\n)\n")
    (second,) = findings("a.py")
    assert second["line"] == 4
    assert len(both) == 2
    assert second["fingerprint"] in both


@pytest.mark.parametrize("arguments", [["check.py"], ["check", "check.py"], ["--", "check.py"]])
def test_check_is_the_command_for_a_path(arguments: list[str]) -> None:
    write(check="crash")
    assert ndlint_(*arguments).return_value == 1


def test_a_path_named_like_a_command() -> None:
    Path("check").write_text("crash")
    write(a="")
    assert ndlint_("check").return_value == 0
    assert ndlint_("check", "check").return_value == 1
    assert ndlint_("./check").return_value == 1
    assert ndlint_("--select", "NDL1", "check").return_value == 0


def test_help_and_version() -> None:
    for arguments in (["-h"], ["--help"], ["check", "-h"], ["a.py", "--help"]):
        result = ndlint_(*arguments)
        assert result.return_value == 0
        assert result.stdout.startswith("Usage: ")
    assert re.fullmatch(r"ndlint \d+\.\d+.*\n", ndlint_("--version").stdout)
