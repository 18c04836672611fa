"""Fourier transforms: numpy.fft."""

from collections.abc import Callable

from ndlint.knowledge.binding import Axes, Size, Whole
from ndlint.knowledge.numpy.outcome import checked_axes, natural, rearranged, refuse
from ndlint.knowledge.numpy.sampling import PlainArray, made, sampled
from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim, render
from ndlint.values.dtype import DType
from ndlint.values.facts import UNKNOWN_FACTS, Facts, between
from ndlint.values.shape import UNKNOWN_SHAPE

LAST_TWO = (-2, -1)


def _whole(n: Dim) -> Dim:
    return n


def _half(n: Dim) -> Dim:
    return n // 2 + 1 if isinstance(n, int) else UNKNOWN_DIM


def _double(n: Dim) -> Dim:
    return 2 * (n - 1) if isinstance(n, int) else UNKNOWN_DIM


Length = Callable[[Dim], Dim]
LENGTHS: dict[str, tuple[Length, str]] = {
    "fft": (_whole, "complex128"), "ifft": (_whole, "complex128"),
    "rfft": (_half, "complex128"), "irfft": (_double, "float64"),
    "hfft": (_double, "float64"), "ihfft": (_half, "complex128"),
}  # fmt: skip
"""How long the axis is afterwards, where nothing is asked for, and NumPy 1's only dtype."""
IS_INVERSE = (_double,)
"""Of these, the asked length is that of the result; of others, that of what goes in."""


def _dtype(function: str, a: Array, form: tuple[int, ...]) -> DType | None:
    found = sampled(f"fft.{function}", (a, form))
    if found is None or current().numpy == 2:
        return None if found is None else found[0]
    return DType(frozenset({LENGTHS[function.rstrip("2n")][1]}))


def _after(length: Length, n: Dim, asked: Dim | None) -> Dim:
    if asked is not None:
        return asked if length in IS_INVERSE else length(asked)
    return length(n)


def _register(name: str, length: Length) -> None:
    def call(
        a: PlainArray, n: Size | None = None, axis: Whole = -1, norm: Value = UNKNOWN
    ) -> Value:
        """The transform along an axis. Raises: IndexError or AxisError where there is none."""
        dtype = _dtype(name, a, (2,))
        if dtype is None or a.shape.rank == 0:
            return UNKNOWN
        if a.shape.rank is None:
            return made((a,), dtype, UNKNOWN_SHAPE, UNKNOWN_FACTS)
        if not -a.shape.rank <= axis < a.shape.rank:
            refuse(f"axis {axis} is out of range: the array has {a.shape.rank} axes", "IndexError")
        dims = list(a.shape.dims)
        if n is None:
            _check_points(length, dims[axis])
        dims[axis] = _after(length, dims[axis], n)
        if any(isinstance(d, int) and d < 1 for d in (dims[axis], n, a.shape.dims[axis])):
            return UNKNOWN  # NumPy raises for no points
        dims[axis] = natural(dims[axis])
        return made((a,), dtype, shapes.of(dims), UNKNOWN_FACTS)

    models(f"numpy.fft.{name}")(call)


def _check_points(length: Length, n: Dim) -> None:
    """Raises: ValueError where an axis of that size has no points to transform."""
    points = length(n) if length in IS_INVERSE else n
    if isinstance(points, int) and points < 1:
        refuse(f"an axis of size {render(n)} has no points to transform")


def _check_axes(axes: tuple[int, ...], rank: int) -> None:
    missing = [axis for axis in axes if not -rank <= axis < rank]
    if missing:
        refuse(f"axis {missing[0]} is out of range: the array has {rank} axes", "IndexError")


def _register_many(name: str, length: Length, default: tuple[int, ...] | None) -> None:
    def call(
        a: PlainArray, s: Value = NOTHING, axes: Axes | None = default, norm: Value = UNKNOWN
    ) -> Value:
        """The transform along several axes, of which the last one may change its length.

        Raises: IndexError where there is no such axis.
        """
        rank = a.shape.rank
        count = rank if axes is None else len(axes)
        if count is None:
            return UNKNOWN
        dtype = _dtype(name, a, (2,) if count == 1 else (2, 2))
        if rank is not None and axes is not None and s == NOTHING:
            _check_axes(axes, rank)
        if dtype is None or rank == 0 or (default and rank == 1):
            return UNKNOWN
        if rank is None or axes == ():
            return made((a,), dtype, UNKNOWN_SHAPE, UNKNOWN_FACTS)
        if s != NOTHING:
            return made((a,), dtype, shapes.unknown_of_rank(rank), UNKNOWN_FACTS)
        at = checked_axes(axes, rank)[-1] if axes is not None else rank - 1
        dims = list(a.shape.dims)
        dims[at] = length(dims[at])
        if any(isinstance(d, int) and d < 1 for d in (*dims, *a.shape.dims)):
            return UNKNOWN
        return made((a,), dtype, shapes.of(dims), UNKNOWN_FACTS)

    models(f"numpy.fft.{name}")(call)


for _name, (_length, _) in LENGTHS.items():
    _register(_name, _length)
for _name in ("fft", "ifft", "rfft", "irfft"):
    _register_many(f"{_name}2", LENGTHS[_name][0], LAST_TWO)
    _register_many(f"{_name}n", LENGTHS[_name][0], None)


@models("numpy.fft.fftshift", "numpy.fft.ifftshift")
def fftshift(x: PlainArray, axes: Value = NOTHING) -> Value:
    """The elements moved round by half. Shape: as `x`."""
    return rearranged(x, x.shape) if x.shape.rank != 0 else UNKNOWN


def _frequencies(n: Dim, length: Dim, d: Value, low: float) -> Value:
    if isinstance(n, int) and n < 1:
        return UNKNOWN
    facts = between(low, 0.5) if d == NOTHING else Facts()
    return Array(dtype=dtypes.FLOAT64, shape=shapes.of((natural(length),)), facts=facts)


@models("numpy.fft.fftfreq")
def fftfreq(n: Size, d: Value = NOTHING, device: Value = UNKNOWN) -> Value:
    """The frequencies of a transform of `n` points, float64. Shape: (n,)."""
    return _frequencies(n, n, d, -0.5)


@models("numpy.fft.rfftfreq")
def rfftfreq(n: Size, d: Value = NOTHING, device: Value = UNKNOWN) -> Value:
    """The frequencies of a transform of `n` real points, float64. Shape: (n // 2 + 1,)."""
    return _frequencies(n, _half(n), d, 0.0)
