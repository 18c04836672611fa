"""The size of one axis: a number, an affine expression of symbols, or not known."""

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct

from ndlint.values.equality import equal_apart_from


class Wild(Enum):
    """A size that is no number."""

    FREE = "None"
    """Keras' `None`: the axis takes any size."""
    UNKNOWN = "?"


@equal_apart_from("label", "is_free", "most")
class Symbol(Struct, frozen=True, eq=False):
    """The size of one axis of one unknown array, or one that is made of such sizes; or the number
    that a loop has counted, from 0.

    Two symbols are equal by identity. `is_free`: it stands for an axis that takes any size, and
    of which a graph says None. `most` is the greatest number that is counted, which may be unknown.
    """

    key: tuple[int, ...]
    label: str
    is_free: bool = False
    most: "Dim | None" = None


class Affine(Struct, frozen=True):
    """constant + sum of factor * symbol; `terms` is sorted by key and has no zero factor."""

    terms: tuple[tuple[Symbol, int], ...]
    constant: int


Dim = int | Affine | Wild
FREE = Wild.FREE
UNKNOWN_DIM = Wild.UNKNOWN


DERIVED = -1
"""Begins the key of a derived size: no value has this number."""


def symbol(owner: int, axis: int, label: str) -> Affine:
    """The size of `axis` of the unknown value number `owner`."""
    return Affine(((Symbol((owner, axis), label), 1),), 0)


def free_axis(owner: int, axis: int) -> Affine:
    """The size of `axis` of tensor number `owner`, which takes any size."""
    return Affine(((Symbol((owner, axis), FREE.value, is_free=True), 1),), 0)


def counter(owner: int, most: Dim) -> Affine:
    """The number that one turn of a loop has counted: from 0 to `most`."""
    return Affine(((Symbol((owner, 0), UNKNOWN_DIM.value, most=most), 1),), 0)


def is_counted(dim: Dim) -> bool:
    """Whether the size is made of a number that a loop counts."""
    return isinstance(dim, Affine) and any(symbol.most is not None for symbol, _ in dim.terms)


def greatest(dim: Dim) -> Dim:
    """The size in the turn of a loop in which it is greatest; unknown where that is not known."""
    if not isinstance(dim, Affine):
        return dim
    total: Dim = dim.constant
    for symbol, factor in dim.terms:
        most = Affine(((symbol, 1),), 0) if symbol.most is None else symbol.most
        is_least = symbol.most is not None and factor < 0
        total = add(total, 0 if is_least else multiply(most, factor))
    return total


def is_free(dim: Dim) -> bool:
    """Whether the size is made of one that a graph does not know."""
    return isinstance(dim, Affine) and any(symbol.is_free for symbol, _ in dim.terms)


def is_made_of(dim: Dim, size: Dim) -> bool:
    """Whether the size is an expression of what another one is made of."""
    if not isinstance(dim, Affine) or not isinstance(size, Affine):
        return False
    own = {symbol for symbol, _ in size.terms}
    return any(symbol in own for symbol, _ in dim.terms)


def is_multiple(dim: Dim, size: Dim) -> bool:
    """Whether the size is a symbol's, times a number above 0."""
    if not isinstance(dim, Affine) or not isinstance(size, Affine):
        return False
    ((symbol, factor), *others) = dim.terms
    return not others and not dim.constant and factor > 0 and symbol == size.terms[0][0]


def with_free(dim: Dim, sizes: Mapping[Symbol, Dim]) -> Dim:
    """The size where its free symbols have these sizes; unknown where one of them has none."""
    if not isinstance(dim, Affine):
        return dim
    ((only, factor), *others) = dim.terms
    if not others and factor == 1 and not dim.constant and only in sizes:
        return sizes[only]
    total: Dim = dim.constant
    for symbol, factor in dim.terms:
        own = UNKNOWN_DIM if symbol.is_free else Affine(((symbol, 1),), 0)
        total = add(total, multiply(sizes.get(symbol, own), factor))
    return total


