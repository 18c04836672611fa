"""Notebooks on the command line: places, exit codes, and that none is ever written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.process import NAN_LINE, PROGRAM, ndlint, ndlint_json
from tests.source.notebooks import code, markdown, notebook

MODEL = "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
FAULTY = notebook(
    markdown("# A notebook"),
    "%matplotlib inline\nimport numpy as np\nimport keras",
    f"x = np.zeros((8, 3), dtype='float32')\n{MODEL}\n%time y = model.predict(x)",
    "%%time\nmodel.predict(x)\nmodel.predict(x)  # noqa",
)
REPORT = """\
a.ipynb:cell 3:4:11: NDL201 [crash] x of model.predict has shape (8, 3), but the model expects \
(None, 4): Dense was built for 4 features (the last axis), and gets (None, 3); declare (3,) or \
bring the array into shape
    4 | %time y = model.predict(x)
      |           ^^^^^^^^^^^^^^^^
      = shape (8, 3) from np.zeros, line 1
      = model from keras.Sequential, line 2
a.ipynb:cell 4:2:1: NDL201 [crash] x of model.predict has shape (8, 3), but the model expects \
(None, 4): Dense was built for 4 features (the last axis), and gets (None, 3); declare (3,) or \
bring the array into shape
    2 | model.predict(x)
      | ^^^^^^^^^^^^^^^^
      = shape (8, 3) from np.zeros, cell 3 line 1
      = model from keras.Sequential, cell 3 line 2
