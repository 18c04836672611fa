"""Gradients: a tape looks on and changes nothing."""

from ndlint.knowledge.registry import models
from ndlint.values.base import UNKNOWN, Opaque, Value

TAPE = Opaque("tensorflow.GradientTape")


@models("tensorflow.GradientTape")
def tape(persistent: Value = UNKNOWN, watch_accessed_variables: Value = UNKNOWN) -> Value:
    """A tape, which `with` binds."""
    return TAPE


@models(*(
    f"{TAPE.path}.{name}"
    for name in ("gradient", "jacobian", "batch_jacobian", "watch", "reset", "watched_variables")
))  # fmt: skip
def used(tape: Value, *arguments: Value, **options: Value) -> Value:
    """Gradients are not followed."""
    return UNKNOWN
