"""Layers in general: how they are made, built and called."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import Contract, Refused
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.layers import elements
from ndlint.knowledge.keras.layers.advice import advised
from ndlint.knowledge.keras.layers.tracing import returned
from ndlint.knowledge.keras.tensors import check_shape
from ndlint.knowledge.registry import Changed, Refusal, family, models
from ndlint.target import current
from ndlint.values import base as values
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind, Origins
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Name, Nothing, Str, Tuple, Value
from ndlint.values.dimension import FREE
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

Shapes = Shape | tuple[Shape, ...]
"""Of one tensor, or of several."""
Forward = Callable[..., Shapes]
Makes = Callable[[Layer, tuple[DType, ...]], DType]
Refuses = Callable[[Layer, DType, bool], str]
"""What a layer takes, where it certainly does not take that dtype (of data?); "": it may."""
F = TypeVar("F", bound=Forward)


class OnData(Struct, frozen=True):
    """What a layer does to data, where it is another thing than Keras says of symbols.

    `trains`: in a model that predicts, it takes what it refuses otherwise, and may leave its
    dtype as it is; `resizes`: the shape, too.
    """

    forward: Forward
    makes: Makes | None = None
    trains: bool = False
    resizes: bool = False


class Kindred(Struct, frozen=True):
    """What is known of one layer class: its positional parameters and what it returns.

    `merges`: it takes several inputs. `compares_late`: once built, Keras 3 lets it be called
    on symbols that do not fit; only data shows it. `makes` tells the dtype of its output and
    `refuses` which it does not take, where `elements` knows nothing of it. `takes` are the
    tensors of a call that gives several by name or position; `switches` are flags of a call that
    change what it returns. `on_data` is what it does to data, where symbols hide more.
    """

    parameters: tuple[str, ...]
    forward: Forward
    merges: bool = False
    compares_late: bool = False
    makes: Makes | None = None
    refuses: Refuses | None = None
    takes: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()
    on_data: OnData | None = None


LAYERS: dict[str, Kindred] = {}
"""Public name -> the layer class."""
OLD_NAMES = {
    **{f"Convolution{n}D{t}": f"Conv{n}D{t}" for n in (1, 2, 3) for t in ("", "Transpose")},
    **{f"SeparableConvolution{n}D": f"SeparableConv{n}D" for n in (1, 2)},
    **{f"MaxPool{n}D": f"MaxPooling{n}D" for n in (1, 2, 3)},
    **{f"AvgPool{n}D": f"AveragePooling{n}D" for n in (1, 2, 3)},
    **{f"GlobalMaxPool{n}D": f"GlobalMaxPooling{n}D" for n in (1, 2, 3)},
    **{f"GlobalAvgPool{n}D": f"GlobalAveragePooling{n}D" for n in (1, 2, 3)},
}
"""Other names of the same classes. Source: Keras 3.15 and tf_keras, asked for identity."""
AGAIN = frozenset({"Dense", "Conv1D", "Conv2D", "Conv3D", "LSTM", "GRU", "SimpleRNN"})
"""Layers that refuse in Keras 2 what they are called on a second time: others do not look."""
MASKING = frozenset({"Masking", "Embedding", "Lambda"})
"""Layers that make masks, or may."""
SEVERAL = frozenset({"GRUCell", "LSTMCell", "SimpleRNNCell", "StackedRNNCells"})
"""Layers that return a nest of tensors."""


def layer(
    path: str,
    *parameters: str,
    merges: bool = False,
    compares_late: bool = False,
    makes: Makes | None = None,
    refuses: Refuses | None = None,
    takes: tuple[str, ...] = (),
    switches: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Register a layer class: the names of its positional parameters and its forward pass.

    The forward pass takes the layer and the shape of one input with its batch axis (a tuple
    of shapes, where it merges), and returns the output's shape, or a tuple of them; or it
    raises `Refusal`. `layer.built` is the input shape that it was built for, or None on the
    first pass.
    """

    def register(function: F) -> F:
        LAYERS[path] = Kindred(
            parameters, function, merges, compares_late, makes, refuses, takes, switches
        )
        return function

    return register


def on_data(
    path: str, makes: Makes | None = None, trains: bool = False, resizes: bool = False
) -> Callable[[F], F]:
    """Tell what a registered layer class does to data, where that is another thing."""

    def register(function: F) -> F:
        known = LAYERS[path]
        LAYERS[path] = replace(known, on_data=OnData(function, makes, trains, resizes))
        return function

    return register


