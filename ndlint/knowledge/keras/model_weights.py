"""The weights of whole models: those of their layers, one layer after the other.

Source: measured on Keras 3.15 and tf_keras 2.21, `Model.get_weights` and `Model.set_weights`.
"""

from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.binding import as_shape
from ndlint.knowledge.keras.layers.weights import Weights, check_weights, weights_of
from ndlint.knowledge.keras.structure import layers_of
from ndlint.knowledge.keras.tensors import declared_shape
from ndlint.knowledge.registry import Changed, Refusal, models
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, List, Value, elements
from ndlint.values.dtype import FLOAT32
from ndlint.values.keras import Layer, Model
from ndlint.values.shape import UNKNOWN_SHAPE


def weights_of_model(model: Model) -> Weights | None:
    """The shapes of all weights of a model; None: not known."""
    parts = layers_of(model)
    if parts is None or (not model.inputs and not _is_unbuilt(model)):
        return None
    found: list[Weights] = []
    for part in parts:
        own = weights_of_model(part) if isinstance(part, Model) else _weights(part)
        if own is None:
            return None
        found.append(own)
    return tuple(shape for own in found for shape in own)


def _is_unbuilt(model: Model) -> bool:
    """Whether no layer of a model was certainly built."""
    return all(isinstance(p, Layer) and p.built is None for p in model.layers)


def _weights(layer: Layer) -> Weights | None:
    """What the layer has now: before it is built, nothing, but where it is made with weights."""
    if layer.built is None:
        return () if layer.option("weights") is None else None
    return weights_of(layer, layer.built)


def _arrays(own: Weights | None) -> Value:
    return UNKNOWN if own is None else List(tuple(Array(dtype=FLOAT32, shape=s) for s in own))


@models("keras.layers.Layer.get_weights")
def get_layer_weights(layer: Value) -> Value:
    """A list of arrays, of the shapes of the weights."""
    return _arrays(_weights(layer)) if isinstance(layer, Layer) else UNKNOWN


@models("keras.Model.get_weights")
def get_model_weights(model: Value) -> Value:
    """A list of arrays, layer after layer. Raises: ValueError with Keras 2: there are none yet."""
    if current().keras == 2:
        _check_is_built(model)
    return _arrays(weights_of_model(model)) if isinstance(model, Model) else UNKNOWN


@models("keras.Model.summary")
def summary(model: Value, *arguments: Value, **options: Value) -> Value:
    """None. Raises: ValueError with Keras 2 where there are no weights yet."""
    if current().keras == 2:
        _check_is_built(model)
    return UNKNOWN


@models("keras.Model.count_params")
def count_params(model: Value) -> Value:
    """A number, which is not followed. Raises: ValueError where there are no weights yet."""
    _check_is_built(model)
    return UNKNOWN


def _check_is_built(model: Value) -> None:
    """Raises: Refusal for a model that certainly has no input shape yet."""
    is_open = isinstance(model, Model) and model.sequential and model.is_known and not model.inputs
    if isinstance(model, Model) and is_open and model.layers and _is_unbuilt(model):
        message = (
            "no layer of the model declares an input shape, and it has seen no data: there are no "
            "weights yet; give it keras.Input(…) as its first layer, or call build(…) first"
        )
        raise Refusal("ValueError", message, Contract.BUILT)


@models("keras.layers.Layer.set_weights")
def set_layer_weights(layer: Value, weights: Value) -> object:
    """New values for all weights.

    Raises: Refusal for another number of arrays, or an array of another shape.
    """
    if not isinstance(layer, Layer):
        return UNKNOWN
    what = layer.name if layer.built is not None else f"{layer.name}, which is not built,"
    check_weights(what, _weights(layer), weights)
    return Changed(replace(layer, built=layer.built or UNKNOWN_SHAPE), NOTHING)


@models("keras.Model.set_weights")
def set_model_weights(model: Value, weights: Value) -> object:
    """New values for all weights. Raises: Refusal, as `Layer.set_weights`."""
    if not isinstance(model, Model):
        return UNKNOWN
    what = "the model" if model.inputs else "the model, which is not built,"
    check_weights(what, weights_of_model(model), weights)
    return Changed(model, NOTHING)


@models("keras.layers.Layer.build")
def build(layer: Value, input_shape: Value = NOTHING, *others: Value, **options: Value) -> object:
    """Makes the weights for an input of this shape."""
    if not isinstance(layer, Layer):
        return UNKNOWN
    is_usual = layer.built is None and not others and not options and elements(input_shape)
    shape = declared_shape(input_shape) if is_usual and as_shape(input_shape) else None
    return Changed(replace(layer, built=layer.built or shape or UNKNOWN_SHAPE), NOTHING)
