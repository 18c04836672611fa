"""NumPy's functions that make grids, triangles and places."""

from math import inf

from ndlint.knowledge.binding import ADType, AShape, Flag, Size, Text, Whole, as_shape
from ndlint.knowledge.numpy.attributes import shape_value
from ndlint.knowledge.numpy.outcome import (
    as_some_array,
    checked_axis,
    refuse,
    refuse_shapes,
    without_wild,
)
from ndlint.knowledge.numpy.sampling import PlainArray, as_plain_array, made
from ndlint.knowledge.numpy.shaping import broadcast_to
from ndlint.knowledge.registry import Applied, models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Int, List, Tuple, Value, elements
from ndlint.values.dataset import Elements
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.facts import UNKNOWN_FACTS, Facts, between, whole
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

MOST_ROWS = 4096
"""Of a greater triangle the elements are not counted."""


def _listed(items: tuple[Value, ...]) -> Value:
    """Several arrays: a tuple, which was a list in NumPy 1."""
    return Tuple(items) if current().numpy == 2 else List(items)


def _below(dims: tuple[Dim, ...]) -> Facts:
    """Places on axes of these sizes."""
    numbers = [d for d in dims if isinstance(d, int)]
    return whole(0, max([0, *(n - 1 for n in numbers)]) if len(numbers) == len(dims) else inf)


@models("numpy.tri")
def tri(N: Size, M: Size | None = None, k: Value = UNKNOWN, dtype: ADType | None = None) -> Value:
    """Ones at and below a diagonal, zeros above. Shape: (N, M or N)."""
    shape = without_wild(shapes.of((N, N if M is None else M)))
    return Array(dtype=dtype or dtypes.FLOAT64, shape=shape, facts=whole(0, 1))


@models("numpy.indices")
def indices(dimensions: AShape, dtype: ADType | None = None, sparse: Flag = False) -> Value:
    """The places of a grid, int64. Shape: (rank, *dimensions)."""
    shape = without_wild(dimensions)
    if shape.rank is None or sparse or not shape.rank:
        return UNKNOWN
    facts = _below(shape.dims)
    own = dtype or dtypes.INT64
    if own != dtypes.INT64:
        facts = UNKNOWN_FACTS
    return Array(dtype=own, shape=Shape((shape.rank, *shape.dims)), facts=facts)


@models("numpy.ix_")
def ix_(*args: Value) -> Value:
    """An index for the cross product of places. Shapes: (n, 1, …), (1, m, …), …"""
    found: list[Value] = []
    for i, value in enumerate(args):
        array = as_plain_array(value)
        if array is None or not array.dtype.is_one_of(dtypes.INTEGERS):
            return UNKNOWN
        if array.shape.rank not in (1, None):
            refuse("ix_ takes vectors")
        dims = [1 if i != j else array.shape.axis(-1) for j in range(len(args))]
        found.append(Array(dtype=array.dtype, shape=shapes.of(dims), facts=array.facts))
    return Tuple(tuple(found))


@models("numpy.meshgrid", view=True)
def meshgrid(
    *xi: Value, copy: Value = UNKNOWN, sparse: Flag = False, indexing: Text = "xy"
) -> Value:
    """Coordinates of a grid. Shapes: (n,), (m,), (k,) -> (m, n, k) each; "ij": (n, m, k)."""
    vectors = [as_plain_array(x) for x in xi]
    known = [v for v in vectors if v is not None]
    if len(known) < len(vectors) or indexing not in ("xy", "ij") or copy != UNKNOWN:
        return UNKNOWN
    lengths = [v.shape.size for v in known]
    order = list(range(len(known)))
    if indexing == "xy" and len(order) > 1:
        order[:2] = [1, 0]
    found: list[Value] = []
    for i, vector in enumerate(known):
        dims = [lengths[j] if not sparse or j == i else 1 for j in order]
        shape = shapes.of(dims)
        has_all = all(isinstance(n, int) and n > 0 for n in dims)
        facts = vector.facts if has_all else vector.facts.of_a_part()
        found.append(Array(dtype=vector.dtype, shape=shape, facts=facts))
    return _listed(tuple(found))


