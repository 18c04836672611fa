"""What NumPy and TensorFlow make of Python's numbers and sequences."""

from collections.abc import Iterable
from functools import reduce
from math import isfinite, isinf, isnan

from msgspec.structs import replace

from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    Bool,
    Complex,
    Dict,
    Float,
    Int,
    List,
    Nothing,
    Opaque,
    Str,
    Tuple,
    Unknown,
    Value,
    elements,
)
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, Truth, between, exactly
from ndlint.values.rounding import rounded
from ndlint.values.shape import Shape


def number_facts(number: float | None) -> Facts:
    """The facts of an array that holds one Python number."""
    if number is None:
        return UNKNOWN_FACTS
    if isnan(number):
        return Facts(Truth.YES, Truth.NO)
    if isinf(number):
        return Facts(Truth.NO, Truth.YES)
    return exactly(number)


def as_array(value: Value) -> Array | None:
    """What `numpy.asarray` makes of a value; None where that is not known or it raises."""
    match value:
        case Array():
            return value if value.is_numpy else replace(value, kind=Kind.NDARRAY)
        case Unknown():
            return None
        case Bool():
            low, high = (0, 1) if value.truth is None else (int(value.truth),) * 2
            return Array(dtype=dtypes.BOOL, shape=shapes.SCALAR, facts=between(low, high))
        case Int():
            facts = number_facts(value.number) if value.number is not None else FINITE
            return Array(dtype=_int_dtype(value.number), shape=shapes.SCALAR, facts=facts)
        case Float():
            return Array(
                dtype=dtypes.FLOAT64, shape=shapes.SCALAR, facts=number_facts(value.number)
            )
        case Complex():
            return Array(dtype=dtypes.COMPLEX128, shape=shapes.SCALAR)
        case Str():
            return Array(dtype=dtypes.STR, shape=shapes.SCALAR, facts=FINITE)
        case Tuple(items) | List(items) if items is not None:
            return _stacked(items)
        case List():
            return _series(value)
    return None


def _series(value: List) -> Array | None:
    """The array that NumPy makes of a list, not empty, that is not known item by item.

    None where the items may be of different shapes.
    """
    row = as_array(value.each)
    if row is None or not row.shape.rank_known or UNKNOWN_DIM in row.shape.dims:
        return None
    return Array(
        dtype=row.dtype if row.dtype.name is not None else UNKNOWN_DTYPE,
        shape=Shape((value.length, *row.shape.dims)),
        facts=row.facts,
        origins=replace(
            row.origins,
            assumed=row.origins.assumed or not value.has_items,
            partly=row.origins.partly or not row.shape.rank,
        ),
    )


def _int_dtype(number: int | None) -> DType:
    if number is None or -(2**63) <= number < 2**63:
        return dtypes.INT64
    return UNKNOWN_DTYPE


def _stacked(items: tuple[Value, ...]) -> Array | None:
    """The array that NumPy makes of a sequence, or None: ragged, or with unknown items."""
    if not items:
        return Array(dtype=dtypes.FLOAT64, shape=shapes.of((0,)), facts=FINITE)
    known = _numbers(items) or _texts(items)
    if known is not None:
        return known
    rows = row_arrays(items)
    if rows is None:
        return None
    first = rows[0].shape
    for row in rows[1:]:
        if row.shape != first:
            return None
    return Array(
        dtype=reduce(dtypes.promote, (row.dtype for row in rows)),  # one after the other
        shape=Shape((len(items), *first.dims)) if first.rank_known else first,
        facts=joint_facts(rows),
    )


def _numbers(items: tuple[Value, ...]) -> Array | None:
    """The array of known finite Python numbers of one type, put together at once: literals are
    long. None: it is no such array."""
    kind = type(items[0])
    if len(items) < 2 or kind not in (Int, Float) or any(type(item) is not kind for item in items):
        return None
    numbers = [item.number for item in items if isinstance(item, Int | Float)]
    known = [n for n in numbers if n is not None and isfinite(n)]
    if len(known) < len(items):
        return None
    low, high = min(known), max(known)
    dtype = (
        dtypes.FLOAT64 if kind is Float else dtypes.join(*map(_int_dtype, (int(low), int(high))))
    )
    fraction = Truth.YES if any(n % 1 for n in known) else Truth.NO
    different = set(known)
    facts = Facts(
        Truth.NO,
        Truth.NO,
        low,
        high,
        fraction,
        reached=True,
        varied=len(different) > 2,
        distinct=len(different),
    )
    return Array(dtype=dtype, shape=shapes.of((len(known),)), facts=facts)


def _texts(items: tuple[Value, ...]) -> Array | None:
    """The array of known strings. None: it is no such array."""
    texts = {item.text for item in items if isinstance(item, Str)}
    if None in texts or not all(isinstance(item, Str) for item in items):
        return None
    facts = replace(FINITE, distinct=len(texts))
    return Array(dtype=dtypes.STR, shape=shapes.of((len(items),)), facts=facts)


def row_arrays(items: Iterable[Value]) -> list[Array] | None:
    """Each item as an array; None where one is not known."""
    rows: list[Array] = []
    for item in items:
        row = as_array(item)
        if row is None:
            return None
        rows.append(row)
    return rows


