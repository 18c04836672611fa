"""`keras.utils`: one-hot labels, normalised rows.

Source: Keras 3.15, `utils/numerical_utils.py`; tf_keras 2.21, `utils/np_utils.py`.
"""

from ndlint.knowledge.binding import ADType, as_int
from ndlint.knowledge.registry import Refusal, models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind, as_array
from ndlint.values.base import NOTHING, UNKNOWN, Int, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import FLOAT32, FLOAT64
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, whole
from ndlint.values.frame import as_numpy
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

LAST, TWO = Int(-1), Int(2)
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
