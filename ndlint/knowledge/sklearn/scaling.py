"""Scalers: a table in, a table of floats of the same shape out.

Source: scikit-learn 1.9, `preprocessing/_data.py`; truth cases H.std_scaler_*, H.scaler_*.
"""

from ndlint.knowledge.registry import models
from ndlint.knowledge.sklearn.tables import Estimator, learned, table
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Value
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.dtype import FLOAT64, UNKNOWN_DTYPE, DType

MODULE = "sklearn.preprocessing"
CLASSES = ("MaxAbsScaler", "MinMaxScaler", "RobustScaler", "StandardScaler")


SCALERS = tuple(f"{MODULE}.{name}" for name in CLASSES)


def _register(path: str) -> None:
    @models(path)
    def make(*arguments: Value, **options: Value) -> Value:
        """A scaler. Without a copy, it changes what it is given."""
        return UNKNOWN if "copy" in options else Estimator(path)


for _path in SCALERS:
    _register(_path)


def methods(name: str) -> tuple[str, ...]:
    """The method of this name of each scaler."""
    return tuple(f"{path}.{name}" for path in SCALERS)


@models(*methods("fit"))
def fit(scaler: Value, X: Value, y: Value = NOTHING, **options: Value) -> object:
    """The scaler itself. Raises: as `table`."""
    return learned(scaler, X, scaler)


@models(*methods("partial_fit"))
def partial_fit(scaler: Value, X: Value, y: Value = NOTHING, **options: Value) -> object:
    """The scaler itself. Raises: as `table`."""
    table(scaler, X)
    return learned(scaler, X, scaler)


@models(*methods("fit_transform"))
def fit_transform(scaler: Value, X: Value, y: Value = NOTHING, **options: Value) -> object:
    """Floats of the same shape. Raises: as `table`."""
    return learned(scaler, X, _scaled(scaler, X, is_learned=False))


@models(*methods("transform"))
def transform(scaler: Value, X: Value, **options: Value) -> Value:
    """Floats of the same shape. Raises: as `table`."""
    return _scaled(scaler, X, is_learned=True)


@models(*methods("inverse_transform"))
def inverse_transform(scaler: Value, X: Value, **options: Value) -> Value:
    """Floats of the same shape. Raises: as `table`; but what was learned of one feature is
    broadcast to any number of them."""
    features = scaler.features if isinstance(scaler, Estimator) else UNKNOWN_DIM
    return _scaled(scaler, X, is_learned=isinstance(features, int) and features != 1)


def _scaled(scaler: Value, X: Value, is_learned: bool) -> Value:
    array = table(scaler, X, is_learned)
    if array is None or array.kind is Kind.MASKED:
        return UNKNOWN
    return Array(dtype=_float_dtype(array.dtype), shape=array.shape)


def _float_dtype(dtype: DType) -> DType:
    """float32 and float64 stay, integers become float64."""
    if dtype.is_one_of(frozenset({"float32", "float64"})):
        return dtype
    return FLOAT64 if dtype.is_one_of(dtypes.INTEGERS | {"bool"}) else UNKNOWN_DTYPE
