"""Several processes say what one says, byte for byte, however they start and end."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.process import NAN_LINE, PROGRAM, ndlint

FIXABLE = PROGRAM.replace("rand(10, 3)", "rand({n}, 3)")
ENDLESS = "import keras\n" + "".join(
    f"def f{n}(x):\n    for _ in range(16):\n        for _ in range(16):\n            f{n - 1}(x)\n"
    for n in range(1, 8)
)
FILES = {
    **{f"{n:02}.py": FIXABLE.format(n=n) + "x = 1\n" * 30 * n for n in range(8)},
    "no_keras.py": "x = 1\n",
    "sub/broken.py": "import keras\nif\n",
    "sub/endless.py": ENDLESS + "f7(print)\n",
    "sub/nan.py": PROGRAM + NAN_LINE,
    "sub/waived.py": PROGRAM.rstrip() + "  # noqa\n",
    "é.py": PROGRAM.replace("x = ", "é = 'é'; x = "),
}
STARTING = """\
import multiprocessing, sys
if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv.pop(1))
    from ndlint.cli import main
    main()
"""
PATCHED = """\
import os, sys, time
import ndlint.cli.file
original = ndlint.cli.file.examine
def examine(path, *arguments):
    if "{name}" in path:
        print("begun", file=sys.stderr, flush=True)
        {action}
    return original(path, *arguments)
ndlint.cli.file.examine = examine
from ndlint.cli import main
main()
"""
"""ndlint, where something happens to the process that comes to a certain file."""


def make(folder: Path) -> Path:
    """The files."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, only to be read."""
    return make(tmp_path_factory.mktemp("files"))


Said = tuple[int, bytes, bytes]