@models("numpy.diag_indices")
def diag_indices(n: Size, ndim: Whole = 2) -> Value:
    """The places of a diagonal, int64: one array of shape (n,) for each axis."""
    place = Array(
        dtype=dtypes.INT64, shape=without_wild(shapes.of((n,))), facts=_below((n,)).of_a_part()
    )
    return Tuple((place,) * ndim) if 0 < ndim < 33 else UNKNOWN


@models("numpy.diag_indices_from")
def diag_indices_from(arr: PlainArray) -> Value:
    """The places of the diagonal of a square array."""
    rank = arr.shape.rank
    return UNKNOWN if rank is None or rank < 2 else diag_indices(arr.shape.dims[0], rank)


def _triangle(n: Dim, m: Dim, k: Value, is_lower: bool) -> Value:
    count: Dim = UNKNOWN_DIM
    numbers = (n, m, k.number if isinstance(k, Int) else None)
    rows, columns, offset = (x if isinstance(x, int) else None for x in numbers)
    if rows is not None and columns is not None and offset is not None and rows <= MOST_ROWS:
        lower = sum(min(columns, max(0, i + offset + is_lower)) for i in range(rows))
        count = lower if is_lower else rows * columns - lower
    shape = shapes.of((count,))
    return Tuple(
        tuple(Array(dtype=dtypes.INT64, shape=shape, facts=_below((size,))) for size in (n, m))
    )


def _triangle_of(a: Array, k: Value, is_lower: bool) -> Value:
    if a.shape.rank != 2:
        return UNKNOWN
    rows, columns = a.shape.dims
    return _triangle(rows, columns, k, is_lower)


MAIN = Int(0)


@models("numpy.tril_indices")
def tril_indices(n: Size, k: Value = MAIN, m: Size | None = None) -> Value:
    """The places at and below a diagonal, int64: rows and columns."""
    return _triangle(n, n if m is None else m, k, True)


@models("numpy.triu_indices")
def triu_indices(n: Size, k: Value = MAIN, m: Size | None = None) -> Value:
    """The places at and above a diagonal, int64: rows and columns."""
    return _triangle(n, n if m is None else m, k, False)


@models("numpy.tril_indices_from")
def tril_indices_from(arr: PlainArray, k: Value = MAIN) -> Value:
    """The places at and below a diagonal of a matrix."""
    return _triangle_of(arr, k, True)


@models("numpy.triu_indices_from")
def triu_indices_from(arr: PlainArray, k: Value = MAIN) -> Value:
    """The places at and above a diagonal of a matrix."""
    return _triangle_of(arr, k, False)


@models("numpy.unravel_index")
def unravel_index(indices: PlainArray, shape: AShape, order: Value = UNKNOWN) -> Value:
    """Flat places as places on each axis, int64. Shapes: as `indices`, one for each axis."""
    if shape.rank is None:
        return UNKNOWN
    places = (made((indices,), dtypes.INT64, indices.shape, _below((n,))) for n in shape.dims)
    return Tuple(tuple(places))


@models("numpy.ravel_multi_index")
def ravel_multi_index(
    multi_index: Value, dims: Value, mode: Value = UNKNOWN, order: Value = UNKNOWN
) -> Value:
    """Places on each axis as flat places, int64. Shape: what the places broadcast to."""
    arrays = [as_plain_array(v) for v in elements(multi_index) or ()]
    shape: Shape | None = shapes.SCALAR
    for array in arrays:
        shape = None if array is None or shape is None else shapes.broadcast(shape, array.shape)
    if not arrays or shape is None:
        return UNKNOWN
    return made((), dtypes.INT64, shape, between(0, inf))


