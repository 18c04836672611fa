"""[flake8] in setup.cfg, tox.ini and .flake8: flake8's own keys, and four of ndlint's."""

import os
from collections.abc import Iterable
from configparser import Error, RawConfigParser

from ndlint.configuration import codes, values
from ndlint.configuration.discovery import content, demanded, unparsable
from ndlint.configuration.layer import KEYS, Layer, layer, normalised
from ndlint.configuration.patterns import Flake8Exclusion, absolute
from ndlint.configuration.problem import ConfigurationError, WrongValue, nearest, shown
from ndlint.source.folders import upwards

NAMES = ("setup.cfg", "tox.ini", ".flake8")
SECTION = "flake8"
SECTIONS = (SECTION, "flake8:local-plugins")
TYPING_ERROR = 0.85
"""How alike an unknown key must be to one of ndlint's; all others are other plugins'."""


def find(start: str) -> str | None:
    """The first file with a section of flake8's, from a folder upwards.

    Raises: ConfigurationError for a file on the way that names the section, but does not
    parse; flake8 passes over it in silence.
    """
    for folder in upwards(start):
        for name in NAMES:
            path = os.path.join(folder, name)
            data = content(path)
            if data is not None and b"[flake8" in data:
                parser = _parse(path, data)
                if any(section in parser for section in SECTIONS):
                    return path
    return None


def read(paths: Iterable[str], folder: str) -> Layer:
    """What the sections of some files say, the last one first; patterns start in the folder.

    Raises: ConfigurationError.
    """
    said: dict[str, object] = {}
    for path in paths:
        parser = _parse(path, demanded(path))
        for name, text in parser.items(SECTION) if parser.has_section(SECTION) else ():
            key = normalised(name)
            if key not in KEYS:
                if meant := nearest(key, values.CHOICES, TYPING_ERROR):
                    problem = f"unknown key {name!r} in [flake8]; did you mean {meant}?"
                    raise ConfigurationError(f"{shown(path)}: {problem}")
                continue
            try:
                said[key] = value(key, text, folder)
            except WrongValue as error:
                raise ConfigurationError(f"{shown(path)}: {name}: {error}") from None
    return layer(said)


def value(key: str, text: str, folder: str) -> object:
    """The value of a key in flake8's spelling: what concerns ndlint, None if nothing does.

    A selection without a code of ndlint's is an empty one. Raises: WrongValue.
    """
    if key in values.CHOICES:
        return values.choice(key, text.strip())
    if key.endswith("exclude"):
        patterns = (absolute(pattern, folder) for pattern in codes.split(text))
        return (Flake8Exclusion(tuple(patterns)),)
    if key.endswith("per-file-ignores"):
        table = values.mapped(text, folder, codes.ours)
        return table if any(row.codes for row in table) else None
    given = codes.ours(codes.split(text))
    return given if given or key == "select" else None


def _parse(path: str, data: bytes) -> RawConfigParser:
    parser = RawConfigParser()
    try:
        parser.read_string(data.decode(), shown(path))
    except (Error, UnicodeDecodeError) as error:
        raise unparsable(path, error) from None
    return parser
