"""Writes down where the dtype, the shape and the elements of a result come from."""

from collections.abc import Callable, Iterator
from math import isinf

from msgspec.structs import replace

from ndlint.interpreter.gradients import why_cut
from ndlint.values.array import Array, Kind, Origins, Split
from ndlint.values.base import UNKNOWN, Dict, Float, List, Tuple, Value, elements, leaves
from ndlint.values.dataset import Dataset, each_tensor
from ndlint.values.dtype import OBJECT
from ndlint.values.facts import Truth
from ndlint.values.frame import Column, Frame
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.losses import Loss
from ndlint.values.shape import UNKNOWN_SHAPE
from ndlint.values.trace import Site, Step, Trace, extend

Where = Callable[[], Site]
ORDERED = frozenset({
    "append", "argmax", "array", "asarray", "astype", "cast", "concat", "concatenate",
    "expand_dims", "fit_transform", "flatten", "hstack", "numpy", "predict", "predict_on_batch",
    "ravel", "reshape", "rint", "round", "squeeze", "to_categorical", "to_numpy", "transform",
    "vstack",
})  # fmt: skip
"""Functions that leave rows in the order in which they are. Of others, it is not known."""
JOINS = frozenset({"append", "concat", "concatenate", "vstack"})
"""Those that put rows of several arrays together."""
SELECTING = frozenset({
    "compress", "delete", "extract", "intersect1d", "setdiff1d", "take", "take_along_axis",
})  # fmt: skip
"""Those that may take elements for what they are."""
WIDE = JOINS | {
    "array", "asarray", "astype", "cast", "constant", "convert_to_tensor", "copy", "numpy",
    "permutation", "resample", "shuffle", "to_numpy", "train_test_split",
}  # fmt: skip
"""Functions that leave all columns."""


def with_origins(result: Value, sources: tuple[Value, ...], call: str, where: Where) -> Value:
    """The result with its origins: those of the source it took a property from, else here.

    `call` is what made it, as the program writes it ("np.zeros", "/ 255").
    """
    match result:
        case Array():
            donors = [v for s in sources for v in _arrays_in(s)]
            origins = _origins(result, donors, sources, call, where)
            if result.kind is Kind.TENSOR:
                cut = why_cut(result, sources, lambda why: Step(where(), why), call)
                origins = replace(origins, cut=cut) if cut else origins
            return result.with_origins(origins)
        case Layer() | KerasTensor() | Model() | Loss():
            if result.origin:
                return result
            return replace(result, origin=(Step(where(), _made(result, call)),))
        case Tuple(items):
            return Tuple(tuple(with_origins(i, sources, call, where) for i in items))
        case List(items) if items is not None:
            return List(tuple(with_origins(i, sources, call, where) for i in items))
        case Dict(items) if items is not None:
            pairs = tuple((k, with_origins(v, sources, call, where)) for k, v in items)
            return replace(result, items=pairs)
        case Column(array):
            return replace(result, array=with_origins(array, sources, call, where))
        case Frame():
            parts = [with_origins(column, sources, call, where) for column in result.parts]
            columns = [part for part in parts if isinstance(part, Column)]
            return result.with_parts(columns, result.rows)
        case Dataset(element=element) if not any(isinstance(s, Dataset) for s in sources):
            entered = each_tensor(element, lambda t: _entered(t, call, where))
            return replace(result, element=entered)
    return result


def _made(result: Layer | Model | KerasTensor | Loss, call: str) -> str:
    names = {Model: "model", Layer: "layer", KerasTensor: "symbolic tensor", Loss: "loss"}
    return f"{names[type(result)]} from {call}"


def _origins(
    result: Array, donors: list[Array], sources: tuple[Value, ...], call: str, where: Where
) -> Origins:
    is_operator = not (call[:1].isidentifier() or call[:1] in "([")
    shape, row = _of_shape(result, donors, call, where)
    order, split = _rows(result.origins, donors, call, is_operator, where)
    facts, meant = _of_facts(result, donors, sources, call, where)
    return replace(
        _carried(result, donors, call),
        dtype=_of_dtype(result, donors, call, is_operator, where),
        shape=shape,
        facts=facts,
        meant=meant,
        row=row,
        order=order,
        split=split,
    )


def _here(what: str, call: str, where: Where) -> Trace:
    return (Step(where(), f"{what} from {call}"),)


def _of_dtype(
    result: Array, donors: list[Array], call: str, is_operator: bool, where: Where
) -> Trace:
    if not result.dtype.names:
        return ()
    donor = next((d for d in donors if d.dtype == result.dtype and d.origins.dtype), None)
    if donor is None:
        return _here(str(result.dtype), call, where)
    if is_operator:
        return extend(donor.origins.dtype, Step(where(), f"through {call}"))
    if result.kind in (Kind.TENSOR, Kind.VARIABLE) and donor.is_numpy:
        return extend(donor.origins.dtype, Step(where(), f"{result.dtype} tensor from {call}"))
    return donor.origins.dtype


def _of_shape(
    result: Array, donors: list[Array], call: str, where: Where
) -> tuple[Trace, str | None]:
    """Where the shape comes from, and whether an index took it out of a larger one."""
    if result.shape == UNKNOWN_SHAPE:
        return (), None
    donor = next((d for d in donors if d.shape == result.shape and d.origins.shape), None)
    if donor is None:
        return _here(f"shape {result.shape}", call, where), None
    return donor.origins.shape, donor.origins.row


