"""Attributes of symbolic tensors, layers and models.

Source: Keras 3.15, `Functional`, `Operation.output`; tf_keras 2.21, `Functional`, `Layer.output`.
"""

from ndlint.knowledge.keras.structure import layers_of
from ndlint.target import current
from ndlint.values.base import NOTHING, UNKNOWN, Dict, Int, List, Opaque, Str, Tuple, Value
from ndlint.values.dimension import Wild
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import Shape

NOT_ALWAYS_KNOWN = frozenset({
    "inputs", "outputs", "input", "output", "input_shape", "output_shape", "layers",
})  # fmt: skip
OF_VARIABLES = frozenset({"weights", "variables", "trainable_weights", "trainable_variables"})
VARIABLES = Opaque("keras.Variables")
"""A list of variables of which no more is known."""
NO_METHODS = frozenset({
    "non_trainable_weights", "non_trainable_variables", "layers", "submodules", "losses",
    "metrics", "metrics_names", "optimizer", "loss", "compiled_loss", "compiled_metrics",
    "history", "stop_training", "name",
    "dtype", "compute_dtype", "variable_dtype", "dtype_policy", "trainable", "built", "input_spec",
    "supports_masking", "run_eagerly", "jit_compile", "train_function", "distribute_strategy",
    "input", "output", "input_shape", "output_shape",
})  # fmt: skip
"""Attributes of layers and models that are no methods."""


def attribute(owner: Value, name: str) -> Value | None:
    """An attribute of a symbolic tensor, layer or model; None: a method or not known."""
    match owner:
        case KerasTensor(shape=shape) if name == "shape":
            return as_tuple(shape)
        case Model() if name in NOT_ALWAYS_KNOWN:
            return _of_model(owner, name)
        case Layer(ends=(_, *_)) if name in NOT_ALWAYS_KNOWN:
            return _of_layer(owner, name)
        case Layer() | Model() if name in OF_VARIABLES:
            return VARIABLES
        case Layer() | Model() | KerasTensor() if name in NO_METHODS:
            return UNKNOWN
    return None


def as_tuple(shape: Shape) -> Value:
    """A shape as Keras returns it: None for a free axis."""
    if not shape.rank_known:
        return UNKNOWN
    return Tuple(tuple(NOTHING if d is Wild.FREE else Int(d) for d in shape.dims))


def _of_model(model: Model, name: str) -> Value:
    if name == "layers":
        parts = layers_of(model)
        return UNKNOWN if parts is None else List(parts)
    is_input, is_keras_3 = name.startswith("input"), current().keras == 3
    tensors = model.inputs if is_input else model.outputs
    if not tensors or (model.sequential and name in ("input", "output") and is_keras_3):
        return UNKNOWN  # a Sequential of Keras 3 has them once it was called itself
    keys = model.input_keys if is_input else model.output_keys
    match name:
        case "inputs" | "outputs":
            return List(tensors)
        case "input" | "output" if len(tensors) == 1 and not keys:
            is_listed = model.lists_input if is_input else model.lists_output
            return List(tensors) if is_listed and is_keras_3 else tensors[0]
        case "input" | "output":
            return _together(keys, tensors)
    shapes = tuple(as_tuple(tensor.shape) for tensor in tensors)
    if len(shapes) == 1 and (not keys or is_keras_3):
        return shapes[0]
    return _together(() if is_keras_3 else keys, shapes)


def _of_layer(layer: Layer, name: str) -> Value:
    """What is known of a layer that was called: of its first call."""
    tensors = layer.ends[0].inputs if name.startswith("input") else layer.ends
    if name in ("input", "output") and tensors:
        return tensors[0] if len(tensors) == 1 else List(tensors)
    if name in ("input_shape", "output_shape") and current().keras == 2 and len(tensors) == 1:
        return as_tuple(tensors[0].shape)
    return UNKNOWN


def _together(keys: tuple[str, ...], values: tuple[Value, ...]) -> Value:
    """Several values as the program gave them: under keys, or in a list."""
    if not keys:
        return List(values)
    return Dict(tuple((Str(key), value) for key, value in zip(keys, values, strict=True)))
