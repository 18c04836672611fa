"""TensorFlow's functions that choose elements, and that count. Source: truth cases A.op."""

from math import ceil, isfinite

from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.binding import ADType, ATensor, Size, Whole
from ndlint.knowledge.registry import Refusal, models
from ndlint.knowledge.tensorflow.attributes import check_mask
from ndlint.knowledge.tensorflow.operators import has_elements, mismatch
from ndlint.knowledge.tensorflow.refused import ALL_BUT_INDICES, BOOLS, check
from ndlint.knowledge.tensorflow.shaping import axis_of
from ndlint.values import dtype as dtypes
from ndlint.values.array import ENCODED, Array, Kind, Origins
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Float, Int, Tuple, Value
from ndlint.values.conversion import tensor_of
from ndlint.values.dimension import UNKNOWN_DIM, Dim, Wild, is_free
from ndlint.values.dtype import DType
from ndlint.values.facts import UNKNOWN_FACTS, between, whole
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

ZERO, ONE = Int(0), Int(1)


@models("tensorflow.gather")
def gather(
    params: ATensor,
    indices: ATensor,
    validate_indices: Value = NOTHING,
    axis: Whole = 0,
    batch_dims: Value = ZERO,
    name: Value = UNKNOWN,
) -> Value:
    """Slices at the indices. Shape: that of the indices in place of the axis.

    Raises: InvalidArgumentError for indices that are no int16, int32 or int64, where there is no
    such axis, and on a CPU where an index lies outside of it.
    """
    check(indices, ALL_BUT_INDICES)
    rank = params.shape.rank
    shape = UNKNOWN_SHAPE
    if rank is not None:
        at = axis_of(axis, rank)
        if batch_dims == ZERO:
            _check_ids(params, indices, at)
        if indices.shape.rank is not None and batch_dims == ZERO:
            before, after = params.shape.dims[:at], params.shape.dims[at + 1 :]
            shape = Shape((*before, *indices.shape.dims, *after))
    return replace(params, kind=Kind.TENSOR, shape=shape, facts=params.facts.of_a_part())


def _check_ids(table: Array, ids: Array, axis: int) -> None:
    """Look at the range of indices of an axis.

    Raises: Refusal where one that certainly is there has no row.
    """
    rows, facts = table.shape.dims[axis], ids.facts
    is_seen = facts.has_ends and has_elements(ids.shape) and has_elements(table.shape)
    if not is_seen or not isinstance(rows, int):
        return
    if facts.low < 0 or facts.high >= rows:
        message = (
            f"it looks up indices from {facts.low:.0f} to {facts.high:.0f} in an axis of size "
            f"{rows}: TensorFlow raises on a CPU; count them from 0 to {rows - 1}"
        )
        raise Refusal("InvalidArgumentError", message, Contract.IDS, ids, when_run=True)


@models("tensorflow.nn.embedding_lookup")
def embedding_lookup(
    params: Value, ids: ATensor, max_norm: Value = NOTHING, name: Value = UNKNOWN
) -> Value:
    """Rows at the ids; a list is a table in parts.

    Raises: InvalidArgumentError for ids that are no int16, int32 or int64.
    """
    if not isinstance(params, Array) or max_norm != NOTHING:
        return UNKNOWN
    return gather(tensor_of(params) or Array(), ids)


@models("tensorflow.one_hot")
def one_hot(
    indices: ATensor,
    depth: Size,
    on_value: Value = NOTHING,
    off_value: Value = NOTHING,
    axis: Whole = -1,
    dtype: ADType | None = None,
    name: Value = UNKNOWN,
) -> Value:
    """A row of `depth` for each index, float32 by default. Shape: one axis more.

    Raises: InvalidArgumentError for tensors of floats and booleans.
    """
    made: DType = dtype or dtypes.FLOAT32
    facts = whole(0, 1)
    if on_value != NOTHING or off_value != NOTHING:
        made, facts = dtype or dtypes.UNKNOWN_DTYPE, UNKNOWN_FACTS
    origins = ENCODED if axis == -1 else Origins()
    return Array(Kind.TENSOR, made, with_depth(indices.shape, depth, axis), facts, origins=origins)


def with_depth(shape: Shape, depth: Dim, axis: int) -> Shape:
    """The shape of rows for each element: one axis more, by default the last."""
    rank = shape.rank
    if rank is None or not -1 <= axis <= rank:
        return UNKNOWN_SHAPE
    at = rank if axis == -1 else axis
    size: Dim = UNKNOWN_DIM if isinstance(depth, Wild) or is_free(depth) else depth
    return Shape((*shape.dims[:at], size, *shape.dims[at:]))


