"""`einsum`: sums of products by the names of the axes."""

import re
from collections import Counter
from collections.abc import Sequence

from ndlint.knowledge.binding import Flag, Text
from ndlint.knowledge.numpy.intervals import is_whole
from ndlint.knowledge.numpy.outcome import as_some_array, element_kind, refuse, refuse_shapes
from ndlint.knowledge.registry import models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Unknown, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim, differ
from ndlint.values.facts import FINITE, Facts
from ndlint.values.shape import SCALAR, Shape

REST = "..."
TERM = re.compile(r"[A-Za-z]*(\.\.\.[A-Za-z]*)?")


@models("numpy.einsum", view=True)
def einsum(subscripts: Text, *operands: Value, optimize: Flag = False) -> Value:
    """Shape: the axes that the subscripts name, explicitly or, without an arrow, each name
    that stands there once, in the order of the alphabet.

    Raises: ValueError where names and axes are not as many, or sizes of one name differ.
    """
    arrays = [None if isinstance(v, Unknown) else as_some_array(v) for v in operands]
    known = [a for a in arrays if a is not None and a.kind is not Kind.MASKED]
    if len(known) < len(operands):
        return UNKNOWN
    shape = shape_of(subscripts, [a.shape for a in known])
    if shape is None or not all(a.dtype.is_one_of(dtypes.NUMPY_NUMBERS) for a in known):
        return UNKNOWN
    dtype = dtypes.promote_all([array.dtype for array in known])
    return Array(element_kind(shape, known), dtype, shape, FINITE if is_whole(dtype) else Facts())


def shape_of(subscripts: str, given: Sequence[Shape]) -> Shape | None:
    """The shape of a sum of products of arrays of these shapes; None: not known.

    Raises: ValueError, as `einsum`.
    """
    text = subscripts.replace(" ", "")
    before, arrow, after = text.partition("->")
    terms = before.split(",")
    if not all(TERM.fullmatch(term) for term in (*terms, after)):
        return None
    if len(terms) != len(given):
        refuse(f"{text!r} is for {len(terms)} arrays, not for {len(given)}")
    return _shape(terms, after if arrow else _implicit(terms), given)


def _implicit(terms: Sequence[str]) -> str:
    """The subscripts of the result where there is no arrow."""
    counts = Counter("".join(terms).replace(REST, ""))
    rest = REST if any(REST in term for term in terms) else ""
    return rest + "".join(sorted(name for name, count in counts.items() if count == 1))


def _shape(terms: Sequence[str], result: str, given: Sequence[Shape]) -> Shape | None:
    """The shape of the result; None where it is not known."""
    sizes: dict[str, Dim] = {}
    rest: Shape | None = SCALAR
    for term, shape in zip(terms, given, strict=True):
        if shape.rank is None:
            return None
        first, ellipsis, last = term.partition(REST)
        more = shape.rank - len(first + last)
        if more < 0 or (more and not ellipsis):
            refuse_shapes(f"{term!r} does not name the axes of an array of shape {shape}")
        dims = shape.dims
        named = (*dims[: len(first)], *dims[len(dims) - len(last) :])
        for name, size in zip(first + last, named, strict=True):
            sizes[name] = _joined(name, sizes.get(name, 1), size)
        if rest is not None:
            rest = shapes.broadcast(rest, Shape(dims[len(first) : len(dims) - len(last)]))
    return _of_result(result, sizes, rest)


def _of_result(result: str, sizes: dict[str, Dim], rest: Shape | None) -> Shape:
    first, ellipsis, last = result.partition(REST)
    names = first + last
    if len(set(names)) < len(names) or not set(names) <= sizes.keys():
        refuse(f"{result!r} names an axis twice, or one that no array has")
    if rest is None:
        refuse_shapes("the axes that `...` stands for do not broadcast")
    if rest.dims and not ellipsis:
        refuse_shapes(f"{result!r} has no `...` for the axes that it stands for")
    before, after = ([sizes[name] for name in part] for part in (first, last))
    return shapes.of((*before, *rest.dims, *after))


def _joined(name: str, known: Dim, size: Dim) -> Dim:
    """The size of a name; 1 goes with every size."""
    if known == 1:
        return size
    if size == 1:
        return known
    if isinstance(known, int) and isinstance(size, int) and differ(known, size):
        refuse_shapes(f"axis {name!r} has sizes {known} and {size}")
    return known if isinstance(known, int) else size if isinstance(size, int) else UNKNOWN_DIM