@family("keras.layers")
@family("keras.layers.experimental.preprocessing")
def make(path: str, arguments: Arguments) -> Value:
    """Any layer class: a layer that keeps its arguments."""
    name = path.rpartition(".")[2]
    path = f"keras.layers.{OLD_NAMES.get(name, name)}"
    known = LAYERS.get(path)
    names = known.parameters if known else ()
    options = dict(zip(names, arguments.positional, strict=False))
    options.update(arguments.keywords)
    if not arguments.complete or (known and len(arguments.positional) > len(names)):
        return Layer(path, (("?", UNKNOWN),))
    made = Layer(path, tuple(options.items()))
    check_declaration(made)
    return made


def position_of(layer: Layer, parameter: str) -> int | None:
    """Which positional argument a parameter of the layer is; None: it has none, or not known."""
    known = LAYERS.get(layer.path)
    names = known.parameters if known else ()
    return names.index(parameter) if parameter in names else None


def check_declaration(layer: Layer) -> None:
    """Refuse a declared shape that is no shape, where Keras does so when the layer is made.

    Keras 3 looks at it when the layer becomes a model's first.
    """
    is_input = layer.name == "InputLayer"
    if is_input or current().keras == 2:
        for name in ("shape", "input_shape", "batch_shape", "batch_input_shape"):
            if is_input or name.endswith("input_shape"):
                check_shape(name, layer.option(name), is_input and not name.startswith("batch"))


def is_understood(layer: Layer) -> bool:
    """Whether all arguments that the layer was made with are known."""
    return layer.option("?") is None


def forward(layer: Layer, given: Shapes) -> Shapes:
    """The shapes that the layer returns. Unknown for a layer that is not modelled.

    Raises: Refusal, where Keras certainly raises.
    """
    if layer.traced is not None:
        return returned(layer.traced, given)
    known = LAYERS.get(layer.path)
    if known is None or not is_understood(layer):
        return UNKNOWN_SHAPE
    if isinstance(given, tuple) == known.merges:
        return known.forward(layer, given)
    if isinstance(given, Shape) and given.rank_known:
        message = f"{layer.name} merges a list of tensors, and gets one"
        raise Refusal("ValueError", message, Contract.MERGE)
    return UNKNOWN_SHAPE


def _on_data(layer: Layer) -> OnData | None:
    known = LAYERS.get(layer.path)
    return known.on_data if known is not None and layer.traced is None else None


def _wraps_pretender(layer: Layer) -> bool:
    """Whether a layer inside may do another thing to data than Keras says of symbols."""
    return any(_on_data(v) is not None for _, v in layer.options if isinstance(v, Layer))


def forward_on_data(layer: Layer, given: Shapes) -> Shapes:
    """The shapes that the layer makes of data. Raises: Refusal, where Keras certainly raises."""
    own = _on_data(layer)
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
    own = _on_data(layer)
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
    own = _on_data(layer)
    is_float = all(d.is_one_of(dtypes.FLOATS) for d in inputs)
    if own is not None and (own.resizes or (own.trains and not is_float)):
        return UNKNOWN_DTYPE
    return dtype_made(layer, inputs, of_data=True)


def may_have_another_shape(tensor: KerasTensor) -> bool:
    """Whether the shape that Keras says of a symbolic tensor may not be so in a running model."""
    layer = tensor.layer
    if not isinstance(layer, Layer) or _on_data(layer) is None:
        return False
    given = tuple(source.shape for source in tensor.inputs)
    merged = LAYERS[layer.path].merges
    try:
        found = forward_in_model(layer, given if merged or len(given) != 1 else given[0])
    except Refusal:
        return True
    return found != tensor.shape


def may_have_another_dtype(tensor: KerasTensor) -> bool:
    """Whether the dtype that Keras says of a symbolic tensor may not be so in a running model."""
    layer = tensor.layer
    if not isinstance(layer, Layer) or _on_data(layer) is None:
        return False
    return dtype_in_model(layer, tuple(t.dtype for t in tensor.inputs)) != tensor.dtype


def built_for(layer: Layer, given: Shapes) -> Layer:
    """The layer after its first call."""
    if layer.built is not None:
        return layer
    return replace(layer, built=given if isinstance(given, Shape) else UNKNOWN_SHAPE)


def merges(layer: Layer) -> bool:
    """Whether the layer takes several inputs."""
    if layer.traced is not None:
        return len(layer.traced.given) > 1
    known = LAYERS.get(layer.path)
    return known is not None and known.merges


