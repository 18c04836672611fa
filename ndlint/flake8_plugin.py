"""ndlint inside flake8, which reads, parses and prints.

Imported in every run of flake8: nothing heavy at the top, and no configuration is read
before a file that can hold a finding.
"""

import argparse
import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from ndlint import __version__

if TYPE_CHECKING:
    from ndlint.configuration.settings import Settings

OPTIONS = {
    "target-keras": (("2", "3"), "The Keras that programs are for (as declared or installed)"),
    "target-numpy": (("1", "2"), "The NumPy that programs are for (as declared or installed)"),
    "certainty": (("certain", "likely", "unproven"), "The least certainty that is said (likely)"),
    "fail-on": (("crash", "silent", "cost"), "For ndlint's own command line; no effect here"),
}
"""ndlint's own options, what they take, and their help."""
SHARED = (
    "select",
    "ignore",
    "extend-select",
    "extend-ignore",
    "exclude",
    "extend-exclude",
    "per-file-ignores",
)
"""flake8's options that ndlint reads, too."""


class Plugin:
    """flake8 makes one of these a file, and asks it to run."""

    name = "ndlint"
    version = __version__
    given: ClassVar[dict[str, object]] = {}
    settings: ClassVar["Settings | None"] = None
    disable_noqa: ClassVar[bool] = False

    def __init__(self, tree: ast.Module, filename: str, lines: list[str]) -> None:
        self.tree = tree
        self.filename = filename
        self.lines = lines

    @classmethod
    def add_options(cls, manager: Any) -> None:
        """Register ndlint's own options with flake8's option manager.

        On the command line each gives a list of one word, so that it can be told from the
        same word in a file.
        """
        for name, (choices, text) in OPTIONS.items():
            manager.add_option(
                f"--{name}", choices=choices, nargs=1, help=text, parse_from_config=True
            )

    @classmethod
    def parse_options(cls, manager: Any, options: argparse.Namespace, _: list[str]) -> None:
        """Keep what stands on the command line, and whether `# noqa` counts.

        A value that is not the very default of its option, which flake8 sets from its
        configuration file, was given on the command line.
        """
        cls.given = {}
        for name in (*OPTIONS, *SHARED):
            key = name.replace("-", "_")
            value = getattr(options, key)
            if value is not manager.parser.get_default(key):
                cls.given[name] = value
        cls.disable_noqa = options.disable_noqa
        cls.settings = None
        let_pass(options)

    def run(self) -> Iterator[tuple[int, int, str, type["Plugin"]]]:
        """Line, column (from 0: flake8 adds 1) and message of each finding."""
        from ndlint.source.prefilter import is_of_interest, may_hold_finding

        text = "".join(self.lines)
        if not is_of_interest(text):
            return
        from ndlint.source.text import Source

        source = Source(self.filename, text, self.tree)
        if not may_hold_finding(source):
            return
        settings = self._settings()
        if self.filename != "stdin" and settings.excludes(self.filename, self.filename):
            return
        from ndlint.analysis import attempt
        from ndlint.source.noqa import without_waived

        found = attempt(source, settings.target, settings.caches)
        findings = [f for f in found if settings.shows(f)]
        if not self.disable_noqa:
            findings = without_waived(findings, text)
        if not findings:
            return
        from ndlint.fixes.proposals import Proposals

        proposals = Proposals(source)
        for finding in sorted(findings, key=lambda finding: finding.order):
            option = proposals.option(finding)
            hint = f" [try ndlint {option}]" if option else ""
            message = f"{finding.code} {finding.message}{hint}"
            yield finding.site.line, finding.site.column - 1, message, type(self)

    @classmethod
    def _settings(cls) -> "Settings":
        """Read the configuration, once. Raises: flake8's ExecutionError, which it prints."""
        if cls.settings is None:
            from ndlint.configuration.flake8_run import settings
            from ndlint.configuration.problem import ConfigurationError

            try:
                cls.settings = settings(cls.given)
            except ConfigurationError as error:
                from flake8.exceptions import ExecutionError  # type: ignore[import-untyped]

                raise ExecutionError(f"ndlint: {error}") from None
        return cls.settings


def let_pass(options: argparse.Namespace) -> None:
    """Have flake8 print every NDL code that the plugin yields, for it yields what is wanted.

    flake8 does not know [tool.ndlint], which may want what [flake8] leaves out.
    """
    limits = (options.select, options.ignore, options.extend_ignore, options.per_file_ignores)
    if limits == (None, None, None, ""):
        return
    options.extend_select = [*(options.extend_select or ()), "NDL"]
    for name in ("ignore", "extend_ignore"):
        if codes := getattr(options, name):
            setattr(options, name, [code for code in codes if not code.startswith("NDL")])
    if "NDL" in options.per_file_ignores:
        options.per_file_ignores = _without_ours(options.per_file_ignores)


def _without_ours(mapping: str) -> str:
    """The same files and codes in flake8's notation, less NDL codes.

    No line is dropped, for of those that match a file flake8 uses only one: what has no
    other code gets one that nobody says.
    """
    from flake8.exceptions import ExecutionError
    from flake8.utils import parse_files_to_codes_mapping  # type: ignore[import-untyped]

    try:
        pairs = parse_files_to_codes_mapping(mapping)
    except ExecutionError:
        return mapping  # flake8 complains of it later
    lines = []
    for pattern, codes in pairs:
        others = [code for code in codes if not code.startswith("NDL")]
        lines.append(f"{pattern}:{','.join(others or ['NDLX'])}")
    return "\n".join(lines)
