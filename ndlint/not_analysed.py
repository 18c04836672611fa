"""NDL000: the finding that says that a file was not analysed, and why."""

from ndlint.analysis import Target, analyse
from ndlint.findings import Certainty, Finding
from ndlint.source.text import Source
from ndlint.values.trace import Site

NOT_ANALYSED = "NDL000"
_TODAY = Target()


def not_analysed(path: str, reason: str, line: int | None = None) -> Finding:
    """The finding for a file, at the line that stopped the analysis where that is known."""
    at = line or 1
    site = Site(path, at, 1, at, 1)
    return Finding(NOT_ANALYSED, "not-analysed", reason, None, Certainty.CERTAIN, site)


def attempt(source: Source, target: Target = _TODAY) -> list[Finding]:
    """Analyse; a fault of ours becomes a finding, so that one file does not stop the others."""
    try:
        return analyse(source, target)
    except (RecursionError, MemoryError):
        return [not_analysed(source.path, "cannot be analysed: nested too deeply")]
    except Exception as error:
        problem = " ".join(f"{type(error).__name__}: {error}".split())
        return [not_analysed(source.path, f"internal error: {problem}")]
