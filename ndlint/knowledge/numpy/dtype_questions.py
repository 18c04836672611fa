"""Questions about dtypes: NumPy answers them itself."""

from typing import Any

from ndlint.knowledge.binding import ADType, DTypeValue, as_dtype
from ndlint.knowledge.itself import import_numpy
from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Bool, Float, Int, Name, Str, Tuple, Value
from ndlint.values.conversion import number_facts
from ndlint.values.dtype import UNKNOWN_DTYPE, DType


class Limits(Value, frozen=True):
    """What `numpy.finfo` or `numpy.iinfo` tells of a dtype."""

    path: str
    name: str

    def attribute(self, name: str) -> Value | None:
        """`self.name`; None: it is a method, or not known."""
        numpy = import_numpy()
        info = getattr(numpy, self.path.rpartition(".")[2])(self.name)
        found = getattr(info, name, None)
        match found:
            case numpy.floating():
                dtype = DType(frozenset({dtypes.canonical(found.dtype.name) or ""}))
                return Array(Kind.SCALAR, dtype, shapes.SCALAR, number_facts(float(found)))
            case int():
                return Int(int(found))
        return DTypeValue(DType(frozenset({self.name}))) if name == "dtype" else None


@models("numpy.finfo")
def finfo(dtype: ADType) -> Value:
    """The limits of a floating-point dtype."""
    return _limits("numpy.finfo", dtype, dtypes.FLOATS - {"bfloat16", "longdouble"})


@models("numpy.iinfo")
def iinfo(type: ADType) -> Value:
    """The limits of an integer dtype."""
    return _limits("numpy.iinfo", type, dtypes.INTEGERS)


def _limits(path: str, dtype: DType, of: frozenset[str]) -> Value:
    return Limits(path, dtype.name) if dtype.name in of and dtype.name else UNKNOWN


def _real(value: Value) -> Any:
    """The dtype or class that a value stands for; None: not known."""
    numpy = import_numpy()
    match value:
        case DTypeValue(dtype):
            is_plain = dtype.name in dtypes.NUMPY_NUMBERS | {"object"}
            return numpy.dtype(dtype.name) if is_plain else None
        case Name(path) if path.startswith("numpy."):
            found = getattr(numpy, value.last, None)
            return found if isinstance(found, type) and issubclass(found, numpy.generic) else None
        case Name(path="builtins.float" | "builtins.int" | "builtins.bool" | "builtins.complex"):
            return {"float": float, "int": int, "bool": bool, "complex": complex}[value.last]
        case Str(text) if text in dtypes.NUMPY_NUMBERS - {"longdouble"}:
            return numpy.dtype(text)
    return None


@models("numpy.issubdtype")
def issubdtype(arg1: Value, arg2: Value) -> Value:
    """Whether one dtype is of the kind of another: decided where both are known."""
    first, second = _real(arg1), _real(arg2)
    if first is None or second is None:
        return Bool()
    return Bool(bool(import_numpy().issubdtype(first, second)))


@models("numpy.isdtype")
def isdtype(dtype: Value, kind: Value) -> Value:
    """Whether a dtype is of a kind ("real floating"), or of one of several."""
    first = _real(dtype)
    kinds = kind.items if isinstance(kind, Tuple) else (kind,)
    texts = tuple(k.text for k in kinds if isinstance(k, Str) and k.text is not None)
    numpy = import_numpy()
    if first is None or len(texts) < len(kinds) or not hasattr(numpy, "isdtype"):
        return Bool()
    try:
        return Bool(bool(numpy.isdtype(numpy.dtype(first), texts)))
    except (TypeError, ValueError):
        return Bool()


@models("numpy.can_cast")
def can_cast(from_: Value, to: Value, casting: Value = UNKNOWN) -> Value:
    """Whether a dtype can be cast without loss."""
    first, second = _real(from_), _real(to)
    if first is None or second is None or casting != UNKNOWN:
        return Bool()
    return Bool(bool(import_numpy().can_cast(first, second)))


@models("numpy.promote_types")
def promote_types(type1: ADType, type2: ADType) -> Value:
    """The dtype to which both can be cast."""
    return DTypeValue(dtypes.promote(type1, type2))


@models("numpy.result_type")
def result_type(*arrays_and_dtypes: Value) -> Value:
    """The dtype of an operation on these arrays and dtypes."""
    found: list[DType] = []
    for value in arrays_and_dtypes:
        if isinstance(value, Array):
            dtype = value.dtype if current().numpy == 2 or value.shape.rank else UNKNOWN_DTYPE
        elif isinstance(value, Int | Float | Bool):
            dtype = UNKNOWN_DTYPE  # a Python number is weak
        else:
            dtype = as_dtype(value) or UNKNOWN_DTYPE
        found.append(dtype)
    return DTypeValue(dtypes.promote_all(found)) if found else UNKNOWN


@models("numpy.typename", "numpy.binary_repr", "numpy.base_repr")
def text(*args: Value, **kwargs: Value) -> Value:
    """A text."""
    return Str()
