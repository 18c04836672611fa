"""The command line: one module a command.

`ndlint PATH...` is `ndlint check PATH...`.
"""

import sys
from typing import NoReturn

import click

from ndlint import __version__
from ndlint.cli.check import check
from ndlint.cli.output import discard
from ndlint.cli.verify import verify
from ndlint.configuration.problem import ConfigurationError


class _Commands(click.Group):
    """The commands; what is none of them is a path, or an option, for `check`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {*self.commands, *(name for option in self.get_params(ctx) for name in option.opts)}
        if not args or args[0] not in own:
            args = ["check", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`ndlint PATH...` is `ndlint check PATH...`. `ndlint check -h` tells its options.",
)
@click.version_option(__version__, prog_name="ndlint", message="%(prog)s %(version)s")
def commands() -> None:
    """Find where NumPy data does not fit TensorFlow and Keras, before anything runs."""


commands.add_command(check)
commands.add_command(verify)


def main() -> NoReturn:
    """Run the command line and exit: 0 clean, 1 findings, 2 error, 130 interrupted."""
    try:
        status = commands.main(prog_name="ndlint", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        status = 130
    except BrokenPipeError:
        discard()
        status = 0
    except (ConfigurationError, OSError) as error:
        click.echo(f"ndlint: {error}", err=True)
        status = 2
    sys.exit(status)
