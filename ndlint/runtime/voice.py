"""Says what was found while a program runs, on standard error: the rest is the program's."""

from typing import TextIO

from ndlint.findings import Finding
from ndlint.report.text import describe, writer
from ndlint.runtime.sources import Sources


class Voice:
    """Writes to a stream, at once."""

    def __init__(self, stream: TextIO, sources: Sources) -> None:
        self._stream = stream
        self._sources = sources
        self._write = writer(stream)

    def say(self, finding: Finding, advice: str = "") -> None:
        """Say a finding as a report does."""
        source = self._sources.at(finding.site.path)
        for line in describe(finding, source.lines if source else (), advice):
            self._write(line)
        self._stream.flush()

    def tell(self, text: str) -> None:
        """Say one line about the run."""
        self._write(((text, "bold"),))
        self._stream.flush()
