"""[tool.ndlint] in pyproject.toml, or in another TOML file that is named."""

import os
import sys
from importlib import import_module
from typing import Any

from ndlint.configuration import values
from ndlint.configuration.discovery import content, demanded, unparsable
from ndlint.configuration.layer import KEYS, Layer, layer, normalised
from ndlint.configuration.patterns import git_exclusion
from ndlint.configuration.problem import ConfigurationError, WrongValue, hint, shown
from ndlint.source.folders import upwards

NAME = "pyproject.toml"


def find(start: str) -> Layer:
    """The nearest [tool.ndlint] from a folder upwards. Raises: ConfigurationError.

    A file that does not name ndlint is not ours to parse.
    """
    for folder in upwards(start):
        path = os.path.join(folder, NAME)
        data = content(path)
        if data is not None and b"ndlint" in data:
            table = _table(path, parse(path, data))
            if table is not None:
                return _layer(path, table)
    return Layer()


def read(path: str) -> Layer:
    """[tool.ndlint] of one file. Raises: ConfigurationError."""
    table = _table(path, parse(path, demanded(path)))
    return Layer() if table is None else _layer(path, table)


def parse(path: str, data: bytes) -> dict[str, Any]:
    """A TOML document. Raises: ConfigurationError."""
    toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        document: dict[str, Any] = toml.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise unparsable(path, error) from None
    return document


def _table(path: str, document: dict[str, Any]) -> dict[str, Any] | None:
    tool = document.get("tool")
    table = tool.get("ndlint") if isinstance(tool, dict) else None
    if table is None or isinstance(table, dict):
        return table
    problem = f"[tool.ndlint] must be a table, not {values.described(table)}"
    raise ConfigurationError(f"{shown(path)}: {problem}")


def _layer(path: str, table: dict[str, Any]) -> Layer:
    folder = os.path.dirname(os.path.abspath(path))
    said: dict[str, object] = {}
    for name, value in table.items():
        key = normalised(name)
        if key not in KEYS:
            raise ConfigurationError(
                f"{shown(path)}: unknown key {name!r} in [tool.ndlint]{hint(key, KEYS)}"
            )
        if key in said:
            raise ConfigurationError(f"{shown(path)}: {key} stands twice in [tool.ndlint]")
        try:
            said[key] = _value(key, value, folder)
        except WrongValue as error:
            raise ConfigurationError(f"{shown(path)}: {name}: {error}") from None
    return layer(said)


def _value(key: str, value: object, folder: str) -> object:
    if key in values.CHOICES:
        return values.choice(key, value)
    if key.endswith("per-file-ignores"):
        return values.file_ignores(value, folder)
    if key.endswith("exclude"):
        return (git_exclusion(values.strings(value), folder),)
    given = values.codes_of_ours(value)
    return None if key == "select" and not given else given
