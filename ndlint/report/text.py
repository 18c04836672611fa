"""Text for people: the message, the line of code with carets, and where the value came from.

    train.py:8:1: NDL101 [cost] float64 array of shape (1000, 20) reaches model.fit
        8 | model.fit(x, y)
          | ^^^^^^^^^^^^^^^
          = float64 from np.random.rand, line 3
          = fix: make it float32 where it is created (--fix)

Colours only on a terminal; rich is imported only then.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TextIO

from ndlint.findings import OPTION, Certainty, Effect, Finding
from ndlint.report import Outcome
from ndlint.report.excerpt import count, excerpt, printable
from ndlint.values.trace import Site, Step

Line = tuple[tuple[str, str], ...]
"""One line of output: pieces of text, each with its style."""

_COLOURS: Mapping[Effect | None, str] = {
    Effect.CRASH: "bold red",
    Effect.SILENT: "bold yellow",
    Effect.COST: "bold cyan",
    None: "bold",
}


def report(outcome: Outcome, stream: TextIO) -> None:
    """Write every finding, then one line that counts them.

    NDL000 is not listed: it is named on standard error when it arises.
    """
    write = writer(stream)
    shown = [finding for finding in outcome.findings if finding.effect is not None]
    for finding in shown:
        for line in describe(finding, outcome.lines.get(finding.site.document, ())):
            write(line)
    missing = [finding.site for finding in outcome.findings if finding.effect is None]
    files = len({site.path for site in missing if site.cell is None})
    cells = sum(site.cell is not None for site in missing)
    write(((summary(shown, outcome.analysed, files, outcome.fixed, cells), "bold"),))


def describe(finding: Finding, lines: Sequence[str], advice: str = "") -> Iterator[Line]:
    """The lines of output about one finding; `lines` are those of its document, `advice` is what
    to try where it has no fix."""
    site = finding.site
    colour = _COLOURS[finding.effect]
    yield (
        (f"{printable(site.document)}:{site.line}:{site.column}: ", "bold"),
        (finding.code, colour),
        (f" [{_claim(finding)}] ", colour),
        (printable(finding.message), ""),
    )
    number = f"{site.line:5}"
    margin = " " * len(number)
    if site.line <= len(lines):
        shown, marks = _marked(site, lines[site.line - 1])
        yield ((f"{number} | ", "dim"), (shown, ""))
        yield ((f"{margin} | ", "dim"), (marks, colour))
    for step in finding.trace:
        yield ((f"{margin} = ", "dim"), (_origin(step, site), ""))
    told = [f"fix: {fix.message} ({OPTION[fix.safety]})" for fix in finding.fixes[:1]]
    if advice and not told:
        told.append(f"try: {advice}")
    for text in told:
        yield ((f"{margin} = ", "dim"), (printable(text), "green"))


def summary(
    findings: Sequence[Finding], analysed: int, missing: int, fixed: int = 0, cells: int = 0
) -> str:
    """One line: "fixed 2 findings; 3 findings (1 crash, 2 cost) in 2 files". So many files are
    `missing`, and so many `cells` of the others."""
    counts = Counter(finding.effect for finding in findings)
    kinds = ", ".join(f"{counts[effect]} {effect.value}" for effect in Effect if counts[effect])
    if findings:
        files = len({finding.site.path for finding in findings})
        text = f"{count(len(findings), 'finding')} ({kinds}) in {count(files, 'file')}"
    else:
        text = f"no findings in {count(analysed, 'file')}"
    if fixed:
        text = f"fixed {count(fixed, 'finding')}; {text.replace('no findings', 'none left')}"
    if cells:
        text += f"; {count(cells, 'cell')} passed over"
    return f"{text}; {count(missing, 'file')} not analysed" if missing else text


def _claim(finding: Finding) -> str:
    effect = finding.effect.value if finding.effect else "not analysed"
    if finding.certainty is Certainty.CERTAIN:
        return effect
    return f"{effect}, {finding.certainty.value}"


def _marked(site: Site, line: str) -> tuple[str, str]:
    """The first line of a site, with carets: what follows it is seen by its beginning."""
    line = line.rstrip()
    last = site.end_column - 1 if site.end_line == site.line else len(line)
    return excerpt(line, site.column - 1, last)


def _origin(step: Step, site: Site) -> str:
    at, place = step.site, f"line {step.site.line}"
    if at.cell is not None and at.document != site.document:
        place = f"cell {at.cell} {place}"
    elsewhere = "" if at.path == site.path else f" of {at.path}"
    return printable(f"{step.message}, {place}{elsewhere}")


def writer(stream: TextIO) -> Callable[[Line], object]:
    """What writes one line of output to a stream."""
    return _on_terminal(stream) if stream.isatty() else _plainly(stream)


def _plainly(stream: TextIO) -> Callable[[Line], object]:
    return lambda line: stream.write("".join(text for text, _ in line) + "\n")


def _on_terminal(stream: TextIO) -> Callable[[Line], object]:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False)
    return lambda line: console.print(Text.assemble(*line), soft_wrap=True)
