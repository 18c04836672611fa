"""Each key, in each file, means the same to both front ends."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from ndlint.cli.check import check
from ndlint.configuration.layer import KEYS
from ndlint.target import Target
from tests.configuration.front_ends import ALL, PROGRAM, FrontEnds, write

INI = ("setup.cfg", "tox.ini", ".flake8")
BOTH = ("a.py", "b.py")


@dataclass(frozen=True)
class Case:
    """A setting in both notations, and what is said then of two equal programs."""

    toml: str
    ini: str
    findings: str = f"{ALL} {ALL}"
    files: tuple[str, ...] = BOTH
    target: Target | None = None
    status: int = 1


CASES = {
    "select": Case('["NDL1"]', "E501,NDL1", "5:NDL105 5:NDL105"),
    "ignore": Case('["NDL1", "NDL402"]', "W503, NDL1", "6:NDL401 8:NDL401 " * 2),
    "extend-select": Case('["NDL105"]\nignore = "NDL"', "NDL105\nignore = NDL", "5:NDL105 " * 2),
    "extend-ignore": Case('"NDL4"', "E203\n    ND\n    NDL4\nselect=NDL1,NDL", "5:NDL105 " * 2),
    "exclude": Case('["/b.py"]', "./b.py", ALL, ("a.py",)),
    "extend-exclude": Case('"b*"', "b*", ALL, ("a.py",)),
    "per-file-ignores": Case(
        '{"./b.py" = ["NDL1", "NDL4"]}', "./b.py: NDL1, E501,NDL4", ALL, ("a.py",)
    ),
    "extend-per-file-ignores": Case('"b.py:NDL"', "b.py:N", ALL, ("a.py",)),
    "target-keras": Case("2", "2", target=Target(2, 2)),
    "target-numpy": Case('"1"', "1", target=Target(3, 1)),
    "certainty": Case('"certain"', "certain", "5:NDL105 6:NDL401 " * 2),
    "fail-on": Case('"crash"', "crash", status=0),
}


def test_every_key_has_a_case_and_an_option() -> None:
    assert set(CASES) == set(KEYS)
    assert set(KEYS) <= {name[2:] for option in check.params for name in option.opts}


@pytest.mark.parametrize("name", ["pyproject.toml", *INI])
@pytest.mark.parametrize("key", CASES)
def test_each_key_in_each_file(ends: FrontEnds, key: str, name: str) -> None:
    case = CASES[key]
    write(a=PROGRAM, b=PROGRAM)
    spelt = key.replace("-", "_") if name in ("tox.ini", "pyproject.toml") else key
    section, value = ("flake8", case.ini) if name in INI else ("tool.ndlint", case.toml)
    Path(name).write_text(f"[{section}]\n{spelt} = {value}\n")
    said = ends.both(*BOTH)
    assert (said.findings, said.files) == (case.findings.strip(), case.files)
    assert said.status == case.status
    assert set(ends.targets) == {case.target or Target(3, 2)}


OPTIONS = {
    "--select=NDL1": "5:NDL105",
    "--ignore=NDL1": "6:NDL401 8:NDL401",
    "--extend-ignore=NDL401": "5:NDL105",
    "--per-file-ignores=a.py:NDL4": "5:NDL105",
    "--certainty=certain": "5:NDL105 6:NDL401",
}


@pytest.mark.parametrize("option", OPTIONS)
def test_the_command_line_comes_first(ends: FrontEnds, option: str) -> None:
    """Before [tool.ndlint] and before [flake8], in both front ends."""
    write(a=PROGRAM)
    key = option[2 : option.index("=")]
    other = {"per-file-ignores": '"a.py:NDL1"', "certainty": '"unproven"'}.get(key, '"NDL105"')
    for name, section in (("pyproject.toml", "tool.ndlint"), (".flake8", "flake8")):
        text = other if section != "flake8" else other.strip('"')
        Path(name).write_text(f"[{section}]\n{key} = {text}\n")
        assert ends.both(option, "a.py").findings == OPTIONS[option]


def test_targets_on_the_command_line(ends: FrontEnds) -> None:
    write(a=PROGRAM)
    Path("pyproject.toml").write_text("[tool.ndlint]\ntarget-keras = 3\ntarget_numpy = 2\n")
    Path(".flake8").write_text("[flake8]\ntarget-keras = 2\ntarget_numpy = 1\n")
    ends.both("--target-keras=2", "--target-numpy=1", "a.py")
    assert set(ends.targets) == {Target(2, 1)}  # a fix is tried for the same target
    assert len(ends.targets) > 1


TOOL_WINS = [
    ("select = ['NDL1']", "select = NDL4", "5:NDL105"),
    ("select = ['NDL1']", "select = E,F", "5:NDL105"),
    ("select = ['NDL4']", "ignore = E,NDL4", ""),
    ("select = ['NDL401']", "ignore = E,NDL4", "6:NDL401 8:NDL401"),
    ("ignore = []", "ignore = NDL", ALL),
    ("ignore = ['NDL4']", "ignore = NDL105", "5:NDL105"),
    ("extend-select = ['NDL105']", "ignore = NDL", "5:NDL105"),
    ("per-file-ignores = {}", "per-file-ignores = a.py:NDL", ALL),
    ("certainty = 'certain'", "certainty = unproven", "5:NDL105 6:NDL401"),
    ("certainty = 'certain'", "ignore = NDL1", "6:NDL401"),
]


@pytest.mark.parametrize(("tool", "flake8", "findings"), TOOL_WINS)
def test_tool_ndlint_comes_before_flake8(
    ends: FrontEnds, tool: str, flake8: str, findings: str
) -> None:
    write(a=PROGRAM)
    Path("pyproject.toml").write_text(f"[tool.ndlint]\n{tool}\n")
    Path("setup.cfg").write_text(f"[flake8]\n{flake8}\n")
    assert ends.both("a.py").findings == findings


def test_exclusions_on_the_command_line_replace_those_of_files(ends: FrontEnds) -> None:
    write(a=PROGRAM, b=PROGRAM)
    Path("pyproject.toml").write_text("[tool.ndlint]\nexclude = ['a.py']\n")
    Path("setup.cfg").write_text("[flake8]\nextend-exclude = a.py\n")
    assert ends.both("--exclude=b.py", "--extend-exclude=c.py", ".").files == ("a.py",)
    assert ends.both("--exclude=b.py", ".").files == ()


def test_exclusions_say_nothing_of_what_lies_outside(ends: FrontEnds) -> None:
    folder = Path("inside")
    folder.mkdir()
    write(a=PROGRAM)
    (folder / "pyproject.toml").write_text("[tool.ndlint]\nexclude = ['*']\n")
    ends.monkeypatch.chdir(folder)
    assert ends.both("../a.py").findings == ALL


def test_exclusions_of_both_files_hold(ends: FrontEnds) -> None:
    write(a=PROGRAM, b=PROGRAM, c=PROGRAM)
    Path("pyproject.toml").write_text("[tool.ndlint]\nexclude = ['a.py']\n")
    Path("setup.cfg").write_text("[flake8]\nexclude = b.py\n")
    assert ends.both(".").files == ("c.py",)


def test_flake8s_selection_of_others_is_for_flake8(ends: FrontEnds) -> None:
    """It silences ndlint inside flake8, but not on its own command line."""
    write(a=PROGRAM)
    Path(".flake8").write_text("[flake8]\nselect = E,F\n")
    assert ends.ndlint("a.py").findings == ALL
    assert ends.flake8("a.py").findings == ""
    Path(".flake8").unlink()
    assert ends.flake8("--select=E", "a.py").findings == ""
    Path("pyproject.toml").write_text("[tool.ndlint]\nselect = ['NDL1']\n")
    assert ends.flake8("--select=E", "a.py").findings == ""


def test_what_is_not_ndlints_on_flake8s_command_line_leaves_tool_ndlint(ends: FrontEnds) -> None:
    write(a=PROGRAM)
    Path("pyproject.toml").write_text("[tool.ndlint]\nignore = ['NDL4']\n")
    assert ends.flake8("--ignore=E501", "a.py").findings == "5:NDL105"
    Path("pyproject.toml").unlink()
    Path(".flake8").write_text("[flake8]\nignore = NDL4\n")
    assert ends.flake8("--ignore=E501", "a.py").findings == ALL


def test_other_plugins_keep_their_settings(ends: FrontEnds) -> None:
    """What is taken out of flake8's options for ndlint changes nothing for the others."""
    text = "x = 1;\ny = l = 2\n"
    write(a=text, b=text)
    Path(".flake8").write_text(
        "[flake8]\nselect = E7,NDL\nignore = NDL1\nextend-ignore = NDL401\n"
        "per-file-ignores =\n    *.py:E7\n    ./a.py:NDL1\n    b.py:E703,NDL4\n"
    )
    said = ends.flake8("a.py", "b.py").out
    assert [line.split()[:2] for line in said.splitlines()] == [
        ["a.py:1:6:", "E703"],
        ["a.py:2:5:", "E741"],
    ]
