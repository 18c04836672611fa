"""Standard output: its encoding, its format, and a reader who leaves early."""

import io
import os
import sys

from ndlint.report import Outcome


def show(outcome: Outcome, output_format: str) -> None:
    """Report on standard output. JSON is UTF-8 wherever it goes."""
    if output_format == "json":
        from ndlint.report.json import report

        encoding = "utf-8"
    else:
        from ndlint.report.text import report

        encoding = None
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        report(outcome, sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        discard()


def discard() -> None:
    """Send what is still to be written nowhere: nobody reads it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
