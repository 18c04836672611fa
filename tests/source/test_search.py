"""Searching: what a run looks at."""

import os
import random
import subprocess
from pathlib import Path

import pytest

from ndlint.source.search import find


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def make(*paths: str) -> None:
    """Make empty files."""
    for path in paths:
        write(path, "")


def write(path: str, text: str) -> None:
    """Make a file, and the folders above it."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def test_a_named_file_is_taken_whatever_it_is() -> None:
    make("notes.txt", "script", ".venv/lib.py")
    write(".gitignore", "*\n")
    paths = ["notes.txt", "script", ".venv/lib.py", "missing.py", "-"]
    assert list(find(paths, ["*"])) == paths


def test_each_file_is_taken_once() -> None:
    make("a.py", "b/c.py")
    assert list(
        find(["a.py", "./a.py", "b", "b/c.py", ".", os.path.abspath("a.py"), "-", "-"])
    ) == [
        "a.py",
        "b/c.py",
        "-",
    ]


def test_a_folder_is_searched_in_order() -> None:
    make(
        "b.py",
        "a.py",
        "a.pyc",
        "a.pyi",
        "b.ipynb",
        ".ipynb_checkpoints/b.ipynb",
        "z/y/x.py",
        "c/b.py",
        "c/a.py",
        "PY",
    )
    found = ["a.py", "b.ipynb", "b.py", "c/a.py", "c/b.py", "z/y/x.py"]
    assert list(find([])) == list(find(["."])) == found
    assert list(find(["c/../c"])) == ["c/a.py", "c/b.py"]
    assert list(find([os.path.abspath("c")])) == [
        os.path.abspath("c/a.py"),
        os.path.abspath("c/b.py"),
    ]


def test_an_empty_folder_holds_nothing() -> None:
    assert list(find([])) == []


def test_what_tools_make_is_passed_over() -> None:
    make(
        "a.py",
        ".venv/a.py",
        "node_modules/x/a.py",
        "build/a.py",
        "p/__pycache__/a.py",
        "x.egg/a.py",
    )
    make("environment/pyvenv.cfg", "environment/lib/a.py", ".git/hooks/a.py")
    assert list(find([])) == ["a.py"]
    assert list(find(["build", "environment"])) == ["build/a.py", "environment/lib/a.py"]


def test_what_is_no_file_is_passed_over() -> None:
    make("a.py", "folder.py/b.py")
    os.mkfifo("pipe.py")
    os.symlink("nobody@nowhere", ".#a.py")
    os.symlink("a.py", "link.py")
    os.symlink(".", "loop")
    os.symlink("..", "folder.py/up")
    assert list(find([])) == ["a.py", "link.py", "folder.py/b.py"]
    assert list(find(["loop"])) == ["loop/a.py", "loop/link.py", "loop/folder.py/b.py"]


def test_exclude_is_relative_to_the_working_folder() -> None:
    make("a.py", "a_test.py", "sub/a.py", "sub/a_test.py", "sub/deep/b.py")
    assert list(find([], ["*_test.py"])) == ["a.py", "sub/a.py", "sub/deep/b.py"]
    assert list(find([], ["/a*.py", "deep/"])) == ["sub/a.py", "sub/a_test.py"]
    assert list(find(["sub"], ["sub/deep", "!b.py"])) == ["sub/a.py", "sub/a_test.py"]
    assert list(find(["."], ["sub"])) == ["a.py", "a_test.py"]
    assert list(find(["sub/deep"], ["sub"])) == ["sub/deep/b.py"]


def test_exclude_reaches_beyond_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    make("in/a.py", "out/a.py", "out/b.py", "out/deep/b.py")
    monkeypatch.chdir("in")
    assert list(find(["../out"], ["/b.py"])) == ["../out/a.py", "../out/deep/b.py"]


def test_a_pattern_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="Invalid git pattern"):
        find([], ["!"])


def test_gitignore_above_counts_only_in_a_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    write(".gitignore", "a.py\n")
    make("sub/a.py", "sub/b.py")
    assert list(find(["."])) == ["sub/b.py"]
    assert list(find(["sub"])) == ["sub/a.py", "sub/b.py"]
    make(".git/HEAD")
    assert list(find(["sub"])) == ["sub/b.py"]
    monkeypatch.chdir("sub")
    assert list(find([])) == ["b.py"]


def test_a_named_folder_is_searched_though_it_is_ignored() -> None:
    make(".git/HEAD", "data/a.py", "data/sub/b.py")
    write(".gitignore", "data/\n")
    write("data/.gitignore", "b.py\n")
    assert list(find([])) == []
    assert list(find(["data"])) == ["data/a.py"]


def test_a_broken_gitignore_stops_nothing() -> None:
    Path(".gitignore").write_bytes(b"\xef\xbb\xbfa.py\r\n!\n\\\n\xff\nb.py   \n")
    make("a.py", "b.py", "c.py", "sub/c.py")
    os.makedirs("sub/.gitignore")
    assert list(find([])) == ["c.py", "sub/c.py"]


def test_a_folder_that_cannot_be_listed_is_a_result() -> None:
    make("a.py", "secret/b.py")
    os.chmod("secret", 0o000)
    if os.access("secret", os.R_OK):
        pytest.skip("root may list everything")
    try:
        assert list(find([])) == ["a.py", "secret"]
    finally:
        os.chmod("secret", 0o700)


PATTERNS = (
    *("*.py", "!*.py", "a.py", "!a.py", "/a.py", "/*", "!/b", "b", "b/", "!b/", "b/*", "!b/a.py"),
    *("b/**", "!b/**", "**/c", "c/*/a.py", "b/**/a.py", "[ab].py", "?.py", "# a.py", "\\!a.py", ""),
    *("!b/c/", "*/c", "!c", "**", "/b/c", "a.py/", "**/b/*.py", "*", "!*/"),
)
FILES = tuple(
    f"{folder}{name}.py"
    for folder in ("", "b/", "c/", "b/c/", "b/c/b/", "c/b/", "a.py_/")
    for name in ("a", "b", "d")
)


@pytest.mark.parametrize("seed", range(100))
def test_gitignore_means_what_git_says(seed: int) -> None:
    chance = random.Random(seed)
    agree_with_git(
        {
            ".gitignore": chance.choices(PATTERNS, k=chance.randint(1, 4)),
            f"{chance.choice(['b', 'c', 'b/c'])}/.gitignore": chance.choices(PATTERNS, k=2),
        }
    )


def agree_with_git(patterns: dict[str, list[str]]) -> None:
    """Compare what is found with what Git itself does not ignore."""
    make(*FILES)
    for path, lines in patterns.items():
        write(path, "\n".join(lines))
    subprocess.run(["git", "init", "--quiet"], check=True)
    listing = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", "-z", "*.py"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert sorted(find([])) == sorted(path for path in listing.stdout.split("\0") if path)
