"""Layers that merge several tensors.

Source: Keras 3.15, `Merge`, `Concatenate`, `Dot`; tf_keras.
"""

from collections.abc import Iterable

from ndlint.events import Contract
from ndlint.knowledge.binding import as_axes, as_int
from ndlint.knowledge.keras.layers.base import layer
from ndlint.knowledge.keras.layers.calling import called_on_symbols
from ndlint.knowledge.keras.layers.requirements import is_keras_2, refuse
from ndlint.knowledge.registry import Refusal, models
from ndlint.values import shape as shapes
from ndlint.values.base import UNKNOWN, Int, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, add, same
from ndlint.values.keras import KerasTensor, Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape, normal_axis


def _mismatch(layer: Layer, given: tuple[Shape, ...], why: str) -> Refusal:
    return refuse(layer, f"gets {' and '.join(map(str, given))}: {why}", Contract.MERGE)


@layer("keras.layers.Add", merges=True)
@layer("keras.layers.Subtract", merges=True)
@layer("keras.layers.Multiply", merges=True)
@layer("keras.layers.Average", merges=True)
@layer("keras.layers.Maximum", merges=True)
@layer("keras.layers.Minimum", merges=True)
def merge(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """Element by element; axes of 1 are stretched, missing ones come after the batch.

    Raises: ValueError for sizes that differ, also of the batch.
    """
    if not given or any(not x.rank for x in given):
        return UNKNOWN_SHAPE
    if layer.name == "Subtract" and len(given) != 2:
        return UNKNOWN_SHAPE
    result = given[0].dims[1:]
    for x in given[1:]:
        joined = _stretched(result, x.dims[1:])
        if joined is None:
            raise _mismatch(layer, given, "the sizes differ")
        result = joined
    return Shape((_batch(layer, given), *result))


def _stretched(a: tuple[Dim, ...], b: tuple[Dim, ...]) -> tuple[Dim, ...] | None:
    """Both samples together, aligned at their last axes; None: they do not fit."""
    if len(a) < len(b):
        a, b = b, a
    head = len(a) - len(b)
    result = list(a[:head])
    for x, y in zip(a[head:], b, strict=True):
        if FREE in (x, y):
            other = y if x is FREE else x
            # TensorFlow, which Keras 2 asks, knows that only the other size can be meant.
            result.append(other if is_keras_2() and other != 1 else FREE)
        elif x == 1 or y == 1:
            result.append(y if x == 1 else x)
        elif isinstance(x, int) and isinstance(y, int):
            if x != y:
                return None
            result.append(x)
        else:
            result.append(x if same(x, y) else _either(x, y))
    return tuple(result)


def _either(x: Dim, y: Dim) -> Dim:
    known = next((d for d in (x, y) if isinstance(d, int)), None)
    return UNKNOWN_DIM if known is None else known


def _batch(layer: Layer, given: tuple[Shape, ...]) -> Dim:
    sizes = {x.dims[0] for x in given} - {FREE}
    numbers = {d for d in sizes if isinstance(d, int)}
    if len(numbers) > 1:
        raise _mismatch(layer, given, "the batches differ")
    if is_keras_2() and sizes == {1} and any(x.dims[0] is FREE for x in given):
        return FREE
    return _agreed(sizes)


@layer("keras.layers.Concatenate", "axis", merges=True)
def concatenate(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """Put together along one axis.

    Raises: ValueError for another rank, or another size of another axis.
    """
    axis = as_int(layer.option("axis") or Int(-1))
    if axis is None or not given or any(x.rank is None for x in given):
        return UNKNOWN_SHAPE
    first = given[0]
    if any(x.rank != first.rank for x in given):
        raise _mismatch(layer, given, "the numbers of axes differ")
    at = normal_axis(axis, len(first.dims))
    if at is None:
        raise _mismatch(layer, given, f"there is no axis {axis}")
    dims = list(first.dims)
    for index in range(len(dims)):
        sizes = [x.dims[index] for x in given]
        numbers = {d for d in sizes if isinstance(d, int)}
        if index != at and len(numbers) > 1:
            raise _mismatch(layer, given, f"axis {index} differs")
        if index != at and is_keras_2():
            dims[index] = _agreed(sizes)
    dims[at] = _total([x.dims[at] for x in given])
    return Shape(tuple(dims))


def _agreed(sizes: Iterable[Dim]) -> Dim:
    """The one size that several axes are known to have."""
    known = set(sizes) - {FREE}
    if not known:
        return FREE
    return known.pop() if len(known) == 1 else UNKNOWN_DIM


def _total(sizes: list[Dim]) -> Dim:
    if FREE in sizes:
        return FREE
    total: Dim = 0
    for size in sizes:
        total = add(total, size)
    return total


@layer("keras.layers.Dot", "axes", "normalize", merges=True)
def dot(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """The product over one axis of each of two tensors; the batch is kept.

    Raises: ValueError for axes that differ.
    """
    axes = as_axes(layer.option("axes") or Int())
    if axes is None or len(given) != 2 or any(x.rank is None for x in given):
        return UNKNOWN_SHAPE
    left, right = given
    both = axes * 2 if len(axes) == 1 else axes
    at = [normal_axis(a, len(x.dims)) for a, x in zip(both, given, strict=False)]
    if len(at) == 2 and None in at:
        raise _mismatch(layer, given, f"there are no axes {both[0]} and {both[1]}")
    if len(at) != 2 or 0 in at:
        return UNKNOWN_SHAPE
    a, b = (index or 0 for index in at)
    ends = (left.dims[a], right.dims[b])
    is_open = layer.built is None and FREE in ends and any(isinstance(d, int) for d in ends)
    if shapes.conflict(*ends) or is_open:
        raise _mismatch(layer, given, f"axis {a} and axis {b} differ")
    rest = [d for i, d in enumerate(left.dims) if i != a]
    rest += [d for i, d in enumerate(right.dims) if i not in (0, b)]
    if is_keras_2():
        rest[0] = _batch(layer, given)
    return Shape(tuple(rest) if len(rest) > 1 else (rest[0], 1))


def _functional(name: str, *parameters: str) -> None:
    @models(f"keras.layers.{name.lower()}")
    def merged(inputs: Value, *arguments: Value, **options: Value) -> Value:
        """The layer made and called at once."""
        given = dict(zip(parameters, arguments, strict=False)) | options
        parts = elements(inputs)
        if parts is None or not all(isinstance(p, KerasTensor) for p in parts):
            return UNKNOWN
        tensors = tuple(p for p in parts if isinstance(p, KerasTensor))
        made = Layer(f"keras.layers.{name}", tuple(given.items()))
        return called_on_symbols(made, tensors, merged=True)


_functional("Concatenate", "axis")
_functional("Dot", "axes", "normalize")
for _name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"):
    _functional(_name)
