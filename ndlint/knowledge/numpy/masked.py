"""Masked arrays. Their facts describe all stored elements, the hidden ones too."""

from msgspec.structs import replace

from ndlint.knowledge.binding import ADType, AnArray
from ndlint.knowledge.numpy.casting import cast, cast_facts
from ndlint.knowledge.numpy.outcome import has_elements, refuse
from ndlint.knowledge.registry import constants, models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Int, Name, Value, elements
from ndlint.values.conversion import as_array
from ndlint.values.facts import Facts, Truth, between, whole
from ndlint.values.shape import UNKNOWN_SHAPE

NO_MASK = Name("numpy.ma.nomask")
NO_MORE = Int(0)
constants({"numpy.ma.nomask": NO_MASK})


def _hidden_by(mask: Value, data: Array) -> Truth:
    """Whether a mask argument hides an element."""
    if mask in (NO_MASK, NOTHING, Bool(False)):
        return Truth.NO
    if mask == Bool(True):
        return Truth.YES if has_elements(data.shape) else Truth.MAYBE
    leaves = _leaves(mask)
    if leaves is None:
        array = as_array(mask)
        if array is not None and array.facts.is_finite and array.facts.low == array.facts.high == 0:
            return Truth.NO
        full = array is not None and array.facts.is_finite and array.facts.low > 0
        return Truth.YES if full and array and has_elements(array.shape) else Truth.MAYBE
    truths = [_is_true(leaf) for leaf in leaves]
    if True in truths:
        return Truth.YES
    return Truth.NO if None not in truths else Truth.MAYBE


def _leaves(mask: Value) -> list[Value] | None:
    """The elements of a literal mask; None where it is none."""
    items = elements(mask)
    if items is None:
        return None
    found: list[Value] = []
    for item in items:
        inner = _leaves(item)
        found += [item] if inner is None else inner
    return found


def _is_true(value: Value) -> bool | None:
    array = as_array(value)
    if array is None or array.shape.rank != 0 or not array.facts.is_finite:
        return None
    if array.facts.low > 0 or array.facts.high < 0:
        return True
    return False if array.facts.low == array.facts.high == 0 else None


def _masked(data: Array, masked: Truth) -> Array:
    return replace(data, kind=Kind.MASKED, masked=masked)


@models("numpy.ma.masked_array", "numpy.ma.MaskedArray")
def masked_array(
    data: Value,
    mask: Value = NO_MASK,
    dtype: ADType | None = None,
    copy: Value = UNKNOWN,
    subok: Value = UNKNOWN,
    ndmin: Value = NO_MORE,
    fill_value: Value = UNKNOWN,
) -> Value:
    """A masked array of data and a mask. Raises: MaskError where their sizes certainly differ."""
    if ndmin != NO_MORE:
        return UNKNOWN
    made = as_array(data)
    if made is None:
        return UNKNOWN
    hidden = _hidden_by(mask, made)
    shape = as_array(mask)
    if shape is not None and not isinstance(mask, Bool):
        sizes = shape.shape.size, made.shape.size
        if all(isinstance(n, int) and n != 1 for n in sizes) and sizes[0] != sizes[1]:
            refuse(
                f"a mask of shape {shape.shape} does not fit data of shape {made.shape}",
                "MaskError",
            )
    if made.kind is Kind.MASKED:
        hidden = made.masked.either(hidden)
    made = replace(made, kind=Kind.NDARRAY)
    return _masked(made if dtype is None else cast(made, dtype), hidden)


@models("numpy.ma.array")
def array(
    data: Value,
    dtype: ADType | None = None,
    copy: Value = UNKNOWN,
    order: Value = UNKNOWN,
    mask: Value = NO_MASK,
    fill_value: Value = UNKNOWN,
) -> Value:
    """A masked array of data and a mask. Raises: MaskError where their sizes certainly differ."""
    return masked_array(data, mask, dtype)


@models("numpy.ma.asarray")
def asarray(a: Value, dtype: ADType | None = None) -> Value:
    """A masked array of the data; of one that is masked already, the same elements."""
    return masked_array(a, NO_MASK, dtype)


@models("numpy.ma.fix_invalid")
def fix_invalid(a: Value) -> Value:
    """NaN and Inf hidden, and replaced in the data by the fill value."""
    data = as_array(a)
    if data is None:
        return UNKNOWN
    found = data.facts.nan.either(data.facts.inf)
    facts = data.facts if found is Truth.NO else Facts(Truth.NO, Truth.MAYBE)
    return replace(_masked(data, data.masked.either(found)), facts=facts)


