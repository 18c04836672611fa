"""How many elements a slice takes of an axis."""

from ndlint.knowledge.numpy.outcome import refuse
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import Int, Nothing, Slice, Value
from ndlint.values.dimension import (
    UNKNOWN_DIM,
    Affine,
    Dim,
    Wild,
    add,
    derived,
    greatest,
    is_counted,
    is_natural,
    multiply,
    render,
)
from ndlint.values.likely import LikelyInt, made_of


def slice_length(part: Slice, size: Dim) -> Dim:
    """The number of elements that a slice takes of an axis; unknown where it is not certain."""
    start, stop, step = (_bound(b) for b in (part.start, part.stop, part.step))
    if isinstance(start, Wild) or isinstance(stop, Wild) or isinstance(step, Wild | Affine):
        return UNKNOWN_DIM
    if step == 0:
        refuse("a slice's step cannot be zero")
    if start in (None, 0) and stop in (None, size) and step in (None, 1):
        return size
    if start is None and stop is None and step == -1:
        return size
    if stop == 0 and (step or 1) > 0:
        return 0
    if start is not None and stop is not None and step in (None, 1) and is_counted(start):
        width = _width(start, stop, size)
        if width is not None:
            return width
    if isinstance(size, Wild):
        return UNKNOWN_DIM
    if isinstance(start, Affine) or isinstance(stop, Affine) or isinstance(size, Affine):
        return _symbolic_length(start, stop, step, size)
    length = len(range(*slice(start, stop, step).indices(size)))
    return made_of(length, start, stop, step, size)


def _width(start: int | Affine, stop: int | Affine, size: Dim) -> int | None:
    """The length of what a loop moves along an axis; None: it is not the same in every turn.

    It is likely where it is not known that the last turn stays within the axis.
    """
    width = add(stop, start, -1)
    if not isinstance(width, int) or width <= 0 or not is_natural(start):
        return None
    if is_natural(add(size, greatest(stop), -1)):
        return width
    return None if isinstance(size, int) and size < width else LikelyInt(width)


FIRST, REST, SPAN = range(3)
"""Ways in which a slice makes a length of a symbolic one."""


def _symbolic_length(
    start: int | Affine | None, stop: int | Affine | None, step: int | None, size: int | Affine
) -> Dim:
    """A length that is a symbol of its own: the same of equal slices of equal axes.

    As many are taken by `[:k]` as by `[-k:]`, and left by `[k:]` as by `[:-k]`.
    """
    text = render(size)
    if step in (None, 1):
        taken = stop if start in (None, 0) else _negative(start) if stop is None else None
        if taken is not None and is_natural(taken):
            return derived(size, (FIRST,), f"min({render(taken)}, {text})", taken)
        left = start if stop is None else _negative(stop)
        before = 0 if stop is None or start is None else start
        if left is not None and is_natural(left) and is_natural(before):
            gone = add(left, before)
            return derived(size, (REST,), f"max(0, {text} - {render(gone)})", gone)
    bounds = [b for b in (start, stop, step) if b is not None]
    shown = ":".join("" if b is None else render(b) for b in (start, stop, step))
    way = (SPAN, *(b is not None for b in (start, stop, step)))
    return derived(size, way, f"len(range({text})[{shown}])", *bounds)


def _negative(size: int | Affine | None) -> Dim | None:
    return None if size is None else multiply(size, -1)


def _bound(value: Value) -> Dim | None:
    """One of a slice's three numbers; None where it is left out."""
    match value:
        case Nothing():
            return None
        case Int(size):
            return size
        case Array(facts=facts) if is_whole_scalar(value) and facts.low == facts.high:
            return int(facts.low)
    return UNKNOWN_DIM


def is_whole_scalar(a: Array) -> bool:
    return a.shape.rank == 0 and a.dtype.is_one_of(dtypes.INTEGERS) and a.kind is Kind.SCALAR
