"""Which files are read: found as flake8 finds them, named, or none."""

import os
from pathlib import Path

import pytest
from flake8.options.config import _find_config_file  # type: ignore[import-untyped]

from ndlint.configuration import flake8_section
from ndlint.configuration.flake8_run import files
from ndlint.configuration.load import Files
from tests.cli.process import flake8, ndlint
from tests.configuration.front_ends import ALL, PROGRAM, FrontEnds, write

ONLY_CASTS = "5:NDL105"
TREES: dict[str, dict[str, str]] = {
    "none": {},
    "here": {"sub/.flake8": "[flake8]"},
    "above": {".flake8": "[flake8]"},
    "order": {"sub/setup.cfg": "[flake8]", "sub/tox.ini": "[flake8]", "sub/.flake8": "[flake8]"},
    "order without a section": {"sub/setup.cfg": "[x]", "sub/tox.ini": "[flake8]"},
    "nearest": {"sub/.flake8": "[flake8]", "setup.cfg": "[flake8]"},
    "other section": {"sub/tox.ini": "[flake8:local-plugins]", "setup.cfg": "[flake8]"},
    "a section that is none": {"sub/tox.ini": "[flake8x]", "setup.cfg": "[flake8]"},
    "only spoken of": {"sub/tox.ini": "[x]\na = [flake8]", "setup.cfg": "[flake8]"},
    "broken, not flake8's": {"sub/tox.ini": "no section", "setup.cfg": "[flake8]"},
    "not text, not flake8's": {"sub/tox.ini": "\udcff", "setup.cfg": "[flake8]"},
    "a folder": {"sub/setup.cfg/x": "", "setup.cfg": "[flake8]"},
    "home is not searched": {"home": "", ".flake8": "[flake8]"},
}


def make(tree: dict[str, str]) -> None:
    """Make files with what stands in them, and the folders above them."""
    for path, text in tree.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(text.encode(errors="surrogateescape"))


@pytest.mark.parametrize("name", TREES)
def test_the_file_is_the_one_that_flake8_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    make({"sub/deep/x": "", **TREES[name]})
    monkeypatch.setenv("HOME", str(tmp_path) if "home" in TREES[name] else "/nowhere")
    for start in (tmp_path / "sub" / "deep", tmp_path / "sub", tmp_path):
        assert flake8_section.find(str(start)) == _find_config_file(str(start))


def test_from_a_folder_below(ends: FrontEnds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Patterns start in the folder of the file, not in the working folder."""
    make({"deep/sub/a.py": PROGRAM, "deep/sub/b.py": PROGRAM, "deep/pyproject.toml": "[project]"})
    monkeypatch.chdir("deep/sub")
    excluding = "exclude = {0}deep/sub/b.py{0}\n"
    ignoring = "per-file-ignores = {0}./deep/*/a.py:NDL4{0}\n"
    for name, section, quote in (("pyproject.toml", "tool.ndlint", "'"), ("tox.ini", "flake8", "")):
        path = Path("../..") / name
        path.write_text(f"[{section}]\n{(excluding + ignoring).format(quote)}")
        for arguments in (["a.py", "b.py"], ["."], ["../sub"]):
            said = ends.both(*arguments)
            assert said.findings == ONLY_CASTS
            assert [os.path.basename(file) for file in said.files] == ["a.py"]
        path.unlink()


def test_the_nearest_tool_ndlint_holds(ends: FrontEnds, monkeypatch: pytest.MonkeyPatch) -> None:
    make(
        {
            "pyproject.toml": "[tool.ndlint]\nselect = ['NDL1']",
            "sub/pyproject.toml": "[tool.black]\nline-length = 100",
            "sub/a.py": PROGRAM,
            "own/pyproject.toml": "[tool.ndlint]",
            "own/a.py": PROGRAM,
        }
    )
    monkeypatch.chdir("sub")
    assert ends.both("a.py").findings == ONLY_CASTS
    monkeypatch.chdir("../own")
    assert ends.both("a.py").findings == ALL


def test_config_and_isolated(ends: FrontEnds) -> None:
    write(a=PROGRAM)
    make(
        {
            "pyproject.toml": "[tool.ndlint]\nignore = ['NDL1']",
            ".flake8": "[flake8]\nselect = NDL4",
            "other/flake8.ini": "[flake8]\nselect = NDL1\nper-file-ignores = ../b.py:NDL",
            "other/empty.cfg": "",
            "other.toml": "[tool.ndlint]\nextend-ignore = ['NDL4']\n",
        }
    )
    assert ends.both("a.py").findings == "6:NDL401 8:NDL401"
    assert ends.both("--isolated", "a.py").findings == ALL
    assert ends.both("--config", "other/flake8.ini", "a.py").findings == ONLY_CASTS
    assert ends.both("--config=other/empty.cfg", "a.py").findings == ALL
    assert ends.both("--config", "other/empty.cfg", "--isolated", "a.py").findings == ALL
    assert ends.ndlint("--config", "other.toml", "a.py").findings == ONLY_CASTS


def test_append_config_is_flake8s_own(ends: FrontEnds) -> None:
    write(a=PROGRAM)
    make({".flake8": "[flake8]\nselect = NDL4,E9", "more.cfg": "[flake8]\nselect = NDL1"})
    assert ends.flake8("--append-config=more.cfg", "a.py").findings == ONLY_CASTS


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["/bin/flake8", "--config=a", "x.py"], Files("a")),
        (["flake8.exe", "--isolated", "-v"], Files(isolated=True)),
        (
            ["/lib/flake8/__main__.py", "--append-config", "a", "--append-config=b"],
            Files(None, ("a", "b")),
        ),
        (["/lib/other/__main__.py", "--config=a"], Files()),
        (["/bin/pytest", "--config=a", "--isolated"], Files()),
        (["-c", "--config=a"], Files()),
        ([""], Files()),
        ([], Files()),
    ],
)
def test_only_flake8s_own_command_line_is_read(argv: list[str], expected: Files) -> None:
    assert files(argv) == expected


def test_standard_input_is_excluded_by_a_name_that_was_given(tmp_path: Path) -> None:
    program = PROGRAM.encode()
    for name, section, pattern in (
        ("pyproject.toml", "tool.ndlint", "'*'"),
        (".flake8", "flake8", "*"),
    ):
        (tmp_path / name).write_text(f"[{section}]\nexclude = {pattern}\n")
        for run in (ndlint, flake8):
            named = run("-", "--stdin-display-name", "a.py", cwd=tmp_path, stdin=program)
            unnamed = run("-", cwd=tmp_path, stdin=program)
            assert "NDL" not in named.out
            assert "stdin:5:5: NDL105" in unnamed.out
        (tmp_path / name).unlink()