@models("tensorflow.range")
def counted(
    start: Value,
    limit: Value = NOTHING,
    delta: Value = NOTHING,
    dtype: ADType | None = None,
    name: Value = UNKNOWN,
) -> Value:
    """The numbers of a `range`; Python's give int32 and float32. Shape: (n,)."""
    bounds = [bound for bound in (start, limit, delta) if bound != NOTHING]
    given = [tensor_of(bound) for bound in bounds]
    if any(isinstance(b, Bool) for b in bounds):
        return UNKNOWN
    made = dtype or _joint([g for g in given if g is not None], len(bounds))
    if limit == NOTHING:
        start, limit = Int(0), start
    first, last = _number(start), _number(limit)
    step = 1.0 if delta == NOTHING else _number(delta)
    size: Dim = UNKNOWN_DIM
    if first is not None and last is not None and step is not None:
        if not step or (last - first) * step < 0:
            raise mismatch(f"no numbers lead from {first:g} to {last:g} in steps of {step:g}")
        if all(number == int(number) for number in (first, last, step)):
            size = ceil((last - first) / step)
    return Array(Kind.TENSOR, made, Shape((size,)))


def _joint(given: list[Array], count: int) -> DType:
    names = {g.dtype for g in given}
    return names.pop() if len(names) == 1 and len(given) == count else dtypes.UNKNOWN_DTYPE


def _number(value: Value) -> float | None:
    match value:
        case Int() | Float():
            number = value.number
            return float(number) if number is not None and isfinite(number) else None
        case Array(facts=facts) if facts.low == facts.high:
            return facts.low
    return None


@models("tensorflow.linspace", "tensorflow.math.linspace")
def linspace(
    start: Value, stop: Value, num: Size, name: Value = UNKNOWN, axis: Value = ZERO
) -> Value:
    """Numbers at equal distances. Shape: (num,) for two numbers."""
    numbers = all(isinstance(end, Int | Float) for end in (start, stop))
    floats = all(isinstance(end, Float) for end in (start, stop))
    size: Dim = UNKNOWN_DIM if isinstance(num, Wild) or is_free(num) else num
    shape = Shape((size,)) if numbers else UNKNOWN_SHAPE
    return Array(Kind.TENSOR, dtypes.FLOAT32 if floats else dtypes.UNKNOWN_DTYPE, shape)


@models("tensorflow.math.top_k", "tensorflow.nn.top_k")
def top_k(input: ATensor, k: Value = ONE, *arguments: Value, **options: Value) -> Value:
    """The greatest elements of each line, and where they stand. Shapes: (..., k).

    Raises: InvalidArgumentError for bools, for a number, and for more than there are.
    """
    check(input, BOOLS)
    if input.shape.rank == 0:
        raise mismatch("it takes one axis or more, and gets a number")
    count = k.number if isinstance(k, Int) else None
    last = input.shape.axis(-1) if input.shape.rank else UNKNOWN_DIM
    if count is not None and isinstance(last, int) and count > last:
        raise mismatch(f"of {last} elements, {count} are asked for")
    size: Dim = UNKNOWN_DIM if count is None or count < 0 else count
    shape = Shape((*input.shape.dims[:-1], size)) if input.shape.rank else UNKNOWN_SHAPE
    values = replace(input, kind=Kind.TENSOR, shape=shape, facts=input.facts.of_a_part())
    return Tuple((values, Array(Kind.TENSOR, dtypes.INT32, shape, whole(0, float("inf")))))


@models("tensorflow.boolean_mask")
def boolean_mask(
    tensor: ATensor, mask: ATensor, axis: Value = NOTHING, name: Value = UNKNOWN
) -> Value:
    """The elements where the mask is true. Shape: one axis for those of the mask.

    Raises: ValueError where the axes of the mask are not those of the tensor.
    """
    if axis in (NOTHING, ZERO):
        check_mask(tensor, mask)
    shape = UNKNOWN_SHAPE
    m, t = mask.shape.rank, tensor.shape.rank
    if m and t is not None and m <= t and axis == NOTHING:
        shape = Shape((UNKNOWN_DIM, *tensor.shape.dims[m:]))
    return replace(tensor, kind=Kind.TENSOR, shape=shape, facts=tensor.facts.of_a_part())


@models("tensorflow.sequence_mask")
def sequence_mask(
    lengths: ATensor,
    maxlen: Size | None = None,
    dtype: ADType | None = None,
    name: Value = UNKNOWN,
) -> Value:
    """Which places of a row come before its length. Shape: (..., maxlen)."""
    size: Dim = UNKNOWN_DIM if maxlen is None or isinstance(maxlen, Wild) else maxlen
    shape = Shape((*lengths.shape.dims, size), lengths.shape.rank_known)
    return Array(Kind.TENSOR, dtype or dtypes.BOOL, shape, between(0, 1))


@models("tensorflow.math.in_top_k", "tensorflow.nn.in_top_k")
def in_top_k(targets: Value, predictions: Value, k: Value, name: Value = UNKNOWN) -> Value:
    """Whether each target is among the greatest. Shape: (n,)."""
    return Array(Kind.TENSOR, dtypes.BOOL, Shape((UNKNOWN_DIM,)), between(0, 1))
