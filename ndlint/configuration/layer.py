"""What one source says. Sources: the command line, [tool.ndlint], [flake8]."""

from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from ndlint.configuration.patterns import Exclusion, FileIgnores
from ndlint.findings import Certainty, Effect


class Layer(Struct, frozen=True):
    """A value for each key; None where the source says nothing.

    An empty `select` is a selection that names none of ndlint's codes.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    extend_ignore: tuple[str, ...] | None = None
    exclude: tuple[Exclusion, ...] | None = None
    extend_exclude: tuple[Exclusion, ...] | None = None
    per_file_ignores: tuple[FileIgnores, ...] | None = None
    extend_per_file_ignores: tuple[FileIgnores, ...] | None = None
    target_keras: int | None = None
    target_numpy: int | None = None
    certainty: Certainty | None = None
    fail_on: Effect | None = None


KEYS = tuple(field.name.replace("_", "-") for field in fields(Layer))
"""As files spell them."""


def normalised(key: str) -> str:
    """A key with hyphens: underscores are accepted for them."""
    return key.replace("_", "-")


def field_of(key: str) -> str:
    """The field of a layer that holds a key's value."""
    return key.replace("-", "_")


def layer(values: dict[str, Any]) -> Layer:
    """A layer of checked values by key, spelt with hyphens."""
    return Layer(**{field_of(key): value for key, value in values.items()})