def joint_dtype(rows: list[Array]) -> DType:
    """The dtype of an array that holds the elements of all these."""
    return dtypes.promote_all([row.dtype for row in rows])


def joint_facts(rows: list[Array]) -> Facts:
    """The facts of an array made of all elements of these; a masked element does not count."""
    result = rows[0].facts
    for row in rows[1:]:
        result = result.both(row.facts)
    return result


def is_ragged(value: Value) -> bool:
    """Whether `numpy.array` of the nested sequence certainly raises for its shape."""
    items = elements(value)
    if items is None:
        return False
    if any(is_ragged(item) for item in items):
        return True
    rows = row_arrays(items)
    if rows is None:
        return False
    numbers = [row.shape.numbers for row in rows]
    return None not in numbers and len(set(numbers)) > 1


def tensor_of(value: Value) -> Array | None:
    """What `tf.convert_to_tensor` makes of a value without a dtype; None: not known.

    Source: truth cases A.convert.*: an ndarray keeps its dtype, Python numbers become
    float32 and int32, a list that mixes arrays takes NumPy's joint dtype only where all
    its items are NumPy scalars or all arrays share one.
    """
    if isinstance(value, Array):
        if not value.is_tensor and value.dtype == dtypes.STR:
            return None
        return replace(value, kind=Kind.TENSOR, masked=Truth.NO)
    array = as_array(value)
    if array is None:
        return None
    kinds = {type(leaf) for leaf in _flat(value)}
    if not kinds and type(value) is Tuple:  # it may be the shape of a tensor, which is int32
        array = replace(array, dtype=UNKNOWN_DTYPE)
    elif kinds <= {Int, Bool} and array.dtype == dtypes.INT64:
        array = replace(array, dtype=_tensor_int(array.facts))
    elif kinds <= {Int, Bool, Float} and array.dtype == dtypes.FLOAT64:
        array = replace(array, dtype=dtypes.FLOAT32, facts=_in_float32(array.facts, value))
    elif kinds == {Array}:
        inner = {leaf.dtype for leaf in _flat(value) if isinstance(leaf, Array)}
        # Of what has no elements, each function of TensorFlow makes another dtype.
        if len(inner) > 1 or array.shape.size == 0:
            array = replace(array, dtype=UNKNOWN_DTYPE)
    elif kinds != {Bool}:
        array = replace(array, dtype=UNKNOWN_DTYPE)
    return replace(array, kind=Kind.TENSOR)


def _in_float32(facts: Facts, value: Value) -> Facts:
    """The facts of Python's numbers as float32, in which a fraction may become a whole number."""
    numbers = (part.number for part in _flat(value) if isinstance(part, Float))
    is_broken = any(n is not None and isfinite(n) and rounded(n, "float32") % 1 for n in numbers)
    found = facts.rounded_to("float32")
    return replace(found, fraction=Truth.YES) if is_broken else found


def why_no_tensor(value: Value, by_itself: bool) -> str:
    """What it is about a value of Python's that TensorFlow makes no tensor of it; "": it may.

    `by_itself`: no dtype is asked for, and the first number decides. Source: measured on
    TensorFlow 2.21 for each pair of Python's types in a list.
    """
    if type(value) in UNTAKEN:
        return _told(value)
    if elements(value) is None:
        return ""
    parts = list(_flat(value))
    kinds = {type(part) for part in parts}
    told = [_told(part) for part in parts] if kinds & UNTAKEN else []
    if any(told):
        return f"a list with {next(filter(None, told))}"
    if Str in kinds and kinds & PYTHON_NUMBERS:
        return "a list of strings and numbers"
    if by_itself and kinds & {Int, Float} and isinstance(parts[0], Bool):
        return "a list of numbers that begins with a bool"
    return ""


UNTAKEN = {Nothing, Dict, Opaque}
"""The types of values that are neither numbers, strings nor sequences."""
ITERABLES = {
    f"builtins.{name}": what
    for name, what in (
        ("set", "a set"), ("generator", "a generator"), ("iterator", "an iterator"),
        ("map", "a map"), ("filter", "a filter"), ("zip", "a zip"), ("enumerate", "an enumerate"),
        ("dict_keys", "the keys of a dict"), ("dict_values", "the values of a dict"),
        ("dict_items", "the items of a dict"),
    )
}  # fmt: skip
"""What can be gone through and is no sequence, in words."""


def _told(value: Value) -> str:
    """What the value is, where TensorFlow has no tensor for it; "": it is something else."""
    if isinstance(value, Opaque):
        return ITERABLES.get(value.path, "")
    return {Nothing: "None", Dict: "a dict"}.get(type(value), "")


PYTHON_NUMBERS = {Bool, Int, Float, Complex}


def _tensor_int(facts: Facts) -> DType:
    """Python ints become int32, or int64 where one is too large for that."""
    if facts.low >= -(2**31) and facts.high < 2**31:
        return dtypes.INT32
    is_known = isfinite(facts.low) and isfinite(facts.high)
    return dtypes.INT64 if is_known else dtypes.dtype("int32", "int64")


def _flat(value: Value) -> Iterable[Value]:
    items = (value.each,) if isinstance(value, List) and value.items is None else elements(value)
    if items is None:
        yield value
        return
    for item in items:
        yield from _flat(item)
