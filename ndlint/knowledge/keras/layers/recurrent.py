"""Recurrent layers, and the wrappers Bidirectional and TimeDistributed.

Source: Keras 3.15, `RNN`, `LSTM`, `Bidirectional`, `TimeDistributed`; tf_keras.
"""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from ndlint.knowledge.keras.graphs import outputs_of_step
from ndlint.knowledge.keras.layers.base import (
    LAYERS,
    Shapes,
    declared,
    declares,
    forward,
    has_own_activation,
    is_understood,
    layer,
    on_data,
)
from ndlint.knowledge.keras.layers.elements import refused_inside
from ndlint.knowledge.keras.layers.requirements import (
    dim_of,
    flag,
    is_keras_2,
    needs_axis,
    needs_rank,
    refuse,
)
from ndlint.knowledge.registry import Refusal
from ndlint.values.base import NOTHING, Str, elements
from ndlint.values.dimension import FREE, Dim, multiply
from ndlint.values.keras import Layer, Model
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


@declares("keras.layers.LSTM")
@declares("keras.layers.GRU")
@declares("keras.layers.SimpleRNN")
def recurrent_inside(layer: Layer, x: Shape) -> Shapes:
    """The same of any number of axes.

    Raises: ValueError for a last axis of unknown size, for a batch of unknown size in a stateful
    one; an error for no steps.
    """
    sequence, states = flag(layer, "return_sequences"), flag(layer, "return_state")
    is_own = has_own_activation(layer) and has_own_activation(layer, "recurrent_activation")
    if x.rank is None:
        return UNKNOWN_SHAPE
    _needs_steps(layer, x)
    units = dim_of(layer.option("units"))
    if sequence is None or states is not False or not is_own:
        return UNKNOWN_SHAPE
    return _sequence(x, units) if sequence else Shape((x.dims[0], units))


def _needs_steps(layer: Layer, x: Shape) -> None:
    """Look at an input as `RNN.build` of Keras 3 does: at what is left without the steps."""
    if len(x.dims) < 2:
        raise refuse(layer, f"needs 3 axes, ({', '.join(AXES)}), and gets {x}")
    if layer.built is None:
        needs_axis(layer, Shape((x.dims[0], *x.dims[2:])), -1, "features (the last axis)")
        if flag(layer, "stateful") and x.dims[0] is FREE:
            raise refuse(layer, f"with stateful=True needs a fixed batch size, and gets {x}")


def _sequence(x: Shape, units: Dim) -> Shape:
    return Shape((x.dims[0], x.dims[1], units))


CELLS = {f"{name}Cell": count for name, count in STATES.items()}


@layer("keras.layers.LSTMCell", "units", "activation", "recurrent_activation", "use_bias")
@layer("keras.layers.GRUCell", "units", "activation", "recurrent_activation", "use_bias")
@layer("keras.layers.SimpleRNNCell", "units", "activation", "use_bias")
@layer("keras.layers.StackedRNNCells", "cells")
def cell(layer: Layer, x: Shape) -> Shape:
    """Part of an RNN; called alone, it returns a nest of tensors."""
    return UNKNOWN_SHAPE


def _cells(layer: Layer) -> tuple[Layer, ...] | None:
    """The cells of an RNN, each of which gets what the one before makes; None: not all known."""
    given = layer.option("cell") or NOTHING
    if isinstance(given, Layer) and given.name == "StackedRNNCells" and is_understood(given):
        given = given.option("cells") or NOTHING
    found = (given,) if isinstance(given, Layer) else elements(given)
    cells = tuple(c for c in found or () if isinstance(c, Layer) and c.name in CELLS)
    if not cells or len(cells) != len(found or ()) or not all(map(is_understood, cells)):
        return None
    is_own = all(
        has_own_activation(c) and has_own_activation(c, "recurrent_activation") for c in cells
    )
    return cells if is_own else None


@layer("keras.layers.RNN", "cell", "return_sequences", "return_state")
def recurrent_of_cell(layer: Layer, x: Shape) -> Shapes:
    """Shape: (batch, steps, n) -> (batch, units), or (batch, steps, units) as a sequence.

    The units are those of the last cell. Only of cells of Keras' own.

    Raises: ValueError for features of unknown size, for a batch of unknown size in a stateful
    one; an error for no steps, in Keras 2 for another number of axes than 3.
    """
    cells = _cells(layer)
    if cells is None or x.rank is None:
        return UNKNOWN_SHAPE
    if is_keras_2():
        if x.rank > 3 and flag(layer, "unroll") is False:
            raise refuse(layer, f"needs 3 axes, ({', '.join(AXES)}), and gets {x}")
        return recurrent_of_data(layer, x)
    is_new = layer.built is None and all(cell.built is None for cell in cells)
    # Cells that were built before look at no more than that there are steps.
    _needs_steps(layer if is_new else replace(layer, built=UNKNOWN_SHAPE), x)
    return _returned(layer, cells, x)


