"""Layers that bin, hash and encode categories.

Keras 3 says of many symbols another shape than it makes of data.

Source: Keras 3.15, `keras/src/layers/preprocessing`, `encode_categorical_inputs`; tf_keras 2.21;
measured on both, truth cases B.layer_call.
"""

from collections.abc import Callable

from ndlint.events import Contract
from ndlint.knowledge.keras.layers.base import Makes, Refuses, layer, on_data
from ndlint.knowledge.keras.layers.elements import computed
from ndlint.knowledge.keras.layers.requirements import dim_of, flag, is_keras_2, refuse, text
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.base import NOTHING, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

STRINGS = frozenset({"str", "bytes"})
Encode = Callable[[Shape, Dim], Shape]
ENCODED = ("output_mode", "sparse")
OLD_MODES = {"binary": "multi_hot", "tf-idf": "tf_idf"}


def mode_of(layer: Layer) -> str | None:
    """What the layer makes of its tokens: "int" for one number each; None: not known."""
    default = "multi_hot" if layer.name == "CategoryEncoding" else "int"
    found = text(layer, "output_mode", default)
    return found if found is None else OLD_MODES.get(found, found)


def each(x: Shape, depth: Dim, of_data: bool = False) -> Shape:
    """Encoded one by one: a last axis of 1 is dropped."""
    if not x.rank:
        return UNKNOWN_SHAPE
    last = x.dims[-1]
    if x.rank == 1 or (isinstance(last, int) and last != 1) or (last is FREE and not of_data):
        return Shape((*x.dims, depth))
    return Shape((*x.dims[:-1], depth)) if last == 1 else UNKNOWN_SHAPE


def by_last(x: Shape, depth: Dim) -> Shape:
    """Encoded together along the last axis."""
    return Shape((*x.dims[:-1], depth)) if x.rank else UNKNOWN_SHAPE


def _by_second(x: Shape, depth: Dim) -> Shape:
    """Encoded together along the second axis, or the only one."""
    return Shape((*x.dims[:1][: x.rank - 1], *x.dims[2:], depth)) if x.rank else UNKNOWN_SHAPE


def encoded_2(layer: Layer, x: Shape, depth: Dim, mode: str) -> Shape:
    """What Keras 2 makes, of symbols and of data. Raises: Refusal for more than two axes."""
    if not x.rank:
        return UNKNOWN_SHAPE
    if mode == "one_hot":
        last = x.dims[-1]
        is_long = x.rank > 1 and (last is FREE or (isinstance(last, int) and last != 1))
        if is_long or x.rank > 2:
            why = f"makes at most two axes, needs (batch, 1) for {mode!r}, and gets {x}"
            raise refuse(layer, why)
        return each(x, depth)
    if x.rank > 2:
        raise refuse(layer, f"makes at most two axes, and gets {x}")
    return by_last(x, depth)


def said(layer: Layer, x: Shape, depth: Dim, mode: str | None, together: Encode) -> Shape:
    """What Keras says that the layer makes of a symbol."""
    if mode is None:
        return UNKNOWN_SHAPE
    if mode == "int":
        return x
    if is_keras_2():
        return encoded_2(layer, x, depth, mode)
    if mode == "one_hot" and layer.name != "Hashing":
        return each(x, depth)
    return together(x, depth)


def made(layer: Layer, x: Shape, depth: Dim, mode: str | None) -> Shape:
    """What the layer makes of data."""
    if mode is None or flag(layer, "sparse") is not False:
        return UNKNOWN_SHAPE
    if mode == "int":
        return x
    if is_keras_2():
        return encoded_2(layer, x, depth, mode)
    return each(x, depth, of_data=True) if mode == "one_hot" else _by_second(x, depth)


