"""What is found in a file depends on no other file that is given, and on no front end."""

from pathlib import Path

import pytest

from tests.cli.process import flake8, ndlint_json
from tests.projects.trees import FEED, HEAD, MODEL, write

FILES = {
    "pyproject.toml": "",
    "main.py": f"{HEAD}from pkg.model import build\n{FEED.format(build='build')}",
    "feeding.py": f"{HEAD}from pkg.model import feed\nfeed(np.random.rand(3, 4))\n",
    "pkg/__init__.py": "from .size import UNITS\n",
    "pkg/model.py": MODEL.replace("UNITS = 4", "from .size import UNITS\n"),
    "pkg/size.py": "UNITS = 4\nimport pkg.model\n",
}
PROGRAMS = [path for path in FILES if path.endswith(".py")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a finding in each of two programs."""
    write(tmp_path, FILES)
    return tmp_path


def test_the_order_of_files_does_not_matter(project: Path) -> None:
    def found(*paths: str) -> list[str]:
        return sorted(str(f) for f in ndlint_json("--no-cache", *paths, cwd=project))

    whole = found(*PROGRAMS)
    assert len(whole) == 2
    assert found(*reversed(PROGRAMS)) == whole
    assert sorted(found("main.py") + found("feeding.py")) == whole


def test_flake8_agrees_with_one_process_and_with_two(project: Path) -> None:
    ours = {(f["path"], f["line"], f["column"], f["code"]) for f in ndlint_json(".", cwd=project)}
    for jobs in ("1", "2"):
        form = "--format=%(path)s\t%(row)d\t%(col)d\t%(code)s"
        done = flake8("--isolated", "--select=NDL", f"-j{jobs}", form, *PROGRAMS, cwd=project)
        rows = [line.split("\t") for line in done.out.splitlines()]
        assert {(path, int(row), int(col), code) for path, row, col, code in rows} == ours
    assert len(ours) == 2


def test_standard_input_stands_for_the_file_of_its_name(project: Path) -> None:
    text = FILES["main.py"].replace("(3, 5)", "(3, 4)")
    for _ in range(2):
        assert (
            ndlint_json("-", "--stdin-display-name=main.py", cwd=project, stdin=text.encode()) == []
        )
    text = text.replace("(3, 4)", "(3, 7)")
    for _ in range(2):
        (found,) = ndlint_json(
            "-", "--stdin-display-name=main.py", cwd=project, stdin=text.encode()
        )
        assert "(3, 7)" in found["message"]


def test_standard_input_is_also_what_other_modules_import(project: Path) -> None:
    """The module on disk takes 4 features, the one on standard input 5."""
    write(project, {"around.py": "from pkg.size import UNITS\nfrom pkg.model import build\n"})
    program = "UNITS = 5\nimport numpy as np\nfrom around import build\n" + FEED
    program = program.format(build="build")
    name = "--stdin-display-name=pkg/size.py"
    assert ndlint_json("-", name, cwd=project, stdin=program.encode()) == []
    program = program.replace("UNITS = 5", "UNITS = 6")
    (found,) = ndlint_json("-", name, cwd=project, stdin=program.encode())
    assert found["path"] == "pkg/size.py" and "(None, 6)" in found["message"]