2 findings (2 crash) in 1 file
"""


def test_the_report_names_cells(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(FAULTY)
    done = ndlint("a.ipynb", cwd=tmp_path)
    assert (done.status, done.out, done.err) == (1, REPORT, "")
    assert ndlint(".", cwd=tmp_path).out == REPORT
    given = ndlint("-", "--stdin-display-name", "a.ipynb", cwd=tmp_path, stdin=FAULTY.encode())
    assert given.out == REPORT


def test_json_counts_in_the_cell(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(FAULTY)
    first, second = ndlint_json("a.ipynb", cwd=tmp_path)
    keys = ("path", "cell", "line", "column", "end_line", "end_column")
    assert [first[key] for key in keys] == ["a.ipynb", 3, 4, 11, 4, 27]
    assert [second[key] for key in keys] == ["a.ipynb", 4, 2, 1, 2, 17]
    assert [(step["cell"], step["line"]) for step in second["trace"]] == [(3, 1), (3, 2)]
    assert first["fixes"] == []


def test_a_fingerprint_is_of_the_line_not_of_the_cell(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(FAULTY)
    before = [finding["fingerprint"] for finding in ndlint_json("a.ipynb", cwd=tmp_path)]
    document = json.loads(FAULTY)
    document["cells"][1:1] = [document["cells"][0], document["cells"][1]]
    (tmp_path / "a.ipynb").write_text(json.dumps(document))
    assert [finding["fingerprint"] for finding in ndlint_json("a.ipynb", cwd=tmp_path)] == before
    assert len({*before}) == 2


FIXABLE = notebook("import numpy as np, keras", f"{MODEL}model.predict(np.zeros((8, 4)))")


@pytest.mark.parametrize("option", ["--fix", "--unsafe-fixes", "--diff"])
def test_a_notebook_is_never_fixed(tmp_path: Path, option: str) -> None:
    for name in ("a.ipynb", "b.ipynb"):
        (tmp_path / name).write_text(FIXABLE)
    (tmp_path / "c.py").write_text(PROGRAM)
    done = ndlint(option, "--select", "NDL101", ".", cwd=tmp_path)
    assert done.err.count("notebooks are only read: nothing is fixed in them\n") == 1
    assert {p.read_text() for p in tmp_path.glob("*.ipynb")} == {FIXABLE}
    if option == "--diff":
        assert (done.status, done.out) == (0, "")
    else:
        assert (done.status, done.out.count("NDL101")) == (1, 2)
    given = ("-", "--stdin-display-name", "a.ipynb")
    done = ndlint(option, *given, cwd=tmp_path, stdin=FIXABLE.encode())
    assert done.out == ("" if option == "--diff" else FIXABLE)


def test_a_fix_says_nothing_of_clean_notebooks(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(notebook("import keras"))
    done = ndlint("--fix", ".", cwd=tmp_path)
    assert (done.status, done.out, done.err) == (0, "no findings in 1 file\n", "")


def test_a_cell_is_passed_over_and_the_others_are_not(tmp_path: Path) -> None:
    text = notebook(PROGRAM, "\nprint 'a'", markdown(""), "print(x", "t = tf.convert_to_tensor(x)")
    (tmp_path / "a.ipynb").write_text(text)
    done = ndlint("a.ipynb", cwd=tmp_path)
    assert done.status == 1
    assert done.err.splitlines() == [
        "ndlint: a.ipynb: cell 2 is passed over: line 2: Missing parentheses in call to "
        "'print'. Did you mean print(...)?",
        "ndlint: a.ipynb: cell 4 is passed over: line 1: '(' was never closed",
    ]
    assert done.out.endswith("1 finding (1 cost) in 1 file; 2 cells passed over\n")
    assert "cell 1:4:5: NDL105" in done.out
    found = ndlint_json("a.ipynb", cwd=tmp_path)
    assert [(f["code"], f["cell"], f["line"]) for f in found] == [
        ("NDL000", 2, 2),
        ("NDL000", 4, 1),
        ("NDL105", 1, 4),
    ]
    assert ndlint("--ignore", "NDL105", "a.ipynb", cwd=tmp_path).status == 2


def test_a_cell_that_may_raise_may_crash(tmp_path: Path) -> None:
    """Jupyter runs a cell with this tag past its error: it is meant."""
    tag = "raises-exception"
    silent = "import numpy as np\nimport tensorflow as tf\n" + NAN_LINE
    crash = "import numpy as np\nimport keras\n" + MODEL + "model.predict(np.zeros((8, 3), 'f'))"
    text = notebook(code(silent, tag), code(crash, tag), code("print 'a'", tag))
    (tmp_path / "a.ipynb").write_text(text)
    assert [f["code"] for f in ndlint_json("a.ipynb", cwd=tmp_path)] == ["NDL401"]
    (tmp_path / "a.ipynb").write_text(text.replace(tag, "other"))
    found = [f["code"] for f in ndlint_json("a.ipynb", cwd=tmp_path)]
    assert found == ["NDL000", "NDL401", "NDL201"]


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: NDL105", "# flake8: noqa"])
def test_noqa(tmp_path: Path, comment: str) -> None:
    whole = comment == "# flake8: noqa"
    cells = [PROGRAM.strip() + ("" if whole else "  " + comment), "print 'a'" if whole else ""]
    (tmp_path / "a.ipynb").write_text(notebook(*cells, f"%cd a\n{comment}"))
    done = ndlint("a.ipynb", cwd=tmp_path)
    assert (done.status, done.out, done.err) == (0, "no findings in 1 file\n", "")


def test_what_is_no_notebook(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text('{"cells": [\n')
    (tmp_path / "b.ipynb").write_text("import keras\n")
    (tmp_path / "c.ipynb").write_text(notebook("x = 1").replace('"nbformat": 4', '"nbformat": 3'))
    done = ndlint(".", cwd=tmp_path)
    assert (done.status, done.out) == (2, "no findings in 0 files; 3 files not analysed\n")
    assert [line.split(": ", 3)[1] for line in done.err.splitlines()] == [
        "a.ipynb",
        "b.ipynb",
        "c.ipynb",
    ]


def test_a_notebook_is_not_verified(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(FAULTY)
    done = ndlint("verify", "a.ipynb", cwd=tmp_path)
    assert done.status == 2
    assert "a.ipynb: a notebook is not run" in done.err
    assert "`with ndlint.watch():`" in done.err
    assert done.out == ""


def test_nbformat_is_imported_only_where_keras_is_named(tmp_path: Path) -> None:
    program = "import sys; from ndlint.source.files import read; read('a.ipynb')"
    command = [sys.executable, "-c", f"{program}; print('nbformat' in sys.modules)"]
    for text, expected in ((FAULTY, "True\n"), (FAULTY.replace("keras", "other"), "False\n")):
        (tmp_path / "a.ipynb").write_text(text)
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stdout == expected


def test_nbformat_says_nothing_of_its_own(tmp_path: Path) -> None:
    document = json.loads(FAULTY)
    for cell in document["cells"]:
        del cell["id"]
        cell["unknown"] = 1
    (tmp_path / "a.ipynb").write_text(json.dumps(document))
    assert ndlint("a.ipynb", cwd=tmp_path).err == ""
