"""`ndlint check`: analyse programs, and say what was found."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

import click

from ndlint.cli.examine import examine
from ndlint.cli.options import configurable
from ndlint.cli.output import show
from ndlint.configuration.layer import Layer
from ndlint.configuration.load import Files, load
from ndlint.configuration.settings import Settings
from ndlint.findings import SEVERITY, Effect, Finding
from ndlint.report import Outcome
from ndlint.report.excerpt import printable
from ndlint.source.search import find

STDIN = "stdin"


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@configurable
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the findings.",
)
@click.option(
    "--stdin-display-name",
    default=STDIN,
    metavar="NAME",
    help="What to call standard input, which the path - reads.",
)
@click.option(
    "--config",
    metavar="FILE",
    help="Read this configuration (TOML, else as flake8's), and no other.",
)
@click.option("--isolated", is_flag=True, help="Read no configuration.")
def check(
    paths: tuple[str, ...],
    output_format: str,
    stdin_display_name: str,
    config: str | None,
    isolated: bool,
    exclude: tuple[str, ...] | None,
    extend_exclude: tuple[str, ...] | None,
    **said: Any,
) -> int:
    """Analyse Python files, and the Python files in folders (by default in this one).

    Exits with 0 when there is nothing to say, 1 when there is, and 2 when a file could not
    be read or analysed, or the configuration is wrong. What the programs do is never executed.
    """
    given = Layer(
        exclude=None if exclude is None else (),
        extend_exclude=None if extend_exclude is None else (),
        **said,
    )
    settings = load(given, Files(config, isolated=isolated))
    passed_over = (*(exclude or ()), *(extend_exclude or ()))
    files = _files(paths, passed_over, settings, stdin_display_name)
    outcome, complete = _run(files, settings, stdin_display_name)
    show(outcome, output_format)
    if any(_fails(finding, settings.fail_on) for finding in outcome.findings):
        return 1
    return 0 if complete else 2


def _files(
    paths: tuple[str, ...], passed_over: tuple[str, ...], settings: Settings, stdin_name: str
) -> Iterator[str]:
    """The files to check, each once. What a file excludes is left out although it be named."""
    seen: set[str] = set()
    for start in paths or ["."]:
        for path in find([start], passed_over):
            identity = path if path == "-" else os.path.abspath(path)
            if identity not in seen and not _is_excluded(path, start, settings, stdin_name):
                seen.add(identity)
                yield path


def _is_excluded(path: str, start: str, settings: Settings, stdin_name: str) -> bool:
    """Standard input is excluded only under a name that was given to it."""
    if path == "-":
        return stdin_name != STDIN and settings.excludes(stdin_name, stdin_name)
    return settings.excludes(path, start)


def _run(files: Iterable[str], settings: Settings, stdin_name: str) -> tuple[Outcome, bool]:
    """The outcome, and whether every file was analysed. What was not is named at once."""
    findings: list[Finding] = []
    lines: dict[str, list[str]] = {}
    analysed = 0
    complete = True
    for path in files:
        examined = examine(path, settings, stdin_name)
        problems = [finding for finding in examined.findings if finding.effect is None]
        for problem in problems:
            name = printable(problem.site.path)
            click.echo(f"ndlint: {name}: {printable(problem.message)}", err=True)
        if problems:
            complete = False
        else:
            analysed += 1
        kept = [finding for finding in examined.findings if settings.shows(finding)]
        if kept:
            findings += kept
            lines[kept[0].site.path] = examined.lines
    return Outcome(findings, lines, analysed), complete


def _fails(finding: Finding, threshold: Effect) -> bool:
    return finding.effect is not None and SEVERITY[finding.effect] <= SEVERITY[threshold]
