"""The pre-commit hook: pre-commit itself builds ndlint, and git commits or does not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = ("LICENSE", "README.md", "pyproject.toml", ".pre-commit-hooks.yaml")
IDENTITY = ("-c", "user.name=Author", "-c", "user.email=author@example.com")

CLEAN = """\
import numpy as np
import keras

x = np.zeros((8, 4), dtype="float32")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.predict(x)
"""
FAULTY = CLEAN.replace("(8, 4)", "(8, 3)")
COSTLY = CLEAN.replace(', dtype="float32"', "")


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository in a folder, and the environment for everything that runs in it."""

    path: Path
    environment: Mapping[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command there; what it says on either stream is `stdout`."""
        return subprocess.run(
            command,
            cwd=self.path,
            env=self.environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf8",
            timeout=300,
        )

    def git(self, *arguments: str) -> str:
        """What git says. It must succeed."""
        result = self.run("git", *IDENTITY, *arguments)
        assert result.returncode == 0, result.stdout
        return result.stdout.strip()

    def commit(self, files: Mapping[str, str], *options: str) -> subprocess.CompletedProcess[str]:
        """Write these files, by name, and commit them with what is already staged."""
        for name, text in files.items():
            (self.path / name).write_text(text, encoding="utf8")
            self.git("add", name)
        return self.run("git", *IDENTITY, "commit", "--message", "Change", *options)


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The project as a repository of hooks, and the environment with its own cache."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    environment = inherited | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("cache")),
        "PRE_COMMIT_COLOR": "never",
    }
    made = Repository(tmp_path_factory.mktemp("ndlint"), environment)
    for name in SHIPPED:
        shutil.copy(ROOT / name, made.path)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ndlint", made.path / "ndlint", ignore=ignored)
    made.git("init")
    made.git("add", ".")
    assert made.commit({}).returncode == 0
    return made


@pytest.fixture
def project(hook: Repository, tmp_path: Path) -> Repository:
    """A project that uses the hook as it comes."""
    made = Repository(tmp_path, hook.environment)
    made.git("init")
    use(made, hook)
    result = made.run(sys.executable, "-m", "pre_commit", "install")
    assert result.returncode == 0, result.stdout
    return made


def use(project: Repository, hook: Repository, *settings: str) -> None:
    """Have a project use the hook, with these settings in place of the hook's own."""
    lines = [
        "repos:",
        f"- repo: {hook.path.as_posix()}",
        f"  rev: {hook.git('rev-parse', 'HEAD')}",
        "  hooks:",
        "  - id: ndlint",
        *(f"    {setting}" for setting in settings),
    ]
    path = project.path / ".pre-commit-config.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    project.git("add", path.name)


def test_a_changed_file_with_a_fault_is_not_committed(project: Repository) -> None:
    result = project.commit({"train.py": FAULTY})
    assert result.returncode == 1
    assert "Failed" in result.stdout
    assert "train.py:6:1: NDL201 [crash]" in result.stdout
    assert project.run("git", "rev-parse", "--verify", "HEAD").returncode != 0


def test_a_fault_in_a_file_that_is_not_changed_is_not_looked_at(project: Repository) -> None:
    assert project.commit({"train.py": FAULTY}, "--no-verify").returncode == 0
    result = project.commit({"other.py": CLEAN})
    assert result.returncode == 0, result.stdout
    assert "Passed" in result.stdout
    assert "NDL" not in result.stdout


def test_what_imports_a_changed_file_is_checked(project: Repository) -> None:
    shape = "SHAPE = (8, 4)\n"
    program = CLEAN.replace("(8, 4)", "SHAPE").replace(
        "import keras", "import keras\nfrom shape import SHAPE"
    )
    assert project.commit({"shape.py": shape, "train.py": program}).returncode == 0
    result = project.commit({"shape.py": shape.replace("4", "3")})
    assert result.returncode == 1
    assert "train.py:7:1: NDL201 [crash]" in result.stdout


def test_a_commit_without_programs_skips_the_hook(project: Repository) -> None:
    result = project.commit({"notes.txt": "Nothing to check.\n"})
    assert result.returncode == 0, result.stdout
    assert "Skipped" in result.stdout


def test_a_cost_alone_is_committed_and_shown_only_on_demand(
    project: Repository, hook: Repository
) -> None:
    result = project.commit({"train.py": COSTLY})
    assert result.returncode == 0, result.stdout
    assert "Passed" in result.stdout
    assert "NDL" not in result.stdout

    use(project, hook, "verbose: true")
    result = project.commit({"train.py": COSTLY + "\n"})
    assert result.returncode == 0, result.stdout
    assert "train.py:6:1: NDL101 [cost]" in result.stdout

    use(project, hook, "args: []")
    result = project.commit({"train.py": COSTLY + "\n\n"})
    assert result.returncode == 1
    assert "train.py:6:1: NDL101 [cost]" in result.stdout


def test_a_fault_that_is_expected_is_committed(project: Repository) -> None:
    *before, call = FAULTY.splitlines()
    expecting = ["import pytest", *before, "with pytest.raises(ValueError):", f"    {call}", ""]
    result = project.commit({"test_train.py": "\n".join(expecting)})
    assert result.returncode == 0, result.stdout
    assert "Passed" in result.stdout
