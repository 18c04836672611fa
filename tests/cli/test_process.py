"""ndlint as a process: what it prints, where, and how it ends."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.process import NAN_LINE, PROGRAM, ndlint, ndlint_json


def test_a_finding_in_a_real_program(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM + NAN_LINE)
    found = ndlint_json("train.py", cwd=tmp_path)
    assert [(f["path"], f["code"], f["line"], f["column"]) for f in found] == [
        ("train.py", "NDL105", 4, 5),
        ("train.py", "NDL401", 5, 5),
    ]
    done = ndlint("train.py", cwd=tmp_path)
    assert done.status == 1
    assert done.out.startswith("train.py:4:5: NDL105 [cost] ")
    assert "    4 | t = tf.convert_to_tensor(x)\n" in done.out
    assert "\x1b" not in done.out
    assert "np.random.rand" in done.out
    assert ", line 3\n" in done.out


def test_standard_input(tmp_path: Path) -> None:
    done = ndlint("-", "--stdin-display-name", "é.py", cwd=tmp_path, stdin=PROGRAM.encode())
    assert done.status == 1
    assert done.out.startswith("é.py:4:5: NDL105 ")


def test_json_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "é.py").write_text(PROGRAM, encoding="utf8")
    done = subprocess.run(
        [sys.executable, "-m", "ndlint", "é.py", "--output-format", "json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
    )
    assert json.loads(done.stdout.decode("utf8"))[0]["path"] == "é.py"


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}.py").write_text("if\n")
    for arguments in ([".", "--output-format", "json"], ["--help"]):
        process = subprocess.Popen(
            [sys.executable, "-m", "ndlint", *arguments],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read().decode()
        process.stderr.close()
        process.wait(60)
        assert "Broken" not in errors
        assert "Traceback" not in errors


def test_an_interrupt_ends_it_with_130(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "ndlint", "missing.py", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert b"missing.py" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in errors


def test_no_code_that_is_read_is_run(tmp_path: Path) -> None:
    touch = "open('touched', 'w')\n"
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "program.py").write_text(f"{touch}import beside\n{PROGRAM}")
    (tmp_path / "inner" / "beside.py").write_text(touch)
    for name in ("click", "numpy", "tensorflow", "keras", "libcst", "rich", "json"):
        (tmp_path / f"{name}.py").write_text(touch)
    done = ndlint(".", cwd=tmp_path)
    assert done.status == 1
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize("module", ["ndlint.flake8_plugin", "ndlint.cli"])
def test_what_starts_is_light(module: str) -> None:
    heavy = {"numpy", "libcst", "tensorflow", "rich", "pathspec", "flake8", "ndlint.engine"}
    heavy |= {"nbformat"}
    if module == "ndlint.flake8_plugin":
        heavy |= {"click", "hashlib", "ndlint.analysis", "ndlint.source"}
    program = f"import sys, {module}\nprint(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not heavy & set(loaded.stdout.split())


def test_tensorflow_is_never_imported(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ndlint", "train.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "ndlint.engine" in imported
    assert not {"tensorflow", "keras", "tf_keras", "nbformat"} & imported
