"""Verifies programs in a process that has imported TensorFlow: a forked child a program.

A program of its own, started by `verifying.Verifier`. Jobs come as JSON lines on standard
input, answers go as JSON lines to standard output. A job: `code`, `arguments` (what stands
before the script on ndlint's command line, and after it), `plain` (as Python would run it),
`limit` (seconds).
"""

import json
import os
import runpy
import signal
import sys
import tempfile
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ndlint.cli import main as ndlint
from tests.truth.datasets import replace_downloads
from tests.truth.server import chosen_keras

SCRIPT = "program.py"


def execute(job: Mapping[str, Any]) -> int:
    """Run the program in this process, under watch or not. Returns the exit code."""
    before, after = job["arguments"]
    if not job["plain"]:
        sys.argv = ["ndlint", "verify", "--isolated", *before, SCRIPT, *after]
        try:
            ndlint()
        except SystemExit as stop:
            return int(stop.code or 0)
    sys.argv = [SCRIPT, *after]
    sys.path.insert(0, os.getcwd())
    try:
        runpy.run_path(os.path.abspath(SCRIPT), run_name="__main__")
    except SystemExit as stop:
        return 2 if stop.code else 0
    except BaseException:  # noqa: B036 - as Python does
        traceback.print_exc()
        return 2
    return 0


def be_child(job: Mapping[str, Any], folder: str) -> None:
    """Run the program with its output in files."""
    os.setsid()
    os.chdir(folder)
    for descriptor, name in ((0, os.devnull), (1, "out"), (2, "err")):
        opened = os.open(name, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, descriptor)
    chosen_keras().utils.set_random_seed(0)
    signal.alarm(job["limit"])
    try:
        status = execute(job)
    except BaseException:  # noqa: B036 - it is for the test to see
        traceback.print_exc()
        status = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def run(job: Mapping[str, Any]) -> dict[str, Any]:
    """Run one program in a child: its exit code (negative: a signal) and what it wrote."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder, SCRIPT).write_text(job["code"], encoding="utf8")
        child = os.fork()
        if child == 0:
            try:
                be_child(job, folder)
            finally:
                os._exit(70)
        _, status = os.waitpid(child, 0)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # with whatever the program started
        out, err = (Path(folder, name).read_text("utf8", "replace") for name in ("out", "err"))
    texts = {"out": out.replace(folder, "FOLDER"), "err": err.replace(folder, "FOLDER")}
    return {"status": os.waitstatus_to_exitcode(status), **texts}


def main() -> None:
    """Import TensorFlow and Keras, then answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf8")
    os.dup2(2, 1)  # what libraries print must not mix with the answers
    import tensorflow  # noqa: F401

    replace_downloads()
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