def _floats(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """Its own dtype, whatever it gets."""
    return computed(layer)


def _own(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """As the program says; without that, int64 for numbers and floats for what is encoded."""
    mode = mode_of(layer)
    if layer.option("dtype") not in (None, NOTHING):
        return computed(layer)
    return UNKNOWN_DTYPE if mode is None else (dtypes.INT64 if mode == "int" else dtypes.FLOAT32)


def _binned(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    if is_keras_2():
        return _own(layer, inputs)
    mode = mode_of(layer)
    return UNKNOWN_DTYPE if mode is None else (dtypes.INT32 if mode == "int" else computed(layer))


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


def _bins(layer: Layer) -> Dim:
    bounds = layer.option("bin_boundaries") or NOTHING
    if bounds != NOTHING:
        found = elements(bounds)
        return UNKNOWN_DIM if found is None else len(found) + 1
    if layer.built is not None:
        return UNKNOWN_DIM  # it may be adapted
    return 1 if is_keras_2() else dim_of(layer.option("num_bins"))


def _register(
    name: str,
    parameters: tuple[str, ...],
    depth_of: Callable[[Layer], Dim],
    together: Encode,
    makes: Makes,
    refuses: Refuses,
) -> None:
    """A layer that numbers or encodes each of its inputs."""
    path = f"keras.layers.{name}"

    @layer(path, *parameters, makes=makes, refuses=refuses)
    def of_symbols(layer: Layer, x: Shape) -> Shape:
        """What Keras says of a symbol. Raises: ValueError in Keras 2 for more than two axes."""
        return said(layer, x, depth_of(layer), mode_of(layer), together)

    @on_data(path, makes=makes)
    def of_data(layer: Layer, x: Shape) -> Shape:
        """What it makes of data. Raises: Refusal, where it was to be adapted first."""
        if name == "Discretization" and not is_keras_2():
            _needs_bounds(layer)
        return made(layer, x, depth_of(layer), mode_of(layer))


def _needs_bounds(layer: Layer) -> None:
    if layer.option("bin_boundaries") in (None, NOTHING) and layer.built is None:
        raise refuse(layer, "has no boundaries: adapt it, or give it some")


def _size_of(name: str) -> Callable[[Layer], Dim]:
    return lambda layer: dim_of(layer.option(name))


_register(
    "CategoryEncoding", ("num_tokens", *ENCODED), _size_of("num_tokens"), by_last,
    _floats, _refused_codes,
)  # fmt: skip
_register(
    "Discretization", ("bin_boundaries", "num_bins", "epsilon", *ENCODED), _bins, _by_second,
    _binned, _refused_codes,
)  # fmt: skip
_register(
    "Hashing", ("num_bins", "mask_value", "salt", *ENCODED), _size_of("num_bins"), by_last,
    _own, _refused_keys,
)  # fmt: skip


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
    first, mode = given[0], mode_of(layer)
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
    return first if mode == "int" else each(first, dim_of(layer.option("num_bins")))


@layer(
    "keras.layers.HashedCrossing", "num_bins", *ENCODED,
    merges=True, makes=_own, refuses=_refused_keys,
)  # fmt: skip
def hashed_crossing(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """What Keras says of symbols. Raises: ValueError for last axes that are not the same."""
    if is_keras_2():
        return _crossed_2(layer, given)
    first, mode = given[0], mode_of(layer)
    if len(given) != 2 or not first.rank or not given[1].rank or mode is None:
        return UNKNOWN_SHAPE
    last = first.dims[-1]
    if _are_unequal(last, given[1].dims[-1]):
        raise refuse(layer, f"needs equal shapes, and gets {first} and {given[1]}", Contract.MERGE)
    if mode == "int":
        return first
    depth = dim_of(layer.option("num_bins"))
    return by_last(first, depth) if last == 1 else Shape((*first.dims, depth))


@on_data("keras.layers.HashedCrossing", makes=_own)
def hashed_crossing_of_data(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """Shape: as `_crossed_data`."""
    if flag(layer, "sparse") is not False:
        return UNKNOWN_SHAPE
    return _crossed_data(layer, given)
