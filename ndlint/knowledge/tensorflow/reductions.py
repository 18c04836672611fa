"""TensorFlow's reductions along axes. Source: truth cases A.op.reduce_*."""

from collections.abc import Iterable

from msgspec.structs import replace

from ndlint.events import ARGMAX, TENSOR_MEAN, TENSOR_SUM
from ndlint.knowledge.binding import ATensor, Axes, Flag
from ndlint.knowledge.registry import models
from ndlint.knowledge.tensorflow.operators import mismatch
from ndlint.knowledge.tensorflow.refused import ALL_BUT_FLOATS, BOOLS, booleans, check
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Tuple, Value
from ndlint.values.dimension import Dim
from ndlint.values.facts import UNKNOWN_FACTS, Facts, whole
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

INFINITY = float("inf")


def reduced(shape: Shape, axis: tuple[int, ...] | None, keepdims: bool) -> Shape:
    """The shape without the axes, or with them of size 1; None: all of them.

    Raises: InvalidArgumentError where there is no such axis.
    """
    rank = shape.rank
    if rank is None:
        return shapes.SCALAR if axis is None and not keepdims else UNKNOWN_SHAPE
    gone = range(rank) if axis is None else [_checked(a, rank) for a in axis]
    dims: list[Dim] = [1 if i in gone else d for i, d in enumerate(shape.dims)]
    if keepdims:
        return Shape(tuple(dims))
    return Shape(tuple(d for i, d in enumerate(shape.dims) if i not in gone))


def _checked(axis: int, rank: int) -> int:
    if not -rank <= axis < rank:
        raise mismatch(f"there is no axis {axis}: the tensor has {rank} axes")
    return axis % rank


def _register(names: Iterable[str], refused: frozenset[str], computes: str = "") -> None:
    @models(
        *(f"tensorflow.{name}" for name in names),
        *(f"tensorflow.math.{name}" for name in names if not name.startswith("math.")),
        computes=computes,
    )
    def reduce(
        input_tensor: ATensor,
        axis: Axes | None = None,
        keepdims: Flag = False,
        name: Value = UNKNOWN,
    ) -> Value:
        """One value of each line along the axes: same dtype, also for integers.

        Raises: InvalidArgumentError for other dtypes, and where there is no such axis.
        """
        check(input_tensor, refused)
        shape = reduced(input_tensor.shape, axis, keepdims)
        return Array(Kind.TENSOR, input_tensor.dtype, shape)


_register(("reduce_max", "reduce_min", "reduce_prod"), BOOLS)
_register(("math.reduce_euclidean_norm",), frozenset())
_register(("reduce_mean",), BOOLS, TENSOR_MEAN)
_register(("reduce_sum",), BOOLS, TENSOR_SUM)
_register(
    ("reduce_logsumexp", "math.reduce_std", "math.reduce_variance"),
    ALL_BUT_FLOATS,
)


@models(
    "tensorflow.reduce_any", "tensorflow.reduce_all", "tensorflow.math.reduce_any",
    "tensorflow.math.reduce_all",
)  # fmt: skip
def reduce_booleans(
    input_tensor: Value, axis: Axes | None = None, keepdims: Flag = False, name: Value = UNKNOWN
) -> Value:
    """Whether any element, or each, of a line is true. Raises: as the other reductions."""
    made = booleans(input_tensor)
    if made is None:
        return UNKNOWN
    return replace(made, shape=reduced(made.shape, axis, keepdims))


@models("tensorflow.argmax", "tensorflow.math.argmax", computes=ARGMAX)
def argmax(
    input: ATensor, axis: Axes | None = None, output_type: Value = UNKNOWN, name: Value = UNKNOWN
) -> Value:
    """Where the greatest element of each line is, along one axis, by default the first: int64."""
    at, rank = axis[0] if axis else 0, input.shape.rank
    # A graph finds out only when it runs that there is no such axis.
    is_there = rank is not None and -rank <= at < rank
    shape = reduced(input.shape, (at,), False) if is_there else UNKNOWN_SHAPE
    dtype = dtypes.INT64 if output_type == UNKNOWN else dtypes.UNKNOWN_DTYPE
    return Array(Kind.TENSOR, dtype, shape, whole(0, INFINITY))


@models("tensorflow.argmin", "tensorflow.math.argmin")
def argmin(
    input: ATensor, axis: Axes | None = None, output_type: Value = UNKNOWN, name: Value = UNKNOWN
) -> Value:
    """Where the least element of each line is: as `argmax`."""
    return argmax(input, axis, output_type)


@models("tensorflow.norm", "tensorflow.linalg.norm")
def norm(
    tensor: ATensor,
    ord: Value = UNKNOWN,
    axis: Axes | None = None,
    keepdims: Flag = False,
    name: Value = UNKNOWN,
) -> Value:
    """The length of vectors. Raises: InvalidArgumentError or TypeError for integers."""
    if ord == UNKNOWN:
        check(tensor, ALL_BUT_FLOATS)
    facts = Facts(low=0)
    return Array(Kind.TENSOR, tensor.dtype, reduced(tensor.shape, axis, keepdims), facts)


@models("tensorflow.nn.moments")
def moments(
    x: ATensor,
    axes: Axes,
    shift: Value = NOTHING,
    keepdims: Flag = False,
    name: Value = UNKNOWN,
) -> Value:
    """The mean and the variance along axes."""
    part = replace(x, kind=Kind.TENSOR, shape=reduced(x.shape, axes, keepdims), facts=UNKNOWN_FACTS)
    return Tuple((part, part))
