"""NumPy's functions that give the same elements another shape."""

from collections.abc import Sequence
from typing import NoReturn

from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.binding import AnyArray, AShape, Axes, Whole, as_axes, as_shape
from ndlint.knowledge.numpy import attributes
from ndlint.knowledge.numpy.outcome import (
    KnownArray,
    SomeArray,
    array_kind,
    checked_axes,
    checked_axis,
    element_kind,
    natural,
    part,
    rearranged,
    refuse,
    refuse_shapes,
    tail,
    without_wild,
)
from ndlint.knowledge.registry import models
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Int, Tuple, Value
from ndlint.values.dimension import (
    UNKNOWN_DIM,
    Affine,
    Dim,
    Wild,
    add,
    differ,
    is_positive,
    multiply,
    render,
    same,
)
from ndlint.values.facts import Truth
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

ONE = Int(1)


@models("numpy.reshape", view=True)
def reshape(a: SomeArray, shape: AShape, order: Value = UNKNOWN, copy: Value = UNKNOWN) -> Value:
    """The elements in another shape, of which one axis may be -1.

    Raises: ValueError where the elements certainly do not fill it.
    """
    return rearranged(a, reshaped(a.shape, shape))


@models("numpy.ndarray.reshape", view=True)
def reshape_method(
    a: AnyArray, *sizes: Value, order: Value = UNKNOWN, copy: Value = UNKNOWN
) -> Value:
    """Like `reshape`, with the shape as one argument or as several."""
    shape = as_shape(sizes[0] if len(sizes) == 1 else Tuple(sizes))
    return rearranged(a, reshaped(a.shape, shape or UNKNOWN_SHAPE))


def reshaped(shape: Shape, target: Shape, error: str = "ValueError") -> Shape:
    """The shape that `target` makes of `shape`; an axis of -1 takes what is left.

    Raises: `error` where no array of the shape that has elements fits: that a symbolic
    axis may be 0 is not counted, as no program is written for empty data.
    """
    if not target.rank_known:
        return UNKNOWN_SHAPE
    open_axes = [i for i, d in enumerate(target.dims) if d == -1]
    if len(open_axes) > 1:
        _refuse_shape(f"{target} leaves more than one axis open", error)
    if any(isinstance(d, int) and d < -1 for d in target.dims):
        return shapes.unknown_of_rank(len(target.dims))
    asked = [natural(d) for i, d in enumerate(target.dims) if i not in open_axes]
    if open_axes and 0 in asked:
        _refuse_shape(f"{target} leaves an axis open beside one of size 0", error)
    left: Dim = UNKNOWN_DIM
    if shape.rank_known:
        have, need = _uncancelled(shape.dims, asked)
        if not _may_fill(have, need, bool(open_axes)):
            _refuse_shape(_misfit(shape, target, asked), error)
        if not any(isinstance(d, Wild) for d in need):
            left = _quotient(_product(have), _product(need))
    at = open_axes[0] if open_axes else len(asked)
    return Shape((*asked[:at], *([left] if open_axes else []), *asked[at:]))


def _refuse_shape(message: str, error: str) -> NoReturn:
    refuse(message, error, Contract.RESHAPE)


def _uncancelled(have: Sequence[Dim], need: Sequence[Dim]) -> tuple[list[Dim], list[Dim]]:
    """The axes of either without the symbolic ones that both have."""
    rest, other = list(have), []
    for size in need:
        if isinstance(size, Affine) and size in rest:
            rest.remove(size)
        else:
            other.append(size)
    return rest, other


def _may_fill(have: Sequence[Dim], need: Sequence[Dim], is_open: bool) -> bool:
    """Whether as many elements as `have` possibly fill `need`, beside an open axis or not."""
    total, product = _product(have), _product([d for d in need if not isinstance(d, Wild)])
    if is_open or any(isinstance(d, Wild) for d in need):
        if isinstance(total, int) and isinstance(product, int):
            return not (total % product if product else total)
        return True
    return not _always_differ(total, product)


def _always_differ(a: Dim, b: Dim) -> bool:
    """Whether two sizes differ whatever their symbols stand for, unless it is 0."""
    if 0 in (a, b):
        return is_positive(a) or is_positive(b)
    gap = add(a, b, -1)
    if not isinstance(gap, Affine):
        return gap not in (0, UNKNOWN_DIM)
    signs = {n > 0 for n in (*(n for _, n in gap.terms), gap.constant) if n}
    return len(signs) == 1


