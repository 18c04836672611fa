"""Layers of the program's own: what a call of one tells of calls with other sizes."""

from ndlint.values.dimension import FREE, UNKNOWN_DIM, Affine, Dim, Symbol, is_free, same, with_free
from ndlint.values.keras import Traced
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def returned(traced: Traced, given: Shape | tuple[Shape, ...]) -> Shape | tuple[Shape, ...]:
    """The shapes that the layer returns for inputs of these shapes.

    Unknown where an axis differs from what the layer was called with, other than one that
    takes any size.
    """
    sizes = _sizes(traced.given, given if isinstance(given, tuple) else (given,))
    if sizes is None:
        found: tuple[Shape, ...] = (UNKNOWN_SHAPE,) * len(traced.returned)
    else:
        found = tuple(_with_sizes(shape, sizes) for shape in traced.returned)
    return found[0] if len(found) == 1 else found


def _sizes(before: tuple[Shape, ...], given: tuple[Shape, ...]) -> dict[Symbol, Dim] | None:
    """What the free axes are; None: the shapes are not those of the call."""
    found: dict[Symbol, Dim] = {}
    if len(before) != len(given):
        return None
    for known, shape in zip(before, given, strict=True):
        if known.rank is None or known.rank != shape.rank:
            return None
        for expected, size in zip(known.dims, shape.dims, strict=True):
            if is_free(expected) and isinstance(expected, Affine):
                symbol = expected.terms[0][0]
                found[symbol] = size if found.get(symbol, size) == size else UNKNOWN_DIM
            elif not same(expected, size):
                return None
    return found


def _with_sizes(shape: Shape, sizes: dict[Symbol, Dim]) -> Shape:
    return Shape(tuple(with_free(dim, sizes) for dim in shape.dims), shape.rank_known)


def declared(shape: Shape) -> Shape:
    """The shape as a graph shows it: what is made of a free axis is free."""
    return Shape(tuple(FREE if is_free(d) else d for d in shape.dims), shape.rank_known)
