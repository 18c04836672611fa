"""Gradients: a tape looks on and changes nothing. Source: truth cases A.tape.*."""

from ndlint.events import Gradient
from ndlint.knowledge.registry import models, observes
from ndlint.values.base import NOTHING, UNKNOWN, Opaque, Value

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


@observes(f"{TAPE.path}.gradient")
def _asked(
    tape: Value,
    target: Value,
    sources: Value,
    output_gradients: Value = NOTHING,
    unconnected_gradients: Value = NOTHING,
) -> Gradient:
    zeros = unconnected_gradients != NOTHING
    return Gradient(target=target, sources=sources, gives_zeros=zeros)
