"""`tf.data.Dataset.from_generator`: what a generator yields, and what is said of it.

Source: TensorFlow 2.21, `data/ops/from_generator_op.py`; measured: truth cases G.gen_*.
"""

from collections.abc import Iterator

from ndlint.events import Contract, Event, Unfit, Yielded
from ndlint.knowledge.binding import as_dtype
from ndlint.knowledge.registry import Applied, Refusal, models
from ndlint.knowledge.tensorflow.data import DATASET
from ndlint.knowledge.tensorflow.specs import shape_of
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Dict,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Str,
    Tuple,
    Value,
    elements,
)
from ndlint.values.conversion import as_array, is_ragged
from ndlint.values.dataset import Dataset, TensorSpec
from ndlint.values.dimension import UNKNOWN_DIM, differ
from ndlint.values.dtype import INTEGERS
from ndlint.values.narrowing import lost_in
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

STRUCTURES = (Array, Tuple, List, Dict, Int, Float, Bool)
"""What an item that is yielded may be, where that is known."""


@models(f"{DATASET}.from_generator")
def from_generator(
    generator: Value,
    output_types: Value = NOTHING,
    output_shapes: Value = NOTHING,
    args: Value = NOTHING,
    output_signature: Value = NOTHING,
    name: Value = UNKNOWN,
) -> object:
    """What a function, called anew for each iteration, yields, cast to what is said of it.

    Raises: TypeError where nothing is said of it, or a list stands where a tuple belongs.
    """
    if output_signature == output_types == NOTHING:
        told = "it is told neither output_signature nor output_types"
        raise Refusal("TypeError", told, Contract.SIGNATURE)
    said = output_types if output_signature == NOTHING else output_signature
    _check(said, "output_types" if output_signature == NOTHING else "output_signature")
    if output_signature == NOTHING:
        element = _typed(output_types, output_shapes)
    else:
        element = _signed(output_signature)
    found = Dataset(element, UNKNOWN_DIM)
    given = () if args == NOTHING else elements(args)

    def yielded(item: Value) -> Event:
        return Yielded(unfit=next(_unfit(item, element, ""), None))

    # It is called with NumPy's arrays and scalars, of which only the number is known here.
    arguments = None if given is None else (UNKNOWN,) * len(given)
    return Applied(generator, arguments, lambda _: found, each=yielded)


def _check(said: Value, parameter: str) -> None:
    """Raises: Refusal for a list, which TensorFlow does not take for a structure."""
    parts = said.items if isinstance(said, Tuple) else (said,)
    if any(isinstance(part, List) and part.items for part in parts):
        told = f"a list stands in {parameter}, where a tuple belongs"
        raise Refusal("TypeError", told, Contract.SIGNATURE)


def _signed(signature: Value) -> Value:
    match signature:
        case TensorSpec(dtype, shape):
            return Array(Kind.TENSOR, dtype, shape)
        case Tuple(items):
            return Tuple(tuple(map(_signed, items)))
        case Dict(items) if items is not None:
            return Dict(tuple((k, _signed(v)) for k, v in items))
    return UNKNOWN


def _typed(types: Value, shapes: Value) -> Value:
    match types, shapes:
        case Tuple(items), Tuple(given) if len(items) == len(given):
            return Tuple(tuple(map(_typed, items, given)))
        case Tuple(items), Nothing():
            return Tuple(tuple(_typed(item, NOTHING) for item in items))
        case Dict(items), Dict(given) if items is not None and given is not None:
            known = dict(given)
            return Dict(tuple((k, _typed(v, known.get(k, UNKNOWN))) for k, v in items))
        case Dict(items), Nothing() if items is not None:
            return Dict(tuple((k, _typed(v, NOTHING)) for k, v in items))
        case ((Name() | Str()), _):
            dtype = as_dtype(types)
            shape = UNKNOWN_SHAPE if shapes == NOTHING else shape_of(shapes)
            return UNKNOWN if dtype is None else Array(Kind.TENSOR, dtype, shape)
    return UNKNOWN


def _unfit(item: Value, said: Value, which: str) -> Iterator[Unfit]:
    """What is yielded and certainly does not fit what was said of it; `which` part it is."""
    match said:
        case Tuple(parts):
            yield from _unfit_tuple(item, parts, which)
        case Dict(pairs) if pairs is not None:
            yield from _unfit_dict(item, pairs, which)
        case Array():
            yield from _unfit_tensor(item, said, which)


def _unfit_tuple(item: Value, parts: tuple[Value, ...], which: str) -> Iterator[Unfit]:
    if isinstance(item, Tuple) and len(item.items) == len(parts):
        for number, (inner, part) in enumerate(zip(item.items, parts, strict=True)):
            yield from _unfit(inner, part, f"{which}[{number}]")
    elif isinstance(item, Tuple):
        told = f"a tuple of {len(item.items)}{_of(which)}, and the signature tells of {len(parts)}"
        yield Unfit(told, raises=True)
    elif isinstance(item, STRUCTURES):
        yield Unfit(f"{_kind(item)}{_of(which)}, and the signature tells of a tuple", raises=True)


def _unfit_dict(item: Value, pairs: tuple[tuple[Value, Value], ...], which: str) -> Iterator[Unfit]:
    if not isinstance(item, Dict):
        if isinstance(item, STRUCTURES):
            told = f"{_kind(item)}{_of(which)}, and the signature tells of a dict"
            yield Unfit(told, raises=True)
        return
    keys = item.keys
    if keys is None or not all(isinstance(k, Str) and k.text is not None for k in keys):
        return
    known = dict(item.items or ())
    if known.keys() != dict(pairs).keys():
        yield Unfit(f"a dict{_of(which)} of other keys than the signature's", raises=True)
        return
    for key, part in pairs:
        yield from _unfit(known[key], part, f"{which}[{getattr(key, 'text', '')!r}]")


def _unfit_tensor(item: Value, said: Array, which: str) -> Iterator[Unfit]:
    if is_ragged(item):
        yield Unfit(f"rows of different lengths{_of(which)}, which are no tensor", raises=True)
        return
    array = as_array(item) if isinstance(item, STRUCTURES) else None
    if array is None:
        return
    if not _may_have(array.shape, said.shape):
        told = f"an element of shape {array.shape}{_of(which)}, and the signature's is {said.shape}"
        yield Unfit(told, raises=True)
    name = said.dtype.name
    lost = lost_in(array, name) if name in INTEGERS else None
    if lost is not None:
        yield Unfit(f"{array.dtype}{_of(which)}, and the signature's is {name}: {lost}", False)


def _of(which: str) -> str:
    return f" at {which}" if which else ""


def _kind(item: Value) -> str:
    match item:
        case List():
            return "a list"
        case Tuple():
            return "a tuple"
        case Dict():
            return "a dict"
    return "an array" if isinstance(item, Array) else "a number"


def _may_have(shape: Shape, said: Shape) -> bool:
    """Whether something of a shape may be as is said of it."""
    if not shape.rank_known or not said.rank_known:
        return True
    if len(shape.dims) != len(said.dims):
        return False
    return not any(map(differ, shape.dims, said.dims))