@models("numpy.fromfunction")
def fromfunction(
    function: Value, shape: AShape, *, dtype: ADType | None = None, **kwargs: Value
) -> Value | Applied:
    """What the function makes of the places of a grid, float64 by default."""
    known = without_wild(shape)
    if known.rank is None or kwargs:
        return UNKNOWN
    own = dtype or dtypes.FLOAT64
    facts = _below(known.dims) if own in (dtypes.FLOAT64, dtypes.INT64) else UNKNOWN_FACTS
    places = (Array(dtype=own, shape=known, facts=facts),) * known.rank
    return Applied(function, places, lambda value: value)


@models("numpy.apply_along_axis")
def apply_along_axis(
    func1d: Value, axis: Whole, arr: PlainArray, *args: Value, **kwargs: Value
) -> Value | Applied:
    """What a function makes of each vector along an axis, which takes the axis' place.

    Raises: AxisError where there is no such axis.
    """
    if arr.shape.rank is None:
        return UNKNOWN
    at = checked_axis(axis, arr.shape.rank)
    if kwargs:
        return UNKNOWN
    dims = arr.shape.dims
    vector = Array(dtype=arr.dtype, shape=shapes.of((dims[at],)), facts=arr.facts.of_a_part())

    def put_together(value: Value) -> Value:
        result = as_plain_array(value)
        if result is None or result.shape.rank is None:
            return UNKNOWN
        shape = Shape((*dims[:at], *result.shape.dims, *dims[at + 1 :]))
        dtype = result.dtype if result.dtype.is_one_of(dtypes.NUMPY_NUMBERS) else Array().dtype
        # Also of vectors that give numbers, it is an array.
        return Array(dtype=dtype, shape=shape, facts=result.facts.of_a_part())

    return Applied(func1d, (vector, *args), put_together)


@models("numpy.broadcast_shapes")
def broadcast_shapes(*args: Value) -> Value:
    """The shape that shapes broadcast to. Raises: ValueError where they do not."""
    joint: Shape | None = shapes.SCALAR
    for value in args:
        shape = as_shape(value) or UNKNOWN_SHAPE
        before, joint = joint, shapes.broadcast(joint or shapes.SCALAR, shape)
        if joint is None:
            refuse_shapes(f"{before} and {shape} do not broadcast")
    return shape_value(joint or shapes.SCALAR)


@models("numpy.broadcast_arrays", view=True)
def broadcast_arrays(*args: Value, subok: Flag = False) -> Value:
    """The arrays, each repeated to the shape that they broadcast to. Raises: ValueError."""
    arrays = [as_some_array(a) for a in args]
    joint: Shape | None = shapes.SCALAR
    for array in arrays:
        if array is None or subok:
            return UNKNOWN
        before, joint = joint, shapes.broadcast(joint or shapes.SCALAR, array.shape)
        if joint is None:
            refuse_shapes(f"{before} and {array.shape} do not broadcast")
    wide = (broadcast_to(a, joint or UNKNOWN_SHAPE) for a in arrays if a is not None)
    return _listed(tuple(wide))


@models("numpy.ndindex")
def ndindex(*shape: Value) -> Value:
    """Goes through the places of a grid: tuples of ints."""
    sizes = elements(shape[0]) if len(shape) == 1 and not isinstance(shape[0], Int) else shape
    return UNKNOWN if sizes is None else Elements(Tuple((Int(),) * len(sizes)))


@models("numpy.ndenumerate")
def ndenumerate(arr: PlainArray) -> Value:
    """Goes through the places and elements of an array."""
    rank = arr.shape.rank
    if rank is None or not arr.dtype.is_one_of(dtypes.NUMPY_NUMBERS):
        return UNKNOWN
    element = made((arr,), arr.dtype, shapes.SCALAR, arr.facts.of_a_part())
    return Elements(Tuple((Tuple((Int(),) * rank), element)))