@models("numpy.ma.masked_invalid")
def masked_invalid(a: Value, copy: Value = UNKNOWN) -> Value:
    """NaN and Inf hidden, not replaced."""
    data = as_array(a)
    if data is None:
        return UNKNOWN
    return _masked(data, data.masked.either(data.facts.nan.either(data.facts.inf)))


@models("numpy.ma.masked_where")
def masked_where(condition: Value, a: Value, copy: Value = UNKNOWN) -> Value:
    """The elements hidden where the condition holds."""
    data = as_array(a)
    if data is None:
        return UNKNOWN
    hidden = _hidden_by(condition, data)
    return _masked(data, data.masked.either(hidden))


@models(
    "numpy.ma.masked_equal", "numpy.ma.masked_not_equal", "numpy.ma.masked_greater",
    "numpy.ma.masked_greater_equal", "numpy.ma.masked_less", "numpy.ma.masked_less_equal",
    "numpy.ma.masked_values",
)  # fmt: skip
def masked_by_value(x: Value, value: Value, copy: Value = UNKNOWN) -> Value:
    """The elements hidden for which the comparison holds."""
    data = as_array(x)
    if data is None:
        return UNKNOWN
    return _masked(data, data.masked.either(Truth.MAYBE))


@models("numpy.ma.masked_inside", "numpy.ma.masked_outside")
def masked_by_range(x: Value, v1: Value, v2: Value, copy: Value = UNKNOWN) -> Value:
    """The elements hidden inside or outside of a range."""
    return masked_by_value(x, v1)


@models("numpy.ma.filled", "numpy.ma.MaskedArray.filled", "numpy.ndarray.filled")
def filled(a: AnArray, fill_value: Value = NOTHING) -> Value:
    """An ndarray in which the value stands for each hidden element. Dtype and shape stay."""
    if a.kind is not Kind.MASKED:
        return a if a.kind is Kind.NDARRAY else replace(a, kind=Kind.NDARRAY)
    if a.masked is Truth.NO:
        return replace(a, kind=Kind.NDARRAY)
    fill = None if fill_value == NOTHING else as_array(fill_value)
    facts = Facts()
    if fill is not None:
        added = cast_facts(fill.facts, fill.dtype, a.dtype)
        if a.masked is not Truth.YES or fill.shape.rank != 0:
            added = added.of_a_part()
        facts = a.facts.of_a_part().both(added)
    elif a.dtype.is_one_of(dtypes.INTEGERS | {"bool"}):
        facts = Facts(Truth.NO, Truth.NO)
    return replace(a, kind=Kind.NDARRAY, masked=Truth.NO, facts=facts)


@models("numpy.ma.getdata", view=True)
def getdata(a: AnArray, subok: Value = UNKNOWN) -> Value:
    """The data with what the mask hides."""
    return replace(a, kind=Kind.NDARRAY, masked=Truth.NO)


@models("numpy.ma.getmaskarray")
def getmaskarray(arr: AnArray) -> Value:
    """The mask, of the shape of the data: bool."""
    high = 0 if arr.kind is not Kind.MASKED or arr.masked is Truth.NO else 1
    return Array(dtype=dtypes.BOOL, shape=arr.shape, facts=between(0, high))


@models("numpy.ma.compressed", "numpy.ma.MaskedArray.compressed")
def compressed(x: AnArray) -> Value:
    """The elements that are not hidden. Shape: (?,)."""
    size = x.shape.size if x.masked is Truth.NO else UNKNOWN_SHAPE.size
    facts = x.facts if x.masked is Truth.NO else x.facts.of_a_part()
    return Array(dtype=x.dtype, shape=shapes.of((size,)), facts=facts)


@models("numpy.ma.is_masked", "numpy.ma.isMaskedArray", "numpy.ma.isMA", "numpy.ma.isarray")
def is_masked(x: Value) -> Value:
    """A Python bool."""
    return Bool()


@models("numpy.ma.zeros", "numpy.ma.ones")
def zeros(shape: Value, dtype: ADType | None = None) -> Value:
    """A masked array that hides nothing."""
    from ndlint.knowledge.binding import as_shape

    wanted = as_shape(shape) or UNKNOWN_SHAPE
    return Array(Kind.MASKED, dtype or dtypes.FLOAT64, wanted, whole(0, 1), Truth.NO)