def _of_facts(
    result: Array, donors: list[Array], sources: tuple[Value, ...], call: str, where: Where
) -> tuple[Trace, bool]:
    """Where the mask comes from, else where NaN or Inf does, and whether the Inf is meant."""
    if result.kind is Kind.MASKED:
        donor = next((d for d in donors if d.kind is Kind.MASKED and d.origins.facts), None)
        return donor.origins.facts if donor else _here("masked array", call, where), False
    for fact, word in (("nan", "NaN"), ("inf", "Inf")):
        if getattr(result.facts, fact) is Truth.YES:
            donor = next(
                (d for d in donors if getattr(d.facts, fact) is Truth.YES and d.origins.facts),
                None,
            )
            if donor is not None:
                return donor.origins.facts, donor.origins.meant
            return _here(word, call, where), fact == "inf" and any(map(_is_endless, sources))
    return (), False


def _is_endless(value: Value) -> bool:
    """Whether it is Inf, or a list or tuple with Inf in it, as a number of Python's."""
    numbers = (leaf.number for leaf in leaves(value) if isinstance(leaf, Float))
    return any(number is not None and isinf(number) for number in numbers)


def _carried(result: Array, donors: list[Array], call: str) -> Origins:
    """What an array keeps of those it is made of, apart from the traces and the rows."""
    own = result.origins
    output, assumed, made = own.output, own.assumed, own.made
    summary = own.summary or bool(donors)
    graph, partly = own.graph, own.partly or call.rpartition(".")[2] in SELECTING
    for origins in [donor.origins for donor in donors]:
        output = output or origins.output
        assumed = assumed or origins.assumed
        graph = graph or origins.graph
        partly = partly or origins.partly
        summary = summary and (own.summary or origins.summary)
        if origins.made is own.made:
            made = None  # something was done to what the layer returned
    return Origins(
        output=output,
        assumed=assumed,
        summary=summary,
        partly=partly,
        made=made,
        columns=_columns(result, donors, call),
        graph=graph if result.kind is Kind.TENSOR else 0,
        encoded=own.encoded or _is_encoded(result, donors, call),
    )


def _columns(result: Array, donors: list[Array], call: str) -> str:
    """The columns of the frame of which the array holds rows."""
    own, width = result.origins.columns, result.shape.axis(-1)
    given = {donor.origins.columns for donor in donors}
    if not any(given) or own not in given | {""}:
        return own
    wide = [donor for donor in _wide(result, donors, call) if donor.shape.axis(-1) == width]
    told = {donor.origins.columns for donor in wide}
    return told.pop() if result.dtype == OBJECT and len(told) == 1 else ""


def _is_encoded(result: Array, donors: list[Array], call: str) -> bool:
    """Whether the array has all columns of one that holds encoded classes."""
    encoded = [donor for donor in donors if donor.origins.encoded]
    if not encoded or isinstance(result.shape.axis(-1), int):
        return False
    return bool(_wide(result, encoded, call))


def _wide(result: Array, donors: list[Array], call: str) -> list[Array]:
    """The donors of which the array has all columns, if not all rows."""
    is_of_rows = call[-1:] == "]" and "," not in call
    if not is_of_rows and call.rpartition(".")[2] not in WIDE:
        return []
    return [donor for donor in donors if donor.shape.rank == result.shape.rank]


def _rows(
    own: Origins, donors: list[Array], call: str, is_operator: bool, where: Where
) -> tuple[tuple[int, int] | None, Split | None]:
    """In which order the rows are, and on which side of a split."""
    order, split = own.order, own.split
    orders = {d.origins.order for d in donors} - {None}
    splits = {d.origins.split for d in donors} - {None}
    function = call.rpartition(".")[2]
    keeps_rows = is_operator or call[-1:] == "]" or function in ORDERED
    if orders:
        order = orders.pop() if keeps_rows and len(orders) == 1 else None
    if split is not None and not split.at:
        split = replace(split, at=(Step(where(), f"split by {call}"),))
    elif splits:
        is_alone = keeps_rows and len(splits) == 1 and function not in JOINS
        split = splits.pop() if is_alone else None
    return order, split


def _arrays_in(value: Value) -> Iterator[Array]:
    """The arrays in a value; of a list that is not known item by item, what each is like."""
    if type(value) is Array:
        yield value
        return
    for leaf in leaves(value):
        if type(leaf) is Array:
            yield leaf
        elif type(leaf) is Column:
            yield leaf.array
        elif type(leaf) is Frame:
            yield from (column.array for column in leaf.parts)
    if type(value) is List and value.items is None and type(value.each) is Array:
        yield value.each


def is_assumed(*values: Value) -> bool:
    """Whether it is assumed only that a list among the values, or one that they were made of,
    has an item."""
    for value in values:
        if type(value) is Array:
            if value.origins.assumed:
                return True
        elif type(value) is List and value.items is None:
            if value.each != UNKNOWN and not value.has_items:
                return True
        elif value.is_sequence and is_assumed(*elements(value) or ()):
            return True
    return False


def _entered(tensor: Array, call: str, where: Where) -> Array:
    """A tensor of a data set that `call` made."""
    step = Step(where(), f"{tensor.dtype} tensor from {call}")
    return replace(
        tensor, origins=replace(tensor.origins, dtype=extend(tensor.origins.dtype, step))
    )


def as_row(value: Value, text: str = "") -> Value:
    """The array that an index, as the program writes it, took out of a larger one."""
    if not isinstance(value, Array):
        return value
    return value.with_origins(replace(value.origins, row=text, made=None))
