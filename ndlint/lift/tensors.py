"""TensorFlow's tensors, variables, dtypes and data sets as abstract values.

TensorFlow is not imported: an object of it is there only where the program imported it.
"""

import sys
from typing import Any

import numpy as np

from ndlint.knowledge.binding import DTypeValue
from ndlint.lift.arrays import array_of
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Dict, Int, Str, Tuple, Value
from ndlint.values.dataset import INFINITE, Dataset
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, Wild
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

KEEPS_BATCHES = frozenset({
    "_MapDataset", "_ParallelMapDataset", "_ShuffleDataset", "_RepeatDataset", "_TakeDataset",
    "_SkipDataset", "_CacheDataset", "_PrefetchDataset", "_FilterDataset", "_OptionsDataset",
    "_ShardDataset", "_FiniteSkipDataset", "DatasetV1Adapter",
})  # fmt: skip
"""TensorFlow's own classes of pipelines that put nothing into batches."""
BATCHES = {
    "_BatchDataset": 1, "_ParallelBatchDataset": 1, "_PaddedBatchDataset": 1,
    "_UnbatchDataset": -1,
}  # fmt: skip
"""Those that do, or take apart."""
SAMPLES = frozenset({"_TensorSliceDataset", "_RangeDataset"})
"""Those that begin with single samples."""


def lift_tensorflow(thing: object) -> Value | None:
    """A tensor, variable, dtype or data set of TensorFlow's. None: it is none."""
    tf: Any = sys.modules.get("tensorflow")
    if tf is None or not hasattr(tf, "Tensor"):
        return None
    if isinstance(thing, tf.Variable):
        return _variable(thing)
    if isinstance(thing, tf.Tensor):
        return _tensor(thing, Kind.TENSOR)
    if isinstance(thing, tf.DType):
        return DTypeValue(_dtype(thing))
    if isinstance(thing, tf.data.Dataset):
        return _dataset(thing)
    return UNKNOWN if tf.is_tensor(thing) else None


def _tensor(thing: Any, kind: Kind) -> Array:
    """A tensor; of one in a graph only dtype and shape are known."""
    if hasattr(thing, "numpy") and sys.modules["tensorflow"].executing_eagerly():
        try:
            return array_of(np.asarray(memoryview(thing)), kind)
        except (TypeError, ValueError, BufferError):  # strings, bfloat16, on another device
            pass
        data = thing.numpy()
        if isinstance(data, np.ndarray | np.generic) and data.dtype.kind in "biufcV":
            return array_of(np.asarray(data), kind)
    return Array(kind, _dtype(thing.dtype), _shape(thing.shape, UNKNOWN_DIM))


def _variable(thing: Any) -> Array:
    """A variable. In a graph it is not read: that would be an operation of the graph."""
    if sys.modules["tensorflow"].executing_eagerly():
        return _tensor(thing.value(), Kind.VARIABLE)
    return Array(Kind.VARIABLE, _dtype(thing.dtype), _shape(thing.shape, UNKNOWN_DIM))


def _dtype(real: Any) -> DType:
    name = real.name.removesuffix("_ref")
    return dtypes.parse("str" if name == "string" else name) or UNKNOWN_DTYPE


def _shape(real: Any, free: Wild) -> Shape:
    """A static shape; `free` stands for an axis that is not fixed."""
    if real.rank is None:
        return UNKNOWN_SHAPE
    return Shape(tuple(free if size is None else size for size in real.as_list()))


def _dataset(thing: Any) -> Dataset:
    cardinality: Dim = UNKNOWN_DIM
    if sys.modules["tensorflow"].executing_eagerly():
        size = int(thing.cardinality())
        cardinality = size if size >= INFINITE else UNKNOWN_DIM
    return Dataset(_element(thing.element_spec), cardinality, _batches(thing))


def _element(spec: Any) -> Value:
    """What an iteration gives, after its specification."""
    tf: Any = sys.modules["tensorflow"]
    if isinstance(spec, tf.TensorSpec):
        return Array(Kind.TENSOR, _dtype(spec.dtype), _shape(spec.shape, FREE))
    if type(spec) is tuple:
        return Tuple(tuple(map(_element, spec)))
    if isinstance(spec, dict) and all(isinstance(key, str | int) for key in spec):
        keys = (Str(k) if isinstance(k, str) else Int(k) for k in spec)
        return Dict(tuple(zip(keys, map(_element, spec.values()), strict=True)))
    return UNKNOWN


def _batches(thing: Any) -> int | None:
    """How many batch axes the pipeline put before those of a sample; None: not known."""
    count = 0
    while thing is not None:
        name = type(thing).__name__
        if name in SAMPLES:
            return count if count >= 0 else None
        if name not in KEEPS_BATCHES and name not in BATCHES:
            return None
        count += BATCHES.get(name, 0)
        thing = getattr(thing, "_input_dataset", None) or getattr(thing, "_dataset", None)
    return None
