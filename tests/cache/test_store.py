"""A warm cache says what a cold one says, for as long as that is so, and does no harm."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ndlint.engine
from ndlint.analysis import analyse, attempt
from ndlint.cache.store import Cache
from ndlint.findings import Finding
from ndlint.interpreter.run import BudgetSpent
from ndlint.source.project import Project
from ndlint.source.text import parse
from ndlint.target import TODAY, Target
from tests.cli.process import flake8, ndlint_json
from tests.projects.trees import FEED, HEAD, MODEL, write

MAIN = f"{HEAD}from pkg import build\n{FEED.format(build='build')}"
FILES = {
    "pyproject.toml": "",
    "main.py": MAIN,
    "pkg/__init__.py": "from .model import build\n",
    "pkg/model.py": MODEL,
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one finding, in main.py."""
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(target: Target = TODAY, path: str = "main.py") -> list[Finding]:
    """What is found in a program, by way of the cache."""
    return attempt(parse(path, Path(path).read_text(encoding="utf8")), target, caches=True)


def is_known(target: Target = TODAY, path: str = "main.py") -> bool:
    """Whether the findings are in the cache and hold."""
    cache = Cache.of(parse(path, Path(path).read_text(encoding="utf8")), target)
    return cache is not None and cache.recall() is not None


def entry(project: Path) -> Path:
    """The only entry."""
    (path,) = project.glob(".ndlint/cache/*/*.json")
    return path


