"""The options of the command line that files may set, too: each gives a value of a layer.

An option that is not given gives None.
"""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ndlint.configuration import codes, values
from ndlint.configuration.patterns import FileIgnores, git_exclusion
from ndlint.configuration.problem import WrongValue

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Values = tuple[str, ...]


def configurable(command: _Command) -> _Command:
    """Add the options to a command, in order."""
    return _with(_OPTIONS, command)


def excluding(command: _Command) -> _Command:
    """Add the options that pass over files."""
    return _with(_EXCLUSIONS, command)


def _with(options: list[Callable[..., Any]], command: _Command) -> _Command:
    for option in reversed(options):
        command = option(command)
    return command


def _codes(_: click.Context, option: click.Parameter, given: _Values) -> _Values | None:
    try:
        read = codes.checked(code for text in given for code in codes.split(text))
    except WrongValue as error:
        raise click.BadParameter(str(error), param=option) from None
    nothing = not read if option.name == "select" else not given
    return None if nothing else read


def _patterns(_: click.Context, option: click.Parameter, given: _Values) -> _Values | None:
    if not given:
        return None
    try:
        git_exclusion(given, os.curdir)
    except WrongValue as error:
        raise click.BadParameter(str(error), param=option) from None
    return given


def _file_ignores(
    _: click.Context, option: click.Parameter, given: _Values
) -> tuple[FileIgnores, ...] | None:
    try:
        return values.file_ignores("\n".join(given), os.curdir) if given else None
    except WrongValue as error:
        raise click.BadParameter(str(error), param=option) from None


def _choice(_: click.Context, option: click.Parameter, given: str | None) -> object:
    return None if given is None else values.choice((option.name or "").replace("_", "-"), given)


def _one_of(key: str, text: str) -> Callable[[_Command], _Command]:
    allowed = click.Choice(values.CHOICES[key])
    return click.option(f"--{key}", type=allowed, callback=_choice, help=text)


def _many(name: str, metavar: str, read: Callable[..., Any], text: str) -> Callable[..., Any]:
    return click.option(f"--{name}", multiple=True, metavar=metavar, callback=read, help=text)


_OPTIONS = [
    _many("select", "CODES", _codes, "Say only these codes or prefixes, such as NDL101,NDL2."),
    _many("ignore", "CODES", _codes, "Do not say these codes or prefixes."),
    _many("extend-select", "CODES", _codes, "Say these, too."),
    _many("extend-ignore", "CODES", _codes, "Do not say these either."),
    _many(
        "per-file-ignores",
        "PATTERN:CODES",
        _file_ignores,
        "Do not say these codes in files that match.",
    ),
    _many("extend-per-file-ignores", "PATTERN:CODES", _file_ignores, "Nor these."),
    _one_of("certainty", "The least certainty that is said.  [default: likely]"),
    _one_of(
        "fail-on",
        "Exit with 1 for a finding of this effect or a worse one.  [default: cost]",
    ),
    _one_of(
        "target-keras",
        "The Keras that the programs are meant for.  [default: as declared or installed]",
    ),
    _one_of(
        "target-numpy",
        "The NumPy that the programs are meant for.  [default: as declared or installed]",
    ),
]
_EXCLUSIONS = [
    _many(
        "exclude",
        "PATTERN",
        _patterns,
        "Pass over files and folders that match, as in .gitignore.",
    ),
    _many("extend-exclude", "PATTERN", _patterns, "Pass over these, too."),
]
