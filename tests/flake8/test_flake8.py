"""ndlint inside real flake8."""

from pathlib import Path

import pytest

from tests.cli.process import NAN_LINE, PROGRAM, flake8

SELECT = "--select=NDL,E9"


def lines(*arguments: str, cwd: Path, stdin: str = "") -> list[str]:
    """What flake8 prints, without the messages."""
    done = flake8(*arguments, cwd=cwd, stdin=stdin.encode())
    assert not done.err, done.err
    return [" ".join(line.split(" ")[:2]) for line in done.out.splitlines()]


def test_a_file_and_a_folder(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM + NAN_LINE)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "train.py").write_text("é = 1\n" + PROGRAM.replace("\nt", "\né = 'é'; t"))
    first = ["train.py:4:5: NDL105", "train.py:5:5: NDL401"]
    second = ["sub/train.py:5:14: NDL105"]
    assert lines(SELECT, "train.py", cwd=tmp_path) == first
    assert lines(SELECT, "train.py", "sub", cwd=tmp_path) == second + first
    assert lines(SELECT, "-j2", "train.py", "sub", cwd=tmp_path) == second + first


def test_it_is_on_without_being_selected(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM)
    assert "train.py:4:5: NDL105" in lines("train.py", cwd=tmp_path)


def test_standard_input(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("x = 1\n")
    named = ["--stdin-display-name", "train.py"]
    assert lines(SELECT, "-", *named, cwd=tmp_path, stdin=PROGRAM) == ["train.py:4:5: NDL105"]
    assert lines(SELECT, "-", cwd=tmp_path, stdin=PROGRAM) == ["stdin:4:5: NDL105"]
    waived = PROGRAM[:-1] + "  # noqa: NDL105\n"
    assert lines(SELECT, "-", *named, cwd=tmp_path, stdin=waived) == []


@pytest.mark.parametrize(
    ("comment", "shown"),
    [("noqa", 0), ("noqa: NDL105", 0), ("noqa:NDL1,E501", 0), ("noqa: E501", 1), ("nothing", 1)],
)
def test_noqa_on_the_last_line_of_a_statement(tmp_path: Path, comment: str, shown: int) -> None:
    statement = f"t = tf.convert_to_tensor(\n    x\n)  # {comment}\n"
    (tmp_path / "a.py").write_text(PROGRAM.replace("t = tf.convert_to_tensor(x)\n", statement))
    (tmp_path / "b.py").write_text(PROGRAM[:-1] + f"; s = '''\n'''  # {comment}\n")
    assert lines(SELECT, "a.py", cwd=tmp_path) == ["a.py:4:5: NDL105"] * shown
    assert lines(SELECT, "b.py", cwd=tmp_path) == ["b.py:4:5: NDL105"] * shown
    assert lines(SELECT, "--disable-noqa", "a.py", cwd=tmp_path) == ["a.py:4:5: NDL105"]


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ("per-file-ignores = train.py:NDL105", ["train.py:5:5: NDL401"]),
        ("per-file-ignores = other.py:NDL", ["train.py:4:5: NDL105", "train.py:5:5: NDL401"]),
        ("extend-ignore = NDL4", ["train.py:4:5: NDL105"]),
        ("ignore = E501", ["train.py:4:5: NDL105", "train.py:5:5: NDL401"]),
        ("select = NDL401", ["train.py:5:5: NDL401"]),
        ("exclude = train.py", []),
    ],
)
def test_settings(tmp_path: Path, setting: str, shown: list[str]) -> None:
    (tmp_path / "train.py").write_text(PROGRAM + NAN_LINE)
    (tmp_path / ".flake8").write_text(f"[flake8]\n{setting}\n")
    assert [line for line in lines(".", cwd=tmp_path) if "NDL" in line] == [
        f"./{line}" for line in shown
    ]


def test_what_does_not_parse_is_flake8s_to_say(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM + "if x\n")
    assert [line.split()[1] for line in lines(SELECT, "train.py", cwd=tmp_path)] == ["E999"]
