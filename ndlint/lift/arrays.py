"""NumPy's arrays, masked arrays, scalars and dtypes as abstract values."""

from typing import Any

import numpy as np

from ndlint.knowledge.binding import DTypeValue
from ndlint.lift.scanning import objects_of, scan
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind, Origins
from ndlint.values.base import Name, Value
from ndlint.values.dtype import DType
from ndlint.values.facts import Truth
from ndlint.values.shape import Shape


def lift_numpy(thing: object) -> Value | None:
    """An array, scalar or dtype of NumPy's. None: it is none."""
    if isinstance(thing, np.ndarray | np.generic):
        return lift_array(thing)
    if isinstance(thing, np.dtype):
        return DTypeValue(dtype_of(thing))
    if isinstance(thing, type) and issubclass(thing, np.generic):
        return Name(f"numpy.{thing.__name__}")
    return None


def lift_array(real: Any) -> Array:
    """An ndarray, masked array or NumPy scalar, exactly.

    What a mask hides counts: TensorFlow sees it.
    """
    kind, masked = Kind.NDARRAY, Truth.NO
    data = np.asarray(real)
    if isinstance(real, np.ma.MaskedArray):
        kind, data = Kind.MASKED, np.ma.getdata(real)
        masked = Truth.YES if np.ma.is_masked(real) else Truth.NO
    elif isinstance(real, np.generic):
        kind = Kind.SCALAR
    return array_of(data, kind, masked)


def array_of(data: Any, kind: Kind, masked: Truth = Truth.NO) -> Array:
    """The array of this kind that holds what an ndarray holds."""
    found = scan(data)
    return Array(
        kind,
        dtype_of(data.dtype),
        Shape(data.shape),
        found.facts,
        masked,
        objects_of(data),
        Origins(first=found.first),
    )


def dtype_of(real: Any) -> DType:
    """A dtype of NumPy's; unknown where it has no name here."""
    name = dtypes.canonical(real.name)
    if real.names is None or name is None:  # a record array is no structured one
        return DType(frozenset({name} if name else ()))
    parts = ((field, real.fields[field][0]) for field in real.names)
    return dtypes.structured(tuple((field, dtype_of(d.base), d.shape) for field, d in parts))
