"""Of which kind a value is, as `isinstance` and `match` ask."""

from ndlint.interpreter.objects import Instance, Member, Record, UserClass
from ndlint.values.array import Array, Kind, SparseMatrix
from ndlint.values.base import Bool, Dict, Float, Int, List, Name, Nothing, Str, Tuple, Value
from ndlint.values.dataset import Dataset
from ndlint.values.frame import DATA, Column, Frame
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.losses import Loss

PLAIN = {f"builtins.{n}" for n in ("str", "list", "tuple", "dict", "int", "float", "bool")}


def is_one(value: Value, kinds: tuple[Value, ...]) -> Bool:
    """Whether a value is of one of the kinds that `isinstance` is asked for."""
    each = [_is_of(value, kind) for kind in kinds]
    if True in each:
        return Bool(True)
    return Bool(None if None in each else False)


def _is_of(value: Value, kind: Value) -> bool | None:
    """Whether a value is of this kind; None: not known."""
    if isinstance(kind, UserClass):
        return _is_instance(value, kind)
    if not isinstance(kind, Name) or kind.path not in PLAIN | {"numpy.ndarray"}:
        return None
    match value:
        case Bool():
            return kind.path in ("builtins.bool", "builtins.int")
        case Str() | List() | Tuple() | Int() | Float() | Dict():
            own = "tuple" if isinstance(value, Tuple) else type(value).__name__.lower()
            return kind.path == f"builtins.{own}"
        case Nothing():
            return False
        case Instance(cls):
            return None if cls.has_foreign_base else False
        case Array(kind=Kind.TENSOR | Kind.VARIABLE) | KerasTensor() | Layer() | Model() | Loss():
            return False
        case Column(kind=part) if part == DATA:
            return None  # what pandas 2 has of strings is an array of objects
        case Dataset() | Frame() | Column() | SparseMatrix():
            return False
        case Array(kind=Kind.NDARRAY):
            names = ("numpy.ndarray", "builtins.list", "builtins.tuple", "builtins.str")
            return kind.path == "numpy.ndarray" if kind.path in names else None
    return None


def _is_instance(value: Value, cls: UserClass) -> bool | None:
    match value:
        case Instance(own) | Record(cls=own) | Member(own):
            if cls.scope in [c.scope for c in own.order if isinstance(c, UserClass)]:
                return True
            return None if own.has_foreign_base or cls.has_foreign_base else False
        case Str() | List() | Tuple() | Int() | Float() | Dict() | Bool() | Nothing():
            return None if cls.has_foreign_base else False
    return None
