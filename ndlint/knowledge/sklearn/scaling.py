"""Scalers: a table in, a table of floats of the same shape out.

Source: scikit-learn 1.9, `preprocessing/_data.py`; truth cases H.std_scaler_*, H.scaler_*.
"""

from ndlint.knowledge.registry import Refusal, models
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind, as_array
from ndlint.values.base import NOTHING, UNKNOWN, Value
from ndlint.values.dtype import FLOAT64, UNKNOWN_DTYPE, DType
from ndlint.values.frame import as_numpy

MODULE = "sklearn.preprocessing"
CLASSES = ("MaxAbsScaler", "MinMaxScaler", "RobustScaler", "StandardScaler")


class Scaler(Value, frozen=True):
    """A scaler; what it has learned is not followed."""

    path: str

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return UNKNOWN


def _scaler(name: str) -> None:
    """Register one class."""
    path = f"{MODULE}.{name}"

    @models(path)
    def make(*arguments: Value, **options: Value) -> Value:
        # Without a copy, it changes what it is given.
        return UNKNOWN if "copy" in options else Scaler(path)


for _name in CLASSES:
    _scaler(_name)


def methods(name: str) -> tuple[str, ...]:
    """The method of this name of each scaler."""
    return tuple(f"{MODULE}.{c}.{name}" for c in CLASSES)


@models(*methods("fit"), *methods("partial_fit"))
def fit(scaler: Value, X: Value, y: Value = NOTHING, **options: Value) -> Value:
    """The scaler itself. Raises: as `transform`."""
    _table(X)
    return scaler


@models(*methods("transform"), *methods("fit_transform"), *methods("inverse_transform"))
def transform(scaler: Value, X: Value, y: Value = NOTHING, **options: Value) -> Value:
    """Floats of the same shape. Raises: ValueError for an array that is no table."""
    array = _table(X)
    if array is None:
        return UNKNOWN
    return Array(dtype=_float_dtype(array.dtype), shape=array.shape)


def _table(value: Value) -> Array | None:
    array = as_array(as_numpy(value))
    if array is None or array.kind is Kind.MASKED:
        return None
    if array.shape.rank not in (None, 2):
        raise Refusal("ValueError", f"a scaler takes a table, not {array.shape}")
    return array


def _float_dtype(dtype: DType) -> DType:
    """float32 and float64 stay, integers become float64."""
    if dtype.is_one_of(frozenset({"float32", "float64"})):
        return dtype
    return FLOAT64 if dtype.is_one_of(dtypes.INTEGERS | {"bool"}) else UNKNOWN_DTYPE
