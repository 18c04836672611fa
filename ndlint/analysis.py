"""From one source to its findings: prefilter, interpreter, rules."""

from dataclasses import dataclass

from ndlint.findings import Finding
from ndlint.source.prefilter import may_hold_finding
from ndlint.source.text import Source


@dataclass(frozen=True, slots=True)
class Target:
    """The versions that the program is meant for."""

    keras: int = 3
    numpy: int = 2


def analyse(source: Source, target: Target = Target()) -> list[Finding]:
    """Every finding in one source, in order of place; `# noqa` is left to the caller.

    Interpreter, knowledge and rules are imported only for a source that can hold a
    finding, for they bring NumPy with them.
    """
    if not may_hold_finding(source):
        return []
    from ndlint.engine import interpret

    return interpret(source, target)
