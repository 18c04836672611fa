"""`keras.utils`: one-hot labels, normalised rows, padded sequences.

Source: Keras 3.15, `utils/numerical_utils.py` and `utils/sequence_utils.py`; tf_keras 2.21,
`utils/np_utils.py` and `utils/data_utils.py`.
"""

from ndlint.knowledge.binding import ADType, as_int
from ndlint.knowledge.registry import Refusal, models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind, Objects, as_array
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Float,
    Int,
    Value,
    elements,
)
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import FLOAT32, FLOAT64, DType
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, whole
from ndlint.values.frame import as_numpy
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

LAST, TWO, ZERO = Int(-1), Int(2), Float(0.0)
COUNTABLE = dtypes.INTEGERS | dtypes.FLOATS | {"bool"}


@models("keras.utils.to_categorical", "keras.utils.np_utils.to_categorical")
def to_categorical(x: Value, num_classes: Value = NOTHING, dtype: ADType | None = None) -> Value:
    """One column for each class. Shape: (n,) or (n, 1) -> (n, k).

    Without a number of classes it is the largest one, plus one. Keras 3 gives float64 and
    takes no `dtype`, Keras 2 gives float32.

    Raises: IndexError for a class that has no column.
    """
    keras = current().keras
    if keras == 3 and dtype is not None:
        raise Refusal("TypeError", "Keras 3 takes no dtype here")
    if isinstance(x, Array) and x.is_tensor and keras == 3:
        depth = _number_of(num_classes)
        return Array(Kind.TENSOR, FLOAT32, one_hot_shape(x.shape, depth), whole(0, 1))
    labels = as_array(as_numpy(x))
    if labels is None or not labels.dtype.is_one_of(COUNTABLE):
        return UNKNOWN
    usual = FLOAT64 if keras == 3 else FLOAT32
    classes = _classes(labels, num_classes)
    _check_columns(labels, classes)
    return Array(
        dtype=dtype or usual, shape=one_hot_shape(labels.shape, classes), facts=whole(0, 1)
    )


def one_hot_shape(shape: Shape, classes: Dim) -> Shape:
    """The shape of the columns: a last axis of 1 makes room for them."""
    if shape.rank is None or shape.rank < 2:
        return Shape((*shape.dims, classes)) if shape.rank_known else Shape((classes,), False)
    last = shape.dims[-1]
    if last == 1:
        return Shape((*shape.dims[:-1], classes))
    return Shape((*shape.dims, classes)) if isinstance(last, int) else Shape((classes,), False)


def _number_of(num_classes: Value) -> Dim:
    number = as_int(num_classes)
    if number is not None:
        return number
    return num_classes.size if isinstance(num_classes, Int) else UNKNOWN_DIM


def _classes(labels: Array, num_classes: Value) -> Dim:
    """The number of columns: as asked for, else one more than the largest label."""
    if num_classes != NOTHING and num_classes != Int(0):
        return _number_of(num_classes)
    facts = labels.facts
    return int(facts.high) + 1 if facts.has_ends and has_labels(labels) else UNKNOWN_DIM


def has_labels(labels: Array) -> bool:
    """Whether there is certainly at least one: with its ends, an array has elements."""
    numbers = labels.shape.numbers
    return labels.facts.reached or (numbers is not None and 0 not in numbers)


def _check_columns(labels: Array, classes: Dim) -> None:
    """Raises: Refusal where a label that occurs has no column."""
    facts = labels.facts
    if not isinstance(classes, int) or not facts.has_ends or not has_labels(labels):
        return
    for end in facts.ends:
        if not -classes <= int(end) < classes:
            raise Refusal("IndexError", f"label {int(end)} has no column: there are {classes}")


@models("keras.utils.normalize", "keras.utils.np_utils.normalize")
def normalize(x: Value, axis: Value = LAST, order: Value = TWO) -> Value:
    """Rows divided by their norm: the shape stays, integers become float64."""
    if not isinstance(x, Array) or not x.is_numpy or x.kind is Kind.MASKED:
        return UNKNOWN
    if order != TWO:
        return UNKNOWN
    is_float = x.dtype.is_one_of(frozenset({"float32", "float64"}))
    is_whole = x.dtype.is_one_of(dtypes.INTEGERS | {"bool"})
    if not (is_float or is_whole):
        return UNKNOWN
    number, rank = as_int(axis), x.shape.rank or 0
    # Keras 3 takes axis 0 for the last one when it divides.
    keeps = rank > 1 and number is not None and -rank <= number < rank and number != 0
    facts = FINITE if x.facts.is_finite else UNKNOWN_FACTS
    dtype = FLOAT64 if is_whole else x.dtype
    return Array(dtype=dtype, shape=x.shape if keeps else UNKNOWN_SHAPE, facts=facts)


@models("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")
def pad_sequences(
    sequences: Value,
    maxlen: Value = NOTHING,
    dtype: ADType = dtypes.INT32,
    padding: Value = NOTHING,
    truncating: Value = NOTHING,
    value: Value = ZERO,
) -> Value:
    """One row for each sequence, int32 by default. Shape: (n, maxlen) for flat ones."""
    rows = _rows(sequences)
    shape = UNKNOWN_SHAPE if rows is None else _padded(rows, sequences, maxlen)
    return Array(dtype=dtype, shape=shape, facts=_filled(dtype))


def _padded(count: Dim, sequences: Value, maxlen: Value) -> Shape:
    """The shape, where the sequences are known to be flat or to have axes of their own."""
    longest = _number_of(maxlen)
    if isinstance(sequences, Array):
        if sequences.objects is Objects.NUMBERS:
            return Shape((count, longest))
        if sequences.dtype.is_one_of(dtypes.NUMPY_NUMBERS):
            length = sequences.shape.dims[1] if maxlen == NOTHING else longest
            return Shape((count, length, *sequences.shape.dims[2:]))
        return UNKNOWN_SHAPE
    rows = [as_array(item) for item in elements(sequences) or ()]
    flat = [row for row in rows if row is not None and row.shape.rank == 1]
    if not rows or len(flat) < len(rows):
        return UNKNOWN_SHAPE
    lengths = [row.shape.dims[0] for row in flat]
    known = [n for n in lengths if isinstance(n, int)]
    if maxlen == NOTHING and len(known) == len(lengths):
        longest = max(known)
    return Shape((count, longest))


def _rows(sequences: Value) -> Dim | None:
    """How many sequences there are; None where it is not known."""
    items = elements(sequences)
    if items is not None:
        return len(items)
    if isinstance(sequences, Array) and sequences.shape.rank:
        is_flat = sequences.shape.rank == 1 and sequences.dtype.name != "object"
        return None if is_flat else sequences.shape.dims[0]
    return None


def _filled(dtype: DType) -> Facts:
    return FINITE if dtype.is_one_of(dtypes.INTEGERS) else UNKNOWN_FACTS
