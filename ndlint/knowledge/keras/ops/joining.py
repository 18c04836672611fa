"""The functions of `keras.ops` that put tensors together. Source: measured on Keras 3.15."""

from ndlint.knowledge.keras.ops.operands import Operand, Operands, joint, made, ops, shaped
from ndlint.values.base import Int, Value
from ndlint.values.dtype import FLOATS, UNKNOWN_DTYPE, DType
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

FIRST = Int(0)


def _dtype(given: tuple[Operand, ...]) -> DType:
    """The joint dtype; without a tensor among them, NumPy's integers may become int32."""
    dtype = joint(*given)
    is_kept = dtype.is_one_of(FLOATS) or not any(o.is_converted for o in given)
    return dtype if is_kept and not any(o.is_listed for o in given) else UNKNOWN_DTYPE


@ops("concatenate")
def concatenate(xs: Operands, axis: Value = FIRST) -> Value:
    """Tensors one after the other along an axis. Raises: Refusal: other axes differ."""
    shape = shaped("concatenate", xs, axis, listed=True) if len(xs) > 1 else UNKNOWN_SHAPE
    return made(xs, _dtype(xs), shape)


@ops("stack")
def stack(x: Operands, axis: Value = FIRST) -> Value:
    """Tensors along a new axis. Raises: Refusal where their shapes differ."""
    return made(x, _dtype(x), shaped("stack", x, axis, listed=True))


@ops("vstack")
def vstack(xs: Operands) -> Value:
    """Rows below each other. Raises: Refusal where their shapes do not go together."""
    return made(xs, _dtype(xs), _beside("vstack", xs))


@ops("hstack")
def hstack(xs: Operands) -> Value:
    """Columns beside each other. Raises: Refusal where their shapes do not go together."""
    return made(xs, _dtype(xs), _beside("hstack", xs))


def _beside(name: str, given: tuple[Operand, ...]) -> Shape:
    """The shape, as NumPy has it for two axes or more; with less, Keras makes another."""
    has_planes = all(o.shape.rank is not None and o.shape.rank > 1 for o in given)
    return shaped(name, given, listed=True) if has_planes else UNKNOWN_SHAPE
