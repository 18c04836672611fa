"""What layers do to data in models that run, where Keras says another thing of symbols."""

from ndlint.knowledge.keras.layers import elements
from ndlint.knowledge.keras.layers.base import (
    LAYERS,
    Shapes,
    as_new,
    forward,
    is_plain,
    is_understood,
    rule_of_data,
)
from ndlint.knowledge.registry import Refusal
from ndlint.values import dtype as dtypes
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import KerasTensor, Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def dtype_made(layer: Layer, inputs: tuple[DType, ...], of_data: bool = False) -> DType:
    """The dtype that the layer makes of inputs of these dtypes."""
    if not is_plain(layer):
        return UNKNOWN_DTYPE
    makes, own = LAYERS[layer.path].makes, rule_of_data(layer)
    if of_data and own is not None and own.makes is not None:
        is_usual = len(inputs) == 1 or LAYERS[layer.path].merges
        return own.makes(layer, inputs) if is_usual else UNKNOWN_DTYPE
    if makes is not None:
        return makes(layer, inputs)
    return elements.of_data(layer, inputs) if of_data else elements.of_symbols(layer, inputs)


def _wraps_pretender(layer: Layer) -> bool:
    """Whether a layer inside may do another thing to data than Keras says of symbols."""
    return any(rule_of_data(v) is not None for _, v in layer.options if type(v) is Layer)


def forward_on_data(layer: Layer, given: Shapes) -> Shapes:
    """The shapes that the layer makes of data. Raises: Refusal, where Keras certainly raises."""
    own = rule_of_data(layer)
    if _wraps_pretender(layer):
        return UNKNOWN_SHAPE
    if own is None or not is_understood(layer):
        return forward(layer, given)
    if isinstance(given, tuple) == LAYERS[layer.path].merges:
        return own.forward(layer, given)
    return UNKNOWN_SHAPE


def forward_in_model(layer: Layer, given: Shapes) -> Shapes:
    """The shapes that the layer returns where it may run in a graph, or without being trained.

    Raises: Refusal, where Keras certainly raises.
    """
    own = rule_of_data(layer)
    if own is not None and own.resizes:
        return UNKNOWN_SHAPE
    try:
        return forward_on_data(layer, given)
    except Refusal as refusal:
        # A graph looks for what a layer learned when it runs.
        if own is not None and (own.trains or refusal.error == "FailedPreconditionError"):
            return UNKNOWN_SHAPE
        raise


def dtype_in_model(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """The dtype that the layer makes where it may run in a graph, or without being trained."""
    own = rule_of_data(layer)
    is_float = all(d.is_one_of(dtypes.FLOATS) for d in inputs)
    if own is not None and (own.resizes or (own.trains and not is_float)):
        return UNKNOWN_DTYPE
    return dtype_made(layer, inputs, of_data=True)


def may_have_another_shape(tensor: KerasTensor) -> bool:
    """Whether the shape that Keras says of a symbolic tensor may not be so in a running model."""
    layer = tensor.layer
    if not isinstance(layer, Layer) or rule_of_data(layer) is None:
        return False
    given = tuple(source.shape for source in tensor.inputs)
    merged = LAYERS[layer.path].merges
    if merged:
        layer = as_new(layer, given)
    try:
        found = forward_in_model(layer, given if merged or len(given) != 1 else given[0])
    except Refusal:
        return True
    every = (found,) if isinstance(found, Shape) else found
    return tensor.shape not in every[tensor.position : tensor.position + 1]


def may_have_another_dtype(tensor: KerasTensor) -> bool:
    """Whether the dtype that Keras says of a symbolic tensor may not be so in a running model."""
    layer = tensor.layer
    if not isinstance(layer, Layer) or rule_of_data(layer) is None:
        return False
    return dtype_in_model(layer, tuple(t.dtype for t in tensor.inputs)) != tensor.dtype