@on_data("keras.layers.RNN")
def recurrent_of_data(layer: Layer, x: Shape) -> Shapes:
    """What is computed of three axes: what it makes of more is not claimed.

    Raises: ValueError for fewer axes in Keras 2, for features of unknown or another size, for a
    batch of unknown size in a stateful one.
    """
    cells = _cells(layer)
    if cells is None or x.rank is None or flag(layer, "time_major") is not False:
        return UNKNOWN_SHAPE
    if is_keras_2() and x.rank < 3:
        raise refuse(layer, f"needs 3 axes, ({', '.join(AXES)}), and gets {x}")
    if x.rank != 3:
        return UNKNOWN_SHAPE
    if layer.built is not None or all(cell.built is None for cell in cells):
        needs_axis(layer, x, -1, "features (the last axis)")
    if flag(layer, "stateful") and layer.built is None and x.dims[0] is FREE:
        raise refuse(layer, f"with stateful=True needs a fixed batch size, and gets {x}")
    return _returned(layer, cells, x)


def _returned(layer: Layer, cells: tuple[Layer, ...], x: Shape) -> Shapes:
    """The output and the states, where they are one list: those of several cells are a nest."""
    sequence, states = flag(layer, "return_sequences"), flag(layer, "return_state")
    if sequence is None or states is None or (states and len(cells) > 1):
        return UNKNOWN_SHAPE
    state = Shape((x.dims[0], dim_of(cells[-1].option("units"))))
    output = _sequence(x, state.dims[1]) if sequence else state
    return (output, *(state,) * CELLS[cells[-1].name]) if states else output


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


@layer("keras.layers.TimeDistributed", "layer", compares_late=True, refuses=refused_inside)
def time_distributed(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, steps, ...) -> (batch, steps, what the layer makes of one step...).

    Raises: ValueError for a rank below 3, and what the layer inside raises.
    """
    inner = _inner(layer, x)
    if is_keras_2() or not isinstance(inner, Layer):
        return distributed_data(layer, x)
    built = None if layer.built is None and inner.built is None else UNKNOWN_SHAPE
    return _distributed(x, partial(declared, replace(inner, built=built)))


@on_data("keras.layers.TimeDistributed")
def distributed_data(layer: Layer, x: Shape) -> Shape:
    """The layer inside is called, in Keras 3 without a look at the input."""
    inner = _inner(layer, x)
    if inner is None:
        return UNKNOWN_SHAPE
    if isinstance(inner, Model):
        return _distributed(x, partial(outputs_of_step, inner))
    built = layer.built
    if built is not None and built.rank_known:
        built = Shape((built.dims[0], *built.dims[2:]))
    if inner.built is not None:
        built = inner.built
    try:
        return _distributed(x, partial(forward, replace(inner, built=built)))
    except Refusal:
        # Keras 3 does not compare channels here, and TensorFlow takes more of them as groups.
        is_convolution = "Conv" in inner.name and built is None
        if not (is_convolution or inner.name == "Dense" or is_keras_2()):
            return UNKNOWN_SHAPE
        raise


def _inner(layer: Layer, x: Shape) -> Layer | Model | None:
    """What each step goes through; None: it is not known, or not of which shape a step is.

    Raises: ValueError for a rank below 3.
    """
    needs_rank(layer, x, ("batch", "steps", "..."), or_more=True)
    inner = layer.option("layer")
    if x.rank is None or not isinstance(inner, Layer | Model):
        return None
    return inner if isinstance(inner, Model) or inner.path in LAYERS else None


def _distributed(x: Shape, makes: Callable[[Shape], Shapes]) -> Shape:
    try:
        output = makes(Shape((x.dims[0], *x.dims[2:])))
    except Refusal as refusal:
        message = f"TimeDistributed: each step: {refusal.message}"
        raise Refusal(refusal.error, message, refusal.contract) from refusal
    if not isinstance(output, Shape) or not output.rank_known:
        return UNKNOWN_SHAPE
    return Shape((output.dims[0], x.dims[1], *output.dims[1:]))