def test_what_was_found_is_found_again_without_looking(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = found()
    assert [f.code for f in cold] == ["NDL201"]
    monkeypatch.setattr(ndlint.engine, "interpret", None)
    assert found() == cold
    assert [f.repairs for f in found()] == [f.repairs for f in cold]


CHANGES: dict[str, Callable[[Path], object]] = {
    "the program": lambda top: write(top, {"main.py": MAIN + "\n"}),
    "a module": lambda top: write(top, {"pkg/model.py": MODEL.replace("UNITS = 4", "UNITS = 5")}),
    "a package": lambda top: write(top, {"pkg/__init__.py": "build = None\n"}),
    "no module": lambda top: (top / "pkg/model.py").unlink(),
    "a module that hides the package": lambda top: write(top, {"src/pkg/__init__.py": ""}),
    "a module that hides a library": lambda top: write(top, {"numpy.py": ""}),
    "a package that hides a module": lambda top: write(top, {"pkg/model/__init__.py": ""}),
    "a nearer root": lambda top: write(top, {"setup.cfg": "", "src/other.py": ""}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed(project: Path, name: str) -> None:
    found()
    assert is_known()
    CHANGES[name](project)
    assert not is_known()
    source = parse("main.py", Path("main.py").read_text(encoding="utf8"))
    assert found() == found() == analyse(source)


def test_what_has_nothing_to_do_with_the_program_is_not(project: Path) -> None:
    found()
    write(project, {"other.py": "", "pkg/other.py": "", "README": ""})
    assert is_known()


def test_everything_that_is_looked_at_counts(project: Path) -> None:
    found()
    seen = json.loads(entry(project).read_text())["files"]
    around = Project(parse("main.py", MAIN))
    assert len([*around.reachable()]) == 3
    assert {str(project / path) for path in seen} == set(around.reading.seen)
    assert seen["numpy.py"] == "nothing" and seen["pkg"] == "folder"


def test_other_settings_have_other_entries(project: Path) -> None:
    found()
    assert not is_known(Target(keras=2))
    found(Target(keras=2))
    assert is_known() and is_known(Target(keras=2))


def test_without_a_project_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {path: text for path, text in FILES.items() if path.endswith(".py")})
    monkeypatch.chdir(tmp_path)
    assert len(found()) == 1
    assert not (tmp_path / ".ndlint").exists()


def test_the_folder_is_for_nobody_else(project: Path) -> None:
    found()
    assert (project / ".ndlint/.gitignore").read_text() == "*\n"
    tag = (project / ".ndlint/CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_an_internal_error_is_not_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ndlint.engine, "interpret", None)
        assert "internal error" in found()[0].message
    assert [f.code for f in found()] == ["NDL201"]


def given_up(cause: Exception | None) -> Callable[..., None]:
    """A run that is given up."""

    def run(*_: object) -> None:
        raise BudgetSpent from cause

    return run


def test_what_depends_on_the_stack_is_not_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ndlint.engine, "perform", given_up(RecursionError()))
    assert [f.code for f in found()] == ["NDL000"]
    assert not is_known()
    monkeypatch.setattr(ndlint.engine, "perform", given_up(None))
    assert [f.code for f in found()] == ["NDL000"]
    assert is_known()


def changed(path: Path, before: str, after: str) -> str:
    """The text of a file with another text for this one, which is in it."""
    text = path.read_text()
    assert before in text
    return text.replace(before, after)


def replaced(path: Path) -> Path:
    """Where a file is now: at its old path, nothing is."""
    shutil.move(path, path.with_suffix(".x"))
    return path.with_suffix(".x")


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "binary": lambda path: path.write_bytes(b"\x80\x04N."),
    "another form": lambda path: path.write_text("[]"),
    "nested": lambda path: path.write_text("[" * 100_000),
    "another type": lambda path: path.write_text(changed(path, '"line":3', '"line":""')),
    "other files": lambda path: path.write_text(changed(path, '"nothing"', "null")),
    "large": lambda path: path.write_text(path.read_text() + " " * 5_000_000),
    "a folder": lambda path: (replaced(path).parent / path.name).mkdir(),
    "a link": lambda path: path.symlink_to(replaced(path)),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_entry_is_as_if_there_were_none(project: Path, name: str) -> None:
    cold = found()
    BROKEN[name](entry(project))
    assert not is_known()
    assert found() == cold


def test_what_came_from_another_place_is_not_believed(project: Path) -> None:
    cold = found()
    kept = project / ".ndlint"
    shutil.copytree(kept, project / "copy")
    shutil.rmtree(kept)
    (project / "x").mkdir()  # takes the number that the folder had
    shutil.move(project / "copy", kept)
    assert not is_known()
    assert found() == cold


def test_nothing_is_written_through_a_link(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "cache").mkdir(parents=True)
    (project / ".ndlint").symlink_to(outside)
    assert len(found()) == 1
    assert not [*outside.glob("**/*.json")]


@pytest.mark.parametrize("function", ["os.makedirs", "os.replace"])
def test_a_folder_that_cannot_be_written_is_no_matter(
    project: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(function, refuse)
    assert len(found()) == len(found()) == 1
    assert not [path for path in project.glob(".ndlint/**/*") if "json" in path.name]


def test_a_file_in_the_place_of_the_folder_is_no_matter(project: Path) -> None:
    write(project, {".ndlint": ""})
    assert len(found()) == len(found()) == 1


def test_all_front_ends_share_it_and_import_nothing_heavy(project: Path) -> None:
    cold = ndlint_json("main.py", cwd=project)
    assert entry(project).is_file()
    warm = ndlint_json("main.py", cwd=project)
    assert warm == cold
    shutil.rmtree(project / ".ndlint")
    rows = [flake8("--isolated", "--select=NDL", "main.py", cwd=project).out for _ in range(2)]
    assert rows[0] == rows[1] != ""
    program = (
        "import sys, ndlint.cli.examine as e, ndlint.configuration.settings as s\n"
        "f = e.examine('main.py', s.Settings(target_keras=3, target_numpy=2), 'stdin').findings\n"
        "print(len(f), 'numpy' in sys.modules, 'libcst' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1 False False\n"


def test_it_can_be_switched_off(project: Path) -> None:
    assert len(ndlint_json("--no-cache", "main.py", cwd=project)) == 1
    assert not (project / ".ndlint").exists()


def test_many_processes_at_once(project: Path) -> None:
    command = [sys.executable, "-m", "ndlint", "--isolated", "main.py"]
    running = [
        subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    outputs = {process.communicate() for process in running}
    assert len(outputs) == 1
    assert [path.suffix for path in entry(project).parent.iterdir()] == [".json"]
