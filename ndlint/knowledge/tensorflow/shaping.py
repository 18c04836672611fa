"""TensorFlow's functions that move, repeat and part elements. Source: truth cases A.op."""

from msgspec.structs import replace

from ndlint.knowledge.binding import AShape, ATensor, Axes, Whole
from ndlint.knowledge.numpy.shaping import reshaped
from ndlint.knowledge.registry import models
from ndlint.knowledge.tensorflow.operators import mismatch
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Int, List, Value, elements
from ndlint.values.dimension import UNKNOWN_DIM, Dim, add, differ, is_natural, multiply
from ndlint.values.dtype import DType
from ndlint.values.facts import exactly, whole
from ndlint.values.likely import is_likely
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

INFINITY = float("inf")


def axis_of(axis: int, rank: int) -> int:
    """The axis counted from the front. Raises: InvalidArgumentError where there is none."""
    if not -rank <= axis < rank:
        raise mismatch(f"there is no axis {axis}: the tensor has {rank} axes")
    return axis % rank


@models("tensorflow.reshape")
def reshape(tensor: ATensor, shape: AShape, name: Value = UNKNOWN) -> Value:
    """The same elements in another shape; one axis of -1 is worked out.

    Raises: InvalidArgumentError where the elements certainly do not fill it.
    """
    if -1 in shape.dims and 0 in shape.dims:
        # Of no elements any number of rows can be made, other than by NumPy.
        return replace(tensor, shape=shapes.unknown_of_rank(shape.rank))
    return replace(tensor, shape=reshaped(tensor.shape, shape, "InvalidArgumentError"))


@models("tensorflow.expand_dims")
def expand_dims(input: ATensor, axis: Axes, name: Value = UNKNOWN) -> Value:
    """One axis of size 1 more. Raises: InvalidArgumentError where it has no such place."""
    rank = input.shape.rank
    if rank is None:
        return replace(input, shape=UNKNOWN_SHAPE)
    if not -rank - 1 <= axis[0] <= rank:
        raise mismatch(f"there is no place {axis[0]} for an axis: the tensor has {rank} axes")
    dims = list(input.shape.dims)
    dims.insert(axis[0] % (rank + 1), 1)
    return replace(input, shape=Shape(tuple(dims)))


@models("tensorflow.transpose")
def transpose(a: ATensor, perm: Axes | None = None, **options: Value) -> Value:
    """The axes in another order, by default reversed.

    Raises: InvalidArgumentError where the order names another number of axes.
    """
    rank = a.shape.rank
    if rank is None:
        return a
    order = perm or tuple(reversed(range(rank)))
    if len(order) != rank:
        raise mismatch(f"an order of {len(order)} axes is not for the shape {a.shape}")
    if sorted(order) != list(range(rank)):
        return replace(a, shape=UNKNOWN_SHAPE)
    return replace(a, shape=Shape(tuple(a.shape.dims[i] for i in order)))


@models("tensorflow.squeeze")
def squeeze(input: ATensor, axis: Axes | None = None, name: Value = UNKNOWN) -> Value:
    """Axes of size 1 go. Raises: InvalidArgumentError where a named axis is of another size."""
    rank, dims = input.shape.rank, input.shape.dims
    if rank is None or (not axis and not all(isinstance(d, int) for d in dims)):
        return replace(input, kind=Kind.TENSOR, shape=UNKNOWN_SHAPE)
    gone = {axis_of(a, rank) for a in axis} if axis else {i for i in range(rank) if dims[i] == 1}
    for i in gone:
        if differ(dims[i], 1):
            raise mismatch(f"axis {i} of {input.shape} cannot be squeezed: its size is not 1")
    kept = tuple(d for i, d in enumerate(dims) if i not in gone)
    return replace(input, kind=Kind.TENSOR, shape=Shape(kept))


