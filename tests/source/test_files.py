"""Reading: what Python takes for a program is read, and for the rest a plain word says why."""

import codecs
import os
import socket
from pathlib import Path

import pytest

from ndlint.source.files import Unreadable, read

READABLE = {
    "empty": (b"", []),
    "plain": (b"x = 1\n", ["x = 1", ""]),
    "no newline at the end": (b"x = 1", ["x = 1"]),
    "utf-8": ("s = 'é日'\n".encode(), ["s = 'é日'", ""]),
    "BOM": (codecs.BOM_UTF8 + b"x = 1\n", ["x = 1", ""]),
    "CRLF": (b"x = 1\r\ny = 2\r\n", ["x = 1", "y = 2", ""]),
    "CR": (b"x = 1\ry = 2\r", ["x = 1", "y = 2", ""]),
    "form feed": (b"x = 1\n\x0c\ny = 2\n", ["x = 1", "\x0c", "y = 2", ""]),
    "latin-1 cookie": (b"# coding: latin-1\ns = '\xe9'\n", ["# coding: latin-1", "s = 'é'", ""]),
    "cookie on line 2": (b"#!python\n# coding: cp1252\ns='\x80'", ["#!python", "# coding: cp1252"]),
    "invalid escape": (b"s = '\\d'\n", ["s = '\\d'", ""]),
}

UNREADABLE = {
    "latin-1 without cookie": (b"\n\n\ns = '\xe9'\n", "line 4: not valid utf-8", 4),
    "latin-1 on line 1": (b"s = '\xe9'\n", "cannot be read", 1),
    "unknown cookie": (b"# coding: klingon\n", "unknown encoding: klingon", 1),
    "cookie that is no text encoding": (b"# coding: rot13\n", "not a text encoding", 1),
    "cookie against BOM": (codecs.BOM_UTF8 + b"# coding: latin-1\n", "cannot be read", 1),
    "surrogates": (b"# coding: utf-7\ns = '+2AA-'\n", "cannot be parsed", None),
    "binary": (b"\x7fELF\n\0\0", "binary", 2),
    "utf-16": ("x = 1\n".encode("utf-16"), "binary", 1),
    "syntax error": (b"x = 1\nif x\n", "line 2: ", 2),
    "indentation": (b"if True:\nx = 1\n", "line 2: ", 2),
    "Python 2": (b"print 'x'\n", "line 1: ", 1),
    "open bracket": (b"x = (1,\n", "line 1: ", 1),
    "many parentheses": (b"(" * 5000, "nested", 1),
    "many lists": (b"x = " + b"[" * 1000 + b"]" * 1000, "nested", 1),
    "long sum": (b"x = " + b"1+" * 30000 + b"1\n", "nested too deeply", None),
}


@pytest.mark.parametrize("name", READABLE)
def test_what_python_takes_is_read(tmp_path: Path, name: str) -> None:
    data, lines = READABLE[name]
    path = tmp_path / "program.py"
    path.write_bytes(data)
    source = read(str(path))
    assert source.path == str(path)
    assert source.lines[: len(lines)] == lines
    assert len(source.tree.body) == sum("=" in line for line in source.lines)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_python_does_not_take_is_unreadable(tmp_path: Path, name: str) -> None:
    data, reason, line = UNREADABLE[name]
    path = tmp_path / "program.py"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as raised:
        read(str(path))
    assert raised.value.path == str(path)
    assert reason in raised.value.reason
    assert "\n" not in raised.value.reason
    assert raised.value.line == line


def test_what_is_no_file_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.py")
    os.symlink("nowhere", "link.py")
    os.mkdir("folder.py")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.py")
        for path, reason in {
            "missing.py": "No such file",
            "link.py": "No such file",
            "folder.py": "folder",
            "pipe.py": "not a regular file",
            "socket.py": "not a regular file",
            "nul\0.py": "null",
        }.items():
            with pytest.raises(Unreadable, match=reason):
                read(path)


def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "secret.py"
    path.touch(mode=0o000)
    if os.access(path, os.R_OK):
        pytest.skip("root may read everything")
    with pytest.raises(Unreadable, match="Permission denied"):
        read(str(path))
