"""What real TensorFlow does with a program: the tests' end of the truth server."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

SERVER = "tests.truth.server"
ROOT = Path(__file__).parents[2]
LIMIT = 90.0
FLAVOURS = {"k3": {"TF_USE_LEGACY_KERAS": "0"}, "k2": {"TF_USE_LEGACY_KERAS": "1"}}
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "MPLBACKEND": "Agg",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}
"""Nothing but the program's own output, and TensorFlow's own kernels: those of oneDNN, which it
takes on some processors, have other messages."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one program.

    `error` is the class of what it raised, "Timeout" or "Died"; `line` the innermost line of
    the program that was running then. `shows` is None where no expression was asked for or
    where `shows_error` says why it has no value. `extra_bytes` is the peak memory above
    what was held before the program began.
    """

    ok: bool
    error: str | None = None
    message: str = ""
    line: int | None = None
    shows: bool | None = None
    shows_error: str | None = None
    extra_bytes: int | None = None

    @property
    def said(self) -> str:
        """The error as Python prints it: "ValueError: message"."""
        return f"{self.error}: {self.message}" if self.error else ""


class Reality:
    """Real TensorFlow, in a process that starts at the first program.

    Equal jobs are run once. Flavours: "k3", where `tf.keras` is Keras 3, and "k2",
    where it is tf_keras.
    """

    def __init__(self, flavour: str = "k3", limit: float = LIMIT) -> None:
        self.flavour = flavour
        self.limit = limit
        self._server: subprocess.Popen[str] | None = None
        self._known: dict[str, Outcome] = {}
        self._versions: dict[str, str] = {}
        self._resources = ExitStack()
        self._complaints: IO[str] | None = None

    @property
    def versions(self) -> dict[str, str]:
        """The versions that the programs run on: "tensorflow", "keras", "numpy"."""
        self._started()
        return self._versions

    def run(
        self, code: str, shows: str | None = None, measure: bool = False, limit: float | None = None
    ) -> Outcome:
        """Run the program; then evaluate `shows` among its names, if it came to its end.

        `measure` asks for the memory, `limit` is in seconds.
        """
        job = json.dumps(
            {"code": code, "shows": shows, "measure": measure, "limit": limit or self.limit}
        )
        if job not in self._known:
            self._known[job] = Outcome(**self._ask(job))
        return self._known[job]

    def close(self) -> None:
        """Let the server end; the next program starts another."""
        self._resources.close()
        if self._server is None:
            return
        server, self._server = self._server, None
        for stream in (server.stdin, server.stdout):
            if stream is not None:
                stream.close()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def __enter__(self) -> "Reality":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, job: str) -> dict[str, Any]:
        try:
            into, out = self._started()
            print(job, file=into, flush=True)
            return self._answer(out)
        except BaseException:
            self.close()  # an answer that nobody waits for would be taken for the next program's
            raise

    def _started(self) -> tuple[IO[str], IO[str]]:
        server = self._server
        if server is None:
            self._complaints = self._resources.enter_context(
                tempfile.TemporaryFile("w+", encoding="utf8")  # noqa: SIM115 - the stack closes it
            )
            server = self._server = subprocess.Popen(
                [sys.executable, "-m", SERVER],
                cwd=ROOT,
                env=os.environ | QUIET | FLAVOURS[self.flavour],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                encoding="utf8",
            )
            assert server.stdout
            self._versions = self._answer(server.stdout)
        assert server.stdin
        assert server.stdout
        return server.stdin, server.stdout

    def _answer(self, out: IO[str]) -> dict[str, Any]:
        line = out.readline()
        if not line:
            assert self._complaints
            self._complaints.seek(0)
            complaint = self._complaints.read()[-2000:]
            self.close()
            raise RuntimeError(f"the truth server ended:\n{complaint}")
        answer: dict[str, Any] = json.loads(line)
        return answer
