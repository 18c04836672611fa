"""The reductions of `keras.ops`. Source: measured on Keras 3.15, given a tensor of each dtype."""

from collections.abc import Callable

from ndlint.events import ARGMAX
from ndlint.knowledge.binding import Axes, Flag
from ndlint.knowledge.keras.ops.operands import (
    AnOperand,
    Operand,
    made,
    moved,
    ops,
    refused,
    shaped,
)
from ndlint.knowledge.keras.promotion import floating
from ndlint.knowledge.numpy.reductions import reduced
from ndlint.knowledge.registry import Refusal
from ndlint.values import dtype as dtypes
from ndlint.values.base import NOTHING, UNKNOWN, Value
from ndlint.values.dtype import DType
from ndlint.values.facts import UNKNOWN_FACTS, Facts, between, whole
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

INFINITY = float("inf")
SUMS = {
    "bool": "int32", "int8": "int32", "int16": "int32", "uint8": "uint32", "uint16": "uint32",
}  # fmt: skip
"""The dtypes of the sums of narrow integers."""


def _summed(dtype: DType) -> DType:
    return dtypes.map_names(dtype, lambda name: None if name == "uint64" else SUMS.get(name, name))


def _same(dtype: DType) -> DType:
    return dtype


def _boolean(dtype: DType) -> DType:
    return dtypes.BOOL


def _count(dtype: DType) -> DType:
    return dtypes.INT32


def without(x: Operand, axis: tuple[int, ...] | None, keepdims: bool) -> Shape:
    """The shape without the axes, or with them of size 1. Raises: Refusal: there is none."""
    try:
        return reduced(x.shape, axis, keepdims)
    except Refusal as refusal:
        raise refused(refusal.message, (x,)) from refusal


def _register(
    name: str, dtype_of: Callable[[DType], DType], facts_of: Callable[[Operand], Facts]
) -> None:
    @ops(name)
    def reduce(x: AnOperand, axis: Axes | None = None, keepdims: Flag = False) -> Value:
        """One value of each line along the axes. Raises: Refusal where there is no such axis."""
        return made((x,), dtype_of(x.dtype), without(x, axis, keepdims), facts_of(x))


def _unknown(x: Operand) -> Facts:
    return UNKNOWN_FACTS


def _truth(x: Operand) -> Facts:
    return between(0, 1)


def _number(x: Operand) -> Facts:
    return whole(0, INFINITY)


for _name in ("mean", "median"):
    _register(_name, floating, _unknown)
for _name in ("std", "var"):
    _register(_name, floating, lambda x: Facts(low=0))
for _name in ("sum", "prod"):
    _register(_name, _summed, _unknown)
for _name in ("amax", "amin"):
    _register(_name, _same, _unknown)
for _name in ("all", "any"):
    _register(_name, _boolean, _truth)
_register("count_nonzero", _count, _number)


@ops("max", "min")
def extreme(
    x: AnOperand, axis: Axes | None = None, keepdims: Flag = False, initial: Value = NOTHING
) -> Value:
    """The greatest or the least of each line: same dtype."""
    return made((x,), x.dtype, without(x, axis, keepdims))


@ops("argmax", computes=ARGMAX)
def argmax(x: AnOperand, axis: Axes | None = None, keepdims: Flag = False) -> Value:
    """Where the greatest element of each line is, of all by default: int32."""
    return _place(x, axis, keepdims)


@ops("argmin")
def argmin(x: AnOperand, axis: Axes | None = None, keepdims: Flag = False) -> Value:
    """Where the least element of each line is: as `argmax`."""
    return _place(x, axis, keepdims)


def _place(x: Operand, axis: tuple[int, ...] | None, keepdims: bool) -> Value:
    try:
        shape = without(x, axis, keepdims)
    except Refusal:
        if x.is_symbolic:
            raise
        shape = UNKNOWN_SHAPE  # a graph finds out only when it runs
    return made((x,), dtypes.INT32, shape, whole(0, INFINITY))


@ops("norm")
def norm(
    x: AnOperand, ord: Value = NOTHING, axis: Axes | None = None, keepdims: Flag = False
) -> Value:
    """The length of vectors: integers become floats."""
    if ord != NOTHING:
        return UNKNOWN
    return made((x,), floating(x.dtype), without(x, axis, keepdims), Facts(low=0))


@ops("logsumexp")
def logsumexp(x: AnOperand, axis: Axes | None = None, keepdims: Flag = False) -> Value:
    """The logarithm of a sum of exponentials."""
    dtype = x.dtype if x.dtype == dtypes.FLOAT32 else dtypes.UNKNOWN_DTYPE
    return made((x,), dtype, without(x, axis, keepdims))


@ops("cumsum", "cumprod")
def accumulated(x: AnOperand, axis: Value = NOTHING, dtype: Value = NOTHING) -> Value:
    """Sums so far along an axis, or on one flat axis: same dtype, of booleans int32."""
    # A graph finds out only when it runs that there is no such axis.
    is_kept = axis != NOTHING and not x.is_symbolic
    shape = x.shape if is_kept else shaped("cumsum", (x,), axis)
    if dtype != NOTHING:
        return made((x,), dtypes.UNKNOWN_DTYPE, shape)
    found = dtypes.map_names(x.dtype, lambda name: "int32" if name == "bool" else name)
    return made((x,), found, shape)


@ops("sort")
def sort(x: AnOperand, axis: Axes | None = (-1,)) -> Value:
    """The elements of each line in order."""
    return moved(x, x.shape) if axis is not None else UNKNOWN


@ops("argsort")
def argsort(x: AnOperand, axis: Axes | None = (-1,)) -> Value:
    """Where the elements of each line stand in order: int32."""
    if axis is None:
        return UNKNOWN
    shape = x.shape if x.shape.rank else UNKNOWN_SHAPE  # of a number, one axis is made
    return made((x,), dtypes.INT32, shape, whole(0, INFINITY))
