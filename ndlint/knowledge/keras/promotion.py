"""The dtype of what `keras.ops` makes of several tensors.

Source: Keras 3.15, `keras.backend.result_type`, the lattice of JAX; compared with the real one for
all pairs and threes of dtypes.
"""

from collections.abc import Sequence
from functools import reduce
from itertools import product

from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.dtype import COMBINATIONS, FLOATS, UNKNOWN_DTYPE, DType, WeakType

NUMBERS = (dtypes.INTEGERS | FLOATS | {"bool"}) - {"longdouble"}
"""The dtypes that are promoted; complex ones are left out."""


def floatx() -> DType:
    """The dtype of numbers that are not said to have another."""
    return dtypes.FLOAT32 if current().usual_floatx else UNKNOWN_DTYPE


def floating(dtype: DType) -> DType:
    """The dtype of a function of floats: integers become the usual ones."""
    return dtypes.map_names(dtype, _floating)


def _floating(name: str) -> str | None:
    if name in FLOATS:
        return name
    return floatx().name if name in NUMBERS else None


def result_type(given: Sequence[DType], weak: Sequence[WeakType] = ()) -> DType:
    """The dtype that all tensors of these dtypes are cast to, with Python's numbers of these types.

    A Python number is weak: an `int` takes any dtype of numbers, a `float` any of floats.
    """
    ways = 1
    for dtype in given:
        ways *= len(dtype.names)
    if not 0 < ways <= COMBINATIONS:
        return UNKNOWN_DTYPE
    names = {_joint(each, weak) for each in product(*(sorted(d.names) for d in given))}
    return DType(frozenset(n for n in names if n)) if None not in names else UNKNOWN_DTYPE


def _joint(names: Sequence[str], weak: Sequence[WeakType]) -> str | None:
    if not NUMBERS.issuperset(names) or complex in weak:
        return None
    floats = sorted({name for name in names if name in FLOATS})
    if floats:
        return reduce(_wider, floats)
    integers = sorted({name for name in names if name != "bool"})
    if float in weak or _have_no_integer(integers):
        return floatx().name
    if integers:
        found = reduce(_joint_integer, integers)
        return None if found == "uint64" else found  # some functions make uint32 of it
    return ("int32" if current().usual_floatx else None) if int in weak else "bool"


def _wider(a: str, b: str) -> str:
    """The floats that hold both: those of 16 bits have float32 in common."""
    if dtypes.BYTES[a] == dtypes.BYTES[b]:
        return a if a == b else "float32"
    return max(a, b, key=dtypes.BYTES.__getitem__)


def _have_no_integer(names: Sequence[str]) -> bool:
    """Whether no integers hold those of all."""
    return "uint64" in names and not dtypes.SIGNED.isdisjoint(names)


def _joint_integer(a: str, b: str) -> str:
    found = dtypes.joint(a, b)
    assert found is not None, "integers have a joint dtype"
    return found