@models("tensorflow.tile")
def tile(input: ATensor, multiples: AShape, name: Value = UNKNOWN) -> Value:
    """The tensor repeated along each axis. Raises: InvalidArgumentError for another rank."""
    if input.shape.rank is None or multiples.rank is None:
        return _part(input, UNKNOWN_SHAPE)
    if input.shape.rank != multiples.rank:
        raise mismatch(f"{multiples.rank} multiples are not for the shape {input.shape}")
    counts = [k if is_natural(k) else UNKNOWN_DIM for k in multiples.dims]
    sizes = (multiply(n, k) for n, k in zip(input.shape.dims, counts, strict=True))
    return _part(input, Shape(tuple(sizes)))


def _part(tensor: Array, shape: Shape) -> Array:
    return replace(tensor, kind=Kind.TENSOR, shape=shape, facts=tensor.facts.of_a_part())


@models("tensorflow.pad")
def pad(tensor: ATensor, paddings: Value, *arguments: Value, **options: Value) -> Value:
    """More elements at the ends of each axis. Raises: InvalidArgumentError for another rank."""
    made = Array(Kind.TENSOR, tensor.dtype)
    pairs = [elements(pair) for pair in elements(paddings) or ()]
    if tensor.shape.rank is None or not pairs or any(p is None or len(p) != 2 for p in pairs):
        return made
    if len(pairs) != tensor.shape.rank:
        raise mismatch(f"{len(pairs)} paddings are not for the shape {tensor.shape}")
    dims: list[Dim] = []
    for size, pair in zip(tensor.shape.dims, pairs, strict=True):
        ends = [end.number if isinstance(end, Int) else None for end in pair or ()]
        known = [n for n in ends if n is not None and n >= 0]
        dims.append(add(size, sum(known)) if len(known) == len(ends) else UNKNOWN_DIM)
    return replace(made, shape=Shape(tuple(dims)))


@models("tensorflow.reverse", "tensorflow.roll", "tensorflow.random.shuffle")
def moved(tensor: ATensor, *arguments: Value, **options: Value) -> Value:
    """The same elements in other places."""
    return replace(tensor, kind=Kind.TENSOR)


@models("tensorflow.broadcast_to")
def broadcast_to(input: ATensor, shape: AShape, name: Value = UNKNOWN) -> Value:
    """The elements repeated to fill the shape. Raises: InvalidArgumentError: they cannot."""
    joint = shapes.broadcast(input.shape, shape)
    is_known = input.shape.rank is not None and shape.rank is not None
    if joint is None or (is_known and len(input.shape.dims) > len(shape.dims)):
        refusal = mismatch(f"the shape {input.shape} does not broadcast to {shape}")
        refusal.when_run = joint is None and 0 in input.shape.dims
        raise refusal
    return _part(input, shape)


@models("tensorflow.split")
def split(
    value: ATensor,
    num_or_size_splits: Value,
    axis: Whole = 0,
    num: Value = UNKNOWN,
    name: Value = UNKNOWN,
) -> Value:
    """A list of parts along an axis, equal ones or of the given sizes.

    Raises: InvalidArgumentError where the axis cannot be parted so.
    """
    rank = value.shape.rank
    sizes = elements(num_or_size_splits)
    if rank is None or (sizes is None and not isinstance(num_or_size_splits, Int)):
        return List(None)
    at = axis_of(axis, rank)
    whole_size = value.shape.dims[at]
    parts = _parts(whole_size, num_or_size_splits, sizes)
    if parts is None:
        return List(None)
    return List(tuple(_part(value, _with(value.shape, at, size)) for size in parts))