def _misfit(shape: Shape, target: Shape, asked: Sequence[Dim]) -> str:
    """Why the elements do not fill the target, and what would, where one axis is wrong."""
    total, product = shape.size, _product(asked)
    has = f"{shape} has {render(total)} elements" if total is not UNKNOWN_DIM else f"{shape}"
    if -1 in target.dims or UNKNOWN_DIM in asked:
        known = _product([d for d in asked if not isinstance(d, Wild)])
        return f"{has}, no multiple of the {render(known)} that {target} asks for"
    takes = f"{target} takes {render(product)}" if product is not UNKNOWN_DIM else f"{target} not"
    fitting = _fitting(shape, asked)
    return f"{has}, {takes}" + (f"; write {fitting}" if fitting else "")


def _fitting(shape: Shape, asked: Sequence[Dim]) -> str:
    """The target with the one axis changed that can make it fit, "" where several can."""
    found = []
    for i in range(len(asked)):
        others = [*asked[:i], *asked[i + 1 :]]
        have, need = _uncancelled(shape.dims, others)
        size = _quotient(_product(have), _product(need))
        if size not in (UNKNOWN_DIM, 0) and same(multiply(size, _product(need)), _product(have)):
            found.append(Shape((*asked[:i], size, *asked[i + 1 :])))
    return str(found[0]) if len(found) == 1 else ""


def _product(dims: Sequence[Dim]) -> Dim:
    return Shape(tuple(dims)).size


