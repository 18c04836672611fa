"""`ndlint check`: analyse programs, and say what was found."""

from collections.abc import Iterable

import click

from ndlint.cli import codes
from ndlint.cli.examine import examine
from ndlint.cli.output import show
from ndlint.findings import SEVERITY, Effect, Finding
from ndlint.report import Outcome
from ndlint.report.excerpt import printable
from ndlint.source.search import find
from ndlint.target import Target


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    callback=codes.parse,
    help="Say only these codes or prefixes, such as NDL101,NDL2.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODES",
    callback=codes.parse,
    help="Do not say these codes or prefixes.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Pass over files and folders that match, as in .gitignore.",
)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the findings.",
)
@click.option(
    "--fail-on",
    type=click.Choice([effect.value for effect in Effect]),
    default=Effect.COST.value,
    show_default=True,
    help="Exit with 1 for a finding of this effect or a worse one.",
)
@click.option(
    "--target-keras",
    type=click.Choice(["2", "3"]),
    default="3",
    show_default=True,
    help="The Keras that the programs are meant for.",
)
@click.option(
    "--target-numpy",
    type=click.Choice(["1", "2"]),
    default="2",
    show_default=True,
    help="The NumPy that the programs are meant for.",
)
@click.option(
    "--stdin-display-name",
    default="stdin",
    metavar="NAME",
    help="What to call standard input, which the path - reads.",
)
def check(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    output_format: str,
    fail_on: str,
    target_keras: str,
    target_numpy: str,
    stdin_display_name: str,
) -> int:
    """Analyse Python files, and the Python files in folders (by default in this one).

    Exits with 0 when there is nothing to say, 1 when there is, and 2 when a file could not
    be read or analysed. What the programs do is never executed.
    """
    try:
        files = find(paths, exclude)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--exclude") from None
    target = Target(int(target_keras), int(target_numpy))
    outcome, complete = _run(files, codes.Codes(select, ignore), target, stdin_display_name)
    show(outcome, output_format)
    if any(_fails(finding, Effect(fail_on)) for finding in outcome.findings):
        return 1
    return 0 if complete else 2


def _run(
    files: Iterable[str], wanted: codes.Codes, target: Target, stdin_name: str
) -> tuple[Outcome, bool]:
    """The outcome, and whether every file was analysed. What was not is named at once."""
    findings: list[Finding] = []
    lines: dict[str, list[str]] = {}
    analysed = 0
    complete = True
    for path in files:
        examined = examine(path, target, stdin_name)
        problems = [finding for finding in examined.findings if finding.effect is None]
        for problem in problems:
            name = printable(problem.site.path)
            click.echo(f"ndlint: {name}: {printable(problem.message)}", err=True)
        if problems:
            complete = False
        else:
            analysed += 1
        kept = [finding for finding in examined.findings if finding.code in wanted]
        if kept:
            findings += kept
            lines[kept[0].site.path] = examined.lines
    return Outcome(findings, lines, analysed), complete


def _fails(finding: Finding, threshold: Effect) -> bool:
    return finding.effect is not None and SEVERITY[finding.effect] <= SEVERITY[threshold]
