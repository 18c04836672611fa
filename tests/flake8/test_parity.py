"""flake8 and the command line say the same of the same file, whatever the file is like."""

import codecs
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ndlint.cli import commands
from ndlint.rules import all_rules
from ndlint.source.search import find
from tests.cli.process import flake8, ndlint_json

WHOLE_PROGRAMS = Path(__file__).parent.parent / "programs"
REFUSED = {
    ("batches_by_hand.py", "50"),
    ("branches.py", "28"),
    ("branches.py", "29"),
    ("configured.py", "41"),
    ("filled_lists.py", "20"),
    ("functions.py", "33"),
    ("sides.py", "21"),
    ("sides.py", "42"),
    ("sides.py", "68"),
    ("surroundings.py", "24"),
    ("windows.py", "57"),
}
"""Where in them flake8 names a fix that does not hold: the shape that is fed there does not fit,
but to declare it would be wrong for what else is fed to the same model, or on the other side of a
condition."""
ADVISED = ("--extend-select", "NDL9")
"""What flake8 says when all codes are selected, ndlint must be asked for."""
HEAD = "import numpy as np\nimport tensorflow as tf\nx = np.random.rand(10, 3)\n"
CALL = "t = tf.convert_to_tensor(x)"
AT = (4, 5, "NDL105")
NAN = "t = tf.constant(np.array([1.0, np.nan]), dtype=tf.float32)"

