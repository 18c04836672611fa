"""`keras.utils`: one-hot labels, normalised rows.

Source: Keras 3.15, `utils/numerical_utils.py`; tf_keras 2.21, `utils/np_utils.py`.
"""

from math import isfinite

from ndlint.events import Contract, Preparation, Prepared
from ndlint.knowledge.binding import ADType, as_int, as_number
from ndlint.knowledge.keras.numbers import no_integer
from ndlint.knowledge.registry import Refusal, models, observes
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import ENCODED, Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Float, Int, Value, elements, leaves
from ndlint.values.conversion import as_array
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import FLOAT32, FLOAT64
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, whole
from ndlint.values.frame import as_numpy
from ndlint.values.likely import made_of
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

LAST, TWO = Int(-1), Int(2)
COUNTABLE = dtypes.INTEGERS | dtypes.FLOATS | {"bool"}


@observes("keras.utils.to_categorical", "keras.utils.np_utils.to_categorical")
def encoding(
    x: Value, num_classes: Value = NOTHING, dtype: ADType | None = None
) -> Prepared | None:
    """Class ids of which columns are made, where none of them makes it raise."""
    labels = as_array(as_numpy(x))
    if labels is None or not labels.dtype.is_one_of(COUNTABLE):
        return None
    is_tensor = isinstance(x, Array) and x.is_tensor and current().keras == 3
    classes = _number_of(num_classes) if is_tensor else _classes(labels, num_classes)
    if not is_tensor:
        try:
            _check(x, labels, num_classes)
        except Refusal:
            return None
    elif isinstance(x, Array):
        labels = x
    return Prepared(step=Preparation.ENCODED, data=labels, limit=classes)


@models("keras.utils.to_categorical", "keras.utils.np_utils.to_categorical")
def to_categorical(x: Value, num_classes: Value = NOTHING, dtype: ADType | None = None) -> Value:
    """One column for each class. Shape: (n,) or (n, 1) -> (n, k).

    Without a number of classes it is the largest one, plus one. Keras 3 gives float64 and
    takes no `dtype`, Keras 2 gives float32.

    Raises: IndexError for a class that has no column, TypeError for None or a number of classes
    that is no integer, ValueError for a text or NaN.
    """
    keras = current().keras
    if keras == 3 and dtype is not None:
        raise Refusal("TypeError", "Keras 3 takes no dtype here")
    if isinstance(x, Array) and x.is_tensor and keras == 3:
        depth = _number_of(num_classes)
        shape = one_hot_shape(x.shape, depth)
        return Array(Kind.TENSOR, FLOAT32, shape, whole(0, 1), origins=ENCODED)
    labels = as_array(as_numpy(x))
    _check(x, labels, num_classes)
    if labels is None or not labels.dtype.is_one_of(COUNTABLE):
        return UNKNOWN
    usual = FLOAT64 if keras == 3 else FLOAT32
    shape = one_hot_shape(labels.shape, _classes(labels, num_classes))
    return Array(dtype=dtype or usual, shape=shape, facts=whole(0, 1), origins=ENCODED)


def one_hot_shape(shape: Shape, classes: Dim) -> Shape:
    """The shape of the columns: a last axis of 1 makes room for them."""
    if shape.rank is None or shape.rank < 2:
        return Shape((*shape.dims, classes)) if shape.rank_known else Shape((classes,), False)
    last = shape.dims[-1]
    if last == 1:
        return Shape((*shape.dims[:-1], classes))
    return Shape((*shape.dims, classes)) if isinstance(last, int) else Shape((classes,), False)


def _number_of(num_classes: Value) -> Dim:
    number = as_number(num_classes)
    if isinstance(num_classes, Int | Array) and number is not None and isfinite(number):
        return made_of(int(number), number)
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


def _check(x: Value, labels: Array | None, num_classes: Value) -> None:
    """Raises: Refusal, where Python or NumPy makes no integers of what is given, or a label has no
    column."""
    for leaf in (leaf for item in elements(x) or () for leaf in leaves(item)):
        problem = no_integer(leaf)
        if problem is not None:
            raise _refusal(problem[0], f"the labels hold {problem[1]}")
    if _is_float(num_classes):
        raise _refusal("TypeError", "the number of classes is a float, and must be an integer")
    if labels is not None and labels.dtype.is_one_of(COUNTABLE):
        _check_columns(labels, _classes(labels, num_classes))


def _is_float(num_classes: Value) -> bool:
    """Whether it certainly is a floating-point number, of which no size can be made; 0.0 stands
    for none."""
    if isinstance(num_classes, Array):
        is_zero = num_classes.facts.low <= 0 <= num_classes.facts.high
        is_float = num_classes.dtype.is_one_of(dtypes.FLOATS)
        return num_classes.is_numpy and num_classes.shape.rank == 0 and is_float and not is_zero
    return isinstance(num_classes, Float) and bool(num_classes.number)


def _check_columns(labels: Array, classes: Dim) -> None:
    """Raises: Refusal where a label that occurs has no column."""
    facts = labels.facts
    if not isinstance(classes, int) or not has_labels(labels):
        return
    ends = ((facts.low, facts.falls_to(-classes - 1)), (facts.high, facts.rises_to(classes)))
    for end, is_beyond in ends:
        if is_beyond and isfinite(end):
            which = f"label {int(end)} has"
            if not facts.has_ends:
                which = f"labels {'up' if end > 0 else 'down'} to {int(end)} have"
            raise _refusal("IndexError", f"{which} no column: there are {classes}")


def _refusal(error: str, message: str) -> Refusal:
    return Refusal(error, message, Contract.ENCODING)


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
