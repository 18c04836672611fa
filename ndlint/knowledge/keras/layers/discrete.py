"""Layers that number, bin, hash and encode tokens and categories.

Keras 3 says of many symbols another shape than it makes of data.

Source: Keras 3.15, `keras/src/layers/preprocessing`, `encode_categorical_inputs`; tf_keras 2.21;
measured on both, truth cases B.layer_call.
"""

from collections.abc import Callable

from ndlint.events import Contract
from ndlint.knowledge.keras.layers.base import layer, on_data
from ndlint.knowledge.keras.layers.elements import computed
from ndlint.knowledge.keras.layers.requirements import dim_of, flag, is_keras_2, refuse, text
from ndlint.knowledge.registry import Refusal
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.base import NOTHING, Int, Str, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

INT64 = dtypes.dtype("int64")
INT32 = dtypes.dtype("int32")
STRINGS = frozenset({"str", "bytes"})
NUMBERS = dtypes.FLOATS | dtypes.INTEGERS | {"bool"}
Encode = Callable[[Shape, Dim], Shape]
OLD_MODES = {"binary": "multi_hot", "tf-idf": "tf_idf"}
TF_IDF = "tf_idf"


# What is said and made of a shape.


def _mode(layer: Layer) -> str | None:
    """What the layer makes of its tokens: "int" for one number each; None: not known."""
    default = "multi_hot" if layer.name == "CategoryEncoding" else "int"
    found = text(layer, "output_mode", default)
    return found if found is None else OLD_MODES.get(found, found)


def _each(x: Shape, depth: Dim, of_data: bool = False) -> Shape:
    """Encoded one by one: a last axis of 1 is dropped."""
    if not x.rank:
        return UNKNOWN_SHAPE
    last = x.dims[-1]
    if x.rank == 1 or (isinstance(last, int) and last != 1) or (last is FREE and not of_data):
        return Shape((*x.dims, depth))
    return Shape((*x.dims[:-1], depth)) if last == 1 else UNKNOWN_SHAPE


def _by_last(x: Shape, depth: Dim) -> Shape:
    """Encoded together along the last axis."""
    return Shape((*x.dims[:-1], depth)) if x.rank else UNKNOWN_SHAPE


def _by_second(x: Shape, depth: Dim) -> Shape:
    """Encoded together along the second axis, or the only one."""
    return Shape((*x.dims[:1][: x.rank - 1], *x.dims[2:], depth)) if x.rank else UNKNOWN_SHAPE


def _encoded_2(layer: Layer, x: Shape, depth: Dim, mode: str) -> Shape:
    """What Keras 2 makes, of symbols and of data. Raises: Refusal for more than two axes."""
    if not x.rank:
        return UNKNOWN_SHAPE
    if mode == "one_hot":
        last = x.dims[-1]
        is_long = x.rank > 1 and (last is FREE or (isinstance(last, int) and last != 1))
        if is_long or x.rank > 2:
            why = f"makes at most two axes, needs (batch, 1) for {mode!r}, and gets {x}"
            raise refuse(layer, why)
        return _each(x, depth)
    if x.rank > 2:
        raise refuse(layer, f"makes at most two axes, and gets {x}")
    return _by_last(x, depth)


def _said(layer: Layer, x: Shape, depth: Dim, mode: str | None, together: Encode) -> Shape:
    """What Keras says that the layer makes of a symbol."""
    if mode is None:
        return UNKNOWN_SHAPE
    if mode == "int":
        return x
    if is_keras_2():
        return _encoded_2(layer, x, depth, mode)
    if mode == "one_hot" and layer.name != "Hashing":
        return _each(x, depth)
    return together(x, depth)


def _made(layer: Layer, x: Shape, depth: Dim, mode: str | None) -> Shape:
    """What the layer makes of data."""
    if mode is None or flag(layer, "sparse") is not False:
        return UNKNOWN_SHAPE
    if mode == "int":
        return x
    if is_keras_2():
        return _encoded_2(layer, x, depth, mode)
    return _each(x, depth, of_data=True) if mode == "one_hot" else _by_second(x, depth)


# Dtypes.


