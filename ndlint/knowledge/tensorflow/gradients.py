"""Gradients: a tape looks on and changes nothing. Source: truth cases A.tape.*."""

from ndlint.events import Contract, Gradient
from ndlint.knowledge.keras.attributes import VARIABLES
from ndlint.knowledge.keras.optimizers import OPTIMIZER
from ndlint.knowledge.registry import Refusal, models, observes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, List, Nothing, Opaque, Tuple, Value, elements
from ndlint.values.dtype import NO_GRADIENT

TAPE = Opaque("tensorflow.GradientTape")


@models("tensorflow.GradientTape")
def tape(persistent: Value = UNKNOWN, watch_accessed_variables: Value = UNKNOWN) -> Value:
    """A tape, which `with` binds."""
    return TAPE


@models(*(
    f"{TAPE.path}.{name}"
    for name in ("jacobian", "batch_jacobian", "watch", "reset", "watched_variables")
))  # fmt: skip
def used(tape: Value, *arguments: Value, **options: Value) -> Value:
    """Gradients are not followed."""
    return UNKNOWN


@models(f"{TAPE.path}.gradient")
def gradient(
    tape: Value,
    target: Value,
    sources: Value,
    output_gradients: Value = NOTHING,
    unconnected_gradients: Value = NOTHING,
) -> Value:
    """None for each source to which certainly no gradient leads back; else not followed."""
    if unconnected_gradients != NOTHING:
        return UNKNOWN
    items = elements(sources)
    each = tuple(
        NOTHING if is_none(target, source) else UNKNOWN
        for source in ((sources,) if items is None else items)
    )
    if items is None:
        return each[0]
    return Tuple(each) if isinstance(sources, Tuple) else List(each)


def is_none(target: Value, source: Value) -> bool:
    """Whether the gradient of a target, or of several, by one source is certainly None."""
    if isinstance(source, Array) and source.is_tensor and source.dtype.is_one_of(NO_GRADIENT):
        return True
    return is_cut_from(target, source)


def is_cut_from(target: Value, source: Value) -> bool:
    """Whether no gradient leads from any of the targets back to a source, which is a variable."""
    is_variable = isinstance(source, Array) and source.kind is Kind.VARIABLE
    targets = elements(target) or (target,)
    return (is_variable or source == VARIABLES) and all(
        isinstance(t, Array) and t.kind is Kind.TENSOR and bool(t.origins.cut) for t in targets
    )


@models(f"{OPTIMIZER.path}.apply_gradients")
def apply_gradients(
    optimizer: Value, grads_and_vars: Value, *arguments: Value, **options: Value
) -> Value:
    """Steps by gradients. Raises: ValueError, where all of them are None."""
    pairs = elements(grads_and_vars)
    if pairs and all(isinstance((elements(p) or (UNKNOWN,))[0], Nothing) for p in pairs):
        message = "each gradient is None, and it raises ValueError: no gradients provided"
        raise Refusal("ValueError", message, Contract.GRADIENTS)
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
    each = (sources,) if elements(sources) is None else elements(sources) or ()
    first = (elements(target) or (target,))[0]
    is_cut = isinstance(first, Array) and any(is_cut_from(target, source) for source in each)
    cut_off = first if is_cut and isinstance(first, Array) else None
    return Gradient(target=target, sources=sources, gives_zeros=zeros, cut_off=cut_off)
