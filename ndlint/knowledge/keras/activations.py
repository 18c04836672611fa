"""What the last activation of a model is, and so what its output means."""

from msgspec import Struct

from ndlint.knowledge.keras.layers.base import is_understood
from ndlint.values.base import NOTHING, Int, Name, Str, Value
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import Shape

ACTIVATED = frozenset(
    {"Activation", "Dense", "EinsumDense", "LocallyConnected1D", "LocallyConnected2D"}
    | {f"{kind}Conv{n}D" for kind in ("", "Separable", "Depthwise") for n in (1, 2, 3)}
    | {f"Conv{n}DTranspose" for n in (1, 2, 3)}
)
"""Layers whose last step is the activation that they are given."""
KEEPING = frozenset(
    {"Dropout", "SpatialDropout1D", "SpatialDropout2D", "ActivityRegularization", "Identity"}
    | {"Flatten", "Reshape", "Permute", "UpSampling1D", "UpSampling2D", "Cropping2D"}
)
"""Layers after which an output still means what it meant before."""


class LastActivation(Struct, frozen=True):
    """The activation that made an output: its name ("linear"), "" where it is not known.

    `shape` is the one of its result; `is_plain` tells whether the output is that result
    itself, and the activation one of Keras' own functions. `layer` is what computes it.
    """

    name: str = ""
    shape: Shape | None = None
    is_plain: bool = False
    layer: Layer | None = None


NOT_KNOWN = LastActivation()


def last_activation(output: KerasTensor) -> LastActivation:
    """The last activation on the way to one of a model's outputs."""
    is_itself = True
    while True:
        layer = output.layer
        if isinstance(layer, Model):
            if output.position >= len(layer.outputs):
                return NOT_KNOWN
            output = layer.outputs[output.position]
            continue
        if layer is not None and layer.traced is not None:
            ends = layer.traced.ends
            end = ends[output.position] if output.position < len(ends) else None
            if end is None:
                return NOT_KNOWN
            output = end
            continue
        if layer is None or not is_understood(layer):
            return NOT_KNOWN
        if not _keeps_meaning(layer):
            break
        if len(output.inputs) != 1:
            return NOT_KNOWN
        is_itself = False
        output = output.inputs[0]
    if layer.name == "TimeDistributed":
        inner = layer.option("layer")
        if not isinstance(inner, Layer) or not is_understood(inner):
            return NOT_KNOWN
        return LastActivation(_of_layer(inner), output.shape, layer=inner)
    is_plain = is_itself and layer.name in ACTIVATED and _is_of_keras(layer.option("activation"))
    return LastActivation(_of_layer(layer), output.shape, is_plain, layer)


def _keeps_meaning(layer: Layer) -> bool:
    """Whether what the layer returns still means what it was given."""
    if layer.name == "Activation":
        return activation_name(layer.option("activation")) == "linear"
    return layer.name in KEEPING


def _of_layer(layer: Layer) -> str:
    if layer.name == "Softmax":
        return "softmax" if layer.option("axis") in (None, Int(-1)) else ""
    if layer.name not in ACTIVATED:
        return ""
    return activation_name(layer.option("activation"))


def activation_name(value: Value | None) -> str:
    """The name of an activation argument; "" where it is not Keras' or TensorFlow's own."""
    match value:
        case None:
            return "linear"
        case Str(text):
            return text or ""
        case Name(path) if path.startswith(("keras.activations.", "tensorflow.nn.")):
            return path.rpartition(".")[2]
        case Layer() if is_understood(value) and value.name == "Softmax":
            return _of_layer(value)
    return "linear" if value == NOTHING else ""


def _is_of_keras(value: Value | None) -> bool:
    return not isinstance(value, Layer) and not (
        isinstance(value, Name) and not value.path.startswith("keras.activations.")
    )