def _parts(size: Dim, count: Value, sizes: tuple[Value, ...] | None) -> list[Dim] | None:
    if sizes is None:
        number = count.number if isinstance(count, Int) else None
        if number is None or number < 1:
            return None
        if isinstance(size, int) and size % number:
            raise mismatch(f"an axis of size {size} has no {number} equal parts")
        return [size // number if isinstance(size, int) else UNKNOWN_DIM] * number
    known = [s.number if isinstance(s, Int) else None for s in sizes]
    numbers = [n for n in known if n is not None and n >= 0]
    if len(numbers) < len(known):
        return [UNKNOWN_DIM if n is None or n < 0 else n for n in known]
    if isinstance(size, int) and sum(numbers) != size:
        raise mismatch(f"an axis of size {size} is not parted into {numbers}")
    return [*numbers]


def _with(shape: Shape, axis: int, size: Dim) -> Shape:
    return Shape((*shape.dims[:axis], size, *shape.dims[axis + 1 :]))


@models("tensorflow.unstack")
def unstack(value: ATensor, num: Value = UNKNOWN, axis: Whole = 0, name: Value = UNKNOWN) -> Value:
    """A list of what lies along an axis."""
    rank = value.shape.rank
    if rank is None or not -rank <= axis < rank or num != UNKNOWN:
        return List(None)
    size = value.shape.dims[axis]
    if not isinstance(size, int) or size > LONGEST:
        return List(None)
    at = axis % rank
    shape = Shape((*value.shape.dims[:at], *value.shape.dims[at + 1 :]))
    return List(tuple(_part(value, shape) for _ in range(size)))


LONGEST = 64
"""Of more tensors than this, no list is made."""


@models("tensorflow.shape")
def shape_of(input: ATensor, out_type: Value = UNKNOWN, name: Value = UNKNOWN) -> Value:
    """The sizes of the axes as a tensor, int32. Shape: (rank,)."""
    rank = input.shape.rank
    dtype = dtypes.INT32 if out_type == UNKNOWN else dtypes.UNKNOWN_DTYPE
    shape = Shape((UNKNOWN_DIM if rank is None else rank,))
    return Array(Kind.TENSOR, dtype, shape, whole(0, INFINITY))


@models("tensorflow.size")
def size_of(input: ATensor, out_type: Value = UNKNOWN, name: Value = UNKNOWN) -> Value:
    """The number of elements as a tensor, int32."""
    dtype = dtypes.INT32 if out_type == UNKNOWN else dtypes.UNKNOWN_DTYPE
    return _number(input.shape.size, dtype)


@models("tensorflow.rank")
def rank_of(input: ATensor, name: Value = UNKNOWN) -> Value:
    """The number of axes as a tensor, int32."""
    return _number(input.shape.rank, dtypes.INT32)


def _number(known: Dim | None, dtype: DType) -> Array:
    """A number of elements or axes as a tensor."""
    facts = whole(0, INFINITY)
    if isinstance(known, int) and not is_likely(known):
        facts = exactly(known)
    return Array(Kind.TENSOR, dtype, shapes.SCALAR, facts)


@models("tensorflow.repeat")
def repeat(
    input: ATensor, repeats: Value, axis: Whole | None = None, name: Value = UNKNOWN
) -> Value:
    """Each element repeated, along an axis or on one flat axis."""
    number = repeats.number if isinstance(repeats, Int) else None
    rank = input.shape.rank
    if axis is None:
        size = input.shape.size
        dims: tuple[Dim, ...] = (multiply(size, number) if number is not None else UNKNOWN_DIM,)
        return _part(input, Shape(dims))
    if not rank:
        return _part(input, UNKNOWN_SHAPE)
    at = axis_of(axis, rank)
    size = multiply(input.shape.dims[at], number) if number is not None else UNKNOWN_DIM
    return _part(input, _with(input.shape, at, size))


@models("tensorflow.linalg.matrix_transpose")
def matrix_transpose(a: ATensor, name: Value = UNKNOWN, conjugate: Value = UNKNOWN) -> Value:
    """The last two axes in turn. Shape: (..., m, n) -> (..., n, m)."""
    dims = a.shape.dims
    if a.shape.rank is None or len(dims) < 2:
        return replace(a, kind=Kind.TENSOR, shape=UNKNOWN_SHAPE)
    return replace(a, kind=Kind.TENSOR, shape=Shape((*dims[:-2], dims[-1], dims[-2])))
