"""`ndlint verify` on real TensorFlow: the tests' end of the server."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from tests.truth.reality import FLAVOURS, QUIET, ROOT

SERVER = "tests.runtime.server"
LIMIT = 120
FINDING = re.compile(r"^program\.py:(\d+):(\d+): (NDL\d\d\d) \[(\w+)(?:, (\w+))?\] (.*)$", re.M)
VERDICT = re.compile(r"^    program\.py:(\d+):(\d+): (NDL\d\d\d) ([a-z ]+)$", re.M)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as it was printed."""

    line: int
    column: int
    code: str
    effect: str
    message: str


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program went."""

    status: int
    out: str
    err: str

    @property
    def found(self) -> list[Found]:
        """The findings, in the order in which they were told, each once."""
        told = [
            Found(int(line), int(column), code, effect, message)
            for line, column, code, effect, _, message in FINDING.findall(self.err)
        ]
        return list(dict.fromkeys(told))

    @property
    def codes(self) -> set[str]:
        """The codes that were told."""
        return {found.code for found in self.found}

    @property
    def verdicts(self) -> dict[tuple[int, str], str]:
        """What became of the static findings, by line and code."""
        return {(int(line), code): what for line, _, code, what in VERDICT.findall(self.err)}


class Verifier:
    """Real TensorFlow, in a process that starts at the first program: see `truth.reality`."""

    def __init__(self, flavour: str = "k3") -> None:
        self.flavour = flavour
        self._server: subprocess.Popen[str] | None = None

    def verify(self, code: str, before: Sequence[str] = (), after: Sequence[str] = ()) -> Ran:
        """Run a program under watch."""
        return self._ask(code, [[*before], [*after]], plain=False)

    def run(self, code: str, after: Sequence[str] = ()) -> Ran:
        """Run a program as Python does, in the same surroundings."""
        return self._ask(code, [[], [*after]], plain=True)

    def _ask(self, code: str, arguments: list[list[str]], plain: bool) -> Ran:
        job: dict[str, Any] = {"code": code, "arguments": arguments, "plain": plain}
        server = self._started()
        assert server.stdin and server.stdout
        print(json.dumps(job | {"limit": LIMIT}), file=server.stdin, flush=True)
        return Ran(**json.loads(server.stdout.readline()))

    def _started(self) -> "subprocess.Popen[str]":
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-m", SERVER],
                cwd=ROOT,
                env=os.environ | QUIET | FLAVOURS[self.flavour],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf8",
            )
        return self._server

    def __enter__(self) -> "Verifier":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the server end."""
        if self._server is not None:
            self._server.communicate()