def derived(source: "Affine | int", way: tuple[int, ...], label: str, *others: Dim) -> Affine:
    """A size that is made of others in some `way`: the same sources and way, the same size."""
    parts = [part for size in (source, *others) for part in _key(size)]
    free = any(is_free(size) for size in (source, *others))
    return Affine(((Symbol((DERIVED, *parts, *way), label, free), 1),), 0)


def _key(size: Dim) -> tuple[int, ...]:
    if isinstance(size, Wild):
        raise TypeError("nothing is made of a size that is not known")
    if isinstance(size, int):
        return (0, size)
    parts = [part for s, n in size.terms for part in (len(s.key), *s.key, n)]
    return (len(size.terms), *parts, size.constant)


def _normal(terms: dict[Symbol, int], constant: int) -> Dim:
    kept = tuple(sorted(((s, n) for s, n in terms.items() if n), key=lambda t: t[0].key))
    return Affine(kept, constant) if kept else constant


def add(a: Dim, b: Dim, sign: int = 1) -> Dim:
    """a + sign * b."""
    if isinstance(a, Wild) or isinstance(b, Wild):
        return UNKNOWN_DIM
    if isinstance(a, int) and isinstance(b, int):
        return a + sign * b
    terms: dict[Symbol, int] = {}
    constant = 0
    for part, factor in ((a, 1), (b, sign)):
        if isinstance(part, int):
            constant += factor * part
            continue
        constant += factor * part.constant
        for name, n in part.terms:
            terms[name] = terms.get(name, 0) + factor * n
    return _normal(terms, constant)


def multiply(a: Dim, b: Dim) -> Dim:
    """a * b; unknown where the product is not affine."""
    if a == 0 or b == 0:
        return 0
    if isinstance(a, int) and isinstance(b, int):
        return a * b
    if isinstance(b, Affine):
        a, b = b, a
    if isinstance(a, Affine) and isinstance(b, int):
        return _normal({s: n * b for s, n in a.terms}, a.constant * b)
    return UNKNOWN_DIM


def shared(a: Dim, b: Dim) -> Dim:
    """a // b."""
    if isinstance(a, Wild) or isinstance(b, Wild) or b == 0:
        return UNKNOWN_DIM
    if isinstance(a, int) and isinstance(b, int):
        return a // b
    if isinstance(a, Affine) and isinstance(b, int):
        if not any(part % b for part in (a.constant, *(n for _, n in a.terms))):
            return _normal({s: n // b for s, n in a.terms}, a.constant // b)
    return derived(a, (), f"{_bracketed(a)} // {_bracketed(b)}", b)


def _bracketed(dim: Dim) -> str:
    text = render(dim)
    return f"({text})" if " " in text else text


def differ(a: Dim, b: Dim) -> bool:
    """Whether the two sizes are certainly not equal."""
    gap = add(a, b, -1)
    return isinstance(gap, int) and gap != 0


def is_natural(dim: Dim) -> bool:
    """Whether the size is certainly not negative: symbols are sizes of axes."""
    if isinstance(dim, int):
        return dim >= 0
    return isinstance(dim, Affine) and dim.constant >= 0 and all(n > 0 for _, n in dim.terms)


def is_positive(dim: Dim) -> bool:
    """Whether the size is certainly not zero: symbols are sizes of axes, and may be."""
    if isinstance(dim, int):
        return dim > 0
    return isinstance(dim, Affine) and dim.constant > 0 and all(n > 0 for _, n in dim.terms)


def same(a: Dim, b: Dim) -> bool:
    """Whether the two sizes are certainly equal."""
    return add(a, b, -1) == 0


def render(dim: Dim) -> str:
    """The size as a message prints it: `3`, `None`, `?`, `x.shape[0] - 1`."""
    if isinstance(dim, int):
        return str(dim)
    if isinstance(dim, Wild):
        return dim.value
    parts = [s.label if n == 1 else f"{n} * {s.label}" for s, n in dim.terms]
    text = " + ".join(parts)
    if dim.constant:
        text += f" {'+' if dim.constant > 0 else '-'} {abs(dim.constant)}"
    return text
