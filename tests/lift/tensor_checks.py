"""What must hold of lifted tensors, variables and data sets: each function is run in a process
of its own."""

import warnings
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import ml_dtypes
import numpy as np
import tensorflow as tf
from msgspec.structs import replace

from ndlint.lift import lift
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Dict, Int, List, Str, Tuple, Value
from ndlint.values.dataset import INFINITE, Dataset
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.dtype import UNKNOWN_DTYPE
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

NAN, INF = float("nan"), float("inf")
NUMBERS = (
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16",
    "float32", "float64", "complex64", "complex128", ml_dtypes.bfloat16,
)  # fmt: skip
Pair = namedtuple("Pair", "a b")


def run(name: str) -> None:
    """Make one of the checks."""
    warnings.simplefilter("ignore")
    globals()[name]()


def same(thing: object, expected: Value, first: tuple[int, ...] | None = None) -> None:
    """Check what an object is lifted as; `first`: where its first NaN or Inf is."""
    found = lift(thing)
    assert found == expected, f"{found} is not {expected}"
    if isinstance(found, Array):
        assert found.origins.first == first, f"{found.origins.first} is not {first}"


def arrays() -> Iterator[Any]:
    """Arrays of all dtypes that TensorFlow shares with NumPy."""
    for dtype in NUMBERS:
        for elements in ([[3, 0], [1, 2]], 1, np.zeros((2, 0, 3))):
            yield np.array(elements, dtype)
    for dtype in (d for d in NUMBERS if np.issubdtype(d, np.inexact) or not isinstance(d, str)):
        yield np.array([[1, 0.5], [2, NAN]], dtype)
        yield np.array([-INF, 1], dtype)
        yield np.array(NAN, dtype)


def a_tensor_and_a_variable_are_as_the_array() -> None:
    for array in arrays():
        plain = lift(array)
        assert isinstance(plain, Array)
        first = plain.origins.first
        same(tf.constant(array), replace(plain, kind=Kind.TENSOR), first)
        same(tf.Variable(array), replace(plain, kind=Kind.VARIABLE), first)
        same([tf.constant(array)], List((replace(plain, kind=Kind.TENSOR),)))


def a_variable_is_as_it_is_now() -> None:
    variable = tf.Variable([1.0, 2.0], shape=tf.TensorShape(None))
    for now in ([1.0, 2.0], [[0.5]], [NAN, 3.0, INF]):
        variable.assign(now)
        plain = lift(np.array(now, "float32"))
        assert isinstance(plain, Array)
        same(variable, replace(plain, kind=Kind.VARIABLE), plain.origins.first)


def other_dtypes() -> None:
    same(tf.constant(["a", "b"]), Array(Kind.TENSOR, dtypes.STR, Shape((2,))))
    same(tf.constant("a"), Array(Kind.TENSOR, dtypes.STR, Shape(())))
    same(tf.Variable([["a"]]), Array(Kind.VARIABLE, dtypes.STR, Shape((1, 1))))
    quantized = lift(tf.quantization.quantize([1.0, 2.0], 0.0, 4.0, tf.qint8)[0])
    assert isinstance(quantized, Array)
    assert (quantized.dtype, quantized.shape) == (UNKNOWN_DTYPE, Shape((2,)))
    float8 = lift(tf.constant(np.array([1, NAN], ml_dtypes.float8_e4m3fn)))
    assert isinstance(float8, Array)
    assert (float8.dtype, float8.shape) == (UNKNOWN_DTYPE, Shape((2,)))


def what_is_no_plain_tensor_is_unknown() -> None:
    rows = tf.constant([[1.0, 0.0]])
    for thing in (
        tf.ragged.constant([[1], [2, 3]]),
        tf.sparse.from_dense(rows),
        tf.IndexedSlices(rows, tf.constant([0])),
        tf.TensorArray(tf.float32, 3),
        tf.TensorSpec((2,)),
        tf.TensorShape((2,)),
        iter(tf.data.Dataset.range(3)),
    ):
        same(thing, UNKNOWN)


def of_a_graph_only_dtype_and_shape_are_known() -> None:
    weights = tf.Variable([[1.0, 0.5], [2.0, 3.0]])
    given = [tf.TensorSpec((None, 2), tf.float32), tf.TensorSpec(None, tf.string)]
    looked_at = []

    def traced(x: Any, text: Any) -> Any:
        graph = tf.compat.v1.get_default_graph()
        before = len(graph.get_operations())
        same(x, Array(Kind.TENSOR, dtypes.FLOAT32, Shape((UNKNOWN_DIM, 2))))
        same(text, Array(Kind.TENSOR, dtypes.STR, UNKNOWN_SHAPE))
        same(weights, Array(Kind.VARIABLE, dtypes.FLOAT32, Shape((2, 2))))
        numbers = tf.data.Dataset.range(3)
        made = len(graph.get_operations())
        same(numbers, Dataset(tensor("int64"), UNKNOWN_DIM, 0))
        assert len(graph.get_operations()) == made
        looked_at.append(before)
        return x

    tf.function(traced, autograph=False).get_concrete_function(*given)
    assert looked_at


# ---- data sets


def tensor(dtype: str, *dims: Dim) -> Array:
    """A tensor of whose elements nothing is known."""
    return Array(Kind.TENSOR, dtypes.dtype(dtype), Shape(dims))


