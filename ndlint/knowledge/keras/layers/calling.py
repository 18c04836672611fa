"""How layers are called: on symbolic tensors, and on data."""

from collections.abc import Sequence

from msgspec.structs import replace

from ndlint.events import Contract, Refused
from ndlint.knowledge.keras.ids import check_ids
from ndlint.knowledge.keras.layers import elements
from ndlint.knowledge.keras.layers.advice import advised
from ndlint.knowledge.keras.layers.base import (
    LAYERS,
    OnData,
    Shapes,
    built_for,
    forward,
    is_plain,
    is_understood,
    rule_of_data,
)
from ndlint.knowledge.keras.layers.requirements import refuse
from ndlint.knowledge.keras.layers.running import (
    dtype_in_model,
    dtype_made,
    forward_in_model,
    forward_on_data,
)
from ndlint.knowledge.keras.layers.weights import check_declared_weights
from ndlint.knowledge.registry import Changed, Refusal, models
from ndlint.target import current
from ndlint.values import base as values
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind, Origins
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Tuple, Value
from ndlint.values.dimension import FREE
from ndlint.values.dtype import DType
from ndlint.values.keras import KerasTensor, Layer, Model, made_of
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

AGAIN = frozenset({
    "Dense", "Conv1D", "Conv2D", "Conv3D", "LSTM", "GRU", "SimpleRNN", "Conv1DTranspose",
    "Conv2DTranspose", "Conv3DTranspose", "DepthwiseConv1D", "DepthwiseConv2D",
})  # fmt: skip
"""Layers that refuse in Keras 2 what they are called on a second time: others do not look."""
BROADCASTING = frozenset({"BatchNormalization", "LayerNormalization", "Normalization"})
"""Those whose weights broadcast against what they are called on a second time."""
MASKING = frozenset({"Masking", "Embedding", "Lambda"})
"""Layers that make masks, or may."""
ELEMENTWISE = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")
"""Layers that merge element by element: called again, they do not compare, they compute."""
MERGING = frozenset({*ELEMENTWISE, "Concatenate"})
"""Layers that take data beside symbolic tensors, and look at its shape as at theirs."""
DATA = frozenset({Kind.NDARRAY, Kind.TENSOR})
SEVERAL = frozenset({"GRUCell", "LSTMCell", "SimpleRNNCell", "StackedRNNCells"})
"""Layers that return a nest of tensors."""
INSIDE = ("layer", "cell")
"""The options in which a layer holds what it wraps."""


class LayerRefusal(Refusal):
    """One layer refuses what it is called on."""

    def __init__(self, refusal: Refusal, layer: Value, sources: tuple[Value, ...]) -> None:
        super().__init__(refusal.error, refusal.message, refusal.contract, refusal.argument)
        self.operands = (layer, *sources)

    def numbered(self, number: int) -> "LayerRefusal":
        """The same refusal by the layer of this number in a Sequential model."""
        message = f"layer {number}, {self.message}"
        refusal = Refusal(self.error, message, self.contract, self.argument)
        layer, *sources = self.operands
        return LayerRefusal(refusal, layer, tuple(sources))

    def of(self, operands: tuple[Value, ...]) -> Refused:
        """The event: its operands are the layer and what it is called on."""
        return super().of(self.operands)


def _adds_masks(layer: Layer) -> bool:
    """Whether a mask from below changes the shape: Keras 2 lets it broadcast."""
    return layer.name == "Softmax" and current().keras == 2


def _may_be_masked(tensor: KerasTensor) -> bool:
    """Whether any layer that the tensor came through makes a mask."""
    return any(map(_may_make_masks, (found.layer for found in made_of(tensor))))


def _may_make_masks(maker: Layer | Model | None) -> bool:
    if isinstance(maker, Layer):
        return maker.name in MASKING or maker.traced is not None
    return maker is not None and not maker.is_known


def _refuses_again(refusal: Refusal, layer: Layer, shape: Shape) -> bool:
    """Whether a layer refuses on a second call what it would refuse on its first one.

    Keras 2 compares the input only then; later TensorFlow does, where it computes with axes that
    are all known. A Dense layer makes a matrix of more than two axes first.
    """
    if current().keras == 3 or refusal.contract in (Contract.OUTPUT_SIZE, Contract.ELEMENTS):
        return True
    if layer.name in ELEMENTWISE:
        return True
    if FREE in shape.dims[1:]:
        return False
    if layer.name in BROADCASTING:
        return layer.built is not None and _never_broadcast(layer.built, shape)
    return layer.name in AGAIN and (layer.name != "Dense" or shape.rank == 2)


