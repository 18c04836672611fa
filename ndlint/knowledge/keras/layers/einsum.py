"""EinsumDense: the weights that its equation asks for, and the shapes that it makes.

Source: Keras 3.15 and tf_keras 2.21, `EinsumDense`; TensorFlow 2.21, `einsum`.
"""

import re
from collections.abc import Mapping

from msgspec import Struct

from ndlint.knowledge.keras.layers.base import declares, has_own_activation, layer, on_data
from ndlint.knowledge.keras.layers.requirements import dim_of, is_keras_2, refuse
from ndlint.values import shape as shapes
from ndlint.values.base import NOTHING, Int, Str, elements
from ndlint.values.dimension import FREE, Dim, Wild
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

FORMS = {
    "": "([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)",
    "left": r"\.\.\.([a-zA-Z]+),([a-zA-Z]+)->\.\.\.([a-zA-Z]+)",
    "right": r"([a-zA-Z]{2,})\.\.\.,([a-zA-Z]+)->([a-zA-Z]+)\.\.\.",
}
"""Where the axes without a label stand -> how the equation is written."""


def _as_text(layer: Layer, name: str) -> str | None:
    """Labels among the arguments, of which the case counts; None: not known."""
    value = layer.option(name)
    return value.text if isinstance(value, Str) else None


class Equation(Struct, frozen=True):
    """The labels of the axes of the input, the kernel and the output."""

    elided: str
    given: str
    kernel: str
    output: str


class Weights(Struct, frozen=True):
    """What an equation asks of one input: the sizes of the kernel and of the bias, if it has one,
    and the shape that Keras declares of the output."""

    kernel: tuple[Dim, ...]
    bias: tuple[Dim, ...]
    output: tuple[Dim, ...]


def _read(layer: Layer) -> Equation | None:
    """The layer's equation; None: not known, or one that repeats a label in one of its parts.

    Raises: Refusal for one that is in none of the forms.
    """
    written = _as_text(layer, "equation")
    if written is None:
        return None
    # Keras looks at the beginning alone, TensorFlow at all of it.
    if not any(re.match(form, written) for form in FORMS.values()) and "0" not in written:
        raise refuse(layer, f"cannot read the equation {written!r}")
    for elided, form in FORMS.items():
        if found := re.fullmatch(form, written):
            parts = found.groups()
            is_plain = all(len(set(part)) == len(part) for part in parts)
            return Equation(elided, *parts) if is_plain else None
    return None


def _read_all(layer: Layer, x: Shape) -> tuple[Equation, tuple[Dim, ...]] | None:
    """The equation and the declared sizes of the output; None: something is not known.

    Raises: Refusal for an equation that is none.
    """
    equation, own = _read(layer), _declared(layer)
    has_bias = layer.option("bias_axes") not in (None, NOTHING)
    if equation is None or own is None or x.rank is None:
        return None
    return None if has_bias and _as_text(layer, "bias_axes") is None else (equation, own)


def _declared(layer: Layer) -> tuple[Dim, ...] | None:
    """The argument `output_shape`: one size or several; None: not known."""
    value = layer.option("output_shape")
    items = None if value is None else elements(value)
    if items is None:
        return (dim_of(value),) if isinstance(value, Int) else None
    return tuple(FREE if item == NOTHING else dim_of(item) for item in items)


def _whole(equation: Equation, own: tuple[Dim, ...], x: Shape) -> tuple[Dim, ...]:
    """All axes of the output, as Keras puts them around those that are declared."""
    elided = len(x.dims) - len(equation.given)
    if elided <= 0:
        return (x.dims[0], *own)
    if equation.elided == "left":
        # Each further axis is put in front of those before it.
        return (x.dims[0], *reversed(x.dims[1:elided]), *own)
    return (x.dims[0], *own, *x.dims[-elided:])


def _weights(layer: Layer, equation: Equation, own: tuple[Dim, ...], x: Shape) -> Weights:
    """What the equation asks of an input of known rank.

    Raises: Refusal for too few axes, for an output that is not declared as the equation says.
    """
    elided = len(x.dims) - len(equation.given)
    if elided < 0:
        axes = ", ".join(equation.given)
        raise refuse(layer, f"needs {len(equation.given)} axes, ({axes}), and gets {x}")
    whole = _whole(equation, own, x)
    shift = elided if equation.elided == "left" else 0
    missing = set(equation.output) - set(equation.given + equation.kernel)
    if missing or len(whole) < shift + len(equation.output):
        raise refuse(layer, f"cannot make the axes {equation.output!r} of {x}")
    given = dict(zip(equation.given, x.dims[shift:], strict=False))
    output = dict(zip(equation.output, whole[shift:], strict=False))
    for label in equation.given:
        if label in output and _are_unequal(given[label], output[label]):
            raise refuse(layer, f"declares another size of the axis {label!r}, and gets {x}")
    first, second = (given, output) if is_keras_2() else (output, given)
    sizes = {**second, **first}
    if not set(equation.kernel) <= set(sizes):
        raise refuse(layer, f"has axes of its kernel {equation.kernel!r} of no known size")
    kernel = tuple(sizes[label] for label in equation.kernel)
    after = 0 if equation.elided == "left" else elided
    return Weights(kernel, _bias(layer, equation.output, output, after), whole)