X, Y = np.zeros((6, 2), "float32"), np.arange(6)
ROW, LABEL = tensor("float32", 2), tensor("int64")
ROWS, LABELS = tensor("float32", FREE, 2), tensor("int64", FREE)
"""Of a batch that may be smaller than the others."""


def of(*parts: object) -> Any:
    """A data set of the samples of arrays."""
    return tf.data.Dataset.from_tensor_slices(parts[0] if len(parts) == 1 else parts)


def generated(*shape: int | None) -> Any:
    """A data set whose size only a run would tell."""

    def never() -> Iterator[Any]:
        raise AssertionError("it was iterated")
        yield

    return tf.data.Dataset.from_generator(never, output_signature=tf.TensorSpec(shape, tf.float32))


def elements_of_data_sets() -> None:
    for made, element in (
        (of(X), ROW),
        (of(X, Y), Tuple((ROW, LABEL))),
        (of({"x": X, "y": Y}), Dict(((Str("x"), ROW), (Str("y"), LABEL)))),
        (of({3: X}), Dict(((Int(3), ROW),))),
        (of({"x": X}, (Y, X)), Tuple((Dict(((Str("x"), ROW),)), Tuple((LABEL, ROW))))),
        (of(OrderedDict(y=Y, x=X)), Dict(((Str("y"), LABEL), (Str("x"), ROW)))),
        (of(Pair(X, Y)), UNKNOWN),
        (of((X,)), Tuple((ROW,))),
        (of(["a"]), tensor("str")),
        (of([[1, 2]]), tensor("int32", 2)),
        (of(tf.ragged.constant([[1], [2, 3]])), UNKNOWN),
        (of(tf.ragged.constant([[1], [2, 3]]), [1, 2]), Tuple((UNKNOWN, tensor("int32")))),
        (of(tf.sparse.from_dense(X)), UNKNOWN),
        (of(X).window(2), UNKNOWN),
        (tf.data.Dataset.from_tensors((X, Y)),
         Tuple((tensor("float32", 6, 2), tensor("int64", 6)))),
        (generated(None, 3), tensor("float32", FREE, 3)),
        (tf.data.Dataset.from_generator(list, output_types=tf.float64),
         Array(Kind.TENSOR, dtypes.FLOAT64, UNKNOWN_SHAPE)),
        (of(X, Y).batch(4), Tuple((ROWS, LABELS))),
        (of(X, Y).batch(4, drop_remainder=True),
         Tuple((tensor("float32", 4, 2), tensor("int64", 4)))),
        (of(X).batch(2).batch(2), tensor("float32", FREE, FREE, 2)),
        (generated(None).padded_batch(2), tensor("float32", FREE, FREE)),
        (of(X).map(lambda row: (row, row[0])), Tuple((ROW, tensor("float32")))),
    ):  # fmt: skip
        found = lift(made)
        assert isinstance(found, Dataset)
        assert found.element == element, f"{found.element} is not {element}"


def sizes_of_data_sets() -> None:
    for made, size in (
        (of(X), 6), (of(X[:0]), 0), (of(X).batch(4), 2), (of(X).batch(4, drop_remainder=True), 1),
        (of(X).repeat(), INFINITE), (of(X).repeat(2), 12), (of(X).take(2), 2),
        (of(X).filter(lambda row: row[0] > 1), UNKNOWN_DIM), (generated(3), UNKNOWN_DIM),
    ):  # fmt: skip
        found = lift(made)
        assert isinstance(found, Dataset)
        assert found.cardinality == size, f"{found.cardinality} is not {size}"


KEEPING: list[Callable[[Any], Any]] = [
    lambda d: d.map(lambda row: row),
    lambda d: d.map(lambda row: row, num_parallel_calls=2),
    lambda d: d.shuffle(3),
    lambda d: d.repeat(2),
    lambda d: d.take(3),
    lambda d: d.skip(1),
    lambda d: d.cache(),
    lambda d: d.prefetch(1),
    lambda d: d.filter(lambda row: True),
    lambda d: d.with_options(tf.data.Options()),
    lambda d: d.shard(2, 0),
]
"""Steps that put nothing into batches."""
BATCHING: list[Callable[[Any], Any]] = [
    lambda d: d.batch(2),
    lambda d: d.batch(2, num_parallel_calls=2),
    lambda d: d.padded_batch(2),
]


def batches_of_data_sets() -> None:
    for start in (of(X), tf.compat.v1.data.Dataset.from_tensor_slices(X)):
        for count, made in chain(
            ((0, keep(start)) for keep in KEEPING),
            ((1, keep(batch(start))) for keep in KEEPING for batch in BATCHING),
            ((2, batch(keep(start.batch(2)))) for keep in KEEPING for batch in BATCHING),
            ((0, batch(start).unbatch()) for batch in BATCHING),
        ):
            found = lift(made)
            assert isinstance(found, Dataset)
            assert found.batches == count, f"{found} of {type(made).__name__}: not {count}"
            assert found.is_unbatched is (count == 0)
    for made in (
        tf.data.Dataset.from_tensors(X),
        tf.data.Dataset.zip((of(X), of(Y))),
        of(X).concatenate(of(X)),
        generated(3),
        of(X).unbatch(),
    ):
        found = lift(made)
        assert isinstance(found, Dataset)
        assert found.batches is None, type(made).__name__
