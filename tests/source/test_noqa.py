"""`# noqa`: a table of what is waived. That flake8 agrees is tests/flake8/test_parity.py."""

import subprocess
import sys

import pytest

from ndlint.findings import Certainty, Effect, Finding
from ndlint.source.noqa import waives_file, without_waived
from ndlint.values.trace import Site

WAIVED = [
    ("f(x)  # noqa\n", 1, "NDL101"),
    ("f(x)  # NoQA\n", 1, "NDL101"),
    ("f(x)  # noqa: NDL101\n", 1, "NDL101"),
    ("f(x)  # noqa:NDL1,E501\n", 1, "NDL101"),
    ("f(x)  # noqa: E501 NDL1\n", 1, "NDL101"),
    ("f(x)  # noqa: NDL101 because it is small\n", 1, "NDL101"),
    ("f(x)  # noqa: NDL201\n", 1, "NDL201"),
    ("f(x)  # noqa: NDL201\n", 1, "NDL202"),
    ("f(x)  # noqa: NDL201\n", 1, "NDL203"),
    ("f(\n    x,\n)  # noqa: NDL101\n", 1, "NDL101"),
    ("f(\n    x,  # noqa\n)\n", 3, "NDL101"),
    ("f(\n    x,  # noqa: E501\n)  # noqa: NDL101\n", 1, "NDL101"),
    ("f(\n    # noqa\n    x)", 1, "NDL101"),
    ("if f(\n    x\n):  # noqa\n    y\n", 1, "NDL101"),
    ("f(x, '''\n# noqa\n''')\n", 1, "NDL101"),
    ("f(x, \\\n  y)  # noqa\n", 1, "NDL101"),
    ("\ufefff(x)  # noqa\n", 1, "NDL101"),
    ("y = 1\r\nf(\r\n  x)  # noqa\r\n", 2, "NDL101"),
]

KEPT = [
    ("f(x)\n", 1, "NDL101"),
    ("f(x)  #noqa\n", 1, "NDL101"),
    ("f(x)  # noqa: E501\n", 1, "NDL101"),
    ("f(x)  # noqa: ndl101\n", 1, "NDL101"),
    ("f(x)  # noqa: NDL203\n", 1, "NDL201"),
    ("f(x)  # noqa: NDL203\n", 1, "NDL202"),
    ("f(x)  # noqa: E501 NDL\n", 1, "NDL101"),
    ("f(x)  # flake8: noqa\n", 1, "NDL101"),
    ("f(x)\ny  # noqa\n", 1, "NDL101"),
    ("# noqa\nf(x)\n", 2, "NDL101"),
    ("if x:\n    f(x)\n# noqa\n", 2, "NDL101"),
    ("if f(x):\n    y  # noqa\n", 1, "NDL101"),
    ("@f(x)\ndef g(): # noqa\n    y\n", 1, "NDL101"),
    ("f(x)\n(\n  y  # noqa\n)\n", 1, "NDL101"),
    ("# noqa", 7, "NDL101"),
]


def finding(code: str, line: int) -> Finding:
    """A finding of a code at a line."""
    site = Site("a.py", line, 1, line, 5)
    return Finding(code, "name", "message", Effect.CRASH, Certainty.CERTAIN, site)


@pytest.mark.parametrize(("text", "line", "code"), WAIVED)
def test_waived(text: str, line: int, code: str) -> None:
    assert without_waived([finding(code, line)], text) == []


@pytest.mark.parametrize(("text", "line", "code"), KEPT)
def test_kept(text: str, line: int, code: str) -> None:
    kept = [finding(code, line)]
    assert without_waived(kept, text) == kept


@pytest.mark.parametrize(
    ("text", "waived"),
    [
        ("# flake8: noqa\n", True),
        ("x = 1\n    # FLAKE8=NOQA\n", True),
        ("x = '''\n# flake8: noqa\n'''\n", True),
        ("x = 1  # flake8: noqa\n", False),
        ("# noqa\n", False),
        ("", False),
    ],
)
def test_a_whole_file(text: str, waived: bool) -> None:
    assert waives_file(text) is waived


def test_flake8_is_imported_only_where_noqa_is_spoken_of() -> None:
    program = """
import sys
from ndlint.source.noqa import waives_file, without_waived
assert not waives_file("x = 1") and without_waived([], "# noqa") == []
assert not any(name.split(".")[0] == "flake8" for name in sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
