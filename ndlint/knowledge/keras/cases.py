"""Every case that shapes of unknown sizes can be: each with a number for each unknown size.

A loss asks of two sizes whether they are equal, and of one whether it is 1. So one case
for each pattern of these is enough.
"""

from collections.abc import Iterator
from itertools import product

from msgspec import Struct

from ndlint.knowledge.keras.batches import USUAL
from ndlint.knowledge.keras.pairing import Pair
from ndlint.values.base import NOTHING, UNKNOWN, Int, Value
from ndlint.values.dimension import Dim, Wild
from ndlint.values.shape import Shape

FRESH = (1009, 1013, 1019)
"""Sizes that no other axis has."""
MOST = len(FRESH)
"""More unknown sizes than this are not tried."""


def cases(labels: Shape, output: Shape, cut: "Cut | None" = None) -> Iterator[tuple[Pair, ...]]:
    """Sizes of labels and output, batch axis first, in all ways that they can be.

    Each case is the batches that are compared one after the other: one, where nothing is
    cut. Nothing where a rank is not known, or too many sizes are not.
    """
    if not labels.rank or not output.rank:
        return
    slots: list[object] = []
    for side, shape in enumerate((labels, output)):
        for axis, dim in enumerate(shape.dims):
            slots.append("batch" if cut and axis == 0 else _slot(dim, (side, axis)))
    unknown = list(dict.fromkeys(s for s in slots if not isinstance(s, int)))
    if len(unknown) > MOST:
        return
    known = {s for s in slots if isinstance(s, int)} | {1}
    sizes = sorted(known) + list(FRESH[: len(unknown)])
    count = labels.dims[0]
    batches = cut.sizes(count) if cut else None
    if batches:
        choices = [[1] if slot == "batch" else sizes for slot in unknown]
    else:
        whole = [count] if isinstance(count, int) and count not in sizes else []
        choices = [sizes + whole if slot == "batch" else sizes for slot in unknown]
    for chosen in product(*choices):
        size_of = dict(zip(unknown, chosen, strict=True))
        found = tuple(s if isinstance(s, int) else size_of[s] for s in slots)
        y, p = found[: len(labels.dims)], found[len(labels.dims) :]
        yield tuple(((n, *y[1:]), (n, *p[1:])) for n in batches) if batches else ((y, p),)


class Cut(Struct, frozen=True):
    """Data that is cut into batches: `batch_size` is the argument of `fit` or `evaluate`."""

    batch_size: Value = UNKNOWN

    def sizes(self, count: Dim) -> tuple[int, ...] | None:
        """The sizes of the batches that so many samples make; None: not known."""
        size = Int(USUAL) if self.batch_size == NOTHING else self.batch_size
        if not isinstance(count, int) or not isinstance(size, Int) or not size.number:
            return None
        full, rest = divmod(count, size.number)
        return (size.number,) * (full > 0) + (rest,) * (rest > 0)


def _slot(dim: Dim, place: tuple[int, int]) -> object:
    """What tells whether two axes certainly have one size: the number, or an expression."""
    return place if isinstance(dim, Wild) else dim
