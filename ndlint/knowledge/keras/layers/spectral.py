"""SpectralNormalization: a layer around another one whose kernel it normalizes.

Source: Keras 3.15 and tf_keras 2.21, `SpectralNormalization`, `Wrapper`; which layers have a
kernel was measured on both.
"""

from collections.abc import Callable

from msgspec.structs import replace

from ndlint.knowledge.keras.layers.base import (
    LAYERS,
    Shapes,
    declared,
    forward,
    is_understood,
    layer,
    on_data,
)
from ndlint.knowledge.keras.layers.elements import computed, refused_inside
from ndlint.knowledge.keras.layers.requirements import is_keras_2, refuse
from ndlint.knowledge.keras.layers.running import dtype_made
from ndlint.knowledge.registry import Refusal
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.dimension import render
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

KERNELS = frozenset(
    {"Dense", "EinsumDense", "Embedding", "ReversibleEmbedding"}
    | {f"Conv{n}D{end}" for n in (1, 2, 3) for end in ("", "Transpose")}
)
"""Layers that have a kernel, or embeddings."""
KERNELS_3 = KERNELS | {"DepthwiseConv1D", "DepthwiseConv2D"}
KERNELS_2 = KERNELS | {"LocallyConnected1D", "LocallyConnected2D"}
NO_KERNELS = frozenset(
    {"Activation", "BatchNormalization", "Bidirectional", "Dropout", "Flatten", "GRU", "LSTM",
     "LayerNormalization", "ReLU", "SeparableConv1D", "SeparableConv2D", "SimpleRNN"}
)  # fmt: skip
NO_KERNELS_2 = NO_KERNELS | {"DepthwiseConv1D", "DepthwiseConv2D"}
"""Some that have none."""


def _inner(layer: Layer) -> Layer | None:
    """The layer inside; None: not known. Raises: ValueError for one that has no kernel."""
    inner = layer.option("layer")
    if not isinstance(inner, Layer) or inner.path not in LAYERS or not is_understood(inner):
        return None
    if inner.name in (NO_KERNELS_2 if is_keras_2() else NO_KERNELS) and layer.built is None:
        raise refuse(layer, f"normalizes a kernel, and {inner.name} has none")
    return inner if inner.name in (KERNELS_2 if is_keras_2() else KERNELS_3) else None


def _cast(layer: Layer, given: DType) -> DType:
    """The dtype that it hands on: its own for floats, what it gets for others."""
    if given.is_one_of(dtypes.FLOATS):
        return computed(layer)
    return UNKNOWN_DTYPE if given.may_be(*dtypes.FLOATS) else given


def _made(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """What Keras 3 says of a symbol, and what Keras 2 makes."""
    inner = layer.option("layer")
    if not is_keras_2():
        return computed(layer)
    return dtype_made(inner, (_cast(layer, inputs[0]),)) if isinstance(inner, Layer) else inputs[0]


def _made_of_data(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """What Keras 3 makes of data: it casts its output to what it got."""
    return _made(layer, inputs) if is_keras_2() else _cast(layer, inputs[0])


@layer(
    "keras.layers.SpectralNormalization", "layer", "power_iterations",
    makes=_made, refuses=refused_inside,
)  # fmt: skip
def spectral_normalization(layer: Layer, x: Shape) -> Shapes:
    """Shape: as the layer inside.

    Raises: ValueError for a layer without a kernel, for another last axis than it was built for
    (in Keras 2: another shape); what the layer inside raises.
    """
    inner = _inner(layer)
    if inner is None or x.rank is None:
        return UNKNOWN_SHAPE
    if is_keras_2():
        return normalized_data(layer, x)
    _needs_last(layer, x)
    built = None if layer.built is None and inner.built is None else UNKNOWN_SHAPE
    return _inside(declared, replace(inner, built=built), x)


@on_data("keras.layers.SpectralNormalization", makes=_made_of_data)
def normalized_data(layer: Layer, x: Shape) -> Shapes:
    """The layer inside is called."""
    inner = _inner(layer)
    if inner is None or x.rank is None:
        return UNKNOWN_SHAPE
    if is_keras_2():
        _needs_same(layer, x)
    else:
        _needs_last(layer, x)
    return _inside(forward, replace(inner, built=inner.built or layer.built), x)


def _inside(makes: Callable[[Layer, Shape], Shapes], inner: Layer, x: Shape) -> Shapes:
    """What the layer inside makes; a refusal names the wrapper, too."""
    try:
        return makes(inner, x)
    except Refusal as refusal:
        message = f"SpectralNormalization: {refusal.message}"
        raise Refusal(refusal.error, message, refusal.contract) from refusal


def _needs_last(layer: Layer, x: Shape) -> None:
    if x.rank == 0:
        raise refuse(layer, f"needs at least one axis, and gets {x}")
    last = x.axis(-1) if layer.built is None else layer.built.axis(-1)
    if shapes.conflict(last, x.axis(-1)):
        raise refuse(layer, f"was built for {render(last)} on axis -1, and gets {x}")


def _needs_same(layer: Layer, x: Shape) -> None:
    built = layer.built
    if built is None or built.rank is None or x.rank is None:
        return
    pairs = zip(built.dims[1:], x.dims[1:], strict=False)
    if built.rank != x.rank or any(shapes.conflict(*pair) for pair in pairs):
        raise refuse(layer, f"was built for {built}, and gets {x}")
