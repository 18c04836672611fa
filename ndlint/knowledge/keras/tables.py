"""What Keras makes of pandas' frames and series, and of SciPy's sparse matrices.

Source: Keras 3.15, `trainers/data_adapters/array_slicing.py`; tf_keras 2.21,
`engine/data_adapter.py`; measured on both, with pandas 2.3 and 3.1: frames and series of each
dtype, and of two, to `fit`, `evaluate`, `predict`, batch methods and calls.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from ndlint.knowledge.keras.accepted import NEVER
from ndlint.knowledge.keras.samples import Way
from ndlint.target import current
from ndlint.values.array import Array, SparseMatrix
from ndlint.values.base import Dict, List, Tuple, Unknown, Value, leaves
from ndlint.values.dtype import FLOAT32, OBJECT
from ndlint.values.facts import UNKNOWN_FACTS
from ndlint.values.frame import DATA, SERIES, Column, Frame, described, table
from ndlint.values.shape import Shape

REFUSED = NEVER | {"object", "longdouble"}
"""The dtypes of NumPy that Keras 3 has no name for; it does not go on to look at others."""
CAST = frozenset({"float16", "float64"})
"""Where it meets one of these, it casts the whole frame to float32."""
TIMES = frozenset({"datetime64", "timedelta64"})


def as_fed(value: Value, way: Way) -> Value:
    """The array, or arrays, that a model gets of what it is given."""
    if type(value) is Array or type(value) is Unknown:
        return value
    is_no_array = isinstance(value, Frame | Column) and way is Way.CALL and current().keras == 2
    match value:
        case _ if is_no_array:
            return value
        case Column(kind=kind) if kind == SERIES:
            array = value.array
            # Cut into batches, it is a column; Keras 2 makes one of a batch, too.
            is_column = way is Way.CUT or (way is Way.BATCH and current().keras == 2)
            shape = Shape((*array.shape.dims, 1)) if is_column else array.shape
            return _told(replace(array, shape=shape), [value])
        case Column(array, kind=kind) if kind == DATA and current().keras == 3:
            return _told(array, [value])
        case Frame():
            array = table(value)
            if way is Way.CUT and current().keras == 3 and _is_cast(value):
                dtype = FLOAT32 if array.dtype == OBJECT else array.dtype
                return replace(array, dtype=dtype, facts=UNKNOWN_FACTS)
            told = _told(array, value.parts)
            columns = told.origins.columns and described(value)
            return told.with_origins(replace(told.origins, columns=columns))
        case SparseMatrix() if way is Way.CUT or (way is Way.BATCH and current().keras == 2):
            return Array(dtype=value.dtype, shape=value.shape)
        case Tuple(items):
            return Tuple(tuple(as_fed(item, way) for item in items))
        case List(items) if items is not None:
            return List(tuple(as_fed(item, way) for item in items))
        case Dict(items) if items is not None:
            return Dict(tuple((key, as_fed(item, way)) for key, item in items))
    return value


def _told(array: Array, parts: Iterable[Column]) -> Array:
    """The array with the dtypes of pandas' own among the columns that it is of."""
    own = ", ".join(dict.fromkeys(c.extension for c in parts if c.extension))
    if array.origins.columns or not own:
        return array
    return array.with_origins(replace(array.origins, columns=own))


def _is_cast(frame: Frame) -> bool:
    """Whether Keras 3 certainly casts all columns to float32."""
    return _first_of_weight(frame.parts) in CAST


def _first_of_weight(parts: Iterable[Column]) -> str | None:
    """What Keras 3 meets first, as it goes through the columns: a dtype that it casts from, one
    that it refuses; "" neither; None: that is not known."""
    for column in parts:
        if column.extension:
            return column.extension
        name = column.array.dtype.name
        if name is None or column.extension is None:
            return None
        if name in CAST or name in REFUSED:
            return name
    return ""


def is_table_refused(value: Value, way: Way) -> bool:
    """Whether Keras certainly raises for the dtypes of columns, of a frame or in several."""
    return any(_refuses(leaf, way) for leaf in leaves(value))


def _refuses(value: Value, way: Way) -> bool:
    if way is not Way.CUT or current().keras == 2:
        return False
    match value:
        case Column(kind=kind) if kind == SERIES:
            return _first_of_weight([value]) not in (None, "", *CAST)
        case Frame():
            first = _first_of_weight(value.parts)
            if first in CAST:
                return any(c.array.dtype.is_one_of(TIMES) for c in value.parts)
            array = table(value)
            return first not in (None, "") or (array.dtype == OBJECT and first == "")
    return False


def stands_for_no_array(value: Value, role: str, way: Way, is_split: bool) -> str:
    """What Keras certainly does not take in the place of an array, by its name; "": it does."""
    is_3 = current().keras == 3
    if isinstance(value, Frame | Column) and way is Way.CALL and not is_3:
        return "DataFrame" if isinstance(value, Frame) else value.kind
    if isinstance(value, SparseMatrix):
        is_input = role.endswith("x")
        taken = way is Way.CUT or (way is Way.BATCH and not is_3)
        if not is_input or not taken or (is_split and not is_3):
            return "sparse matrix"
    return ""