def _never_broadcast(built: Shape, shape: Shape) -> bool:
    """Whether no axis of 1 stands where the sizes differ."""
    pairs = zip(built.dims[1:], shape.dims[1:], strict=False)
    return built.rank == shape.rank and all(a == b or 1 not in (a, b) for a, b in pairs)


def _may_be_several(layer: Layer, outputs: Shapes) -> bool:
    """Whether the layer may return several tensors, and it is not known how many."""
    flags = ("return_state", "return_attention_scores")
    if layer.name in SEVERAL:
        return True
    is_known = isinstance(outputs, tuple) or outputs != UNKNOWN_SHAPE
    if is_known or any(layer.option(flag) is not None for flag in flags):
        return not is_known
    return any(_returns_several(v) for n in INSIDE if (v := layer.option(n)) is not None)


def _returns_several(inside: Value) -> bool:
    """Whether what a layer wraps may return several tensors: a cell of the program's own, too."""
    match inside:
        case Layer():
            return inside.name not in SEVERAL and _may_be_several(inside, UNKNOWN_SHAPE)
        case Model():
            return not inside.is_known or len(inside.outputs) > 1
    parts = values.elements(inside)
    return parts is None or any(map(_returns_several, parts))


def _compares_late(layer: Layer) -> bool:
    known = LAYERS.get(layer.path)
    return known is not None and known.compares_late


def called_on_symbols(layer: Layer, inputs: tuple[KerasTensor, ...], merged: bool) -> Value:
    """What a layer returns for symbolic tensors (`merged`: a list of them): one or a tuple.

    Raises: LayerRefusal, with what to do about it.
    """
    if _adds_masks(layer) and any(map(_may_be_masked, inputs)):
        layer = replace(layer, options=(*layer.options, ("?", UNKNOWN)))
    given: Shapes = tuple(t.shape for t in inputs) if merged else inputs[0].shape
    asked = layer
    if layer.built is not None and current().keras == 3 and _compares_late(layer):
        asked = replace(layer, built=UNKNOWN_SHAPE)
    try:
        outputs = forward(asked, given)
        if current().keras == 2:
            check_elements(layer, inputs, of_data=False)
            if layer.built is None:
                check_declared_weights(layer, given)
    except Refusal as refusal:
        if layer.built is not None and not _refuses_again(refusal, layer, inputs[0].shape):
            return UNKNOWN
        raise LayerRefusal(advised(refusal, layer, inputs), layer, inputs) from refusal
    if _may_be_several(layer, outputs):
        return UNKNOWN
    built = built_for(layer, given)
    dtype = dtype_made(layer, tuple(t.dtype for t in inputs))
    if isinstance(outputs, Shape):
        return KerasTensor(outputs, dtype, built, inputs)
    return Tuple(
        tuple(KerasTensor(shape, dtype, built, inputs, i) for i, shape in enumerate(outputs))
    )


@models("keras.layers.Layer.__call__")
def call(layer: Value, *given: Value, **options: Value) -> object:
    """A layer called on symbolic tensors or on data."""
    if not isinstance(layer, Layer):
        return UNKNOWN
    if given and isinstance(given[0], Layer | Model):
        raise _not_a_tensor(layer, given[0])
    known = LAYERS.get(layer.path)
    own = rule_of_data(layer)
    if own is not None and not (known and known.switches):
        if not all(_is_usual(*option, own) for option in options.items()):
            layer = replace(layer, options=(*layer.options, ("?", UNKNOWN)))
    asked, built = layer, replace(layer, built=layer.built or UNKNOWN_SHAPE)
    for name in known.switches if known else ():
        if options.get(name, NOTHING) not in (NOTHING, Bool(False)):
            asked = replace(asked, options=(*asked.options, (name, options[name])))
    sources = _sources(known.takes if known else (), given, options)
    if sources is None:
        return Changed(built, UNKNOWN)
    merged = isinstance(sources, tuple)
    parts = sources if isinstance(sources, tuple) else (sources,)
    symbols = tuple(s for s in parts if isinstance(s, KerasTensor))
    arrays = tuple(s for s in parts if isinstance(s, Array))
    if symbols and len(symbols) == len(parts):
        made = called_on_symbols(asked, symbols, merged)
        return Changed(_after_call(layer, symbols, merged, made), made)
    if arrays and len(arrays) == len(parts):
        return Changed(*_called_on_data(asked, layer, arrays, merged))
    if symbols and layer.built is None and layer.name in MERGING:
        _check_mixed(asked, parts)
    returns_one = bool(symbols) and not _may_be_several(asked, UNKNOWN_SHAPE)
    return Changed(built, KerasTensor() if returns_one else UNKNOWN)


