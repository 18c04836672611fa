"""The README shows what ndlint really prints."""

import re
import subprocess
import sys
from pathlib import Path

from ndlint.rules import codes

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_example_prints_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(block("python"), encoding="utf8")
    command, _, shown = block("text").partition("\n")
    assert command == "$ ndlint train.py"
    result = subprocess.run(
        [sys.executable, "-m", "ndlint", "train.py"],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf8",
    )
    assert (result.returncode, result.stdout, result.stderr) == (1, shown, "")


def test_every_code_is_listed_with_its_name() -> None:
    rows = dict(re.findall(r"^\| (NDL\d{3}) \| ([a-z0-9-]+) \|", README, re.MULTILINE))
    assert rows == codes()