def _quotient(total: Dim, product: Dim) -> Dim:
    """total / product, where that is certain."""
    if isinstance(total, Wild) or isinstance(product, Wild) or product == 0:
        return UNKNOWN_DIM
    if isinstance(product, Affine):
        if isinstance(total, int):
            return 0 if total == 0 else UNKNOWN_DIM
        factor = total.terms[0][1] // product.terms[0][1]
        return factor if multiply(product, factor) == total else UNKNOWN_DIM
    if isinstance(total, int):
        return total // product
    if total.constant % product or any(n % product for _, n in total.terms):
        return UNKNOWN_DIM
    return Affine(tuple((s, n // product) for s, n in total.terms), total.constant // product)


@models("numpy.ravel", "numpy.ndarray.ravel", view=True)
def ravel(a: SomeArray, order: Value = UNKNOWN) -> Value:
    """All elements on one axis. Shape: (n * ... * m,)."""
    return rearranged(a, shapes.of((a.shape.size,)))


@models("numpy.ndarray.flatten")
def flatten(a: AnyArray, order: Value = UNKNOWN) -> Value:
    """All elements on one axis, copied. Shape: (n * ... * m,)."""
    return rearranged(a, shapes.of((a.shape.size,)))


@models("numpy.transpose", "numpy.permute_dims", view=True)
def transpose(a: KnownArray, axes: Axes | None = None) -> Value:
    """The axes in another order, reversed by default. Raises: ValueError where they do not fit."""
    if a.kind is Kind.SCALAR and not axes:
        return replace(a)
    if axes is None:
        return rearranged(a, attributes.transposed(a).shape)
    if a.shape.rank is None:
        return rearranged(a, shapes.unknown_of_rank(len(axes)))
    if len(axes) != a.shape.rank:
        refuse(f"{len(axes)} axes are named, the array has {a.shape.rank}")
    order = checked_axes(axes, a.shape.rank)
    return rearranged(a, Shape(tuple(a.shape.dims[i] for i in order)))


@models("numpy.ndarray.transpose", view=True)
def transpose_method(a: AnyArray, *axes: Value) -> Value:
    """Like `transpose`, with the axes as one argument or as several."""
    if not axes or axes == (NOTHING,):
        return transpose(a)
    order = as_axes(axes[0] if len(axes) == 1 else Tuple(axes))
    if order is None:
        return rearranged(a, shapes.unknown_of_rank(a.shape.rank))
    return transpose(a, order)


@models("numpy.swapaxes", "numpy.ndarray.swapaxes", view=True)
def swapaxes(a: KnownArray, axis1: Whole, axis2: Whole) -> Value:
    """Two axes change places. Raises: AxisError where there is no such axis."""
    if a.shape.rank is None:
        return rearranged(a, UNKNOWN_SHAPE)
    i, j = (checked_axis(axis, a.shape.rank) for axis in (axis1, axis2))
    dims = list(a.shape.dims)
    dims[i], dims[j] = dims[j], dims[i]
    return rearranged(a, shapes.of(dims))


@models("numpy.moveaxis", view=True)
def moveaxis(a: KnownArray, source: Axes, destination: Axes) -> Value:
    """Axes move to other places. Raises: AxisError, or ValueError where the numbers differ."""
    if len(source) != len(destination):
        refuse(f"{len(source)} axes cannot move to {len(destination)} places")
    if a.shape.rank is None:
        return rearranged(a, UNKNOWN_SHAPE)
    rank = a.shape.rank
    start, end = checked_axes(source, rank), checked_axes(destination, rank)
    order = [i for i in range(rank) if i not in start]
    for at, axis in sorted(zip(end, start, strict=True)):
        order.insert(at, axis)
    return rearranged(a, Shape(tuple(a.shape.dims[i] for i in order)))


@models("numpy.squeeze", "numpy.ndarray.squeeze", view=True)
def squeeze(a: KnownArray, axis: Axes | None = None) -> Value:
    """Axes of size 1 go. Raises: ValueError where a named axis is certainly of another size."""
    dims = a.shape.dims
    if a.shape.rank is None:
        return rearranged(a, UNKNOWN_SHAPE)
    if axis in ((0,), (-1,)) and not dims:
        return _squeezed(a, a.shape)
    if axis is not None:
        gone = checked_axes(axis, a.shape.rank)
        for i in gone:
            if differ(dims[i], 1):
                refuse(f"axis {i} of size {dims[i]} cannot be squeezed: its size is not 1")
        return _squeezed(a, Shape(tuple(d for i, d in enumerate(dims) if i not in gone)))
    if all(isinstance(d, int) or not _may_be_one(d) for d in dims):
        return _squeezed(a, Shape(tuple(d for d in dims if d != 1)))
    kept: list[Dim] = []
    for dim in reversed(dims):
        if _may_be_one(dim) and dim != 1:
            break
        if dim != 1:
            kept.insert(0, dim)
    return _squeezed(a, tail(tuple(kept)))


def _may_be_one(dim: Dim) -> bool:
    return not differ(dim, 1)


def _squeezed(a: Array, shape: Shape) -> Array:
    kind = a.kind if a.kind is Kind.SCALAR else array_kind((a,))
    return replace(a, kind=kind, shape=shape)


@models("numpy.expand_dims", view=True)
def expand_dims(a: SomeArray, axis: Axes) -> Value:
    """New axes of size 1. Shape: (..., n) -> (..., 1, n). Raises: AxisError."""
    if a.shape.rank is None:
        return rearranged(a, _expanded_tail(a.shape, axis))
    rank = a.shape.rank + len(axis)
    new = checked_axes(axis, rank, "the result")
    rest = iter(a.shape.dims)
    return rearranged(a, Shape(tuple(1 if i in new else next(rest) for i in range(rank))))


def _expanded_tail(shape: Shape, axis: tuple[int, ...]) -> Shape:
    if len(axis) > 1 or not -len(shape.dims) - 1 <= axis[0] < 0:
        return shape if axis == (0,) else UNKNOWN_SHAPE
    at = len(shape.dims) + 1 + axis[0]
    return Shape((*shape.dims[:at], 1, *shape.dims[at:]), rank_known=False)


@models("numpy.atleast_1d", view=True)
def atleast_1d(a: SomeArray) -> Value:
    """An array of one axis or more."""
    return rearranged(a, widened(a.shape, 1))


@models("numpy.atleast_2d", view=True)
def atleast_2d(a: SomeArray) -> Value:
    """An array of two axes or more. Shape: (n,) -> (1, n)."""
    return rearranged(a, widened(a.shape, 2))


@models("numpy.atleast_3d", view=True)
def atleast_3d(a: SomeArray) -> Value:
    """An array of three axes or more. Shapes: (n,) -> (1, n, 1), (n, m) -> (n, m, 1)."""
    return rearranged(a, widened(a.shape, 3))


def widened(shape: Shape, rank: int) -> Shape:
    """The shape with at least so many axes."""
    if not shape.rank_known:
        return UNKNOWN_SHAPE if rank == 3 else Shape(shape.dims, rank_known=False)
    dims = shape.dims
    if rank == 3 and len(dims) == 2:
        return Shape((*dims, 1))
    if rank == 3 and len(dims) == 1:
        return Shape((1, *dims, 1))
    return Shape((1,) * (rank - len(dims)) + dims)


@models("numpy.flip", view=True)
def flip(m: KnownArray, axis: Value = NOTHING) -> Value:
    """The elements in reverse order. Shape: as `m`. Raises: AxisError where there is no axis."""
    _check_axes(m.shape, axis)
    # NumPy flips by a subscript, which makes an array of no axes a scalar, or an object itself.
    if not m.shape.rank and m.dtype.may_be("object") and (m.dtype.name or m.shape.rank == 0):
        return UNKNOWN
    return replace(rearranged(m, m.shape), kind=element_kind(m.shape, (m,)))


@models("numpy.flipud", view=True)
def flipud(m: KnownArray) -> Value:
    """The rows in reverse order. Raises: ValueError where there are none."""
    _check_least_rank(m.shape, 1)
    return rearranged(m, m.shape)


@models("numpy.fliplr", view=True)
def fliplr(m: KnownArray) -> Value:
    """The columns in reverse order. Raises: ValueError where there are none."""
    _check_least_rank(m.shape, 2)
    return rearranged(m, m.shape)


def _check_axes(shape: Shape, axis: Value) -> None:
    """Raises: AxisError where an axis that is named is certainly not there."""
    axes = None if axis == NOTHING else as_axes(axis)
    if axes is not None and shape.rank is not None:
        for each in axes:
            checked_axis(each, shape.rank)


def _check_least_rank(shape: Shape, rank: int) -> None:
    if shape.rank is not None and shape.rank < rank:
        refuse(f"the array has {shape.rank} axes, and must have {rank} or more")


@models("numpy.roll")
def roll(a: SomeArray, shift: Value, axis: Value = NOTHING) -> Value:
    """The elements moved round. Shape: as `a`. Raises: AxisError where there is no such axis."""
    _check_axes(a.shape, axis)
    return rearranged(a, a.shape)


PLANE = Tuple((Int(0), Int(1)))


@models("numpy.rot90", view=True)
def rot90(m: SomeArray, k: Value = ONE, axes: Value = PLANE) -> Value:
    """Two axes turned; after an odd number of turns, each has the size of the other.

    Raises: ValueError where the axes are the same one, or not there.
    """
    plane = as_axes(axes)
    rank = m.shape.rank
    turns = k.number if isinstance(k, Int) else None
    if rank is None or plane is None or len(plane) != 2:
        return rearranged(m, shapes.unknown_of_rank(rank))
    if any(not -rank <= axis < rank for axis in plane) or (plane[0] - plane[1]) % rank == 0:
        refuse(f"axes {plane} are no plane of an array of {rank} axes")
    if turns is None:
        return rearranged(m, shapes.unknown_of_rank(rank))
    if turns % 2 == 0:
        return rearranged(m, m.shape)
    return swapaxes(m, *plane)


@models("numpy.broadcast_to", view=True)
def broadcast_to(array: SomeArray, shape: AShape, subok: Value = UNKNOWN) -> Value:
    """The array repeated to a shape. Raises: ValueError where it does not broadcast to it."""
    wanted = without_wild(shape)
    if wanted.rank is not None:
        _check_broadcast(array.shape, wanted)
    facts = array.facts if 0 not in wanted.dims and wanted.is_exact else array.facts.of_a_part()
    return replace(array, kind=Kind.NDARRAY, masked=Truth.NO, shape=wanted, facts=facts)


def _check_broadcast(shape: Shape, wanted: Shape) -> None:
    too_many = len(shape.dims) > len(wanted.dims)
    pairs = zip(reversed(shape.dims), reversed(wanted.dims), strict=False)
    if too_many or any(differ(x, y) and differ(x, 1) for x, y in pairs):
        refuse_shapes(f"{shape} does not broadcast to {wanted}")


@models("numpy.resize")
def resize(a: SomeArray, new_shape: AShape) -> Value:
    """The elements, repeated or left out, in a new shape."""
    facts = a.facts.of_a_part()
    low, high = min(facts.low, 0), max(facts.high, 0)
    shape = without_wild(new_shape)
    facts = replace(facts, low=low, high=high)
    return replace(a, kind=Kind.NDARRAY, masked=Truth.NO, shape=shape, facts=facts)


@models("numpy.lib.stride_tricks.sliding_window_view")
def sliding_window_view(
    x: SomeArray,
    window_shape: Axes,
    axis: Axes | None = None,
    subok: Value = UNKNOWN,
    writeable: Value = UNKNOWN,
) -> Value:
    """Every window along the axes. Shape: (n) -> (n - w + 1, w).

    Raises: ValueError for other numbers of windows than of axes, or one that is too long.
    """
    if min(window_shape, default=0) < 0:
        refuse("a window cannot have a negative size")
    if x.shape.rank is None:
        return rearranged(x, UNKNOWN_SHAPE)
    rank, dims = x.shape.rank, list(x.shape.dims)
    axes = range(rank) if axis is None else [checked_axis(at, rank) for at in axis]
    if len(axes) != len(window_shape):
        refuse_shapes(f"windows of {len(window_shape)} axes do not go with {len(axes)} axes")
    for at, size in zip(axes, window_shape, strict=True):
        left = dims[at] = add(dims[at], 1 - size)
        if isinstance(left, int) and left < 1:
            refuse_shapes(f"a window of {size} is longer than axis {at} of {x.shape}")
    return part(x, Shape((*dims, *window_shape)))
