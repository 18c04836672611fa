"""`dataclasses`.

Source: Python 3.14, "dataclasses".
"""

from ndlint.knowledge.registry import models
from ndlint.values.base import UNKNOWN, Bool, Value
from ndlint.values.fields import FieldOptions


@models("dataclasses.field")
def field(**options: Value) -> Value:
    """What is said of one attribute."""
    marks = {name: options[name] for name in ("init", "kw_only") if name in options}
    truths = {name: mark.truth for name, mark in marks.items() if isinstance(mark, Bool)}
    if len(truths) < len(marks) or None in truths.values():
        return UNKNOWN
    return FieldOptions(
        options.get("default"),
        options.get("default_factory"),
        truths.get("init") is not False,
        truths.get("kw_only"),
    )
