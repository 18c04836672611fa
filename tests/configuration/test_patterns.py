"""Patterns mean what they mean to flake8, or to Git."""

import os
from pathlib import Path

import pytest
from flake8.discover_files import expand_paths  # type: ignore[import-untyped]
from flake8.utils import normalize_paths  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st

from ndlint.configuration.patterns import (
    FileIgnores,
    Flake8Exclusion,
    absolute,
    git_exclusion,
    ignored_in,
)
from ndlint.configuration.problem import WrongValue

TREE = ("a.py", "b.py", "sub/a.py", "sub/deep/a.py", "sub/deep/c.py", "other/sub/b.py")


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tree."""
    top = tmp_path_factory.mktemp("patterns")
    for path in TREE:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text("")
    return top


@pytest.fixture(autouse=True)
def _here(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(top)


PATTERNS = ["a.py", "?.py", "*b*", "[ab].py", "./a.py", "s*/a.py", "other/sub/b.py"]
PATTERNS += ["sub", "sub/", "./sub", "/sub", "sub/*", "*/sub", "*/deep/*", "deep", ".", "..", "*"]
EXCLUDING = st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3)
STARTS = st.sampled_from([".", "sub", "sub/", "./sub/deep", "a.py", "sub/a.py", "other/../sub"])


@example(["sub"], "sub/", ".")
@given(EXCLUDING, STARTS, st.sampled_from([".", "sub", "other"]))
def test_flake8_excludes_the_same(patterns: list[str], start: str, folder: str) -> None:
    exclusion = Flake8Exclusion(tuple(absolute(pattern, folder) for pattern in patterns))
    options = {"stdin_display_name": "stdin", "filename_patterns": ["*.py"]}
    everything, left = (
        set(expand_paths(paths=[start], exclude=exclude, **options))
        for exclude in ((), normalize_paths(list(patterns), folder))
    )
    assert {path for path in everything if not exclusion.covers(path, start)} == left


@pytest.mark.parametrize(
    ("lines", "folder", "excluded"),
    [
        (["a.py"], ".", ["a.py", "sub/a.py", "sub/deep/a.py"]),
        (["/a.py"], ".", ["a.py"]),
        (["/a.py"], "sub", ["sub/a.py"]),
        (["sub/"], ".", ["sub/a.py", "sub/deep/a.py", "sub/deep/c.py", "other/sub/b.py"]),
        (["/sub/*", "!/sub/deep"], ".", ["sub/a.py"]),
        (["sub/deep", "!c.py"], ".", ["sub/deep/a.py", "sub/deep/c.py"]),
        (["*", "!a.py"], "sub/deep", ["sub/deep/c.py"]),
        (["nothing"], ".", []),
    ],
)
def test_git_patterns(lines: list[str], folder: str, excluded: list[str]) -> None:
    """They start in their folder, and say nothing of what is outside it."""
    exclusion = git_exclusion(lines, folder)
    assert [path for path in TREE if exclusion.covers(path, path)] == excluded
    assert [path for path in TREE if exclusion.covers(os.path.abspath(path), ".")] == excluded


def test_a_git_pattern_that_is_none() -> None:
    with pytest.raises(WrongValue):
        git_exclusion(["!"], ".")


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("a.py", ("NDL1",)),
        ("./a.py", ("NDL1",)),
        ("sub/a.py", ("NDL2",)),
        ("sub/deep/c.py", ("NDL2",)),
        ("b.py", ("NDL3",)),
        ("notes.txt", ()),
    ],
)
def test_the_longest_pattern_decides(path: str, codes: tuple[str, ...]) -> None:
    table = [
        FileIgnores("?.py", ("NDL3",)),
        FileIgnores("[a].py", ("NDL1",)),
        FileIgnores(absolute("sub/*", "."), ("NDL2",)),
    ]
    assert ignored_in(path, table) == codes
