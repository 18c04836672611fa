"""The dtypes that layers take and make.

Source: measured on Keras 3.15 and tf_keras 2.21, every layer class called on symbols and on data
of each dtype, on a CPU; truth cases B.layer_call.
"""

from ndlint.knowledge.binding import as_dtype
from ndlint.knowledge.keras.layers.requirements import is_keras_2
from ndlint.values import dtype as dtypes
from ndlint.values.base import NOTHING, Float, Name, Str, Value
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import Layer

CONVOLUTIONS = frozenset(
    f"{kind}Conv{n}D{end}"
    for n in (1, 2, 3)
    for kind, end in (("", ""), ("", "Transpose"), ("Separable", ""), ("Depthwise", ""))
)
FLOATS_ONLY = CONVOLUTIONS | {
    "AveragePooling1D", "AveragePooling2D", "AveragePooling3D", "ELU", "MaxPooling3D", "PReLU",
    "Softmax",
}  # fmt: skip
"""Layers that refuse data that are no floats: TensorFlow has no such operation."""
FLOATS_ONLY_2 = FLOATS_ONLY | {
    "ActivityRegularization", "Bidirectional", "EinsumDense", "GRU", "LSTM", "RNN",
    "SimpleRNN", "ThresholdedReLU"
}  # fmt: skip
"""The same in Keras 2, which looks at symbols, too."""
NO_TRUTH = frozenset(
    {"Add", "Average", "LeakyReLU", "MaxPooling1D", "MaxPooling2D", "Maximum", "Minimum", "ReLU",
     "Subtract"}
)  # fmt: skip
"""Layers that take numbers, and no booleans."""
NO_TRUTH_3 = NO_TRUTH | {"Multiply"}
NO_TRUTH_2 = NO_TRUTH | {
    "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D", "UpSampling2D"
}  # fmt: skip
INTO_FLOATS = frozenset(
    {"BatchNormalization", "Dense", "EinsumDense", "Embedding", "LayerNormalization",
     "Normalization", "Rescaling"}
)  # fmt: skip
"""Layers that make floats of all numbers."""
KEEPING = frozenset(
    {"AlphaDropout", "Cropping1D", "Cropping2D", "Cropping3D", "Dropout", "Flatten",
     "GaussianDropout", "GaussianNoise", "Identity", "Permute", "RepeatVector", "Reshape",
     "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "UpSampling1D", "UpSampling3D",
     "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D"}
)  # fmt: skip
"""Layers that leave what is no float as it is."""
DECLARING = frozenset({"Flatten", "Identity", "Permute", "Reshape"})
"""Those of them that say so in Keras 3 of symbols: any other is said to make floats."""
FUNCTIONS_OF_FLOATS = frozenset(
    {"celu", "elu", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh",
     "log_sigmoid", "log_softmax", "mish", "selu", "sigmoid", "silu", "soft_shrink", "softmax",
     "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus", "swish",
     "tanh_shrink", "threshold"}
)  # fmt: skip
"""Activations that refuse data that are no floats."""
FUNCTIONS_OF_FLOATS_2 = FUNCTIONS_OF_FLOATS | {"exponential", "tanh"}
FUNCTIONS_OF_NUMBERS = frozenset({"leaky_relu", "relu", "relu6"})
"""Activations that take numbers, and no booleans."""
OF_ONE_DTYPE = frozenset(
    {"Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract"}
)
"""Layers that Keras 2 does not let merge integers with floats, or of several dtypes."""
POLICIES = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}


def computed(layer: Layer) -> DType:
    """The dtype that a layer computes in: floats that it gets are cast to it."""
    given = layer.option("dtype")
    if given is None or given == NOTHING:
        return dtypes.FLOAT32
    if isinstance(given, Str) and given.text in POLICIES:
        return dtypes.dtype(POLICIES[given.text])
    return _dtype(given)


def _dtype(value: Value) -> DType:
    found = as_dtype(value)
    return UNKNOWN_DTYPE if found is None else found


def of_symbols(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """The dtype that a layer says that it makes of symbols of these dtypes."""
    if is_keras_2():
        return of_data(layer, inputs)
    return of_data(layer, inputs) if layer.name in DECLARING else computed(layer)


def of_data(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """The dtype that a layer makes of data of these dtypes."""
    own = computed(layer)
    if layer.name in INTO_FLOATS or all(d.is_one_of(dtypes.FLOATS) for d in inputs):
        return own
    is_kept = layer.name in KEEPING and not any(d.may_be(*dtypes.FLOATS) for d in inputs)
    return inputs[0] if is_kept else UNKNOWN_DTYPE


def taken_instead(layer: Layer, given: DType) -> str:
    """What a layer takes, where it certainly does not take data of this dtype; "": it may.

    Keras 2 looks at symbols, too.
    """
    if _takes_floats_only(layer):
        is_wrong = given.is_one_of(dtypes.INTEGERS | {"bool"})
        return "floating-point numbers only" if is_wrong else ""
    numbers_only = NO_TRUTH_2 if is_keras_2() else NO_TRUTH_3
    takes_numbers = layer.name in numbers_only or _function(layer) in FUNCTIONS_OF_NUMBERS
    return "no booleans" if takes_numbers and given == dtypes.BOOL else ""


def refused_inside(layer: Layer, given: DType, of_data: bool) -> str:
    """What a wrapper takes, as the layer inside: it hands on what is no float as it is."""
    inner = layer.option("layer")
    return taken_instead(inner, given) if isinstance(inner, Layer) else ""


def _takes_floats_only(layer: Layer) -> bool:
    floats_only = FLOATS_ONLY_2 if is_keras_2() else FLOATS_ONLY
    functions = FUNCTIONS_OF_FLOATS_2 if is_keras_2() else FUNCTIONS_OF_FLOATS
    if layer.name == "Masking":
        return _masks_a_float(layer)
    return layer.name in floats_only or _function(layer) in functions


def _function(layer: Layer) -> str:
    """The name of Keras' function that an Activation applies; "": another one."""
    given = layer.option("activation") if layer.name == "Activation" else None
    if isinstance(given, Name) and given.path.startswith("keras.activations."):
        return given.path.rpartition(".")[2]
    return given.text or "" if isinstance(given, Str) else ""


def _masks_a_float(layer: Layer) -> bool:
    """Whether Keras 2 compares what it gets with a floating-point number."""
    mask = layer.option("mask_value")
    return is_keras_2() and (mask is None or isinstance(mask, Float))
