"""`ndlint check`: analyse programs, and say what was found."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any

import click
from msgspec.structs import replace

from ndlint.cli.file import Checked, Task
from ndlint.cli.fixing import Fixing
from ndlint.cli.options import configurable, excluding
from ndlint.cli.output import print_bytes, show
from ndlint.cli.sharing import check_all, processors
from ndlint.configuration.layer import Layer
from ndlint.configuration.load import Files, load
from ndlint.configuration.settings import Settings
from ndlint.findings import SEVERITY, Effect, Finding
from ndlint.report import Outcome
from ndlint.report.excerpt import count, printable
from ndlint.source.folders import project_root
from ndlint.source.importers import importers
from ndlint.source.search import find

STDIN = "stdin"


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@configurable
@excluding
@click.option(
    "--with-importers",
    is_flag=True,
    help="Analyse the files of the project that import one of these, too.",
)
@click.option("--fix", "writes", is_flag=True, help="Make the safe fixes.")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Make the unsafe fixes, too.")
@click.option("--diff", "shows", is_flag=True, help="Show what would be fixed; write nothing.")
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
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="How many processes share the files.  [default: as many as there are processors]",
)
@click.option(
    "--config",
    metavar="FILE",
    help="Read this configuration (TOML, else as flake8's), and no other.",
)
@click.option("--isolated", is_flag=True, help="Read no configuration.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what was found before.")
def check(
    paths: tuple[str, ...],
    writes: bool,
    unsafe: bool,
    shows: bool,
    output_format: str,
    stdin_display_name: str,
    jobs: int | None,
    config: str | None,
    isolated: bool,
    no_cache: bool,
    with_importers: bool,
    exclude: tuple[str, ...] | None,
    extend_exclude: tuple[str, ...] | None,
    **said: Any,
) -> int:
    """Analyse Python files and notebooks, and those in folders (by default in this one).

    Exits with 0 when there is nothing (more) to say, 1 when there is, and 2 when a file could
    not be read, analysed or written, or the configuration is wrong. With --diff, 1 says that
    there is something to fix. What the programs do is never executed.
    """
    given = Layer(
        exclude=None if exclude is None else (),
        extend_exclude=None if extend_exclude is None else (),
        **said,
    )
    settings = load(given, Files(config, isolated=isolated))
    passed_over = (*(exclude or ()), *(extend_exclude or ()))
    files = _files(paths, passed_over, settings, stdin_display_name)
    if with_importers:
        files = _with_importers(files, passed_over, settings)
    fixing = Fixing(writes, unsafe, shows)
    settings = replace(settings, caches=not (no_cache or fixing.is_wanted))
    task = Task(settings, fixing, stdin_display_name)
    outcome, complete = _run(list(files), task, jobs)
    if shows:
        click.echo(f"would fix {count(outcome.fixed, 'finding')}", err=True)
        return 1 if outcome.fixed else (0 if complete else 2)
    show(outcome, output_format, on_stderr=fixing.is_wanted and "-" in paths)
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


def _with_importers(
    files: Iterable[str], passed_over: tuple[str, ...], settings: Settings
) -> Iterator[str]:
    """The files, then those of their projects that import one of them."""
    given = list(files)
    yield from given
    named = [path for path in given if path != "-"]
    folders = {project_root(os.path.dirname(os.path.abspath(path))) for path in named}
    for root in sorted(os.path.relpath(folder) for folder in folders if folder):
        programs = (p for p in find([root], passed_over) if not settings.excludes(p, root))
        yield from importers(named, programs)


def _is_excluded(path: str, start: str, settings: Settings, stdin_name: str) -> bool:
    """Standard input is excluded only under a name that was given to it."""
    if path == "-":
        return stdin_name != STDIN and settings.excludes(stdin_name, stdin_name)
    return settings.excludes(path, start)


def _run(files: Sequence[str], task: Task, jobs: int | None) -> tuple[Outcome, bool]:
    """The outcome, and whether every file was analysed, and written where it was to be.

    Files are written when all are analysed: what is said of one does not depend on whether
    another was fixed before it.
    """
    checked: list[Checked] = []
    with closing(check_all(files, task, jobs or processors())) as results:
        for done in results:
            _tell(done)
            checked.append(done)
    settled = [_settled(done) for done in checked]
    findings: list[Finding] = []
    lines: dict[str, Sequence[str]] = {}
    for done, _ in settled:
        kept = [finding for finding in done.findings if task.settings.shows(finding)]
        if kept:
            findings += kept
            lines.update(done.lines)
    if any(done.leaves for done in checked):
        click.echo("ndlint: notebooks are only read: nothing is fixed in them", err=True)
    analysed = sum(done.is_analysed for done, _ in settled)
    fixed = sum(done.fixed for done, _ in settled)
    complete = all(not done.problems and went_well for done, went_well in settled)
    return Outcome(findings, lines, analysed, fixed), complete


def _tell(done: Checked) -> None:
    """Name what was not analysed, and print what belongs on standard output."""
    for problem in done.problems:
        name = printable(problem.site.path)
        click.echo(f"ndlint: {name}: {printable(problem.message)}", err=True)
    if done.printed:
        print_bytes(done.printed)


def _settled(done: Checked) -> tuple[Checked, bool]:
    """Write the file, if it is to be. Returns what holds of it then, and whether that went well;
    a file that cannot be replaced is left alone and named."""
    if done.change is None:
        return done, True
    from ndlint.fixes.writing import NotWritten, replace_file

    original = done.change.original
    try:
        replace_file(original, done.change.text)
    except NotWritten as problem:
        click.echo(f"ndlint: {printable(original.path)}: not fixed: {problem}", err=True)
        return done.change.otherwise, False
    return done, True


def _fails(finding: Finding, threshold: Effect) -> bool:
    return finding.effect is not None and SEVERITY[finding.effect] <= SEVERITY[threshold]
