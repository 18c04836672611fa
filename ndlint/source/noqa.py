"""`# noqa`: which findings the author waived.

A comment is read by flake8's own code, and where flake8 honours one, so does ndlint. It goes
further in two ways, in flake8 as on the command line: a comment holds for the whole logical
line (flake8's holds for lines joined by a backslash or a string, not by a bracket), and
a comment for a contract covers the diagnoses in `WAIVED_WITH`.

flake8 is imported only for a text that speaks of noqa.
"""

import io
import re
import tokenize
from collections.abc import Callable, Iterable

from ndlint.findings import Finding

WAIVED_WITH = {"NDL202": "NDL201", "NDL203": "NDL201"}
"""A diagnosis is waived with the contract that it is a case of, for it may become more
exact from one version to the next."""
_ANY_NOQA = re.compile(r"#\s*noqa\b", re.IGNORECASE)


def waives_file(text: str) -> bool:
    """Whether a line `# flake8: noqa` takes the whole file out."""
    if not _mentions_noqa(text):
        return False
    from flake8.defaults import NOQA_FILE  # type: ignore[import-untyped]

    return any(NOQA_FILE.match(line) for line in _physical_lines(text))


def without_waived(findings: Iterable[Finding], text: str) -> list[Finding]:
    """The findings that no `# noqa` on their logical line covers."""
    kept = list(findings)
    if not kept or not _mentions_noqa(text):
        return kept
    is_waived = _waiver(text)
    return [finding for finding in kept if not is_waived(finding)]


def lines_with_noqa(text: str) -> frozenset[int]:
    """The numbers of all lines of the statements that a `# noqa` of any kind stands in."""
    if not _mentions_noqa(text):
        return frozenset()
    lines = _physical_lines(text)
    logical = _logical_lines(lines)
    marked = {n for n, line in enumerate(lines, 1) if _ANY_NOQA.search(line)}
    return frozenset(m for n in marked for m in logical.get(n, range(n, n + 1)))


def _mentions_noqa(text: str) -> bool:
    return "noqa" in text.lower()


def _physical_lines(text: str) -> list[str]:
    """The lines as flake8 reads them: with their ends, and every end a line feed."""
    return io.StringIO(text, newline=None).readlines()


def _waiver(text: str) -> Callable[[Finding], bool]:
    from argparse import Namespace

    from flake8.processor import FileProcessor  # type: ignore[import-untyped]
    from flake8.violation import Violation  # type: ignore[import-untyped]

    lines = _physical_lines(text)
    options = Namespace(
        hang_closing=False, indent_size=4, max_line_length=79, max_doc_length=None, verbose=0
    )
    processor = FileProcessor("", options, lines=lines)
    logical = _logical_lines(lines)

    def is_waived(finding: Finding) -> bool:
        at = finding.site.line
        numbers = logical.get(at, range(at, at + 1))
        places = [processor.noqa_line_for(at), *lines[numbers.start - 1 : numbers.stop - 1]]
        codes = {finding.code, WAIVED_WITH.get(finding.code, finding.code)}
        return any(
            Violation(code, "", at, 1, "", place).is_inline_ignored(disable_noqa=False)
            for place in places
            if place is not None
            for code in codes
        )

    return is_waived


def _logical_lines(lines: list[str]) -> dict[int, range]:
    """For each line of a statement, the lines that Python joins into one with it."""
    ranges: dict[int, range] = {}
    start = 0
    try:
        for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
            if token.type == tokenize.NEWLINE and start:
                numbers = range(start, token.end[0] + 1)
                ranges.update(dict.fromkeys(numbers, numbers))
                start = 0
            elif not start and token.type not in _BETWEEN_STATEMENTS:
                start = token.start[0]
    except (tokenize.TokenError, SyntaxError):
        pass  # a syntax that this Python's tokenizer does not have
    return ranges


_BETWEEN_STATEMENTS = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
