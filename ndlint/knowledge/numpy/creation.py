"""NumPy's functions that make arrays of a shape, a range or a file."""

from collections.abc import Sequence
from math import ceil, inf, isfinite

from msgspec.structs import replace

from ndlint.knowledge.binding import ADType, AShape, Flag, Number, Size, Whole
from ndlint.knowledge.numpy.casting import cast, cast_facts
from ndlint.knowledge.numpy.outcome import (
    SomeArray,
    array_kind,
    as_some_array,
    facts_in,
    natural,
    refuse,
    refuse_shapes,
    unset,
    without_wild,
)
from ndlint.knowledge.registry import constants, models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import ENCODED, Array, Objects
from ndlint.values.base import NOTHING, UNKNOWN, Float, Int, Value
from ndlint.values.conversion import as_array, joint_dtype
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import DType
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, Truth, between, whole
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

constants(
    {
        **{f"numpy.{n}": Float(float("nan")) for n in ("nan", "NaN", "NAN")},
        **{f"numpy.{n}": Float(float("inf")) for n in ("inf", "Inf", "infty", "PINF")},
        "numpy.NINF": Float(float("-inf")),
        "numpy.pi": Float(3.141592653589793),
        "numpy.e": Float(2.718281828459045),
        "numpy.newaxis": NOTHING,
    }
)


ONE = Int(1)


@models("numpy.zeros")
def zeros(shape: AShape, dtype: ADType | None = None, order: Value = UNKNOWN) -> Value:
    """Zeros of the shape, float64 by default. Raises: ValueError for a negative size."""
    return _same(0, without_wild(shape), dtype or dtypes.FLOAT64)


@models("numpy.ones")
def ones(shape: AShape, dtype: ADType | None = None, order: Value = UNKNOWN) -> Value:
    """Ones of the shape, float64 by default. Raises: ValueError for a negative size."""
    return _same(1, without_wild(shape), dtype or dtypes.FLOAT64)


def _same(number: int, shape: Shape, dtype: DType) -> Array:
    objects = Objects.NUMBER if dtype == dtypes.OBJECT else Objects.ANYTHING
    return Array(dtype=dtype, shape=shape, facts=between(number, number), objects=objects)


@models("numpy.empty")
def empty(shape: AShape, dtype: ADType | None = None, order: Value = UNKNOWN) -> Value:
    """An array of the shape whose elements are not set. Raises: ValueError for a negative size."""
    dtype = dtype or dtypes.FLOAT64
    # What is not set is None in an array of objects.
    objects = Objects.NO_STRING if dtype == dtypes.OBJECT else Objects.ANYTHING
    return Array(dtype=dtype, shape=without_wild(shape), facts=unset(dtype), objects=objects)


@models("numpy.full")
def full(
    shape: AShape, fill_value: Value, dtype: ADType | None = None, order: Value = UNKNOWN
) -> Value:
    """The shape filled with a value or with rows of it; its dtype by default.

    Raises: ValueError for a negative size, or where the value does not broadcast to it.
    """
    return _filled(without_wild(shape), fill_value, dtype)


def _filled(shape: Shape, fill_value: Value, dtype: DType | None) -> Array:
    fill = as_some_array(fill_value) or Array()
    joint = shapes.broadcast(fill.shape, shape)
    if joint is None or (shape.rank is not None and len(fill.shape.dims) > shape.rank):
        refuse_shapes(f"a value of shape {fill.shape} does not fill an array of shape {shape}")
    dtype = dtype or fill.dtype
    return Array(
        dtype=dtype, shape=shape, facts=facts_in(shape, cast_facts(fill.facts, fill.dtype, dtype))
    )


def _like(a: Array, dtype: DType | None, shape: Shape | None, facts: Facts | None) -> Array:
    dtype = dtype or a.dtype
    return Array(
        kind=array_kind((a,)),
        dtype=dtype,
        shape=without_wild(shape) if shape else a.shape,
        facts=unset(dtype) if facts is None else facts,
        masked=a.masked.weakened(),
    )


@models("numpy.zeros_like")
def zeros_like(
    a: SomeArray,
    dtype: ADType | None = None,
    order: Value = UNKNOWN,
    subok: Value = UNKNOWN,
    shape: AShape | None = None,
) -> Value:
    """Zeros of the shape and dtype of `a`."""
    return _like(a, dtype, shape, between(0, 0))


@models("numpy.ones_like")
def ones_like(
    a: SomeArray,
    dtype: ADType | None = None,
    order: Value = UNKNOWN,
    subok: Value = UNKNOWN,
    shape: AShape | None = None,
) -> Value:
    """Ones of the shape and dtype of `a`."""
    return _like(a, dtype, shape, between(1, 1))


@models("numpy.empty_like")
def empty_like(
    prototype: SomeArray,
    dtype: ADType | None = None,
    order: Value = UNKNOWN,
    subok: Value = UNKNOWN,
    shape: AShape | None = None,
) -> Value:
    """An array of the shape and dtype of `prototype` whose elements are not set."""
    return _like(prototype, dtype, shape, None)


@models("numpy.full_like")
def full_like(
    a: SomeArray,
    fill_value: Value,
    dtype: ADType | None = None,
    order: Value = UNKNOWN,
    subok: Value = UNKNOWN,
    shape: AShape | None = None,
) -> Value:
    """`a`'s shape and dtype, filled. Raises: ValueError where the value does not broadcast."""
    filled = _filled(without_wild(shape) if shape else a.shape, fill_value, dtype or a.dtype)
    return _like(a, dtype, shape, filled.facts)


