"""Layers that merge several tensors.

Source: Keras 3.15, `Merge`, `Concatenate`, `Dot`; tf_keras.
"""

from collections.abc import Iterable

from ndlint.events import Contract
from ndlint.knowledge.binding import as_axes, as_int
from ndlint.knowledge.keras.adding import added
from ndlint.knowledge.keras.layers.base import built_for, layer, on_data
from ndlint.knowledge.keras.layers.calling import ELEMENTWISE, called_on_symbols
from ndlint.knowledge.keras.layers.requirements import is_keras_2, refuse
from ndlint.knowledge.registry import Refusal, models
from ndlint.values import shape as shapes
from ndlint.values.base import UNKNOWN, Int, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, add, same
from ndlint.values.keras import KerasTensor, Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape, normal_axis

ADDING = frozenset({"Add", "Average"})
"""Layers that add up: see `added` for Keras 3."""


def _mismatch(layer: Layer, given: tuple[Shape, ...], why: str) -> Refusal:
    return refuse(layer, f"gets {' and '.join(map(str, given))}: {why}", Contract.MERGE)


def _kept(given: tuple[Shape, ...]) -> Shape:
    """The axes that the inputs have in common: none, where the numbers of axes differ.

    The layer then adds axes of 1 after the batch, whenever it is called.
    """
    ranks = {x.rank for x in given}
    if None in ranks or not ranks:
        return UNKNOWN_SHAPE
    return Shape(()) if len(ranks) > 1 else Shape((UNKNOWN_DIM,) * len(given[0].dims))


@layer("keras.layers.Add", merges=True, keeps=_kept)
@layer("keras.layers.Subtract", merges=True, keeps=_kept)
@layer("keras.layers.Multiply", merges=True, keeps=_kept)
@layer("keras.layers.Average", merges=True, keeps=_kept)
@layer("keras.layers.Maximum", merges=True, keeps=_kept)
@layer("keras.layers.Minimum", merges=True, keeps=_kept)
def merge(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """Element by element; axes of 1 are stretched, missing ones come after the batch.

    Raises: ValueError for sizes that differ, also of the batch.
    """
    if layer.built is not None and is_keras_2():
        return _computed(layer, given)
    if not _takes(layer, given):
        return UNKNOWN_SHAPE
    result = given[0].dims[1:]
    for x in given[1:]:
        joined = _stretched(result, x.dims[1:])
        if joined is None:
            raise _mismatch(layer, given, "the sizes differ")
        result = joined
    return Shape((_batch(layer, given), *result))


def _computed(layer: Layer, given: tuple[Shape, ...]) -> Shape:
    """Once it is built, it looks at nothing: it adds axes if it did so then, and broadcasts.

    Raises: ValueError for sizes that differ, and when it is built, see `merge`.
    """
    if not _takes(layer, given):
        return UNKNOWN_SHAPE
    if layer.built is None:
        said = merge(layer, given)
        return said if _computed(built_for(layer, given), given).rank_known else UNKNOWN_SHAPE
    if len({x.rank for x in given}) > 1:
        if not layer.built.rank_known:
            return UNKNOWN_SHAPE
        if not layer.built.dims:
            given = _with_axes(given)
    both = added if layer.name in ADDING and not is_keras_2() else shapes.broadcast
    result = given[0]
    for x in given[1:]:
        found = both(result, x)
        if found is None:
            raise _mismatch(layer, given, "the sizes differ")
        result = found
    return result


def _with_axes(given: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The same number of axes for all: missing ones come after the batch."""
    most = max(len(x.dims) for x in given)
    return tuple(Shape((x.dims[0], *(1,) * (most - len(x.dims)), *x.dims[1:])) for x in given)


def _takes(layer: Layer, given: tuple[Shape, ...]) -> bool:
    """Whether the layer takes that many inputs, all of which have a batch axis."""
    is_usual = layer.name != "Subtract" or len(given) == 2
    return is_usual and bool(given) and all(x.rank for x in given)


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
    """The size of the batch of several inputs; Keras compares it when the layer is built."""
    sizes = {x.dims[0] for x in given} - {FREE}
    numbers = {d for d in sizes if isinstance(d, int)}
    if len(numbers) > 1 and layer.built is not None:
        return FREE
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
for _name in ELEMENTWISE:
    on_data(f"keras.layers.{_name}")(_computed)
    _functional(_name)
