"""Runs example programs under real TensorFlow: one import, then a forked child a program.

A program of its own, started by `reality.Reality`. Jobs come as JSON lines on standard
input, answers go as JSON lines to standard output; the first line tells the versions.
A job: `code`, `shows` (an expression, or null), `measure` (bool), `limit` (seconds).
"""

import contextlib
import json
import os
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.truth.datasets import replace_downloads

STATUS = Path("/proc/self/status")
RESET_PEAK = "5"  # what /proc/PID/clear_refs takes to forget the peak
MESSAGE_LIMIT = 500

Answer = dict[str, Any]


def memory(field: str) -> int | None:
    """A memory figure of this process in bytes: "VmRSS" now, "VmHWM" at its peak."""
    try:
        lines = STATUS.read_text().splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith(f"{field}:")]
    return int(found[0]) * 1024 if found else None


def forget_peak() -> int | None:
    """Start to measure the peak anew. Returns: the memory held now, None if not measurable."""
    try:
        Path("/proc/self/clear_refs").write_text(RESET_PEAK)
    except OSError:
        return None
    return memory("VmRSS")


def chosen_keras() -> Any:
    """What `tf.keras` is: Keras 3, or tf_keras."""
    return import_module("tf_keras" if os.environ.get("TF_USE_LEGACY_KERAS") == "1" else "keras")


def line_of(error: BaseException, path: str) -> int | None:
    """The innermost line of the program that was running when the error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == path]
    if isinstance(error, SyntaxError) and error.filename == path:
        lines.append(error.lineno)
    return lines[-1] if lines else None


def describe(error: BaseException) -> str:
    """The message, without its middle: Keras 2 begins with frames, and ends with the reason."""
    text = str(error)
    return text if len(text) <= 2 * MESSAGE_LIMIT else text[:MESSAGE_LIMIT] + text[-MESSAGE_LIMIT:]


def execute(job: Mapping[str, Any], path: str) -> Answer:
    """Run the program at `path` in this process and say what came of it."""
    chosen_keras().utils.set_random_seed(0)
    answer: Answer = {"ok": True}
    names: dict[str, Any] = {"__name__": "__main__", "__file__": path}
    sys.argv = [path]
    before = forget_peak() if job["measure"] else None
    try:
        exec(compile(job["code"], path, "exec"), names)
    except SystemExit as stop:
        answer["ok"] = not stop.code
        answer["error"] = None if answer["ok"] else "SystemExit"
        answer["message"] = describe(stop)
    except BaseException as error:  # noqa: B036 - whatever it raises is the answer
        answer |= {"ok": False, "error": type(error).__name__, "message": describe(error)}
        answer["line"] = line_of(error, path)
    peak = memory("VmHWM")
    if before is not None and peak is not None:
        answer["extra_bytes"] = peak - before
    if answer["ok"] and job["shows"] is not None:
        try:
            answer["shows"] = bool(eval(job["shows"], names))
        except Exception as error:
            answer["shows_error"] = f"{type(error).__name__}: {describe(error)}"
    return answer


def be_child(job: Mapping[str, Any], path: Path, pipe: int) -> None:
    """Run the program with the terminal taken away and write the answer into the pipe."""
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.chdir(path.parent)
    sys.path[0] = str(path.parent)  # as for a script
    answer = execute(job, str(path))
    os.write(pipe, json.dumps(answer).encode() + b"\n")
    os._exit(0)


def read_answer(pipe: int, limit: float) -> bytes | None:
    """What the child wrote, up to its newline; empty if it died; None if time ran out."""
    end = time.monotonic() + limit
    data = b""
    while not data.endswith(b"\n"):
        ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return None
        part = os.read(pipe, 1 << 16)
        if not part:
            return b""
        data += part
    return data


def fate(status: int) -> str:
    """How a child that gave no answer ended."""
    if os.WIFSIGNALED(status):
        return f"killed by {signal.Signals(os.WTERMSIG(status)).name}"
    return f"exit status {os.waitstatus_to_exitcode(status)}"


def run(job: Mapping[str, Any]) -> Answer:
    """Run one program in a child. A child that dies or hangs is an answer too."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, "program.py")
        path.write_text(job["code"], encoding="utf8")  # AutoGraph reads the source
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                be_child(job, path, writing)
            finally:
                os._exit(70)
        os.close(writing)
        data = read_answer(reading, job["limit"])
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # with whatever the program started
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if data is None:
        message = f"no end after {job['limit']:g} s"
        return {"ok": False, "error": "Timeout", "message": message}
    if not data:
        return {"ok": False, "error": "Died", "message": fate(status)}
    answer: Answer = json.loads(data)
    return answer


def main() -> None:
    """Import TensorFlow and Keras, say their versions, then answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf8")
    os.dup2(2, 1)  # what libraries print must not mix with the answers

    import numpy as np
    import tensorflow as tf

    replace_downloads()
    versions = {
        "tensorflow": tf.__version__,
        "keras": chosen_keras().__version__,
        "numpy": np.__version__,
    }
    print(json.dumps(versions), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