@models("numpy.eye")
def eye(
    N: Size,
    M: Size | None = None,
    k: Value = UNKNOWN,
    dtype: ADType | None = None,
    order: Value = UNKNOWN,
) -> Value:
    """Ones on a diagonal of zeros. Shape: (N, M or N)."""
    shape = without_wild(shapes.of((N, N if M is None else M)))
    made = dtype or dtypes.FLOAT64
    return Array(dtype=made, shape=shape, facts=whole(0, 1), origins=ENCODED)


@models("numpy.identity")
def identity(n: Size, dtype: ADType | None = None) -> Value:
    """Ones on the diagonal of zeros. Shape: (n, n)."""
    return eye(n, dtype=dtype)


@models("numpy.arange")
def arange(
    start: Value,
    stop: Value = NOTHING,
    step: Value = ONE,
    dtype: ADType | None = None,
) -> Value:
    """Numbers from `start` up to `stop`: int64 of ints, float64 where one is a float."""
    if stop == NOTHING:
        start, stop = Int(0), start
    parts = [as_array(v) for v in (start, stop, step)]
    known = [p for p in parts if p is not None]
    if len(known) < 3:
        return Array(dtype=dtype or dtypes.UNKNOWN_DTYPE, shape=shapes.of((UNKNOWN_DIM,)))
    own = joint_dtype(known)
    if own.may_be("bool"):
        own = dtypes.UNKNOWN_DTYPE
    ends = [p.facts.low if p.facts.low == p.facts.high else None for p in known]
    first, last, stride = ends
    facts = FINITE
    length: Dim = UNKNOWN_DIM
    if first is not None and last is not None and stride and isfinite(first) and isfinite(last):
        length = max(0, _steps(first, last, stride))
        slack = 0 if isinstance(first, int) and isinstance(stride, int) else abs(stride)
        facts = between(min(first, last) - slack, max(first, last) + slack)
        if not slack and length:
            end = first + (length - 1) * stride
            facts = replace(
                whole(min(first, end), max(first, end)),
                reached=True,
                varied=length > 2,
                distinct=length,
            )
        elif all(p.facts.fractions is Truth.NO for p in known):
            facts = whole(facts.low, facts.high)
    elif isinstance(stop, Int) and first == 0 and stride == 1:
        length = natural(stop.size)
        facts = between(0, inf)
    made = Array(dtype=own, shape=shapes.of((length,)), facts=facts)
    return made if dtype is None else cast(made, dtype)


def _steps(first: float, last: float, stride: float) -> int:
    """How many numbers `arange` makes, by the formula of its documentation."""
    if isinstance(first, int) and isinstance(last, int) and isinstance(stride, int):
        return -((first - last) // stride)
    return ceil((last - first) / stride)


@models("numpy.linspace")
def linspace(
    start: Value,
    stop: Value,
    num: Size = 50,
    endpoint: Value = UNKNOWN,
    retstep: Flag = False,
    dtype: ADType | None = None,
    axis: Whole = 0,
) -> Value:
    """`num` numbers from `start` to `stop`. Shape: (num,). Raises: ValueError where num < 0."""
    if retstep:
        return UNKNOWN
    if isinstance(num, int) and num < 0:
        refuse(f"linspace cannot make {num} numbers")
    ends = [as_some_array(v) or Array() for v in (start, stop)]
    inner = shapes.broadcast(ends[0].shape, ends[1].shape)
    if inner is None:
        refuse_shapes(f"the ends' shapes {ends[0].shape} and {ends[1].shape} do not broadcast")
    shape = UNKNOWN_SHAPE
    if inner.rank_known and axis == 0:
        shape = Shape((natural(num), *inner.dims))
    own = dtypes.promote(*(_as_float(a.dtype) for a in ends))
    if current().numpy == 1:
        own = _as_float_in_numpy_1(ends)
    facts = UNKNOWN_FACTS
    low, high = (f(e.facts.low for e in ends) for f in (min, max))
    high = max(e.facts.high for e in ends)
    if isfinite(low) and isfinite(high) and all(e.facts.is_finite for e in ends):
        slack = max(abs(low), abs(high)) * (1e-12 if own == dtypes.FLOAT64 else 1e-2)
        facts = between(low - slack, high + slack)
    made = Array(dtype=own, shape=shape, facts=facts)
    return made if dtype is None else cast(made, dtype)


def _as_float(dtype: DType) -> DType:
    """The dtype of the numbers times 1.0."""
    return dtypes.promote_weak(dtype, float)


def _as_float_in_numpy_1(ends: Sequence[Array]) -> DType:
    """The dtype beside a Python float, which is weak beside arrays only."""
    if all(a.shape.rank == 0 for a in ends):
        return dtypes.promote(dtypes.FLOAT64, dtypes.promote(*(a.dtype for a in ends)))
    is_double = all(a.dtype == dtypes.FLOAT64 for a in ends)
    return dtypes.FLOAT64 if is_double else dtypes.UNKNOWN_DTYPE


@models("numpy.logspace", "numpy.geomspace")
def logspace(start: Number, stop: Number, num: Size = 50) -> Value:
    """`num` float64 numbers on a logarithmic scale. Shape: (num,)."""
    return Array(dtype=dtypes.FLOAT64, shape=without_wild(shapes.of((num,))))
