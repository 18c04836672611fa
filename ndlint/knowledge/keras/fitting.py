"""Whether a shape is one that a declared input takes.

Source: Keras 3.15, `Functional._adjust_input_rank`, `assert_input_compatibility`; tf_keras 2.21,
`Functional._conform_to_reference_input` and `assert_input_compatibility`.
"""

from ndlint.target import current
from ndlint.values import shape as shapes
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Affine, render
from ndlint.values.keras import Model
from ndlint.values.shape import Shape


def adjusted(declared: Shape, found: Shape) -> Shape | str | None:
    """The array's shape as the model sees it; a reason to refuse it; None: not known.

    A last axis of 1 that is missing is added, one too many is dropped. Keras 2 only warns
    of any other rank, and leaves it to the layers.
    """
    gap = len(found.dims) - len(declared.dims)
    if gap == 0:
        return found
    if gap in (1, -1):
        last = found.dims[-1] if gap == 1 else declared.dims[-1]
        if last == 1:
            return Shape(found.dims[:-1]) if gap == 1 else Shape((*found.dims, 1))
        is_free = gap == -1 and last is FREE
        if not is_free and not shapes.conflict(1, last):
            return None
    if current().keras == 2:
        return found
    count = len(found.dims)
    return f"it has {count} {'axis' if count == 1 else 'axes'}, not {len(declared.dims)}"


def entered(model: Model, declared: Shape, found: Shape) -> Shape | str | None:
    """The shape of an array, of known rank like the declared one, as the model's first layer
    gets it; the reason for which the input refuses it; None: not known.

    A functional model compares every axis; a Sequential leaves that to its layers, but
    for Keras 2, which compares where the input was declared by the program.
    """
    fitted = adjusted(declared, found)
    if not isinstance(fitted, Shape):
        return fitted
    compares = not model.sequential or (current().keras == 2 and is_declared(declared))
    return (compared(declared, found) if compares else None) or fitted


def is_declared(shape: Shape) -> bool:
    """Whether the program declared the input: one that data told does not tell its batch axis."""
    return shape.axis(0) is not UNKNOWN_DIM


def compared(declared: Shape, found: Shape) -> str | None:
    """The first axis whose size is not as declared; a last axis of 1 does not count.

    A symbolic last axis may be 1: it is left to the layers.
    """
    pairs = zip(_squeezed(declared).dims[1:], _squeezed(found).dims[1:], strict=False)
    for axis, (expected, size) in enumerate(pairs, 1):
        may_be_dropped = any(
            axis == len(shape.dims) - 1 and isinstance(shape.dims[-1], Affine)
            for shape in (declared, found)
        )
        if not may_be_dropped and shapes.conflict(expected, size):
            return f"axis {axis} is {render(size)}, not {render(expected)}"
    return None


def _squeezed(shape: Shape) -> Shape:
    return Shape(shape.dims[:-1]) if shape.dims and shape.dims[-1] == 1 else shape
