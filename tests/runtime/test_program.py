"""A program under `ndlint verify` runs as Python runs it: what it prints, raises and finds.

These programs import no TensorFlow, so that each may have processes of its own.
"""

import subprocess
import sys
from pathlib import Path

import pytest

NDLINT = [sys.executable, "-m", "ndlint", "verify", "--isolated"]
SAME = {
    "the names of a main module": (
        "print(sorted(k for k in globals() if k not in ('__annotations__',)))\n"
        "print(__name__, __file__, __spec__, __package__, __doc__, __builtins__)\n"
        "print(type(__loader__).__name__, __loader__.name, __loader__.path)\n"
    ),
    "arguments and paths": (
        "import sys, os\nprint(sys.argv, sys.path[0], os.getcwd())\nprint(open('data.txt').read())"
    ),
    "argparse": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--select')\n"
        "p.add_argument('-h2', action='store_true')\np.add_argument('rest', nargs='*')\n"
        "print(p.parse_args())\n"
    ),
    "a wrong argument": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--n')\np.parse_args()\n"
    ),
    "an error in a function": (
        "def outer(n):\n    return inner(\n        n)\n\ndef inner(n):\n    return 1 / n + 2\n\n"
        "outer(0)\n"
    ),
    "an error while another one is handled": (
        "try:\n    {}['a']\nexcept KeyError as error:\n    raise ValueError('é') from error\n"
    ),
    "an error that the program prints": (
        "import traceback\ntry:\n    [][1]\nexcept IndexError:\n    traceback.print_exc()\n"
        "import logging\nlogging.warning('here')\n"
    ),
    "a hook for errors": (
        "import sys\nsys.excepthook = lambda kind, error, trace: print('hook', kind, error)\n"
        "raise KeyError(1)\n"
    ),
    "a class that is pickled": (
        "import pickle\nclass Point:\n    x = 1\nprint(pickle.loads(pickle.dumps(Point())).x)\n"
        "import __main__\nprint(__main__.Point is Point)\n"
    ),
    "its own source": (
        "import inspect\ndef f():\n    return 1  # one\nprint(inspect.getsource(f))\n"
        "print(inspect.getfile(f), f.__code__.co_firstlineno)\n"
    ),
    "exits": "import sys\nsys.exit('goodbye')\n",
    "exits with a number": "raise SystemExit(7)\n",
    "exits well": "import sys\nprint('x')\nsys.exit()\n",
    "processes that fork": (
        "import multiprocessing as m\ndef square(x):\n    return x * x\n"
        "if __name__ == '__main__':\n    with m.get_context('fork').Pool(2) as pool:\n"
        "        print(pool.map(square, [1, 2, 3]))\n"
    ),
    "processes that start anew": (
        "import multiprocessing as m\ndef square(x):\n    return x * x\nprint(__name__)\n"
        "if __name__ == '__main__':\n    with m.get_context('spawn').Pool(1) as pool:\n"
        "        print(pool.map(square, [1, 2, 3]))\n"
    ),
    "threads and what is done at the end": (
        "import atexit, threading, time\natexit.register(lambda: print('end', __name__))\n"
        "threading.Thread(target=lambda: (time.sleep(0.1), print('late', __name__))).start()\n"
    ),
    "no standard output": "import sys\nsys.stdout.close()\n",
    "random numbers": "import random\nrandom.seed(1)\nimport numpy as np\nnp.random.seed(2)\n"
    "print(random.random(), np.random.rand(), hash('a') is not None)\n",
    "a local module": "import sys\nsys.dont_write_bytecode = True\nimport near\nprint(near.NAME)\n",
    "a syntax error of the compiler": "x = 1\nreturn x\n",
}


def run(command: list[str], folder: Path) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of a process."""
    done = subprocess.run(
        [*command, "train.py", "--select", "1", "-h2", "--", "x"],
        cwd=folder,
        capture_output=True,
        encoding="utf8",
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what the programs read."""
    (tmp_path / "data.txt").write_text("data")
    (tmp_path / "near.py").write_text("NAME = __name__\n")
    return tmp_path


@pytest.mark.parametrize("topic", SAME)
def test_a_program_runs_as_python_runs_it(topic: str, folder: Path) -> None:
    (folder / "train.py").write_text(SAME[topic], encoding="utf8")
    status, out, err = run([sys.executable], folder)
    watched, watched_out, watched_err = run(NDLINT, folder)
    ours = [line for line in watched_err.splitlines() if line.startswith("ndlint: ")]
    theirs = [line for line in watched_err.splitlines() if not line.startswith("ndlint: ")]
    assert watched_out == out
    assert theirs == err.splitlines()
    assert watched == (2 if status else 0)
    assert ours == ["ndlint: no findings in 1 file"]
