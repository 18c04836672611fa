"""Layers in general: how they are made, built and called."""

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.layers.keywords import check_keywords
from ndlint.knowledge.keras.layers.tracing import returned
from ndlint.knowledge.keras.tensors import check_shape
from ndlint.knowledge.keras.whole import check_built, check_made
from ndlint.knowledge.registry import Refusal, family
from ndlint.target import current
from ndlint.values.base import UNKNOWN, Name, Nothing, Str, Value
from ndlint.values.dtype import DType
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

Shapes = Shape | tuple[Shape, ...]
"""Of one tensor, or of several."""
Forward = Callable[..., Shapes]
Makes = Callable[[Layer, tuple[DType, ...]], DType]
Refuses = Callable[[Layer, DType, bool], str]
"""What a layer takes, where it certainly does not take that dtype (of data?); "": it may."""
Keeps = Callable[[tuple[Shape, ...]], Shape]
F = TypeVar("F", bound=Forward)
RESIZING = frozenset({"glu", "crelu"})
"""Activations that return another number of features, of which Keras says nothing of symbols."""


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

    `merges`: it takes several inputs; `keeps` tells in one shape what it keeps of them once it is
    built. `compares_late`: once built, Keras 3 lets it be called on symbols that do not fit; only
    data shows it. `makes` tells the dtype of its output and `refuses` which it does not take, where
    `elements` knows nothing of it. `takes` are the tensors of a call that gives several by name or
    position; `switches` are flags of a call that change what it returns. `on_data` is what it does
    to data, where symbols hide more. `declares` is what Keras 3 says of it inside a wrapper, where
    nothing looks at the number of axes.
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
    declares: Forward | None = None
    keeps: Keeps | None = None


LAYERS: dict[str, Kindred] = {}
"""Public name -> the layer class."""
WHEN_MADE: dict[str, Callable[[Layer], None]] = {}
"""Public name -> what Keras looks at when such a layer is made. Raises: Refusal."""
RUN_CODE = {"keras.layers.Lambda": ("function", "output_shape", "mask", "arguments")}
"""Layers that do what a function of the program does, and their positional parameters."""
OLD_NAMES = {
    **{f"Convolution{n}D{t}": f"Conv{n}D{t}" for n in (1, 2, 3) for t in ("", "Transpose")},
    **{f"SeparableConvolution{n}D": f"SeparableConv{n}D" for n in (1, 2)},
    **{f"MaxPool{n}D": f"MaxPooling{n}D" for n in (1, 2, 3)},
    **{f"AvgPool{n}D": f"AveragePooling{n}D" for n in (1, 2, 3)},
    **{f"GlobalMaxPool{n}D": f"GlobalMaxPooling{n}D" for n in (1, 2, 3)},
    **{f"GlobalAvgPool{n}D": f"GlobalAveragePooling{n}D" for n in (1, 2, 3)},
}
"""Other names of the same classes. Source: Keras 3.15 and tf_keras, asked for identity."""


