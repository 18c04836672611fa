"""Layers that look tokens up in a vocabulary, which they are given or learn.

Keras 3 says of many symbols another shape than it makes of data.

Source: Keras 3.15, `index_lookup.py`, `text_vectorization.py`; tf_keras 2.21; measured on both,
truth cases B.layer_call.
"""

from ndlint.events import Contract
from ndlint.knowledge.keras.layers.base import layer, on_data
from ndlint.knowledge.keras.layers.discrete import (
    ENCODED,
    STRINGS,
    by_last,
    each,
    encoded_2,
    made,
    mode_of,
    said,
)
from ndlint.knowledge.keras.layers.requirements import dim_of, flag, is_keras_2, refuse, text
from ndlint.knowledge.registry import Refusal
from ndlint.values import dtype as dtypes
from ndlint.values.base import NOTHING, Int, Str, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

NUMBERS = dtypes.FLOATS | dtypes.INTEGERS | {"bool"}
TF_IDF = "tf_idf"


def _looked_up(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """What Keras says of a symbol."""
    mode, inverts = mode_of(layer), flag(layer, "invert")
    if mode is None or (is_keras_2() and layer.option("dtype") is not None):
        return UNKNOWN_DTYPE
    if mode != "int":
        return dtypes.FLOAT32
    if inverts is not False and is_keras_2():
        return _token(layer) if inverts else UNKNOWN_DTYPE
    return dtypes.INT64


def _looked_up_data(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    mode, inverts = mode_of(layer), flag(layer, "invert")
    if is_keras_2():
        return _looked_up(layer, inputs)
    if mode is None or inverts is None:
        return UNKNOWN_DTYPE
    if mode == TF_IDF:
        return dtypes.FLOAT32
    return _token(layer) if inverts else dtypes.INT64


def _token(layer: Layer) -> DType:
    return dtypes.STR if layer.name == "StringLookup" else dtypes.INT64


def _refused(layer: Layer, given: DType, of_data: bool) -> str:
    """Lookups: symbols of any dtype are taken."""
    inverts = flag(layer, "invert")
    if not of_data or inverts is None:
        return ""
    if layer.name == "TextVectorization" or (layer.name == "StringLookup" and not inverts):
        return "strings only" if given.is_one_of(NUMBERS) else ""
    # Keras 3 reads the numbers in an array of strings.
    reads = not is_keras_2() and layer.name == "IntegerLookup"
    return "" if reads or not given.is_one_of(STRINGS) else "integers only"


def _has_vocabulary(layer: Layer) -> bool:
    """Whether it may have one: from the program, or adapted."""
    return layer.option("vocabulary") not in (None, NOTHING) or layer.built is not None


def _vocabulary_size(layer: Layer) -> Dim:
    """The number of tokens with those that stand for others, where they are encoded."""
    pads = flag(layer, "pad_to_max_tokens")
    if pads is not False:
        return dim_of(layer.option("max_tokens")) if pads else UNKNOWN_DIM
    if not _has_vocabulary(layer):
        return FREE
    found = elements(layer.option("vocabulary") or NOTHING)
    others = layer.option("num_oov_indices") or Int(1)
    if found is None or not isinstance(others, Int) or others.number is None:
        return UNKNOWN_DIM
    count = others.number
    starts = _all_are(found[:count], _stand_in(layer)) if len(found) >= count else False
    if starts is None:
        return UNKNOWN_DIM
    return len(found) if starts else len(found) + count


def _stand_in(layer: Layer) -> Value:
    """The token that stands for what is in no vocabulary."""
    default = Int(-1) if layer.name == "IntegerLookup" else Str("[UNK]")
    return layer.option("oov_token") or default


def _all_are(found: tuple[Value, ...], token: Value) -> bool | None:
    """Whether all are this token; None: not known."""
    known = [_plain(value) for value in (*found, token)]
    if any(value is None for value in known):
        return None
    return all(value == known[-1] for value in known)


def _plain(value: Value) -> str | int | None:
    if isinstance(value, Str):
        return value.text
    return value.number if isinstance(value, Int) else None


def _needs_vocabulary(layer: Layer, mode: str | None) -> None:
    """Raises: Refusal, where the layer certainly has no vocabulary."""
    if _has_vocabulary(layer) or mode is None:
        return
    is_open = mode != "int" and flag(layer, "pad_to_max_tokens") is False
    error = "RuntimeError" if is_open else "FailedPreconditionError"
    message = f"{layer.name} has no vocabulary: adapt it, or give it one"
    raise Refusal(error, message, Contract.LAYER_INPUT)


def _register(name: str, parameters: tuple[str, ...]) -> None:
    """A layer that numbers the tokens of a vocabulary, or encodes them."""

    @layer(f"keras.layers.{name}", *parameters, makes=_looked_up, refuses=_refused)
    def of_symbols(layer: Layer, x: Shape) -> Shape:
        """What Keras says of a symbol. Raises: ValueError in Keras 2 for more than two axes."""
        mode = mode_of(layer)
        if is_keras_2() and mode != "int" and flag(layer, "pad_to_max_tokens") is False:
            _needs_vocabulary(layer, mode)
        return said(layer, x, _vocabulary_size(layer), mode, by_last)

    @on_data(f"keras.layers.{name}", makes=_looked_up_data)
    def of_data(layer: Layer, x: Shape) -> Shape:
        """What it makes of data. Raises: Refusal, where it was to be adapted first."""
        mode = mode_of(layer)
        _needs_vocabulary(layer, mode)
        return made(layer, x, _vocabulary_size(layer), mode)


_TOKENS = ("max_tokens", "num_oov_indices", "mask_token", "oov_token", "vocabulary")
_register("StringLookup", (*_TOKENS, "idf_weights"))
_register(
    "IntegerLookup",
    (*_TOKENS, "vocabulary_dtype", "idf_weights", "invert", *ENCODED, "pad_to_max_tokens"),
)


def _splits(layer: Layer) -> bool | None:
    """Whether a text becomes several tokens; None: not known."""
    value = layer.option("split")
    return value != NOTHING if value is None or isinstance(value, Str) or value == NOTHING else None


def _needs_texts(layer: Layer, x: Shape, of_data: bool) -> None:
    """Raises: Refusal, where what is to be split is more than one text a sample."""
    last = x.axis(-1)
    is_long = (isinstance(last, int) and last != 1) or (last is FREE and not of_data)
    if x.rank is not None and x.rank > 1 and is_long:
        raise refuse(layer, f"splits texts of shape (batch,) or (batch, 1), and gets {x}")


@layer(
    "keras.layers.TextVectorization",
    "max_tokens", "standardize", "split", "ngrams", "output_mode", "output_sequence_length",
    "pad_to_max_tokens", "vocabulary", "idf_weights", "sparse", "ragged", "encoding",
    makes=_looked_up, refuses=_refused,
)  # fmt: skip
def text_vectorization(layer: Layer, x: Shape) -> Shape:
    """What Keras says of symbols: (batch, tokens), or (batch, vocabulary).

    Raises: ValueError in Keras 2 for several texts a sample.
    """
    mode, splits = mode_of(layer), _splits(layer)
    if is_keras_2():
        return _vectorized_2(layer, x, mode)
    if not x.rank or mode is None:
        return UNKNOWN_SHAPE
    if mode == "int":
        return Shape((x.dims[0], _sequence_length(layer)))
    depth = _vocabulary_size(layer)
    if splits is None:
        return UNKNOWN_SHAPE
    if splits:
        x = Shape((*x.dims, FREE))
    elif x.rank == 1:
        x = Shape((*x.dims, 1))
    return each(x, depth) if mode == "one_hot" else by_last(x, depth)


def _sequence_length(layer: Layer) -> Dim:
    value = layer.option("output_sequence_length")
    return FREE if value is None or value == NOTHING else dim_of(value)


def _vectorized_2(layer: Layer, x: Shape, mode: str | None) -> Shape:
    """What Keras 2 says of symbols: it loses the batch axis where it splits at white space."""
    splits, length = _splits(layer), _sequence_length(layer)
    if mode not in (None, "int") and flag(layer, "pad_to_max_tokens") is False:
        _needs_vocabulary(layer, mode)
    if splits is None or not x.rank or mode is None or flag(layer, "ragged") is not False:
        return UNKNOWN_SHAPE
    if splits:
        _needs_texts(layer, x, of_data=False)
        if x.rank > 1 and x.dims[-1] != 1:
            return UNKNOWN_SHAPE
        kept = Shape(x.dims[:-1]) if x.rank > 1 else x
        if kept.rank == 1 and text(layer, "split", "whitespace") == "whitespace":
            kept = Shape((FREE,))
        tokens = Shape((*kept.dims, length))
        return tokens if mode == "int" else encoded_2(layer, tokens, _vocabulary_size(layer), mode)
    if layer.option("ngrams") not in (None, NOTHING):
        return UNKNOWN_SHAPE
    if mode != "int":
        return encoded_2(layer, x, _vocabulary_size(layer), mode)
    if length is FREE:
        return x
    return Shape((*x.dims[:-1], length)) if x.is_exact else x.map(_freed)


def _freed(dim: Dim) -> Dim:
    return FREE


@on_data("keras.layers.TextVectorization", makes=_looked_up_data)
def text_vectorization_of_data(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch,) or (batch, 1) -> (batch, tokens), or (batch, vocabulary).

    Raises: ValueError for several texts a sample; Refusal, where it was to be adapted first.
    """
    mode, splits, length = mode_of(layer), _splits(layer), _sequence_length(layer)
    _needs_vocabulary(layer, mode)
    if splits is None or not x.rank or mode is None or not _is_dense(layer):
        return UNKNOWN_SHAPE
    if not splits:
        if layer.option("ngrams") not in (None, NOTHING):
            return UNKNOWN_SHAPE
        if mode == "int":
            return x if length is FREE else Shape((*x.dims[:-1], length))
        return made(layer, x, _vocabulary_size(layer), mode)
    _needs_texts(layer, x, of_data=True)
    if x.rank > 1 and x.dims[-1] != 1:
        return UNKNOWN_SHAPE
    kept = x.dims[:-1] if x.rank > 1 else x.dims
    if mode == "int":
        return Shape((*kept, UNKNOWN_DIM if length is FREE else length))
    if len(kept) == 1 and mode != "one_hot":
        return Shape((*kept, _vocabulary_size(layer)))
    return UNKNOWN_SHAPE  # of uneven rows


def _is_dense(layer: Layer) -> bool:
    return flag(layer, "ragged") is False and flag(layer, "sparse") is False
