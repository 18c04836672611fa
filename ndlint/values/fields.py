"""What `dataclasses.field` says of an attribute."""

from ndlint.values.base import Value


class FieldOptions(Value, frozen=True):
    """`default` and `factory` are None where there is none, `keyword_only` where nothing is
    said."""

    default: Value | None = None
    factory: Value | None = None
    is_parameter: bool = True
    keyword_only: bool | None = None
