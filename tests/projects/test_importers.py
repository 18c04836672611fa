"""With the files that are named, those are checked that import them."""

from pathlib import Path

import pytest

from ndlint.source.importers import importers
from tests.cli.process import ndlint_json
from tests.projects.trees import FEED, HEAD, MODEL, write

FILES = {
    "setup.cfg": "",
    "pkg/__init__.py": "",
    "pkg/model.py": "",
    "pkg/beside.py": "from .model import build\n",
    "pkg/inner/__init__.py": "",
    "pkg/inner/above.py": "from .. import model\n",
    "direct.py": "import pkg.model\n",
    "indirect.py": "import direct\n",
    "whole.py": "def f():\n    import indirect\n",
    "cycle.py": "import cycle\nimport whole\n",
    "unrelated.py": "# pkg.model\nimport os\n",
    "other.py": "import pkg\n",
    "broken.py": "import pkg.model\n(\n",
    "src/elsewhere.py": "from pkg.model import build\n",
}
CASES = {
    "pkg/model.py": [
        "cycle.py", "direct.py", "indirect.py", "pkg/beside.py", "pkg/inner/above.py",
        "src/elsewhere.py", "whole.py",
    ],
    "direct.py": ["cycle.py", "indirect.py", "whole.py"],
    "pkg/inner/__init__.py": [],
    "pkg/__init__.py": [
        "cycle.py", "direct.py", "indirect.py", "other.py", "pkg/beside.py", "pkg/inner/above.py",
        "src/elsewhere.py", "whole.py",
    ],
    "unrelated.py": [],
}  # fmt: skip


@pytest.mark.parametrize("path", CASES)
def test_importers(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    programs = sorted(name for name in FILES if name.endswith(".py"))
    assert importers([path], programs) == CASES[path]


def test_the_command_line_checks_them_where_they_are_not_passed_over(tmp_path: Path) -> None:
    text = f"{HEAD}from model import build\n{FEED.format(build='build')}"
    files = {"main.py": text, "ignored.py": text, "excluded.py": text, "model.py": MODEL}
    write(tmp_path, {"pyproject.toml": "", ".gitignore": "ignored.py\n", ".git/x": "", **files})
    only = ndlint_json("model.py", cwd=tmp_path)
    both = ndlint_json("model.py", "--with-importers", "--exclude=excluded.py", cwd=tmp_path)
    assert only == []
    assert [(f["path"], f["code"]) for f in both] == [("main.py", "NDL201")]
    twice = ndlint_json("model.py", "main.py", "--with-importers", "--exclude=ex*", cwd=tmp_path)
    assert twice == both


def test_outside_of_a_project_nothing_is_looked_for(tmp_path: Path) -> None:
    text = f"{HEAD}from model import build\n{FEED.format(build='build')}"
    write(tmp_path, {"main.py": text, "model.py": MODEL})
    assert ndlint_json("model.py", "--with-importers", cwd=tmp_path) == []
