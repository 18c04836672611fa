"""`ndlint verify`: run a program, and check its real data with the same rules."""

import sys
from typing import Any

import click

from ndlint.cli.options import configurable
from ndlint.configuration.layer import Layer
from ndlint.configuration.load import Files, load
from ndlint.report.excerpt import printable
from ndlint.source.files import Unreadable, is_notebook


@click.command(context_settings={"allow_interspersed_args": False})
@click.argument("script", type=click.Path())
@click.argument("arguments", nargs=-1, metavar="[ARGUMENT]...", type=click.UNPROCESSED)
@configurable
@click.option(
    "--config",
    metavar="FILE",
    help="Read this configuration (TOML, else as flake8's), and no other.",
)
@click.option("--isolated", is_flag=True, help="Read no configuration.")
def verify(
    script: str,
    arguments: tuple[str, ...],
    config: str | None,
    isolated: bool,
    **said: Any,
) -> None:
    """Run SCRIPT as Python would, and watch what its data really is.

    Whatever reaches TensorFlow or Keras is checked when it does: what is wrong is told on
    standard error before the program goes on, and nothing that the program does or writes
    is changed. Options of ndlint stand before SCRIPT, what follows it is the script's own.

    Exits with 0 when nothing is wrong, 1 when something is, 2 when the program failed; then
    its traceback comes first, and after it the reason and a fix, where they are known.
    """
    from ndlint.runtime.verification import verify_program

    if is_notebook(script):
        problem = "a notebook is not run: in one of its cells, `with ndlint.watch():` verifies"
        raise click.UsageError(f"{printable(script)}: {problem} what the block runs")
    settings = load(Layer(**said), Files(config, isolated=isolated))
    try:
        status = verify_program(script, arguments, settings, sys.stderr)
    except Unreadable as problem:
        click.echo(f"ndlint: {printable(problem.path)}: {printable(problem.reason)}", err=True)
        status = 2
    # Not by way of `main`, which would flush a standard output that the script has closed.
    sys.exit(status)
