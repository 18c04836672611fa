"""Keeps a fault of ndlint's own from the program that it watches."""

import sys
import traceback
from contextlib import suppress
from types import TracebackType


class Shield:
    """A context out of which no error comes; the first one is noted on standard error."""

    def __init__(self) -> None:
        self._has_failed = False

    def __enter__(self) -> None:
        """Nothing is to be done."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Note an error. What is none of ours (an interrupt) goes on."""
        if not isinstance(error, Exception):
            return False
        if not self._has_failed and sys.stderr is not None:
            self._has_failed = True
            last = traceback.format_exception(kind, error, trace, limit=-1)
            text = "ndlint: a fault of its own, which the program does not notice:\n"
            with suppress(Exception):  # there may be nowhere to note it
                sys.stderr.write(text + "".join(f"  {line}" for line in last[1:]))
        return True
