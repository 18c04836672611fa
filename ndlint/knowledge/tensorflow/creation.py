"""TensorFlow's functions that make tensors."""

from msgspec.structs import replace

from ndlint.knowledge.binding import ADType, AShape, ATensor
from ndlint.knowledge.numpy.outcome import facts_in
from ndlint.knowledge.registry import constants, models
from ndlint.values import dtype as dtypes
from ndlint.values.array import CUT, Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Int, Value
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, evenly_drawn, whole

LARGEST = 1000
"""With parameters up to this, random floats of any dtype are finite."""

constants({"tensorflow.newaxis": NOTHING})


@models("tensorflow.zeros", "tensorflow.ones")
def zeros(shape: AShape, dtype: ADType | None = None, name: Value = UNKNOWN) -> Value:
    """A tensor of the shape, float32 by default."""
    return Array(Kind.TENSOR, dtype or dtypes.FLOAT32, shape, whole(0, 1))


@models("tensorflow.zeros_like", "tensorflow.ones_like")
def zeros_like(
    input: ATensor, dtype: ADType | None = None, name: Value = UNKNOWN, **options: Value
) -> Value:
    """A tensor of the input's shape and dtype."""
    return Array(Kind.TENSOR, dtype or input.dtype, input.shape, whole(0, 1), origins=CUT)


@models("tensorflow.fill")
def fill(dims: AShape, value: ATensor, name: Value = UNKNOWN, **options: Value) -> Value:
    """A tensor of the shape filled with one value of its dtype."""
    return replace(value, shape=dims, facts=facts_in(dims, value.facts))


@models("tensorflow.eye")
def eye(
    num_rows: Value,
    num_columns: Value = UNKNOWN,
    batch_shape: Value = UNKNOWN,
    dtype: ADType | None = None,
    name: Value = UNKNOWN,
) -> Value:
    """The identity matrix, float32 by default."""
    return Array(Kind.TENSOR, dtype or dtypes.FLOAT32, facts=whole(0, 1))


@models("tensorflow.random.normal", "tensorflow.random.truncated_normal")
def random_normal(
    shape: AShape,
    mean: Value = NOTHING,
    stddev: Value = NOTHING,
    dtype: ADType | None = None,
    seed: Value = UNKNOWN,
    name: Value = UNKNOWN,
) -> Value:
    """Random floats, float32 by default."""
    return Array(Kind.TENSOR, dtype or dtypes.FLOAT32, shape, _drawn(mean, stddev))


@models("tensorflow.random.uniform")
def random_uniform(
    shape: AShape,
    minval: Value = NOTHING,
    maxval: Value = NOTHING,
    dtype: ADType | None = None,
    seed: Value = UNKNOWN,
    name: Value = UNKNOWN,
) -> Value:
    """Random numbers, float32 by default; whole ones are all as likely."""
    low = Int(0) if minval == NOTHING else minval
    facts, count = _drawn(minval, maxval), shape.size
    if dtype is not None and dtype.is_one_of(dtypes.INTEGERS) and isinstance(count, int):
        ends = [end.number for end in (low, maxval) if isinstance(end, Int)]
        first, last = ends if len(ends) == 2 else (None, None)
        if first is not None and last is not None and first < last:
            facts = evenly_drawn(first, last - 1, count)
    return Array(Kind.TENSOR, dtype or dtypes.FLOAT32, shape, facts)


def _drawn(*parameters: Value) -> Facts:
    """Finite numbers, unless a parameter of the distribution may be none or is large."""
    return FINITE if all(map(_is_small, parameters)) else UNKNOWN_FACTS


def _is_small(parameter: Value) -> bool:
    number = getattr(parameter, "number", None)
    return parameter == NOTHING or (number is not None and abs(number) <= LARGEST)


@models("tensorflow.stop_gradient")
def stop_gradient(input: ATensor, name: Value = UNKNOWN) -> Value:
    """A tensor of the same elements, through which no gradient leads."""
    return replace(input, origins=CUT)


@models("tensorflow.identity")
def identity(input: ATensor, name: Value = UNKNOWN) -> Value:
    """A tensor of the same elements."""
    return replace(input)