def _check_mixed(layer: Layer, given: tuple[Value, ...]) -> None:
    """Look at symbolic tensors and data that a layer merges: at all axes but the batch.

    Raises: LayerRefusal.
    """
    shapes = [part.shape for part in given if isinstance(part, KerasTensor | Array)]
    if len(shapes) < len(given) or not is_understood(layer):
        return
    try:
        if any(shape.rank == 0 for shape in shapes):
            found = " and ".join(map(str, shapes))
            raise refuse(layer, f"gets {found}: what has no axes has no batch", Contract.MERGE)
        first = given[0]
        if isinstance(first, Array) and first.kind in DATA and current().keras == 3:
            why = "gets data before symbolic tensors, and Keras 3 takes it after them only"
            raise refuse(layer, why, Contract.MERGE)
        forward(layer, tuple(Shape((FREE, *s.dims[1:]), s.rank_known) for s in shapes))
    except Refusal as refusal:
        raise LayerRefusal(refusal, layer, given) from refusal


def _after_call(layer: Layer, symbols: tuple[KerasTensor, ...], merged: bool, made: Value) -> Layer:
    """The layer after a call: the first one leaves what `layer.output` is."""
    built = built_for(layer, tuple(s.shape for s in symbols) if merged else symbols[0].shape)
    ends = tuple(t for t in values.elements(made) or (made,) if isinstance(t, KerasTensor))
    return replace(built, ends=ends) if layer.built is None else built


def _sources(
    takes: tuple[str, ...], given: tuple[Value, ...], options: dict[str, Value]
) -> Value | tuple[Value, ...] | None:
    """What a layer is called on: one value or several; None: not known.

    `takes` names the tensors of a call that takes several.
    """
    if not takes:
        first = (*given, *(options[n] for n in ("inputs", "sequences") if n in options))
        if not first or len(given) > 1:
            return None
        parts = values.elements(first[0])
        return first[0] if parts is None else parts
    named = dict(zip(takes, given, strict=False))
    if len(given) > len(takes):
        return None
    named |= {name: options[name] for name in takes if name in options}
    found = tuple(named[name] for name in takes if named.get(name, NOTHING) != NOTHING)
    has_all = all(name in named for name in takes[:2])
    return found if has_all and found else None


def _is_usual(name: str, value: Value, rule: OnData) -> bool:
    """Whether an argument of a call certainly changes no shape: layers that augment train."""
    if not rule.trains:
        return name in ("training", "mask")
    return name == "training" and isinstance(value, Bool) and value.truth is True


@models("keras.layers.Layer.adapt")
def adapt(layer: Value, *arguments: Value, **options: Value) -> object:
    """A method after which the layer may be built for any input."""
    if not isinstance(layer, Layer):
        return UNKNOWN
    return Changed(replace(layer, built=layer.built or UNKNOWN_SHAPE), NOTHING)


@models("keras.layers.Layer.get_config", "keras.layers.Layer.count_params")
def ask(layer: Value, *arguments: Value, **options: Value) -> Value:
    """Methods that change nothing."""
    return UNKNOWN


def _not_a_tensor(layer: Layer, inputs: Layer | Model) -> LayerRefusal:
    what = inputs.name if isinstance(inputs, Layer) else "model"
    message = f"{layer.name} is called on the {what} itself: call that on a tensor first"
    return LayerRefusal(Refusal("ValueError", message, Contract.LAYER_INPUT), layer, (inputs,))