def has_own_activation(layer: Layer, option: str = "activation") -> bool:
    """Whether its activation, if it has one, is certainly Keras' or TensorFlow's own.

    Any other function may change the shape and the dtype.
    """
    activation = layer.option(option)
    if isinstance(activation, Name):
        return activation.path.startswith(("keras.activations.", "tensorflow.nn."))
    if isinstance(activation, Layer):
        return activation.name in ("LeakyReLU", "ReLU", "ELU")
    return activation is None or isinstance(activation, Str | Nothing)


def is_plain(layer: Layer) -> bool:
    """Whether the layer, and what it wraps, certainly makes the dtype that it computes in."""
    known = layer.path in LAYERS and has_own_activation(layer) and is_understood(layer)
    wrapped = [value for _, value in layer.options if isinstance(value, Layer)]
    return known and all(
        is_plain(w) and w.option("dtype") is None and LAYERS[w.path].makes is None for w in wrapped
    )


def dtype_made(layer: Layer, inputs: tuple[DType, ...], of_data: bool = False) -> DType:
    """The dtype that the layer makes of inputs of these dtypes."""
    if not is_plain(layer):
        return UNKNOWN_DTYPE
    makes, own = LAYERS[layer.path].makes, _on_data(layer)
    if of_data and own is not None and own.makes is not None:
        is_usual = len(inputs) == 1 or LAYERS[layer.path].merges
        return own.makes(layer, inputs) if is_usual else UNKNOWN_DTYPE
    if makes is not None:
        return makes(layer, inputs)
    return elements.of_data(layer, inputs) if of_data else elements.of_symbols(layer, inputs)


class LayerRefusal(Refusal):
    """One layer refuses what it is called on."""

    def __init__(self, refusal: Refusal, layer: Value, sources: tuple[Value, ...]) -> None:
        super().__init__(refusal.error, refusal.message, refusal.contract)
        self.operands = (layer, *sources)

    def numbered(self, number: int) -> "LayerRefusal":
        """The same refusal by the layer of this number in a Sequential model."""
        refusal = Refusal(self.error, f"layer {number}, {self.message}", self.contract)
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
    pending, seen = [tensor], {id(tensor)}
    while pending:
        found = pending.pop()
        maker = found.layer
        if isinstance(maker, Model) or (
            maker is not None and (maker.name in MASKING or maker.traced is not None)
        ):
            return True
        pending += [source for source in found.inputs if id(source) not in seen]
        seen.update(map(id, found.inputs))
    return False


def _compares_again(layer: Layer, shape: Shape) -> bool:
    """Whether a symbol that the layer is called on a second time is certainly looked at."""
    return current().keras == 3 or (layer.name in AGAIN and FREE not in shape.dims[1:])


def _may_be_several(layer: Layer, outputs: Shapes) -> bool:
    """Whether the layer may return several tensors, and it is not known how many."""
    known = LAYERS.get(layer.path)
    flags = ("return_state", *(known.switches if known else ()))
    is_asked = any(layer.option(flag) is not None for flag in flags)
    return layer.name in SEVERAL or (outputs == UNKNOWN_SHAPE and is_asked)


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
    except Refusal as refusal:
        if layer.built is not None and not _compares_again(layer, inputs[0].shape):
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
    if _on_data(layer) is not None and not (known and known.switches):
        if not all(map(_is_usual, options.items())):
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
        built = built_for(layer, UNKNOWN_SHAPE if merged else symbols[0].shape)
        return Changed(built, called_on_symbols(asked, symbols, merged))
    if arrays and len(arrays) == len(parts):
        return Changed(*_called_on_data(asked, layer, arrays, merged))
    returns_one = bool(symbols) and not _may_be_several(asked, UNKNOWN_SHAPE)
    return Changed(built, KerasTensor() if returns_one else UNKNOWN)


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


def _is_usual(option: tuple[str, Value]) -> bool:
    """Whether an argument of a call certainly changes nothing: layers that augment train."""
    name, value = option
    return name == "training" and isinstance(value, Bool) and value.truth is True


@models("keras.layers.Layer.build", "keras.layers.Layer.adapt", "keras.layers.Layer.set_weights")
def build(layer: Value, *arguments: Value, **options: Value) -> object:
    """Methods after which the layer may be built for any input."""
    if not isinstance(layer, Layer):
        return UNKNOWN
    return Changed(replace(layer, built=layer.built or UNKNOWN_SHAPE), NOTHING)


@models(
    "keras.layers.Layer.get_weights",
    "keras.layers.Layer.get_config",
    "keras.layers.Layer.count_params",
)
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
    takes = [_takes_instead(layer, one.dtype, of_data) for one in given]
    if takes and all(takes):
        message = f"{layer.name} takes {takes[0]}, and gets {given[0].dtype}"
        raise Refusal("ValueError", message, Contract.ELEMENTS)


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
