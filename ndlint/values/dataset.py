"""Data sets: `tf.data` pipelines."""

from collections.abc import Callable

from msgspec.structs import replace

from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Dict, Tuple, Value
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.dtype import FLOAT32, DType
from ndlint.values.equality import equal_apart_from
from ndlint.values.shape import UNKNOWN_SHAPE, Shape
from ndlint.values.trace import Trace

INFINITE = -1
"""The cardinality of a data set without an end, as TensorFlow has it."""


@equal_apart_from("origin", "mix", "mixed_at")
class Dataset(Value, frozen=True, eq=False):
    """A `tf.data.Dataset`.

    `element` is a tensor, or tuples and dicts of tensors: what an iteration gives, and what
    Keras takes for one batch; or data sets, where there are windows. An axis that differs from
    one to the next is free; the facts are those of all elements together. `batches` is the
    number of batch axes that the program put before those of one sample, None where it is not
    known. `is_mixed`: every iteration gives the elements in another order. All that is made of
    one that was mixed `mixed_at` a place has the same `mix`; a part of it has another one.
    `rows_match`: the parts of an element have as many rows as each other.
    """

    element: Value = UNKNOWN
    cardinality: Dim = UNKNOWN_DIM
    batches: int | None = None
    origin: Trace = ()
    is_mixed: bool = False
    mix: int = 0
    mixed_at: Trace = ()
    rows_match: bool = False

    @property
    def path(self) -> str:
        """The class under whose name its methods are registered."""
        return "tensorflow.data.Dataset"

    @property
    def is_unbatched(self) -> bool:
        """Whether the program certainly never put samples into batches."""
        return self.batches == 0


class Elements(Value, frozen=True):
    """An iterator whose every item is `element`: `iter(dataset)`, `dataset.as_numpy_iterator()`.

    `path` is the public name of its class, where it is Keras' own sequence of batches.
    """

    element: Value = UNKNOWN
    path: str | None = None


class ImageGenerator(Value, frozen=True):
    """Keras' `ImageDataGenerator`, which gives images of this dtype."""

    dtype: DType = FLOAT32
    channels_last: bool = True

    @property
    def path(self) -> str:
        """The class under whose name its methods are registered."""
        return "keras.preprocessing.image.ImageDataGenerator"


class TensorSpec(Value, frozen=True):
    """A `tf.TensorSpec`: what a tensor is to be. An axis that takes any size is free."""

    dtype: DType = FLOAT32
    shape: Shape = UNKNOWN_SHAPE


def each_tensor(element: Value, change: Callable[[Array], Value]) -> Value:
    """The element with every tensor in it changed; what is not known, or a data set, stays so."""
    match element:
        case Dataset():
            return element
        case Array():
            return change(element)
        case Tuple(items):
            return Tuple(tuple(each_tensor(i, change) for i in items))
        case Dict(items) if items is not None:
            return Dict(tuple((k, each_tensor(v, change)) for k, v in items))
    return UNKNOWN


def some_of(element: Value) -> Value:
    """The element where only some are given."""
    return each_tensor(element, lambda tensor: replace(tensor, facts=tensor.facts.of_a_part()))


def taken_out(
    data: Dataset,
    kind: Kind = Kind.TENSOR,
    order: tuple[int, int] | None = None,
    rows: Dim = UNKNOWN_DIM,
) -> Value:
    """One element as an iteration gives it: an axis that differs has some size then, the first
    one that of `rows`. `order` is that of the rows (see `Origins`)."""

    def known(tensor: Array) -> Value:
        dims = tuple(UNKNOWN_DIM if d is FREE else d for d in tensor.shape.dims)
        if tensor.shape.rank and tensor.shape.dims[0] is FREE:
            dims = (rows, *dims[1:])
        is_scalar = kind is Kind.NDARRAY and tensor.shape.rank == 0
        return replace(
            tensor,
            kind=Kind.SCALAR if is_scalar else kind,
            shape=Shape(dims, tensor.shape.rank_known),
            origins=replace(tensor.origins, order=order),
        )

    return each_tensor(data.element if data.cardinality == 1 else some_of(data.element), known)
