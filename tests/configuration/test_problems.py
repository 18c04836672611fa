"""What is wrong is named with its file and what was meant; never a traceback."""

from pathlib import Path

import pytest

from tests.configuration.front_ends import PROGRAM, FrontEnds, write

TOML = {
    "target-kers = 2": "unknown key 'target-kers' in [tool.ndlint]; did you mean target-keras?",
    "quux = 2": "unknown key 'quux' in [tool.ndlint]",
    "[tool.ndlint.more]": "unknown key 'more' in [tool.ndlint]",
    "select = ['NDL1O5']": "select: unknown code 'NDL1O5'; did you mean NDL105?",
    "extend-ignore = ['NDL1', 'E501']": "extend-ignore: unknown code 'E501'",
    "ignore = 5": "ignore: must be a list of strings, not 5",
    "ignore = ['NDL1', 5]": "ignore: must be a list of strings; 5 is in it",
    "exclude = true": "exclude: must be a list of strings, not true",
    "exclude = ['!']": "exclude: ",
    "target-keras = 4": "target-keras: '4' is not 2 or 3",
    "target-keras = true": "target-keras: must be 2 or 3, not true",
    "target_numpy = 1.0": "target_numpy: must be 1 or 2, not 1.0",
    "certainty = 'Likly'": "certainty: 'Likly' is not certain, likely or unproven; "
    "did you mean likely?",
    "certainty = 1": "certainty: must be certain, likely or unproven, not 1",
    "fail-on = ['crash']": "fail-on: must be crash, silent or cost, not a list",
    "per-file-ignores = ['a.py:NDL1']": "per-file-ignores: must be a table of lists of codes, "
    "not a list",
    "per-file-ignores = 'a.py'": "per-file-ignores: must map patterns to codes, "
    "as in `a.py:NDL1,NDL2`",
    "per-file-ignores = {'a.py' = ['NDL8']}": "per-file-ignores: 'a.py': unknown code 'NDL8'; "
    "did you mean NDL",
    "per-file-ignores = {'a.py' = 1}": "per-file-ignores: 'a.py': must be a list of strings, not 1",
    "fail-on = 'cost'\nfail_on = 'cost'": "fail-on stands twice in [tool.ndlint]",
    "select = [": "cannot be parsed: ",
}
INI = {
    "target-kers = 2": "unknown key 'target-kers' in [flake8]; did you mean target-keras?",
    "target_nump = 2": "unknown key 'target_nump' in [flake8]; did you mean target-numpy?",
    "extend-select = NDL1O5": "extend-select: unknown code 'NDL1O5'; did you mean NDL105?",
    "select = E,NDL999": "select: unknown code 'NDL999'",
    "target-keras = 4": "target-keras: '4' is not 2 or 3",
    "target-numpy =": "target-numpy: '' is not 1 or 2",
    "certainty = sure": "certainty: 'sure' is not certain, likely or unproven",
    "fail-on = crashes": "fail-on: 'crashes' is not crash, silent or cost; did you mean crash?",
}


def check(ends: FrontEnds, complaint: str) -> None:
    """Both front ends must make this complaint, in one line, and fail."""
    ours = ends.ndlint("a.py")
    assert ours.err.startswith(f"ndlint: {complaint}")
    assert (ours.status, ours.out, ours.err.count("\n")) == (2, "", 1)
    theirs = ends.flake8("a.py")
    first, second = theirs.out.splitlines()
    assert (theirs.status, first) == (1, "There was a critical error during execution of Flake8:")
    assert f"{second}\n" == ours.err


@pytest.mark.parametrize("setting", TOML)
def test_in_pyproject_toml(ends: FrontEnds, setting: str) -> None:
    write(a=PROGRAM)
    Path("pyproject.toml").write_text(f"[tool.ndlint]\n{setting}\n")
    check(ends, f"pyproject.toml: {TOML[setting]}")


@pytest.mark.parametrize("setting", INI)
def test_in_a_section_of_flake8(ends: FrontEnds, setting: str) -> None:
    write(a=PROGRAM)
    Path("tox.ini").write_text(f"[flake8]\n{setting}\n")
    check(ends, f"tox.ini: {INI[setting]}")


def test_tool_ndlint_that_is_no_table(ends: FrontEnds) -> None:
    write(a=PROGRAM)
    Path("pyproject.toml").write_text("[tool]\nndlint = 'on'\n")
    check(ends, "pyproject.toml: [tool.ndlint] must be a table, not 'on'")


def test_a_file_that_cannot_be_read(ends: FrontEnds) -> None:
    write(a=PROGRAM)
    Path("pyproject.toml").symlink_to("pyproject.toml")
    check(ends, "pyproject.toml: cannot be read: ")


def test_a_section_that_does_not_parse(ends: FrontEnds) -> None:
    """flake8 alone would pass over the file in silence."""
    write(a=PROGRAM)
    Path("setup.cfg").write_text("no section\n[flake8]\nselect = NDL1\n")
    check(ends, "setup.cfg: cannot be parsed: File contains no section headers. ")


def test_a_broken_file_of_others_is_passed_over(ends: FrontEnds) -> None:
    write(a=PROGRAM)
    Path("setup.cfg").write_text("no section\n")
    Path("pyproject.toml").write_text("no table\n")
    assert ends.both("a.py").findings


def test_keys_of_other_plugins_are_theirs(ends: FrontEnds) -> None:
    write(a=PROGRAM)
    Path("tox.ini").write_text("[flake8]\nmax-complexity = 9\nquux = 1\ntarget-version = 3\n")
    assert ends.both("a.py").findings


@pytest.mark.parametrize(
    "arguments",
    [
        ["--target-keras", "4"],
        ["--target-numpy=3"],
        ["--certainty", "sure"],
        ["--fail-on=never"],
        ["--config", "missing.cfg"],
    ],
)
def test_on_the_command_line(ends: FrontEnds, arguments: list[str]) -> None:
    """Whatever the files are like: here there is nothing to find."""
    write(a="x = 1\n")
    ours, theirs = ends.ndlint(*arguments, "a.py"), ends.flake8(*arguments, "a.py")
    assert (ours.status, ours.out) == (2, "")
    assert theirs.status != 0
    for word in arguments[-1].split("="):
        assert word in ours.err
        assert word in theirs.err + theirs.out


@pytest.mark.parametrize("name", ["missing.toml", "missing.cfg", "."])
def test_a_named_file_that_cannot_be_read(ends: FrontEnds, name: str) -> None:
    said = ends.ndlint("--config", name, "a.py")
    assert said.status == 2
    assert said.err.startswith(f"ndlint: {name}: cannot be read: ")


def test_an_unknown_code_on_flake8s_command_line(ends: FrontEnds) -> None:
    write(a=PROGRAM)
    said = ends.flake8("--select=NDL1O5", "a.py")
    problem = "ndlint: --select: unknown code 'NDL1O5'; did you mean NDL105?"
    assert (said.status, said.out.splitlines()[1:]) == (1, [problem])


def test_flake8_reads_nothing_for_files_without_a_sink(ends: FrontEnds) -> None:
    write(
        a="x = 1\n",
        b="# tensorflow\n",
        c="import tensorflow_datasets\nfrom keras import callbacks\n",
    )
    Path("pyproject.toml").write_text("[tool.ndlint]\nquux = 1\n")
    said = ends.flake8("a.py", "b.py", "c.py")
    assert "critical" not in said.out
