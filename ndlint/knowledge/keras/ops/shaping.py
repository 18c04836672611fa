"""The functions of `keras.ops` that move, repeat and part elements, as NumPy's do.

Source: measured on Keras 3.15; the shapes are those of NumPy's functions.
"""

from ndlint.knowledge.keras.attributes import as_tuple
from ndlint.knowledge.keras.ops.operands import (
    AnOperand,
    changed,
    moved,
    ops,
    refused,
    results,
    shaped,
)
from ndlint.knowledge.keras.tensors import declared_shape
from ndlint.values import shape as shapes
from ndlint.values.base import NOTHING, UNKNOWN, Int, List, Value
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

FIRST = Int(0)
ONE = Int(1)


@ops("reshape")
def reshape(x: AnOperand, newshape: Value) -> Value:
    """The same elements in another shape; one axis of -1 is worked out.

    Raises: Refusal where the elements certainly do not fill it.
    """
    if x.is_symbolic and not x.shape.is_exact:
        return moved(x, _asked(newshape, FREE if _is_declared(x.shape) else UNKNOWN_DIM))
    return moved(x, shaped("reshape", (x,), newshape))


def _asked(newshape: Value, left: Dim) -> Shape:
    """The shape of a symbolic tensor that is asked for, whatever fills it."""
    asked = declared_shape(newshape)
    return UNKNOWN_SHAPE if asked is None else asked.map(lambda d: left if d == -1 else d)


def _is_declared(shape: Shape) -> bool:
    """Whether each axis is a number, or free."""
    return shape.rank_known and all(isinstance(d, int) or d is FREE for d in shape.dims)


@ops("ravel")
def ravel(x: AnOperand) -> Value:
    """On one flat axis."""
    return moved(x, shaped("ravel", (x,)))


@ops("expand_dims")
def expand_dims(x: AnOperand, axis: Value) -> Value:
    """Axes of size 1 more. Raises: Refusal where there is no such place."""
    return moved(x, shaped("expand_dims", (x,), axis))


@ops("squeeze")
def squeeze(x: AnOperand, axis: Value = NOTHING) -> Value:
    """Axes of size 1 go. Raises: Refusal where a named axis is of another size."""
    if axis == NOTHING and x.is_symbolic and _is_declared(x.shape):
        return moved(x, Shape(tuple(d for d in x.shape.dims if d != 1)))
    return moved(x, shaped("squeeze", (x,), axis))


@ops("transpose")
def transpose(x: AnOperand, axes: Value = NOTHING) -> Value:
    """The axes in another order, by default reversed. Raises: Refusal for other axes."""
    return moved(x, shaped("transpose", (x,), axes))


@ops("swapaxes")
def swapaxes(x: AnOperand, axis1: Value, axis2: Value) -> Value:
    """Two axes in turn. Raises: Refusal where there is none of them."""
    return moved(x, shaped("swapaxes", (x,), axis1, axis2))


@ops("moveaxis")
def moveaxis(x: AnOperand, source: Value, destination: Value) -> Value:
    """Axes in other places. Raises: Refusal where there are none."""
    return moved(x, shaped("moveaxis", (x,), source, destination))


@ops("flip")
def flip(x: AnOperand, axis: Value = NOTHING) -> Value:
    """The elements in the opposite order. Raises: Refusal where there is no such axis."""
    return moved(x, shaped("flip", (x,), axis))


@ops("roll")
def roll(x: AnOperand, shift: Value, axis: Value = NOTHING) -> Value:
    """The elements moved along an axis."""
    return moved(x, x.shape)


@ops("tile")
def tile(x: AnOperand, repeats: Value) -> Value:
    """The tensor repeated along its axes."""
    return moved(x, shaped("tile", (x,), repeats))


@ops("repeat")
def repeat(x: AnOperand, repeats: Value, axis: Value = NOTHING) -> Value:
    """Each element repeated, along an axis or on one flat axis. Raises: Refusal: other numbers."""
    return moved(x, shaped("repeat", (x,), repeats, axis))


@ops("broadcast_to")
def broadcast_to(x: AnOperand, shape: Value) -> Value:
    """The elements repeated to fill the shape. Raises: Refusal: they cannot."""
    if x.is_symbolic:  # Keras asks only whether the two broadcast
        asked = declared_shape(shape) or UNKNOWN_SHAPE
        if shapes.broadcast(x.shape, asked) is None:
            raise refused(f"the shape {x.shape} does not broadcast to {asked}", (x,))
        return moved(x, asked)
    return moved(x, shaped("broadcast_to", (x,), shape))


@ops("pad")
def pad(
    x: AnOperand, pad_width: Value, mode: Value = NOTHING, constant_values: Value = NOTHING
) -> Value:
    """More elements at the ends of each axis. Raises: Refusal: pads of another rank."""
    return changed(x, shaped("pad", (x,), pad_width))


@ops("take")
def take(x: AnOperand, indices: AnOperand, axis: Value = NOTHING) -> Value:
    """Elements by place, flat or along an axis. Shape: the axis becomes that of the places."""
    return moved(x, shaped("take", (x, indices), axis))


@ops("diagonal")
def diagonal(
    x: AnOperand, offset: Value = FIRST, axis1: Value = FIRST, axis2: Value = ONE
) -> Value:
    """The diagonals of planes."""
    return moved(x, shaped("diagonal", (x,), offset, axis1, axis2))


@ops("tril", "triu")
def triangle(x: AnOperand, k: Value = FIRST) -> Value:
    """The elements of a triangle, and zeros: same shape, same dtype."""
    return changed(x)


@ops("split")
def split(x: AnOperand, indices_or_sections: Value, axis: Value = FIRST) -> Value:
    """A list of parts along an axis. Raises: Refusal where it has no such parts."""
    parts = results("split", (x,), indices_or_sections, axis)
    return List(tuple(moved(x, shape) for shape in parts)) if parts else List(None)


@ops("unstack")
def unstack(x: AnOperand, num: Value = NOTHING, axis: Value = FIRST) -> Value:
    """A list of what lies along an axis."""
    at = axis.number if isinstance(axis, Int) else None
    size = x.shape.axis(at) if at is not None else FREE
    if at is None or x.shape.rank is None or not isinstance(size, int) or size > LONGEST:
        return List(None)
    at %= x.shape.rank
    rest = Shape((*x.shape.dims[:at], *x.shape.dims[at + 1 :]))
    return List(tuple(moved(x, rest) for _ in range(size)))


LONGEST = 64
"""Of more tensors than this, no list is made."""


@ops("shape")
def shape_of(x: AnOperand) -> Value:
    """The sizes of the axes, a tuple of Python's: None for a free axis of a symbolic tensor."""
    if not x.is_symbolic and not x.shape.is_exact:
        return UNKNOWN  # in a graph, some are tensors
    return as_tuple(x.shape)
