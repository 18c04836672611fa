"""What a program says of tensors before there are any: `tf.TensorSpec`, `tf.TensorShape`.

Source: TensorFlow 2.21, `framework/tensor.py`, `framework/tensor_shape.py`.
"""

from ndlint.knowledge.binding import ADType, as_dim
from ndlint.knowledge.registry import models
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Int, Tuple, Value, elements
from ndlint.values.dataset import TensorSpec
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.dtype import FLOAT32
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def dims_of(shape: Value) -> tuple[Dim, ...] | None:
    """The axes of a shape, of which None is free; None: not even their number is known."""
    if isinstance(shape, Int):
        return None
    items = elements(shape)
    return None if items is None else tuple(map(_dim_of, items))


def _dim_of(size: Value) -> Dim:
    if size == NOTHING:
        return FREE
    known = as_dim(size)
    return UNKNOWN_DIM if known is None else known


def shape_of(value: Value) -> Shape:
    """A shape that is said of a tensor."""
    dims = dims_of(value)
    return UNKNOWN_SHAPE if dims is None else Shape(dims)


@models("tensorflow.TensorSpec")
def tensor_spec(shape: Value, dtype: ADType = FLOAT32, name: Value = UNKNOWN) -> Value:
    """A tensor of this shape and dtype."""
    return TensorSpec(dtype, shape_of(shape))


@models("tensorflow.TensorSpec.from_tensor")
def spec_of(tensor: Value, name: Value = UNKNOWN) -> Value:
    """A tensor like this one."""
    return TensorSpec(tensor.dtype, tensor.shape) if isinstance(tensor, Array) else UNKNOWN


@models("tensorflow.TensorShape")
def tensor_shape(dims: Value) -> Value:
    """A shape, which goes where a tuple would."""
    items = elements(dims)
    return UNKNOWN if items is None else Tuple(items)