def _called_on_data(
    layer: Layer, kept: Layer, arrays: tuple[Array, ...], merged: bool
) -> tuple[Layer, Value]:
    """The layer after its call on data, and what it returns.

    `layer` has the switches of this call among its options, `kept` has not.
    """
    given: Shapes = tuple(a.shape for a in arrays) if merged else arrays[0].shape
    is_eager = all(array.kind is not Kind.TENSOR for array in arrays)  # a tensor may be in a graph
    try:
        outputs = (forward_on_data if is_eager else forward_in_model)(layer, given)
        check_elements(layer, arrays)
        if is_eager:
            check_ids(layer, arrays[0])
        if layer.built is None:
            check_declared_weights(layer, given)
    except Refusal as refusal:
        if refusal.contract is not Contract.OUTPUT_SIZE or refuses_empty_data(layer):
            raise LayerRefusal(refusal, layer, arrays) from refusal
        outputs = UNKNOWN_SHAPE
    given_dtypes = tuple(array.dtype for array in arrays)
    dtype = (
        dtype_made(layer, given_dtypes, of_data=True)
        if is_eager
        else dtype_in_model(layer, given_dtypes)
    )
    if _adds_masks(layer):
        outputs = UNKNOWN_SHAPE
    if _may_be_several(layer, outputs):
        return built_for(kept, given), UNKNOWN
    shapes = (outputs,) if isinstance(outputs, Shape) else outputs
    built = built_for(layer, given)
    sources = tuple(symbol_of(array) for array in arrays)
    tensors = tuple(
        Array(
            Kind.TENSOR,
            dtype,
            shape,
            origins=Origins(made=KerasTensor(shape, dtype, built, sources, i)),
        )
        for i, shape in enumerate(shapes)
    )
    result = tensors[0] if isinstance(outputs, Shape) else Tuple(tensors)
    return built_for(kept, given), result


def check_elements(
    layer: Layer, given: Sequence[Array | KerasTensor], of_data: bool = True
) -> None:
    """Raises: Refusal, where all are of dtypes that the layer certainly does not take: what it
    merges, Keras 3 brings to one dtype first."""
    if not is_plain(layer):
        return
    if current().keras == 2 and layer.name in elements.OF_ONE_DTYPE:
        _check_alike(layer, given)
    takes = [_takes_instead(layer, one.dtype, of_data) for one in given]
    if takes and all(takes):
        message = f"{layer.name} takes {takes[0]}, and gets {given[0].dtype}"
        raise Refusal("ValueError", message, Contract.ELEMENTS)


def _check_alike(layer: Layer, given: Sequence[Array | KerasTensor]) -> None:
    """Raises: Refusal, where two are certainly of kinds that TensorFlow does not mix: Keras 2
    casts floats to one dtype, and nothing else; TensorFlow multiplies anything with booleans."""
    kinds = {"float" if one.dtype.is_one_of(dtypes.FLOATS) else one.dtype.name for one in given}
    if layer.name == "Multiply" and "bool" in kinds:
        return
    if None not in kinds and len(kinds) > 1:
        found = " and ".join(dict.fromkeys(str(one.dtype) for one in given))
        message = f"{layer.name} takes tensors of one dtype, and gets {found}"
        raise Refusal("TypeError", message, Contract.ELEMENTS)


def _takes_instead(layer: Layer, given: DType, of_data: bool) -> str:
    """What the layer takes, where it certainly does not take this dtype; "": it may."""
    refuses = LAYERS[layer.path].refuses
    if refuses is not None and (taken := refuses(layer, given, of_data)):
        return taken
    return elements.taken_instead(layer, given)


def symbol_of(array: Array) -> KerasTensor:
    """The symbolic tensor that stands for data."""
    made = array.origins.made
    return made if isinstance(made, KerasTensor) else KerasTensor(array.shape, array.dtype)


def refuses_empty_data(layer: Layer) -> bool:
    """Whether the layer, called on data, raises where its output would be empty.

    TensorFlow's eager convolution and average pooling return something then, and whether its
    max pooling raises depends on the processor; Keras 3 looks at the sizes when a convolution
    is built.
    """
    if layer.name.startswith("Cropping"):
        return True
    return "Conv" in layer.name and layer.built is None and current().keras == 3
