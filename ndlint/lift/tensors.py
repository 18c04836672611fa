"""TensorFlow's tensors, variables, dtypes and data sets as abstract values.

TensorFlow is not imported: an object of it is there only where the program imported it.
"""

import sys
from itertools import count
from typing import Any

import numpy as np
from msgspec.structs import replace

from ndlint.knowledge.binding import DTypeValue
from ndlint.knowledge.tensorflow.gradients import TAPE
from ndlint.lift.arrays import array_of
from ndlint.lift.kept import Kept
from ndlint.values import dtype as dtypes
from ndlint.values.array import ANY_GRAPH, Array, Kind, Origins
from ndlint.values.base import UNKNOWN, Dict, Int, Str, Tuple, Value
from ndlint.values.dataset import INFINITE, Dataset
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, Wild
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

KEEPS_BATCHES = frozenset({
    "_MapDataset", "_ParallelMapDataset", "_ShuffleDataset", "_RepeatDataset", "_TakeDataset",
    "_SkipDataset", "CacheDataset", "_PrefetchDataset", "_FilterDataset", "_OptionsDataset",
    "_ShardDataset", "_RestructuredDataset", "DatasetV1Adapter",
})  # fmt: skip
"""TensorFlow's own classes of pipelines that put nothing into batches."""
KEEPS_MIX = KEEPS_BATCHES - {"CacheDataset", "_FilterDataset", "_ShardDataset"}
"""Those that leave the elements in their order, and all of them."""
BATCHES = {
    "_BatchDataset": 1, "_ParallelBatchDataset": 1, "_PaddedBatchDataset": 1,
    "_UnbatchDataset": -1,
}  # fmt: skip
"""Those that do, or take apart."""
PARTS = frozenset({"_TakeDataset", "_SkipDataset"})
MIXES: Kept[int] = Kept()
"""The number of each data set that is mixed anew whenever it is gone through."""
NUMBERS = count(1)
SAMPLES = frozenset({"_TensorSliceDataset", "_RangeDataset"})
"""Those that begin with single samples."""


def lift_tensorflow(thing: object) -> Value | None:
    """A tensor, variable, dtype, data set or tape of TensorFlow's. None: it is none."""
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
    if isinstance(thing, tf.GradientTape):
        return TAPE
    return UNKNOWN if tf.is_tensor(thing) else None


def _tensor(thing: Any, kind: Kind) -> Array:
    """A tensor; of one in a graph only dtype and shape are known."""
    dtype = _dtype(thing.dtype)
    if hasattr(thing, "numpy") and sys.modules["tensorflow"].executing_eagerly():
        data = _elements(thing)
        if data.dtype.kind in "biufcV":  # of strings NumPy makes objects
            return replace(array_of(data, kind), dtype=dtype)
    is_symbol = kind is Kind.TENSOR and not hasattr(thing, "numpy")
    known = Origins(graph=ANY_GRAPH if is_symbol else 0)
    return Array(kind, dtype, _shape(thing.shape, UNKNOWN_DIM), origins=known)


def _elements(thing: Any) -> Any:
    """The elements of a tensor as an ndarray: where they lie, or else a copy."""
    try:
        return np.asarray(memoryview(thing))
    except (TypeError, ValueError, BufferError):  # bfloat16, on another device
        return np.asarray(thing.numpy())


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
    mix = _mix(thing)
    return Dataset(
        _specified(thing.element_spec), cardinality, _batches(thing), is_mixed=mix > 0, mix=mix
    )


def _specified(spec: Any) -> Value:
    """What an iteration gives, after its specification."""
    tf: Any = sys.modules["tensorflow"]
    if isinstance(spec, tf.TensorSpec):
        return Array(Kind.TENSOR, _dtype(spec.dtype), _shape(spec.shape, FREE))
    if type(spec) is tuple:
        return Tuple(tuple(map(_specified, spec)))
    if isinstance(spec, dict) and all(isinstance(key, str | int) for key in spec):
        keys = (Str(k) if isinstance(k, str) else Int(k) for k in spec)
        return Dict(tuple(zip(keys, map(_specified, spec.values()), strict=True)))
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


def _mix(thing: Any) -> int:
    """The number of what gives its elements in another order each time: a shuffle, or the last
    part that was taken of it; 0: there is none, or something keeps the order."""
    part = None
    while thing is not None:
        name = type(thing).__name__
        if name in PARTS:
            part = thing if part is None else part
        if name == "_ShuffleDataset":
            is_anew = getattr(thing, "_reshuffle_each_iteration", False) is not False
            if is_anew and _buffer_of(thing) != 1:
                kept = thing if part is None else part
                return MIXES.get(kept) or MIXES.keep(kept, next(NUMBERS))
        elif name not in KEEPS_MIX and name not in BATCHES:
            return 0
        thing = getattr(thing, "_input_dataset", None) or getattr(thing, "_dataset", None)
    return 0


def _buffer_of(thing: Any) -> int | None:
    """How many elements are shuffled at a time; None: a graph does not tell."""
    size: Any = getattr(thing, "_buffer_size", None)
    return int(size) if hasattr(size, "numpy") and hasattr(size, "__int__") else None