def _are_unequal(given: Dim, declared: Dim) -> bool:
    """Whether Keras sees a declared size as another than that of the input."""
    is_one_free = given is FREE and isinstance(declared, int)
    return is_one_free or shapes.conflict(declared, given)


def _bias(layer: Layer, labels: str, sizes: Mapping[str, Dim], after: int) -> tuple[Dim, ...]:
    """The sizes of the bias from its first axis on, with axes of 1 where it has none.

    Raises: Refusal for axes that the output does not have.
    """
    if layer.option("bias_axes") in (None, NOTHING):
        return ()
    axes = _as_text(layer, "bias_axes") or ""
    if not axes or not set(axes) <= set(labels):
        raise refuse(layer, f"has a bias for the axes {axes!r} of {labels!r}")
    start = min(map(labels.index, axes))
    own = tuple(sizes[label] if label in axes else 1 for label in labels[start:])
    return (*own, *(1,) * after)


def _made(layer: Layer, equation: Equation, own: tuple[Dim, ...], x: Shape) -> Shape:
    """What the weights make of an input. Raises: Refusal, where they do not fit."""
    if layer.built is None:
        weights = _needs_known_weights(layer, equation, own, x)
    elif layer.built.rank is None:
        return UNKNOWN_SHAPE
    else:
        weights = _weights(layer, equation, own, layer.built)
    elided = len(x.dims) - len(equation.given)
    if elided > 0 and not equation.elided and not is_keras_2():
        return UNKNOWN_SHAPE  # it may multiply matrices, and take further axes for batches
    if elided < 0 or (elided and not equation.elided):
        raise refuse(layer, f"computes {_as_text(layer, 'equation')}, and gets {x}")
    before, after = (elided, 0) if equation.elided == "left" else (0, elided)
    middle = x.dims[before : len(x.dims) - after]
    sizes = _sizes(layer, equation, weights, Shape(middle))
    if sizes is None:
        return UNKNOWN_SHAPE
    named = (sizes[label] for label in equation.output)
    output = Shape((*x.dims[:before], *named, *x.dims[len(x.dims) - after :]))
    if layer.built is None:
        return output  # its bias was made for it
    added = shapes.broadcast(output, Shape(weights.bias))
    if added is None:
        raise refuse(layer, f"has a bias of shape {Shape(weights.bias)}, and makes {output}")
    return added


def _sizes(layer: Layer, equation: Equation, weights: Weights, x: Shape) -> dict[str, Dim] | None:
    """The size of every label, of which `x` has the input's; None: not known.

    Raises: Refusal, where the kernel has another one than the input.
    """
    sizes = dict(zip(equation.given, x.dims, strict=True))
    for label, size in zip(equation.kernel, weights.kernel, strict=True):
        found = sizes.get(label, FREE)
        if shapes.conflict(size, found):
            if not is_keras_2() and (len(equation.kernel) > 2 or label in equation.output):
                return None  # it may reshape or stretch what does not fit
            raise refuse(layer, f"was built for {size} in the axis {label!r}, and gets {x}")
        sizes[label] = size if isinstance(found, Wild) else found
    return sizes


def _needs_known_weights(
    layer: Layer, equation: Equation, own: tuple[Dim, ...], x: Shape
) -> Weights:
    weights = _weights(layer, equation, own, x)
    if FREE in (*weights.kernel, *weights.bias):
        raise refuse(layer, f"needs known sizes of the axes of its weights, and gets {x}")
    return weights


@declares("keras.layers.EinsumDense")
@layer(
    "keras.layers.EinsumDense", "equation", "output_shape", "activation", "bias_axes",
    "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer",
)  # fmt: skip
def einsum_dense(layer: Layer, x: Shape) -> Shape:
    """Shape: as the equation and `output_shape` declare it; Keras 2 computes it.

    Raises: ValueError for an equation that does not go with the input and `output_shape`, for
    axes of the weights that have no known size, for another rank than it was built for.
    """
    if is_keras_2():
        return einsum_of_data(layer, x)
    found = _read_all(layer, x)
    if found is None:
        return UNKNOWN_SHAPE
    _needs_same_rank(layer, x)
    find = _needs_known_weights if layer.built is None else _weights
    weights = find(layer, *found, x)
    return Shape(weights.output) if has_own_activation(layer) else UNKNOWN_SHAPE


def _needs_same_rank(layer: Layer, x: Shape) -> None:
    if layer.built is not None and layer.built.rank not in (None, x.rank):
        raise refuse(layer, f"was built for {layer.built.rank} axes, and gets {x}")


@on_data("keras.layers.EinsumDense")
def einsum_of_data(layer: Layer, x: Shape) -> Shape:
    """What is computed. Raises: an error, where the weights do not fit."""
    found = _read_all(layer, x)
    if found is None:
        return UNKNOWN_SHAPE
    if not is_keras_2():
        _needs_same_rank(layer, x)
    made = _made(layer, *found, x)
    return made if has_own_activation(layer) else UNKNOWN_SHAPE
