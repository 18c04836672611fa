"""How Keras 3 adds up two tensors: not always as NumPy broadcasts them.

Source: Keras 3.15, `keras.src.backend.tensorflow.numpy.add`, and measured.
"""

from ndlint.values import shape as shapes
from ndlint.values.dimension import FREE, Dim
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def added(x: Shape, y: Shape) -> Shape | None:
    """The shape of `keras.ops.add` of data; None: the shapes certainly do not broadcast.

    Where `y` has one axis that is longer than 1, and `x` as many features or as much along its
    axis 1, Keras takes `y` for a bias of that axis, wherever its own stands. What others make of
    such shapes, NumPy and older versions of Keras 3, is not known to be the result then.
    """
    both = shapes.broadcast(x, y)
    return both if both == x or not _may_be_bias(x, y) else UNKNOWN_SHAPE


def _may_be_bias(x: Shape, y: Shape) -> bool:
    if not (x.rank_known and y.rank_known):
        return True
    long = [d for d in y.dims if d is FREE or (isinstance(d, int) and d > 1)]
    is_open = any(d is not FREE and not isinstance(d, int) for d in y.dims)
    if len(x.dims) < 2 or len(long) > 1 or FREE in long:
        return False
    if not long:
        return is_open
    return any(_may_be(d, long[0]) for d in (x.dims[1], x.dims[-1]))


def _may_be(dim: Dim, size: Dim) -> bool:
    return dim == size or not (dim is FREE or isinstance(dim, int))