def _floats(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """Its own dtype, whatever it gets."""
    return computed(layer)


def _own(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """As the program says; without that, int64 for numbers and floats for what is encoded."""
    mode = _mode(layer)
    if layer.option("dtype") not in (None, NOTHING):
        return computed(layer)
    return UNKNOWN_DTYPE if mode is None else (INT64 if mode == "int" else dtypes.FLOAT32)


def _binned(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    if is_keras_2():
        return _own(layer, inputs)
    mode = _mode(layer)
    return UNKNOWN_DTYPE if mode is None else (INT32 if mode == "int" else computed(layer))


def _looked_up(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """What Keras says of a symbol."""
    mode, inverts = _mode(layer), flag(layer, "invert")
    if mode is None or (is_keras_2() and layer.option("dtype") is not None):
        return UNKNOWN_DTYPE
    if mode != "int":
        return dtypes.FLOAT32
    if inverts is not False and is_keras_2():
        return _token(layer) if inverts else UNKNOWN_DTYPE
    return INT64


def _looked_up_data(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    mode, inverts = _mode(layer), flag(layer, "invert")
    if is_keras_2():
        return _looked_up(layer, inputs)
    if mode is None or inverts is None:
        return UNKNOWN_DTYPE
    if mode == TF_IDF:
        return dtypes.FLOAT32
    return _token(layer) if inverts else INT64


def _token(layer: Layer) -> DType:
    return dtypes.STR if layer.name == "StringLookup" else INT64


# What they take.


def _refused_codes(layer: Layer, given: DType, of_data: bool) -> str:
    """CategoryEncoding and Discretization."""
    if not is_keras_2():
        return "numbers only" if of_data and given.is_one_of(STRINGS) else ""
    wrong = STRINGS | {"bool"} | (dtypes.INTEGERS - {"int32", "int64"})
    return "int32, int64 and floating-point numbers only" if given.is_one_of(wrong) else ""


def _refused_keys(layer: Layer, given: DType, of_data: bool) -> str:
    """Hashing and HashedCrossing."""
    if not is_keras_2() and (layer.name == "Hashing" or not of_data):
        return ""
    return "integers and strings only" if given.is_one_of(dtypes.FLOATS | {"bool"}) else ""


def _refused_tokens(layer: Layer, given: DType, of_data: bool) -> str:
    """Lookups: symbols of any dtype are taken."""
    inverts = flag(layer, "invert")
    if not of_data or inverts is None:
        return ""
    if layer.name == "TextVectorization" or (layer.name == "StringLookup" and not inverts):
        return "strings only" if given.is_one_of(NUMBERS) else ""
    # Keras 3 reads the numbers in an array of strings.
    reads = not is_keras_2() and layer.name == "IntegerLookup"
    return "" if reads or not given.is_one_of(STRINGS) else "integers only"


# The number of tokens.


def _bins(layer: Layer) -> Dim:
    bounds = layer.option("bin_boundaries") or NOTHING
    if bounds != NOTHING:
        found = elements(bounds)
        return UNKNOWN_DIM if found is None else len(found) + 1
    if layer.built is not None:
        return UNKNOWN_DIM  # it may be adapted
    return 1 if is_keras_2() else dim_of(layer.option("num_bins"))


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


# The layers.


def _register(
    name: str, parameters: tuple[str, ...], depth_of: Callable[[Layer], Dim], together: Encode
) -> None:
    """A layer that numbers or encodes each of its inputs."""
    path = f"keras.layers.{name}"
    makes, refuses = {
        "CategoryEncoding": (_floats, _refused_codes),
        "Discretization": (_binned, _refused_codes),
        "Hashing": (_own, _refused_keys),
    }.get(name, (_looked_up, _refused_tokens))
    looks_up = name.endswith("Lookup")

    @layer(path, *parameters, makes=makes, refuses=refuses)
    def of_symbols(layer: Layer, x: Shape) -> Shape:
        """What Keras says of a symbol. Raises: ValueError in Keras 2 for more than two axes."""
        mode = _mode(layer)
        if (
            looks_up
            and is_keras_2()
            and mode != "int"
            and flag(layer, "pad_to_max_tokens") is False
        ):
            _needs_vocabulary(layer, mode)
        return _said(layer, x, depth_of(layer), mode, together)

    @on_data(path, makes=_looked_up_data if looks_up else makes)
    def of_data(layer: Layer, x: Shape) -> Shape:
        """What it makes of data. Raises: Refusal, where it was to be adapted first."""
        mode = _mode(layer)
        if looks_up:
            _needs_vocabulary(layer, mode)
        if name == "Discretization" and not is_keras_2():
            _needs_bounds(layer)
        return _made(layer, x, depth_of(layer), mode)


def _needs_bounds(layer: Layer) -> None:
    if layer.option("bin_boundaries") in (None, NOTHING) and layer.built is None:
        raise refuse(layer, "has no boundaries: adapt it, or give it some")


def _size_of(name: str) -> Callable[[Layer], Dim]:
    return lambda layer: dim_of(layer.option(name))


_ENCODED = ("output_mode", "sparse")
_TOKENS = ("max_tokens", "num_oov_indices", "mask_token", "oov_token", "vocabulary")
_register("CategoryEncoding", ("num_tokens", *_ENCODED), _size_of("num_tokens"), _by_last)
_register("Discretization", ("bin_boundaries", "num_bins", "epsilon", *_ENCODED), _bins, _by_second)
_register("Hashing", ("num_bins", "mask_value", "salt", *_ENCODED), _size_of("num_bins"), _by_last)
_register("StringLookup", (*_TOKENS, "idf_weights"), _vocabulary_size, _by_last)
_register(
    "IntegerLookup",
    (*_TOKENS, "vocabulary_dtype", "idf_weights", "invert", *_ENCODED, "pad_to_max_tokens"),
    _vocabulary_size,
    _by_last,
)


def _are_unequal(a: Dim, b: Dim) -> bool:
    """Whether Keras sees two sizes as different: None is another than any number."""
    is_one_free = FREE in (a, b) and (isinstance(a, int) or isinstance(b, int))
    return is_one_free or shapes.conflict(a, b)


def _differ(x: Shape, y: Shape, is_strict: bool) -> bool:
    if x.rank is None or y.rank is None:
        return False
    are_unequal = _are_unequal if is_strict else shapes.conflict
    pairs = zip(x.dims, y.dims, strict=False)
    return x.rank != y.rank or any(are_unequal(a, b) for a, b in pairs)


def _crossed_2(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """What Keras 2 says of symbols: it loses the batch axis."""
    shape = _crossed_data(layer, given, is_strict=True)
    return Shape((FREE, *shape.dims[1:])) if given[0].rank and shape.rank else shape


def _crossed_data(layer: Layer, given: tuple[Shape, ...], is_strict: bool = False) -> Shape:
    """Shape: all (batch,) or (batch, 1). Raises: ValueError for another, or for several."""
    first, mode = given[0], _mode(layer)
    if len(given) < 2:
        raise refuse(layer, "needs at least two inputs, and gets one")
    for x in given:
        last = x.axis(-1)
        is_long = x.rank == 2 and (last is FREE or (isinstance(last, int) and last != 1))
        if is_long or (x.rank is not None and x.rank > 2):
            raise refuse(layer, f"needs (batch,) or (batch, 1), and gets {x}")
        if _differ(x, first, is_strict):
            raise refuse(layer, f"needs equal shapes, and gets {first} and {x}", Contract.MERGE)
    if mode is None or first.rank is None or flag(layer, "sparse") is None:
        return UNKNOWN_SHAPE
    return first if mode == "int" else _each(first, dim_of(layer.option("num_bins")))


@layer(
    "keras.layers.HashedCrossing", "num_bins", *_ENCODED,
    merges=True, makes=_own, refuses=_refused_keys,
)  # fmt: skip
def hashed_crossing(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """What Keras says of symbols. Raises: ValueError for last axes that are not the same."""
    if is_keras_2():
        return _crossed_2(layer, given)
    first, mode = given[0], _mode(layer)
    if len(given) != 2 or not first.rank or not given[1].rank or mode is None:
        return UNKNOWN_SHAPE
    last = first.dims[-1]
    if _are_unequal(last, given[1].dims[-1]):
        raise refuse(layer, f"needs equal shapes, and gets {first} and {given[1]}", Contract.MERGE)
    if mode == "int":
        return first
    depth = dim_of(layer.option("num_bins"))
    return _by_last(first, depth) if last == 1 else Shape((*first.dims, depth))


@on_data("keras.layers.HashedCrossing", makes=_own)
def hashed_crossing_of_data(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """Shape: as `_crossed_data`."""
    if flag(layer, "sparse") is not False:
        return UNKNOWN_SHAPE
    return _crossed_data(layer, given)


# Text.


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
    makes=_looked_up, refuses=_refused_tokens,
)  # fmt: skip
def text_vectorization(layer: Layer, x: Shape) -> Shape:
    """What Keras says of symbols: (batch, tokens), or (batch, vocabulary).

    Raises: ValueError in Keras 2 for several texts a sample.
    """
    mode, splits = _mode(layer), _splits(layer)
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
    return _each(x, depth) if mode == "one_hot" else _by_last(x, depth)


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
        return tokens if mode == "int" else _encoded_2(layer, tokens, _vocabulary_size(layer), mode)
    if layer.option("ngrams") not in (None, NOTHING):
        return UNKNOWN_SHAPE
    if mode != "int":
        return _encoded_2(layer, x, _vocabulary_size(layer), mode)
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
    mode, splits, length = _mode(layer), _splits(layer), _sequence_length(layer)
    _needs_vocabulary(layer, mode)
    if splits is None or not x.rank or mode is None or not _is_dense(layer):
        return UNKNOWN_SHAPE
    if not splits:
        if layer.option("ngrams") not in (None, NOTHING):
            return UNKNOWN_SHAPE
        if mode == "int":
            return x if length is FREE else Shape((*x.dims[:-1], length))
        return _made(layer, x, _vocabulary_size(layer), mode)
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
