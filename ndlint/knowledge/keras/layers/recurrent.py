"""Recurrent layers, and the wrappers Bidirectional and TimeDistributed.

Source: Keras 3.15, `RNN`, `LSTM`, `Bidirectional`, `TimeDistributed`; tf_keras.
"""

from msgspec.structs import replace

from ndlint.knowledge.keras.layers.base import (
    LAYERS,
    Shapes,
    forward,
    has_own_activation,
    is_understood,
    layer,
)
from ndlint.knowledge.keras.layers.requirements import (
    dim_of,
    flag,
    is_keras_2,
    needs_axis,
    needs_rank,
    refuse,
)
from ndlint.knowledge.registry import Refusal
from ndlint.values.base import NOTHING, Str
from ndlint.values.dimension import FREE, multiply
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

STATES = {"LSTM": 2, "GRU": 1, "SimpleRNN": 1}
AXES = ("batch", "steps", "features")


@layer(
    "keras.layers.LSTM", "units", "activation", "recurrent_activation", "use_bias",
    compares_late=True,
)  # fmt: skip
@layer(
    "keras.layers.GRU", "units", "activation", "recurrent_activation", "use_bias",
    compares_late=True,
)  # fmt: skip
@layer("keras.layers.SimpleRNN", "units", "activation", "use_bias", compares_late=True)
def recurrent(layer: Layer, x: Shape) -> Shapes:
    """Shape: (batch, steps, n) -> (batch, units), or (batch, steps, units) as a sequence.

    With return_state, the states (batch, units) follow.

    Raises: ValueError for another rank, for features of unknown or another size, for a
    batch of unknown size in a stateful one.
    """
    if flag(layer, "time_major") is not False:
        return UNKNOWN_SHAPE
    needs_rank(layer, x, AXES)
    needs_axis(layer, x, -1, "features (the last axis)")
    batch = x.axis(0)
    if flag(layer, "stateful") and layer.built is None and batch is FREE:
        raise refuse(layer, f"with stateful=True needs a fixed batch size, and gets {x}")
    units = dim_of(layer.option("units"))
    sequence, states = flag(layer, "return_sequences"), flag(layer, "return_state")
    is_own = has_own_activation(layer) and has_own_activation(layer, "recurrent_activation")
    if sequence is None or states is None or not is_own:
        return UNKNOWN_SHAPE
    state = Shape((batch, units))
    output = Shape((batch, x.axis(1), units)) if sequence else state
    return (output, *(state,) * STATES[layer.name]) if states else output


CELLS = {f"{name}Cell": count for name, count in STATES.items()}


@layer("keras.layers.LSTMCell", "units", "activation", "recurrent_activation", "use_bias")
@layer("keras.layers.GRUCell", "units", "activation", "recurrent_activation", "use_bias")
@layer("keras.layers.SimpleRNNCell", "units", "activation", "use_bias")
def cell(layer: Layer, x: Shape) -> Shape:
    """Part of an RNN; called alone, it returns a nest of tensors."""
    return UNKNOWN_SHAPE


@layer("keras.layers.RNN", "cell", "return_sequences", "return_state")
def recurrent_of_cell(layer: Layer, x: Shape) -> Shapes:
    """Shape: (batch, steps, n) -> (batch, units), or (batch, steps, units) as a sequence.

    Only of one cell of Keras' own, on three axes: what it makes of others is not claimed.
    """
    cell = layer.option("cell")
    if not isinstance(cell, Layer) or cell.name not in CELLS or not is_understood(cell):
        return UNKNOWN_SHAPE
    sequence, states = flag(layer, "return_sequences"), flag(layer, "return_state")
    is_new = layer.built is None and cell.built is None
    if x.rank in (1, 2) and is_new and x.axis(0) is FREE:
        raise refuse(layer, f"needs 3 axes, ({', '.join(AXES)}), and gets {x}")
    is_own = has_own_activation(cell) and has_own_activation(cell, "recurrent_activation")
    usual = flag(layer, "time_major") is False and flag(layer, "stateful") is False
    if sequence is None or states is None or x.rank != 3 or not (is_own and usual):
        return UNKNOWN_SHAPE
    if is_new:
        needs_axis(layer, x, -1, "features (the last axis)")
    units = dim_of(cell.option("units"))
    state = Shape((x.axis(0), units))
    output = Shape((x.axis(0), x.axis(1), units)) if sequence else state
    return (output, *(state,) * CELLS[cell.name]) if states else output


@layer(
    "keras.layers.Bidirectional", "layer", "merge_mode", "weights", "backward_layer",
    compares_late=True,
)  # fmt: skip
def bidirectional(layer: Layer, x: Shape) -> Shapes:
    """Both directions of a recurrent layer, put together as `merge_mode` says.

    Raises: what the layer inside raises.
    """
    inner = layer.option("layer")
    if not isinstance(inner, Layer) or inner.name not in STATES or not is_understood(inner):
        return UNKNOWN_SHAPE
    if layer.option("backward_layer") not in (None, NOTHING):
        return UNKNOWN_SHAPE
    outputs = forward(replace(inner, built=layer.built), x)
    mode = layer.option("merge_mode") or Str("concat")
    output, *states = (outputs,) if isinstance(outputs, Shape) else outputs
    if output == UNKNOWN_SHAPE:
        return UNKNOWN_SHAPE
    if mode == Str("concat"):
        merged: tuple[Shape, ...] = (Shape((*output.dims[:-1], multiply(output.dims[-1], 2))),)
    elif mode in (Str("sum"), Str("mul"), Str("ave")):
        merged = (output,)
    elif mode == NOTHING:
        merged = (output, output)
    else:
        return UNKNOWN_SHAPE
    every = (*merged, *states, *states)
    return every if len(every) > 1 else every[0]


@layer("keras.layers.TimeDistributed", "layer", compares_late=True)
def time_distributed(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, steps, ...) -> (batch, steps, what the layer makes of one step...).

    Raises: ValueError for a rank below 3, and what a convolution inside raises.
    """
    needs_rank(layer, x, ("batch", "steps", "..."), or_more=True)
    inner = layer.option("layer")
    if not isinstance(inner, Layer) or x.rank is None or inner.path not in LAYERS:
        return UNKNOWN_SHAPE
    built = layer.built
    if built is not None and built.rank_known:
        built = Shape((built.dims[0], *built.dims[2:]))
    if inner.built is not None:
        built = inner.built
    try:
        output = forward(replace(inner, built=built), Shape((x.dims[0], *x.dims[2:])))
    except Refusal as refusal:
        # Keras 3 does not compare channels here, and TensorFlow takes more of them as groups.
        is_convolution = "Conv" in inner.name and built is None
        if not (is_convolution or inner.name == "Dense" or is_keras_2()):
            return UNKNOWN_SHAPE
        message = f"TimeDistributed: each step: {refusal.message}"
        raise Refusal(refusal.error, message, refusal.contract) from refusal
    if not isinstance(output, Shape) or not output.rank_known:
        return UNKNOWN_SHAPE
    return Shape((output.dims[0], x.dims[1], *output.dims[1:]))
