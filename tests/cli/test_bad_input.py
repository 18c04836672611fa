"""Bad input: a clear word, exit 2 where nothing could be done, never a traceback."""

import os
import socket
from pathlib import Path

import pytest

from tests.cli.process import PROGRAM, ndlint, ndlint_json

UNREADABLE = {
    "syntax error": (b"import keras\nif x\n", "cannot be parsed: line 2: "),
    "Python 2": (b"import keras\nprint 'x'\n", "cannot be parsed: line 2: "),
    "binary": (b"\x7fELF keras\0", "cannot be read: binary"),
    "latin-1 without cookie": (b"import keras\n\n# \xe9\n", "line 3: not valid utf-8"),
    "unknown cookie": (b"# coding: klingon\nimport keras\n", "unknown encoding: klingon"),
    "parentheses": (b"import keras\nx = " + b"(" * 5000, "cannot be parsed: line 2: "),
    "lists": (b"import keras\nx = " + b"[" * 1000 + b"]" * 1000, "cannot be parsed: line 2: "),
    "signs": (b"import keras\nx = " + b"-" * 20000 + b"1", "nested too deeply"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_parsed_is_named(tmp_path: Path, name: str) -> None:
    data, reason = UNREADABLE[name]
    (tmp_path / "bad.py").write_bytes(data)
    (tmp_path / "good.py").write_text("x = 1\n")
    done = ndlint("bad.py", "good.py", cwd=tmp_path)
    assert done.status == 2
    assert done.err.startswith("ndlint: bad.py: ")
    assert reason in done.err
    assert done.err.count("\n") == 1
    assert done.out == "no findings in 1 file; 1 file not analysed\n"
    (finding,) = ndlint_json(".", cwd=tmp_path)
    assert (finding["path"], finding["code"], finding["effect"]) == ("bad.py", "NDL000", None)
    assert reason in finding["message"]


def test_paths_that_are_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.py")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.py")
        done = ndlint("pipe.py", "socket.py", "missing", cwd=tmp_path)
        assert done.status == 2
        assert done.err.splitlines() == [
            "ndlint: pipe.py: cannot be read: it is not a regular file",
            "ndlint: socket.py: cannot be read: it is not a regular file",
            "ndlint: missing: cannot be read: No such file or directory",
        ]
        assert ndlint(".", cwd=tmp_path).status == 0


def test_a_folder_that_cannot_be_listed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir(mode=0o000)
    if os.access(secret, os.R_OK):
        pytest.skip("root may list everything")
    done = ndlint(".", cwd=tmp_path)
    assert (done.status, done.err) == (2, "ndlint: secret: cannot be read: Permission denied\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--select", "NDL1O5"],
        ["--ignore", "W503"],
        ["--exclude", "!"],
        ["--output-format", "xml"],
        ["--fail-on", "nothing"],
        ["--target-keras", "1"],
        ["--no-such-option"],
    ],
)
def test_a_bad_option_is_named(tmp_path: Path, arguments: list[str]) -> None:
    done = ndlint(*arguments, cwd=tmp_path)
    assert done.status == 2
    assert done.out == ""
    assert arguments[0] in done.err


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"\xef\xbb\xbf", b"# keras\n", b"\x0c", b"import keras", b"\\\n", b"x = 1 \x1a"],
)
def test_next_to_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.py").write_bytes(data)
    assert ndlint("a.py", cwd=tmp_path).status == (2 if b"\x1a" in data or data == b"\\\n" else 0)


DEEP = {
    "sum": "x = " + "1 + " * 900 + "1\n",
    "attributes": "x = y" + ".z" * 900 + "\n",
    "calls": "x = y" + "(0)" * 900 + "\n",
    "lists": "x = " + "[" * 90 + "]" * 90 + "\n",
    "nots": "x = " + "not " * 900 + "y\n",
    "lambdas": "x = " + "lambda: " * 150 + "0\n",
    "blocks": "".join(f"{' ' * depth}if x:\n" for depth in range(95)) + " " * 95 + "pass\n",
    "elifs": "if a: pass\n" + "elif a: pass\n" * 900,
    "functions": "".join(f"{' ' * depth}def f():\n" for depth in range(90)) + " " * 90 + "pass\n",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_deep_but_python_still_parses(tmp_path: Path, name: str) -> None:
    """The finding is said, or the file is named as not analysed."""
    (tmp_path / "a.py").write_text(PROGRAM + DEEP[name])
    done = ndlint("a.py", cwd=tmp_path)
    if done.status == 1:
        assert "a.py:4:5: NDL105" in done.out
    else:
        assert done.status == 2
        assert done.err == "ndlint: a.py: cannot be analysed: nested too deeply\n"


@pytest.mark.parametrize("element", ["1.0", "[1.0, 2.0]", "'a'"])
def test_a_literal_of_50_000_lines(tmp_path: Path, element: str) -> None:
    literal = "import numpy as np\nimport keras\ny = np.array([\n" + f"    {element},\n" * 50_000
    (tmp_path / "a.py").write_text(literal + "])\n" + PROGRAM)
    found = ndlint("a.py", cwd=tmp_path, timeout=20)
    assert found.status == 1
    assert "a.py:50008:5: NDL105" in found.out


def test_a_literal_of_one_line_is_not_printed_whole(tmp_path: Path) -> None:
    line = "t = tf.convert_to_tensor(np.array([" + "1.0, " * 50_000 + "]))\n"
    (tmp_path / "a.py").write_text("import numpy as np\nimport tensorflow as tf\n" + line)
    done = ndlint("a.py", cwd=tmp_path, timeout=20)
    assert "a.py:3:5: NDL105" in done.out
    assert len(done.out) < 5000
