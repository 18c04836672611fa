"""Shapes: tuples of dimensions, of known rank or with only the last axes known."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from ndlint.values.dimension import UNKNOWN_DIM, Affine, Dim, Wild, differ, multiply, render, same
from ndlint.values.likely import is_likely


class Shape(Struct, frozen=True):
    """`dims` are all axes or, where `rank_known` is false, the last ones of an unknown number."""

    dims: tuple[Dim, ...]
    rank_known: bool = True

    @property
    def rank(self) -> int | None:
        """The number of axes, or None where it is not known."""
        return len(self.dims) if self.rank_known else None

    @property
    def size(self) -> Dim:
        """The number of elements."""
        if not self.rank_known:
            return UNKNOWN_DIM
        product: Dim = 1
        for dim in self.dims:
            product = multiply(product, dim)
        return product

    @property
    def is_exact(self) -> bool:
        """Whether every axis is a number."""
        return self.rank_known and all(isinstance(d, int) for d in self.dims)

    @property
    def numbers(self) -> tuple[int, ...] | None:
        """The shape as NumPy would give it, or None where an axis is no number."""
        numbers = tuple(d for d in self.dims if isinstance(d, int))
        return numbers if self.rank_known and len(numbers) == len(self.dims) else None

    def map(self, change: Callable[[Dim], Dim]) -> "Shape":
        """The shape with each known axis changed."""
        return Shape(tuple(map(change, self.dims)), self.rank_known)

    def axis(self, index: int) -> Dim:
        """The size of one axis; negative indices count from the end."""
        if self.rank_known or index < 0:
            if -len(self.dims) <= index < len(self.dims):
                return self.dims[index]
        return UNKNOWN_DIM

    def __str__(self) -> str:
        if not self.rank_known:
            return f"(..., {', '.join(map(render, self.dims))})" if self.dims else "unknown"
        return f"({', '.join(map(render, self.dims))}{',' if len(self.dims) == 1 else ''})"


UNKNOWN_SHAPE = Shape((), rank_known=False)
SCALAR = Shape(())


def of(dims: Iterable[Dim]) -> Shape:
    """The shape with these axes."""
    return Shape(tuple(dims))


def unknown_of_rank(rank: int | None) -> Shape:
    """A shape of which at most the number of axes is known."""
    return UNKNOWN_SHAPE if rank is None else Shape((UNKNOWN_DIM,) * rank)


def normal_axis(axis: int, rank: int) -> int | None:
    """`axis` counted from the front, or None where a shape of `rank` has no such axis."""
    return axis % rank if -rank <= axis < rank else None


def join(a: Shape, b: Shape) -> Shape:
    """What holds of either shape."""
    if a is b:
        return a
    if a.rank_known and b.rank_known and len(a.dims) == len(b.dims):
        return Shape(tuple(join_dims(x, y) for x, y in zip(a.dims, b.dims, strict=True)))
    kept: list[Dim] = []
    for x, y in zip(reversed(a.dims), reversed(b.dims), strict=False):
        kept.insert(0, join_dims(x, y))
    while kept and kept[0] is UNKNOWN_DIM:
        kept.pop(0)
    return Shape(tuple(kept), rank_known=False)


def join_dims(a: Dim, b: Dim) -> Dim:
    """What holds of either size; where one of two equal ones is likely only, so is it."""
    if a != b:
        return UNKNOWN_DIM
    return b if is_likely(b) else a


def broadcast(a: Shape, b: Shape) -> Shape | None:
    """The shape of an element-wise operation by NumPy's rules, which TensorFlow shares.

    None means that the shapes certainly do not broadcast. Source: NumPy, "Broadcasting".
    """
    dims: list[Dim] = []
    for i in range(1, max(len(a.dims), len(b.dims)) + 1):
        x, y = _from_end(a, i), _from_end(b, i)
        if x == 1 or y == 1:
            dims.insert(0, y if x == 1 else x)
        elif isinstance(x, int) and isinstance(y, int):
            if x != y:
                return None
            dims.insert(0, x)
        else:
            dims.insert(0, _broadcast_open(x, y))
    return Shape(tuple(dims), a.rank_known and b.rank_known)


def _from_end(shape: Shape, i: int) -> Dim:
    if i <= len(shape.dims):
        return shape.dims[-i]
    return 1 if shape.rank_known else UNKNOWN_DIM


def _broadcast_open(x: Dim, y: Dim) -> Dim:
    if same(x, y) or x == y:
        return x
    for number in (x, y):
        if isinstance(number, int) and number != 1:
            return number
    return UNKNOWN_DIM


def conflict(expected: Dim, found: Dim) -> bool:
    """Whether an axis declared as `expected` certainly refuses `found`.

    Two different symbols may be equal, so only a known difference counts.
    """
    if isinstance(expected, Wild) or isinstance(found, Wild):
        return False
    return differ(expected, found)


def is_symbolic(dim: Dim) -> bool:
    """Whether the size is an expression of symbols."""
    return isinstance(dim, Affine)