def said(command: list[str], cwd: Path) -> Said:
    """How a process ended, and what it wrote."""
    done = subprocess.run(
        command, cwd=cwd, input=PROGRAM.encode(), capture_output=True, check=False, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


def with_jobs(jobs: int, *arguments: str, cwd: Path) -> Said:
    """What ndlint says."""
    return said([sys.executable, "-m", "ndlint", f"-j{jobs}", "--isolated", *arguments], cwd)


ARGUMENTS = {
    "text": ["."],
    "json": [".", "--output-format", "json"],
    "other order": ["sub", "missing.py", "é.py", "05.py", ".", "no_keras.py", "-"],
    "standard input": ["-", "--unsafe-fixes", "--stdin-display-name", "in.py", "."],
    "diff": ["--diff", "--unsafe-fixes", "."],
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_any_number_of_processes_says_the_same(tmp_path: Path, name: str) -> None:
    one, *others = (
        with_jobs(jobs, *ARGUMENTS[name], cwd=make(tmp_path / str(jobs))) for jobs in (1, 2, 4)
    )
    status, out, err = one
    assert status == (2 if name == "standard input" else 1)
    assert out.count(b"tf.convert_to_tensor") >= (1 if name == "standard input" else 9)
    assert b"given up" in err
    assert others == [one, one]


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_however_they_start(tmp_path: Path, folder: Path, method: str) -> None:
    (tmp_path / "start.py").write_text(STARTING)
    command = [sys.executable, str(tmp_path / "start.py"), method, "-j2", "--isolated", "."]
    assert said(command, folder) == with_jobs(1, ".", cwd=folder)


def test_the_order_of_files_does_not_matter(folder: Path) -> None:
    names = sorted(name for name in FILES if name != "sub/endless.py")
    reports = by_file(with_jobs(1, *names, cwd=folder)[1])
    for order in (names[::-1], names[1::2] + names[::2]):
        shuffled = by_file(with_jobs(2, *order, cwd=folder)[1])
        assert shuffled == reports
        assert list(shuffled) == [name for name in order if name in reports]


def by_file(out: bytes) -> dict[str, list[str]]:
    """The lines of a report on each file, in order; without the last one, which counts all."""
    reports: dict[str, list[str]] = {}
    path = ""
    for line in out.decode().splitlines()[:-1]:
        path = path if line.startswith(" ") else line.partition(":")[0]
        reports.setdefault(path, []).append(line)
    return reports


def test_fixing(tmp_path: Path) -> None:
    after = []
    for jobs in (1, 2):
        top = make(tmp_path / str(jobs))
        (top / "link.py").symlink_to("01.py")
        first, second = (with_jobs(jobs, "--unsafe-fixes", ".", cwd=top) for _ in range(2))
        assert first[1].startswith(b"fixed ")
        assert b"fixed" not in second[1]
        assert first[0] == second[0] == 2  # for sub/broken.py
        after.append((first, second, {p.name: p.read_bytes() for p in top.rglob("*.py")}))
    assert after[0] == after[1]
    assert b"dtype=tf.float32" in after[0][2]["01.py"]


def patched(tmp_path: Path, name: str, action: str) -> list[str]:
    """The command for ndlint with two processes, where something happens at a file."""
    (tmp_path / "patched.py").write_text(PATCHED.format(name=name, action=action))
    return [sys.executable, str(tmp_path / "patched.py"), "-j2", "--isolated", "."]


def test_a_process_that_dies_costs_one_file(tmp_path: Path, folder: Path) -> None:
    status, out, err = said(patched(tmp_path, "05.py", "os._exit(3)"), folder)
    expected = with_jobs(1, *(f"{n:02}.py" for n in range(8) if n != 5), cwd=folder)[1]
    lines = [line for line in err.decode().splitlines() if line != "begun"]
    assert lines[0] == "ndlint: 05.py: cannot be analysed: the process that tried to has died"
    assert [line.split(": ")[1] for line in lines[1:]] == ["sub/broken.py", "sub/endless.py"]
    assert status == 1
    report = b"\n".join(expected.splitlines()[:-1])
    assert out.startswith(report)
    assert b"sub/nan.py:5:5" in out
    assert b"05.py" not in out


def test_a_death_alone_is_an_error(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.py").write_text("import keras\n")
    status, out, err = said(patched(tmp_path, "8.py", "os._exit(0)"), tmp_path)
    assert status == 2
    assert out.startswith(b"no findings in 9 files; 1 file not analysed")
    assert b"ndlint: 8.py: cannot be analysed" in err


@pytest.fixture
def waiting(tmp_path: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """ndlint in a group of its own, with a process that does not come to an end."""
    process = subprocess.Popen(
        patched(tmp_path, "07.py", "time.sleep(600)"),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == b"begun\n"
    with process:
        yield process
        if is_running(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail("a process was left")


def is_running(group: int, seconds: float = 10) -> bool:
    """Whether a group of processes still is there after so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("whole_group", [False, True])
def test_an_interrupt_ends_all(waiting: subprocess.Popen[bytes], whole_group: bool) -> None:
    (os.killpg if whole_group else os.kill)(waiting.pid, signal.SIGINT)
    out, err = waiting.communicate(timeout=60)
    assert waiting.returncode == 130
    assert out == b""
    assert b"Traceback" not in err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_without_the_parent_none_goes_on(waiting: subprocess.Popen[bytes], number: int) -> None:
    waiting.send_signal(number)
    waiting.communicate(timeout=60)
    assert waiting.returncode == -number


def test_a_reader_who_leaves_early(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "ndlint", "-j2", "--isolated", "--diff", "--unsafe-fixes", "."],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        process.wait(60)
        assert not is_running(process.pid)


def test_what_has_little_to_do_starts_no_process(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"plain_{number}.py").write_text("x = 1\n")
    for number in range(3):
        (tmp_path / f"{number}.py").write_text(PROGRAM)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ndlint", "-j4", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "ndlint.engine" in imported
    assert not {"multiprocessing", "concurrent.futures"} & imported


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_no_code_that_is_read_is_run(tmp_path: Path, folder: Path, method: str) -> None:
    shutil.copytree(folder, tmp_path / "files" / "programs")
    for name in ("signal", "types", "multiprocessing", "struct", "random", "click", "numpy"):
        (tmp_path / "files" / f"{name}.py").write_text("open('touched', 'w')\nimport keras\n")
    (tmp_path / "start.py").write_text(STARTING)
    command = [sys.executable, str(tmp_path / "start.py"), method, "-j2", "--isolated", "."]
    status, out, _ = said(command, tmp_path / "files")
    assert (status, out.count(b"NDL105")) == (1, 10)
    assert not (tmp_path / "files" / "touched").exists()


@pytest.mark.parametrize("jobs", ["0", "-1", "x", ""])
def test_a_wrong_number_is_refused(tmp_path: Path, jobs: str) -> None:
    done = ndlint("-j", jobs, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "'-j'" in done.err
