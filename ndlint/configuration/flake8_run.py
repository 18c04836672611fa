"""The settings of a run of flake8, of which a plugin is told only the outcome."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Mapping

from ndlint.configuration import flake8_section
from ndlint.configuration.layer import Layer, field_of, layer
from ndlint.configuration.load import Files, load_in_flake8
from ndlint.configuration.problem import ConfigurationError, WrongValue
from ndlint.configuration.settings import Settings


def settings(given: Mapping[str, object]) -> Settings:
    """The settings, from what stands on flake8's command line, by key.

    Raises: ConfigurationError.
    """
    return load_in_flake8(_layer(given), map(field_of, given), files(sys.argv))


def files(argv: list[str]) -> Files:
    """The files that flake8 was told to read.

    It takes these options for itself before plugins are asked, so its command line is read
    again; one of another program that runs flake8 inside itself says nothing of flake8.
    """
    if not _is_flake8(argv[0] if argv else ""):
        return Files()
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--config")
    parser.add_argument("--append-config", action="append", default=[])
    parser.add_argument("--isolated", action="store_true")
    known, _ = parser.parse_known_args(argv[1:])
    return Files(known.config, tuple(known.append_config), known.isolated)


def _is_flake8(program: str) -> bool:
    """Whether a process was started as `flake8`, or as `python -m flake8`."""
    folder, name = os.path.split(program)
    if name == "__main__.py":
        return os.path.basename(folder) == "flake8"
    return os.path.splitext(name)[0] == "flake8"


def _layer(given: Mapping[str, object]) -> Layer:
    said: dict[str, object] = {}
    for key, value in given.items():
        try:
            said[key] = _value(key, value)
        except WrongValue as error:
            raise ConfigurationError(f"--{key}: {error}") from None
    return layer(said)


def _value(key: str, value: object) -> object:
    """flake8 has split lists, and what it excludes it does not hand over."""
    if key.endswith("exclude"):
        return ()
    text = ",".join(value) if isinstance(value, list) else str(value)
    return flake8_section.value(key, text, os.curdir)
