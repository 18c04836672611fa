"""Standard output: its encoding, its format, and a reader who leaves early."""

import io
import os
import sys

from ndlint.report import Outcome


def show(outcome: Outcome, output_format: str, on_stderr: bool = False) -> None:
    """Report on standard output, or standard error. JSON is UTF-8 wherever it goes."""
    if output_format == "json":
        from ndlint.report.json import report

        encoding = "utf-8"
    else:
        from ndlint.report.text import report

        encoding = None
    stream = sys.stderr if on_stderr else sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        report(outcome, stream)
        stream.flush()
    except BrokenPipeError:
        discard()


def print_bytes(data: bytes) -> None:
    """Write to standard output as it is, whatever encoding it has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def discard() -> None:
    """Send what is still to be written nowhere: nobody reads it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
