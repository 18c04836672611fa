"""What to write where the shapes of NumPy's arrays do not go together, in words."""

from ndlint.values.dimension import Dim, same
from ndlint.values.shape import Shape, broadcast


def for_broadcast(a: Shape, b: Shape) -> str:
    """For operands that do not broadcast."""
    for short, long in ((a, b), (b, a)):
        if short.rank == 1 and (long.rank or 0) > 1 and same(short.dims[0], long.dims[0]):
            axes = ", None" * (len(long.dims) - 1)
            return f"write [:{axes}] after the one of shape {short}"
    flipped = _transposed(b)
    if flipped is not None and broadcast(a, flipped) is not None:
        return "write .T after the second"
    return ""


def for_product(a: Shape, b: Shape) -> str:
    """For factors of a matrix product whose inner sizes differ."""
    if a.rank != 2 or b.rank != 2:
        return ""
    (n, k), (m, p) = a.dims, b.dims
    if same(k, p):
        return "write .T after the second"
    if same(n, m):
        return "write .T after the first"
    return "exchange them" if same(p, n) else ""


def for_joining(a: Shape, b: Shape, axis: int) -> str:
    """For arrays that do not go together along an axis."""
    if a.rank is None or b.rank is None:
        return ""
    if abs(a.rank - b.rank) == 1:
        short, long = (a, b) if a.rank < b.rank else (b, a)
        place = _missing(short.dims, long.dims, axis % (long.rank or 1))
        return "" if place is None else f"write {place} after the one of shape {short}"
    others = [i for i in range(a.rank) if _fits_along(a.dims, b.dims, i)]
    return f"give axis={others[0]}" if a.rank == b.rank and others else ""


def _transposed(shape: Shape) -> Shape | None:
    return Shape(tuple(reversed(shape.dims))) if (shape.rank or 0) > 1 else None


def _missing(short: tuple[Dim, ...], long: tuple[Dim, ...], axis: int) -> str | None:
    """The index that adds the axis along which the arrays are put together."""
    if not all(map(same, short, (*long[:axis], *long[axis + 1 :]))):
        return None
    return "[..., None]" if axis == len(long) - 1 else f"[{':, ' * axis}None]"


def _fits_along(a: tuple[Dim, ...], b: tuple[Dim, ...], axis: int) -> bool:
    return all(same(x, y) for i, (x, y) in enumerate(zip(a, b, strict=False)) if i != axis)