PROGRAMS: dict[str, tuple[str | bytes, list[tuple[int, int, str]]]] = {
    "plain": (HEAD + CALL + "\n", [AT]),
    "no_newline": (HEAD + CALL, [AT]),
    "two_bytes": (f"{HEAD}s = 'é'; {CALL}\n", [(4, 14, "NDL105")]),
    "wide": (f"{HEAD}名前 = '日本'; {CALL}\n", [(4, 16, "NDL105")]),
    "astral": (f"{HEAD}s = '\U0001f600'; {CALL}\n", [(4, 14, "NDL105")]),
    "combining": (f"{HEAD}s = 'e\u0301'; {CALL}\n", [(4, 15, "NDL105")]),
    "crlf": ((HEAD + CALL + "\n").replace("\n", "\r\n").encode(), [AT]),
    "cr": ((HEAD + CALL + "\n").replace("\n", "\r").encode(), [AT]),
    "bom": (codecs.BOM_UTF8 + (HEAD + CALL).encode(), [AT]),
    "bom_first_line": (
        codecs.BOM_UTF8 + b"import numpy as np, tensorflow as tf; " + NAN.encode(),
        [(1, 43, "NDL401")],
    ),
    "latin_1": (
        b"# coding: latin-1\n" + f"{HEAD}s = 'é'; {CALL}".encode("latin-1"),
        [(5, 14, "NDL105")],
    ),
    "tab": (f"{HEAD}if True:\n\t{CALL}\n", [(5, 6, "NDL105")]),
    "tab_inside": (f"{HEAD}t =\ttf.convert_to_tensor(x)\n", [AT]),
    "form_feed": (f"{HEAD}\x0c\n{CALL}\n", [(5, 5, "NDL105")]),
    "line_separator": (f"{HEAD}s = '\u2028\x85'\n{CALL}\n", [(5, 5, "NDL105")]),
    "several_lines": (f"{HEAD}t = tf.convert_to_tensor(\n    x,\n)\n", [AT]),
    "backslash": (f"{HEAD}t = \\\n  tf.convert_to_tensor(x)\n", [(5, 3, "NDL105")]),
    "two_on_a_line": (
        f"{HEAD}a = tf.convert_to_tensor(np.ones(3)); {NAN}\n",
        [AT, (4, 43, "NDL401")],
    ),
    "noqa": (f"{HEAD}{CALL}  # noqa\n", []),
    "noqa_case": (f"{HEAD}{CALL}  # NoQA : NDL401\n", []),
    "noqa_code": (f"{HEAD}{CALL}  # noqa: NDL105\n", []),
    "noqa_prefix": (f"{HEAD}{CALL}  # noqa:NDL1,E501\n", []),
    "noqa_other": (f"{HEAD}{CALL}  # noqa: NDL101\n", [AT]),
    "noqa_lower": (f"{HEAD}{CALL}  # noqa: ndl105\n", [AT]),
    "noqa_close": (f"{HEAD}{CALL}  #noqa\n", [AT]),
    "noqa_above": (f"{HEAD}# noqa\n{CALL}\n", [(5, 5, "NDL105")]),
    "noqa_last": (f"{HEAD}t = tf.convert_to_tensor(\n    x\n)  # noqa: NDL105\n", []),
    "noqa_within": (f"{HEAD}t = tf.convert_to_tensor(\n    x  # noqa: NDL105\n)\n", []),
    "noqa_backslash": (f"{HEAD}t = \\\n  tf.convert_to_tensor(x)  # noqa\n", []),
    "noqa_string": (f"{HEAD}{CALL}; s = '''\n# noqa\n'''\n", []),
    "noqa_after_string": (f"{HEAD}{CALL}; s = '''\n'''  # noqa: NDL105\n", []),
    "noqa_block": (f"{HEAD}if True:  # noqa\n    {CALL}\n", [(5, 9, "NDL105")]),
    "noqa_one_of_two": (f"{HEAD}{CALL}  # noqa\n{NAN}\n", [(5, 5, "NDL401")]),
    "noqa_file": (f"# flake8: noqa\n{HEAD}{CALL}\n", []),
    "noqa_file_late": (f"{HEAD}{CALL}\n    # flake8: NOQA\n", []),
    "noqa_file_beside_code": (f"{HEAD}{CALL}  # flake8: noqa\n", [AT]),
    "empty": ("", []),
    "only_words": ("# keras and tensorflow\n", []),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs, each in a file."""
    top = tmp_path_factory.mktemp("parity")
    (top / "programs").mkdir()
    for name, (text, _) in PROGRAMS.items():
        data = text if isinstance(text, bytes) else text.encode()
        (top / "programs" / f"{name}.py").write_bytes(data)
    return top


def by_flake8(*arguments: str, cwd: Path, stdin: bytes = b"") -> list[tuple[str, ...]]:
    """Path, line, column, code and message of what flake8 prints."""
    form = "--format=%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"
    done = flake8("--isolated", "--select=NDL", form, *arguments, cwd=cwd, stdin=stdin)
    assert not done.err, done.err
    return [tuple(line.split("\t")) for line in done.out.splitlines()]


def row(finding: dict[str, Any]) -> tuple[str, ...]:
    """The same of a finding in ndlint's JSON, and how its best fix is made."""
    place = tuple(str(finding[key]) for key in ("path", "line", "column", "code"))
    hint = ""
    if finding["fixes"]:
        safe = finding["fixes"][0]["safety"] == "safe"
        hint = f" [try ndlint {'--fix' if safe else '--unsafe-fixes'}]"
    return (*place, finding["message"] + hint)


@pytest.fixture(scope="module")
def ours(folder: Path) -> list[dict[str, Any]]:
    """What ndlint says of all programs, in one run."""
    return ndlint_json("programs", cwd=folder)


def test_flake8_and_the_command_line_agree(folder: Path, ours: list[dict[str, Any]]) -> None:
    assert by_flake8("programs", cwd=folder) == [row(finding) for finding in ours]


def test_they_agree_in_any_number_of_processes(folder: Path, ours: list[dict[str, Any]]) -> None:
    for jobs in ("-j1", "-j4"):
        assert ndlint_json(jobs, "programs", cwd=folder) == ours
        assert by_flake8(jobs, "programs", cwd=folder) == [row(finding) for finding in ours]


def test_a_file_alone_on_standard_input_is_as_among_others(
    folder: Path, ours: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    alone = []
    for path in find(["programs"]):
        arguments = ["--isolated", "-", "--stdin-display-name", path, "--output-format", "json"]
        done = CliRunner().invoke(
            commands, arguments, input=Path(path).read_bytes(), standalone_mode=False
        )
        alone += json.loads(done.stdout)
    assert alone == ours


@pytest.mark.parametrize("keras", ["2", "3"])
def test_they_agree_on_the_examples_of_all_rules(tmp_path: Path, keras: str) -> None:
    for rule in all_rules():
        for number, example in enumerate((*rule.bad, *rule.good)):
            (tmp_path / f"{rule.code}_{number}.py").write_text(example.code)
    arguments = (".", "--target-keras", keras, *ADVISED)
    rows = [row(finding) for finding in ndlint_json(*arguments, cwd=tmp_path)]
    told = {rule.code for rule in all_rules() if any(int(keras) in e.keras for e in rule.bad)}
    assert told <= {code for *_, code, _ in rows}
    assert any("[try ndlint --fix]" in message for *_, message in rows)
    assert by_flake8(*arguments, cwd=tmp_path) == [(f"./{path}", *rest) for path, *rest in rows]


def test_flake8_may_name_a_fix_that_a_trial_refuses_but_misses_none(tmp_path: Path) -> None:
    for path in WHOLE_PROGRAMS.glob("*.py"):
        shutil.copy(path, tmp_path)
    tried = {row(finding) for finding in ndlint_json(".", *ADVISED, cwd=tmp_path)}
    told = {(path.removeprefix("./"), *rest) for path, *rest in by_flake8(".", cwd=tmp_path)}
    assert {found[:2] for found in told - tried} == REFUSED
    assert {found[:2] for found in tried - told if "[try " not in found[-1]} == REFUSED
    assert len(tried - told) == len(told - tried) == len(REFUSED)


@pytest.mark.parametrize("name", PROGRAMS)
def test_places(ours: list[dict[str, Any]], name: str) -> None:
    _, places = PROGRAMS[name]
    assert [
        (finding["line"], finding["column"], finding["code"])
        for finding in ours
        if finding["path"] == f"programs/{name}.py"
    ] == places


def test_they_agree_on_standard_input(folder: Path) -> None:
    for name in ("wide", "crlf", "bom", "noqa_last", "two_on_a_line"):
        data = (folder / "programs" / f"{name}.py").read_bytes()
        arguments = ("-", "--stdin-display-name", "é.py")
        ours = [row(finding) for finding in ndlint_json(*arguments, cwd=folder, stdin=data)]
        assert by_flake8(*arguments, cwd=folder, stdin=data) == ours
        assert len(ours) == len(PROGRAMS[name][1])
