"""A client of python-lsp-server, as an editor is one: what it shows in an open buffer."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from pylsp_jsonrpc.endpoint import Endpoint  # type: ignore[import-untyped]
from pylsp_jsonrpc.streams import (  # type: ignore[import-untyped]
    JsonRpcStreamReader,
    JsonRpcStreamWriter,
)

LIMIT = 60.0
"""So many seconds the server may take for anything."""
SETTINGS = {
    "pylsp": {
        "plugins": {
            "flake8": {
                "enabled": True,
                "executable": str(Path(sys.executable).with_name("flake8")),
            },
            "mccabe": {"enabled": False},
            "pycodestyle": {"enabled": False},
            "pyflakes": {"enabled": False},
        }
    }
}
Diagnostic = tuple[str, int, int]
"""A code, and where it begins: line and character, both from 0."""


class Buffer:
    """One file as an editor holds it: its text need not be on the disk."""

    def __init__(self, server: Endpoint, path: Path) -> None:
        self.uri = path.as_uri()
        self.shown: Queue[list[Diagnostic]] = Queue()
        self._server = server
        self._version = 0

    def open(self, text: str) -> None:
        """Open the file with this text."""
        document = {"uri": self.uri, "languageId": "python", "version": 0, "text": text}
        self._server.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, text: str) -> None:
        """Make this the text of the buffer, and do not save it."""
        self._version += 1
        document = {"uri": self.uri, "version": self._version}
        changes = {"textDocument": document, "contentChanges": [{"text": text}]}
        self._server.notify("textDocument/didChange", changes)

    def receive(self, message: dict[str, Any]) -> None:
        """Take what the server publishes."""
        if message["uri"] == self.uri:
            starts = [(d["code"], d["range"]["start"]) for d in message["diagnostics"]]
            self.shown.put([(code, at["line"], at["character"]) for code, at in starts])

    def settled(self, expected: list[Diagnostic]) -> list[Diagnostic] | None:
        """What is shown as soon as it is this, or what was shown last when the time is up."""
        last = None
        end = time.monotonic() + LIMIT
        while last != expected and (left := end - time.monotonic()) > 0:
            try:
                last = self.shown.get(timeout=left)
            except Empty:
                break
        return last


@contextmanager
def edited(path: Path) -> Iterator[Buffer]:
    """A buffer for a path, in a server that is ended in any case."""
    with subprocess.Popen(
        [sys.executable, "-m", "pylsp"],
        cwd=path.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        receivers: dict[str, Any] = {}
        server = Endpoint(receivers, JsonRpcStreamWriter(process.stdin).write)
        reader = JsonRpcStreamReader(process.stdout)
        listening = Thread(target=reader.listen, args=(server.consume,))
        listening.start()
        try:
            buffer = Buffer(server, path)
            receivers["textDocument/publishDiagnostics"] = buffer.receive
            root: dict[str, Any] = {
                "processId": None,
                "rootUri": path.parent.as_uri(),
                "capabilities": {},
            }
            server.request("initialize", root).result(LIMIT)
            server.notify("initialized", {})
            server.notify("workspace/didChangeConfiguration", {"settings": SETTINGS})
            yield buffer
        finally:
            process.kill()
            listening.join(LIMIT)
            server.shutdown()
