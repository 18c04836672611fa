"""The input that the first layer of a Sequential model declares.

Source: Keras 3.15, `Layer.__init__`, `Sequential.add`; tf_keras, `Layer.__init__`, `Embedding`,
`RNN`; truth cases C.decl.
"""

from ndlint.knowledge.binding import as_dim, as_dtype
from ndlint.knowledge.keras.layers.base import is_understood
from ndlint.knowledge.keras.tensors import batch_axis, check_shape, declared_shape, with_batch
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.base import NOTHING, Int, Tuple, Value
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import KerasTensor, Layer
from ndlint.values.shape import UNKNOWN_SHAPE

RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "RNN"})


def declared_input(layer: Layer) -> KerasTensor | None:
    """The input, with batch, that a layer declares for a Sequential model, or None.

    Raises: Refusal, where the declared shape is no shape.
    """
    if not is_understood(layer):
        return KerasTensor()
    is_input = layer.name == "InputLayer"
    for name in ("batch_shape", "batch_input_shape"):
        given = _given(layer, name)
        if given is not None and (is_input or name == "batch_input_shape"):
            check_shape(name, given)
            return KerasTensor(declared_shape(given) or UNKNOWN_SHAPE, _dtype(layer))
    sample = _sample(layer, is_input)
    if sample is None:
        return None
    name, shape = sample
    check_shape(name, shape, is_input)
    whole = with_batch(declared_shape(shape) or UNKNOWN_SHAPE, _batch(layer))
    return KerasTensor(whole, _dtype(layer), batch_axis=batch_axis(shape))


def _sample(layer: Layer, is_input: bool) -> tuple[str, Value] | None:
    """The declared shape of one sample, and the name of the parameter it was given for."""
    if is_input:
        return next(
            ((n, v) for n in ("shape", "input_shape") if (v := _given(layer, n))),
            ("shape", NOTHING),
        )
    shape, width, length = (_given(layer, n) for n in ("input_shape", "input_dim", "input_length"))
    if layer.name == "Embedding":
        width = None  # its `input_dim` is the number of ids
        if shape is None and current().keras == 2:
            return "input_length", Tuple((NOTHING if length is None else length,))
    if current().keras == 3 and width is not None:
        return "input_dim", Tuple((width,))
    if shape is not None:
        return "input_shape", shape
    if layer.name in RECURRENT and (width is not None or length is not None):
        return "input_dim", Tuple(tuple(NOTHING if v is None else v for v in (length, width)))
    return None if width is None else ("input_dim", Tuple((width,)))


def _given(layer: Layer, name: str) -> Value | None:
    value = layer.option(name)
    return None if value is None or value == NOTHING else value


def _batch(layer: Layer) -> Dim:
    size = _given(layer, "batch_size")
    if size is None:
        return FREE
    return size.size if isinstance(size, Int) else as_dim(size) or UNKNOWN_DIM


def _dtype(layer: Layer) -> DType:
    """The dtype of the input; a layer that has its own may pass it on."""
    dtype = _given(layer, "dtype")
    if dtype is None:
        return dtypes.FLOAT32
    return (as_dtype(dtype) or UNKNOWN_DTYPE) if layer.name == "InputLayer" else UNKNOWN_DTYPE
