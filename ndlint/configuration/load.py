"""From where the user is, and what the command line says, to the settings of a run."""

import os
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from ndlint.configuration import flake8_section, pyproject
from ndlint.configuration.layer import Layer
from ndlint.configuration.settings import Settings, merged


class Files(Struct, frozen=True):
    """Which files are read, as flake8's options of these names say.

    `config` is read instead of those that would be found, `append_config` after them;
    `isolated` reads none.
    """

    config: str | None = None
    append_config: tuple[str, ...] = ()
    isolated: bool = False


def load(command_line: Layer, files: Files) -> Settings:
    """The settings of ndlint's command line. Raises: ConfigurationError.

    A selection in [flake8] without a code of ndlint's is none: who runs ndlint wants
    its findings.
    """
    ours, flake8 = _read(files)
    return merged(command_line, ours, replace(flake8, select=flake8.select or None), True)


def load_in_flake8(command_line: Layer, given: Iterable[str], files: Files) -> Settings:
    """The settings inside flake8. Raises: ConfigurationError.

    `given` are the keys on flake8's command line: each replaces the same one in [flake8],
    although it may name no code of ndlint's.
    """
    ours, flake8 = _read(files)
    rest = replace(flake8, **dict.fromkeys(given, None))
    return merged(command_line, ours, rest, says_not_analysed=False)


def _read(files: Files) -> tuple[Layer, Layer]:
    """What [tool.ndlint] and [flake8] say."""
    if files.isolated:
        return Layer(), Layer()
    here = os.path.abspath(".")
    config = files.config
    if config is None:
        ours = pyproject.find(here)
        config = flake8_section.find(here)
    elif config.endswith(".toml"):
        ours = pyproject.read(config)
        config = None
    else:
        ours = Layer()
    paths = [path for path in (config, *files.append_config) if path is not None]
    folder = here if config is None else os.path.dirname(config)
    return ours, flake8_section.read(paths, folder)
