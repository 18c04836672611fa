"""ndlint inside flake8, which reads, parses, selects and prints.

Imported in every run of flake8: nothing heavy at the top.
"""

import argparse
import ast
from collections.abc import Iterator
from typing import ClassVar

from ndlint import __version__

OFF_BY_DEFAULT = ("NDL000", "NDL9")
"""Said only where the user selects them. flake8's default ignore list would not do, for any
`ignore` in a configuration replaces it."""


class Plugin:
    """flake8 makes one of these a file, and asks it to run."""

    name = "ndlint"
    version = __version__
    selected: ClassVar[tuple[str, ...]] = ()
    disable_noqa: ClassVar[bool] = False

    def __init__(self, tree: ast.Module, filename: str, lines: list[str]) -> None:
        self.tree = tree
        self.filename = filename
        self.lines = lines

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Keep what the user selected by name, and whether `# noqa` counts."""
        cls.selected = (*(options.select or ()), *(options.extend_select or ()))
        cls.disable_noqa = options.disable_noqa

    def run(self) -> Iterator[tuple[int, int, str, type["Plugin"]]]:
        """Line, column (from 0: flake8 adds 1) and message of each finding."""
        from ndlint.source.prefilter import mentions_library

        text = "".join(self.lines)
        if not mentions_library(text):
            return
        from ndlint.analysis import attempt
        from ndlint.findings import Certainty
        from ndlint.source.noqa import without_waived
        from ndlint.source.text import Source

        source = Source(self.filename, text, self.tree)
        findings = [
            finding
            for finding in attempt(source)
            if finding.certainty is not Certainty.UNPROVEN and self._is_on(finding.code)
        ]
        if not self.disable_noqa:
            findings = without_waived(findings, text)
        for finding in sorted(findings, key=lambda finding: finding.order):
            message = f"{finding.code} {finding.message}"
            yield finding.site.line, finding.site.column - 1, message, type(self)

    def _is_on(self, code: str) -> bool:
        return not code.startswith(OFF_BY_DEFAULT) or code.startswith(self.selected)
