"""A file is replaced at once, or left as it is."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ndlint.fixes.writing import NotWritten, replace_file
from ndlint.source.files import read_original
from tests.cli.process import PROGRAM, ndlint


def test_mode_bom_and_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    text = PROGRAM.replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    path.chmod(0o751)
    assert ndlint("--unsafe-fixes", "train.py", cwd=tmp_path).status == 0
    expected = text.replace("tensor(x)", "tensor(x, dtype=tf.float32)")
    assert path.read_bytes() == b"\xef\xbb\xbf" + expected.encode()
    assert path.stat().st_mode & 0o777 == 0o751
    assert os.listdir(tmp_path) == ["train.py"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.py").write_text("a = 1\n")
    (tmp_path / "link.py").symlink_to("real.py")
    replace_file(read_original(str(tmp_path / "link.py")), "a = 2\n")
    assert (tmp_path / "link.py").is_symlink()
    assert (tmp_path / "real.py").read_text() == "a = 2\n"


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text("a = 1\n")
    original = read_original(str(path))
    path.write_text("a = 3\n")
    with pytest.raises(NotWritten, match="was changed meanwhile"):
        replace_file(original, "a = 2\n")
    assert path.read_text() == "a = 3\n"
    assert os.listdir(tmp_path) == ["train.py"]


WRITER = """
import sys
from ndlint.fixes.writing import replace_file
from ndlint.source.files import read_original
print("ready", flush=True)
texts = ["a = 1\\n" * 200_000, "b = 2\\n" * 200_000]
while True:
    for text in texts:
        replace_file(read_original(sys.argv[1]), text)
"""


@pytest.mark.parametrize("delay", [0.01, 0.03, 0.07, 0.11])
def test_a_killed_process_leaves_the_old_file_or_the_new_one(tmp_path: Path, delay: float) -> None:
    path = tmp_path / "train.py"
    texts = ["a = 1\n" * 200_000, "b = 2\n" * 200_000]
    path.write_text(texts[0])
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(delay)
        process.kill()
    assert path.read_text() in texts