def layer(
    path: str,
    *parameters: str,
    merges: bool = False,
    compares_late: bool = False,
    makes: Makes | None = None,
    refuses: Refuses | None = None,
    takes: tuple[str, ...] = (),
    switches: tuple[str, ...] = (),
    keeps: Keeps | None = None,
) -> Callable[[F], F]:
    """Register a layer class: the names of its positional parameters and its forward pass.

    The forward pass takes the layer and the shape of one input with its batch axis (a tuple
    of shapes, where it merges), and returns the output's shape, or a tuple of them; or it
    raises `Refusal`. `layer.built` is the input shape that it was built for, or None on the
    first pass.
    """

    def register(function: F) -> F:
        LAYERS[path] = Kindred(
            parameters,
            function,
            merges,
            compares_late,
            makes,
            refuses,
            takes,
            switches,
            keeps=keeps,
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


def declares(path: str) -> Callable[[F], F]:
    """Tell what Keras 3 says that a registered layer class makes of a symbol inside a wrapper.

    The wrapper asks its `build` and its `compute_output_shape`, and does not call it.
    """

    def register(function: F) -> F:
        LAYERS[path] = replace(LAYERS[path], declares=function)
        return function

    return register


@family("keras.layers")
@family("keras.layers.experimental.preprocessing")
def make(path: str, arguments: Arguments) -> Value:
    """Any layer class: a layer that keeps its arguments."""
    name = path.rpartition(".")[2]
    path = f"keras.layers.{OLD_NAMES.get(name, name)}"
    known = LAYERS.get(path)
    names = known.parameters if known else RUN_CODE.get(path, ())
    options = dict(zip(names, arguments.positional, strict=False))
    options.update(arguments.keywords)
    if not arguments.complete or (names and len(arguments.positional) > len(names)):
        return Layer(path, (("?", UNKNOWN),))
    made = Layer(path, tuple(options.items()))
    if known or path in RUN_CODE:
        check_keywords(made, arguments.keywords)
    check_declaration(made)
    check_made(made)
    if path in WHEN_MADE:
        WHEN_MADE[path](made)
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
    check_built(layer)
    if isinstance(given, tuple) == known.merges:
        return known.forward(layer, given)
    if isinstance(given, Shape) and given.rank_known:
        message = f"{layer.name} merges a list of tensors, and gets one"
        raise Refusal("ValueError", message, Contract.MERGE)
    return UNKNOWN_SHAPE


def declared(layer: Layer, x: Shape) -> Shapes:
    """What Keras 3 says that a layer inside a wrapper makes of a symbol.

    Raises: Refusal, where it certainly raises; a call of the layer itself may look at more.
    """
    known = LAYERS.get(layer.path)
    if known is not None and known.declares is not None and is_understood(layer):
        return known.declares(layer, x)
    try:
        return forward(layer, x)
    except Refusal:
        return UNKNOWN_SHAPE


def rule_of_data(layer: Layer) -> OnData | None:
    """What the layer does to data, where that is not what Keras says of symbols."""
    known = LAYERS.get(layer.path)
    return known.on_data if known is not None and layer.traced is None else None


def built_for(layer: Layer, given: Shapes) -> Layer:
    """The layer after its first call."""
    if layer.built is not None:
        return layer
    if isinstance(given, Shape):
        return replace(layer, built=given)
    known = LAYERS.get(layer.path)
    keeps = known.keeps if known is not None else None
    return replace(layer, built=UNKNOWN_SHAPE if keeps is None else keeps(given))


def as_new(layer: Layer, given: tuple[Shape, ...]) -> Layer:
    """A layer that takes several inputs as it was before its first call.

    As it is, where that was certainly of other inputs: it does to these what it keeps of them.
    """
    known = LAYERS.get(layer.path)
    is_kept = known is not None and known.keeps is not None and known.keeps(given) != layer.built
    return layer if is_kept else replace(layer, built=None)


def merges(layer: Layer) -> bool:
    """Whether the layer takes several inputs."""
    if layer.traced is not None:
        return len(layer.traced.given) > 1
    known = LAYERS.get(layer.path)
    return known is not None and known.merges


def has_own_activation(layer: Layer, option: str = "activation") -> bool:
    """Whether its activation, if it has one, is certainly Keras' or TensorFlow's own.

    Any other function may change the shape and the dtype, as a few of theirs do.
    """
    activation = layer.option(option)
    if activation is None:
        return True
    if isinstance(activation, Name):
        is_own = activation.path.startswith(("keras.activations.", "tensorflow.nn."))
        return is_own and activation.path.rpartition(".")[2] not in RESIZING
    if isinstance(activation, Str) and activation.text in RESIZING:
        return False
    if isinstance(activation, Layer):
        return activation.name in ("LeakyReLU", "ReLU", "ELU")
    return isinstance(activation, Str | Nothing)


def is_plain(layer: Layer) -> bool:
    """Whether the layer, and what it wraps, certainly makes the dtype that it computes in."""
    known = layer.path in LAYERS and has_own_activation(layer) and is_understood(layer)
    wrapped = [value for _, value in layer.options if isinstance(value, Layer)]
    return known and all(
        is_plain(w) and w.option("dtype") is None and LAYERS[w.path].makes is None for w in wrapped
    )
