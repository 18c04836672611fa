"""Layers that move, repeat, pad or cut.

Source: Keras 3.15, `keras/src/layers/reshaping`, `compute_reshape_output_shape`; tf_keras.
"""

from ndlint.events import Contract
from ndlint.knowledge.keras.layers.base import layer
from ndlint.knowledge.keras.layers.requirements import (
    dim_of,
    image_axes,
    is_channels_first,
    is_keras_2,
    needs_rank,
    refuse,
    sizes,
)
from ndlint.values.base import NOTHING, Int, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, Wild, add, differ, multiply, render
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

Pair = tuple[Dim, Dim]


@layer("keras.layers.Reshape", "target_shape")
def reshape(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, ...) -> (batch, *target_shape), one of whose sizes may be -1.

    Raises: ValueError for another number of elements.
    """
    items = elements(layer.option("target_shape") or NOTHING)
    if items is None:
        return UNKNOWN_SHAPE
    target = [FREE if item == NOTHING else dim_of(item) for item in items]
    batch = x.dims[0] if x.rank else UNKNOWN_DIM
    asked = [i for i, d in enumerate(target) if d == -1]
    if x.rank is None or len(asked) > 1 or x.rank == 0:
        return Shape((batch, *(UNKNOWN_DIM if d == -1 else d for d in target)))
    sample = Shape(x.dims[1:])
    if any(d is FREE for d in (*sample.dims, *target)):
        if is_keras_2():
            _needs_quotient(layer, x, target)
        batch = UNKNOWN_DIM if 0 in x.dims else batch  # TensorFlow counts its elements
        return Shape((batch, *(FREE if d == -1 else d for d in target)))
    size, rest = sample.size, Shape(tuple(d for d in target if d != -1)).size
    if not asked and differ(size, rest):
        raise _not_as_many(layer, x, target, size, rest)
    if asked:
        target[asked[0]] = UNKNOWN_DIM
        if isinstance(size, int) and isinstance(rest, int):
            if rest == 0 or size % rest:
                target[asked[0]] = -1
                raise _not_as_many(layer, x, target, size, rest)
            target[asked[0]] = size // rest
        elif rest == 1:
            target[asked[0]] = size
    return Shape((batch, *target))


def _needs_quotient(layer: Layer, x: Shape, target: list[Dim]) -> None:
    """Raises: Refusal, where no size of the only axis that takes any makes as many elements.

    TensorFlow looks at that where the batch has a size.
    """
    known = Shape(tuple(d for d in x.dims if d is not FREE)).size
    asked = Shape((x.dims[0], *target)).size
    is_only = len([d for d in x.dims if d is FREE]) == 1 and x.dims[0] is not FREE
    if is_only and -1 not in target and isinstance(known, int) and isinstance(asked, int):
        if known > 0 and asked % known:
            why = f"{asked} elements cannot be divided by {known}"
            raise refuse(layer, f"to {Shape(tuple(target))} gets {x}: {why}", Contract.RESHAPE)


def _not_as_many(layer: Layer, x: Shape, target: list[Dim], size: Dim, rest: Dim) -> Exception:
    to = Shape(tuple(target))
    verb = "cannot be divided by" if -1 in target else "are not"
    why = f"to {to} gets {x}: {render(size)} elements a sample {verb} {render(rest)}"
    return refuse(layer, why, Contract.RESHAPE)


@layer("keras.layers.Permute", "dims")
def permute(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, ...) -> (batch, the same axes in another order).

    Raises: ValueError for another rank.
    """
    items = elements(layer.option("dims") or NOTHING)
    order = [dim_of(item) for item in items or ()]
    numbers = [n for n in order if isinstance(n, int)]
    if items is None or sorted(numbers) != list(range(1, len(items) + 1)):
        return UNKNOWN_SHAPE
    if x.rank is not None and x.rank != len(numbers) + 1:
        raise refuse(layer, f"of {len(numbers)} axes needs {len(numbers) + 1}, and gets {x}")
    if x.rank is None:
        return Shape((UNKNOWN_DIM,) * (len(numbers) + 1))
    return Shape((x.dims[0], *(x.dims[n] for n in numbers)))


@layer("keras.layers.RepeatVector", "n")
def repeat_vector(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, features) -> (batch, n, features). Raises: ValueError for another rank."""
    needs_rank(layer, x, ("batch", "features"))
    return Shape((x.axis(0), dim_of(layer.option("n")), x.axis(-1)))


@layer("keras.layers.SpatialDropout1D", "rate", "seed")
def spatial_dropout_1d(layer: Layer, x: Shape) -> Shape:
    """The shape is kept. Raises: ValueError for another rank."""
    needs_rank(layer, x, image_axes(1, False))
    return x


@layer("keras.layers.SpatialDropout2D", "rate", "data_format", "seed")
def spatial_dropout_2d(layer: Layer, x: Shape) -> Shape:
    """The shape is kept. Raises: ValueError for another rank."""
    needs_rank(layer, x, image_axes(2, is_channels_first(layer)))
    return x


@layer("keras.layers.SpatialDropout3D", "rate", "data_format", "seed")
def spatial_dropout_3d(layer: Layer, x: Shape) -> Shape:
    """The shape is kept. Raises: ValueError for another rank."""
    needs_rank(layer, x, image_axes(3, is_channels_first(layer)))
    return x


def _pairs(layer: Layer, name: str, count: int, default: int) -> tuple[Pair, ...]:
    """An argument that is one size, one for each axis, or a pair for each."""
    value = layer.option(name)
    unknown = (UNKNOWN_DIM, UNKNOWN_DIM)
    if value is None:
        return ((default, default),) * count
    items = elements(value)
    if items is None:
        size = dim_of(value)
        return ((size, size),) * count
    if count == 1:
        return (_pair(Int(), items),)
    return (
        tuple(_pair(i, elements(i)) for i in items) if len(items) == count else (unknown,) * count
    )


def _pair(value: Value, items: tuple[Value, ...] | None) -> Pair:
    if items is None:
        size = dim_of(value)
        return size, size
    return (dim_of(items[0]), dim_of(items[1])) if len(items) == 2 else (UNKNOWN_DIM, UNKNOWN_DIM)


def _moved(x: Shape, count: int, first: bool | None, spatial: list[Dim]) -> Shape:
    if first is None or x.rank != count + 2:
        return UNKNOWN_SHAPE
    batch = x.dims[0]
    return Shape((batch, x.dims[1], *spatial) if first else (batch, *spatial, x.dims[-1]))


def _spatial(layer: Layer, x: Shape, count: int) -> tuple[bool | None, tuple[Dim, ...]]:
    """Whether the channels are first, and the sizes of the other axes (none: not known)."""
    first = is_channels_first(layer) if count > 1 or not is_keras_2() else False
    needs_rank(layer, x, image_axes(count, first))
    if first is None or x.rank is None:
        return None, ()
    return first, x.dims[2:] if first else x.dims[1:-1]


def _larger(size: Dim, by: Dim) -> Dim:
    if size is FREE:
        return FREE
    return UNKNOWN_DIM if isinstance(size, Wild) else add(size, by)


def _register(count: int) -> None:
    parameters = ("data_format",) if count > 1 else ()

    @layer(f"keras.layers.UpSampling{count}D", "size", *parameters, "interpolation")
    def up_sampling(layer: Layer, x: Shape) -> Shape:
        """Every spatial axis is `size` times as long. Raises: ValueError for another rank."""
        if count == 3 and is_keras_2() and x.rank != 5:
            return UNKNOWN_SHAPE  # it does not look
        first, spatial = _spatial(layer, x, count)
        factors = sizes(layer, "size", count, 2)
        pairs = zip(spatial, factors, strict=False)
        longer = [FREE if d is FREE else multiply(d, f) for d, f in pairs]
        if count == 2 and is_keras_2() and FREE in longer:
            longer = [FREE, FREE]
        return _moved(x, count, first, longer)

    @layer(f"keras.layers.ZeroPadding{count}D", "padding", "data_format")
    def zero_padding(layer: Layer, x: Shape) -> Shape:
        """Every spatial axis grows at both ends. Raises: ValueError for another rank."""
        first, spatial = _spatial(layer, x, count)
        pairs = zip(spatial, _pairs(layer, "padding", count, 1), strict=False)
        return _moved(x, count, first, [_larger(d, add(a, b)) for d, (a, b) in pairs])

    @layer(f"keras.layers.Cropping{count}D", "cropping", *parameters)
    def cropping(layer: Layer, x: Shape) -> Shape:
        """Every spatial axis shrinks at both ends.

        Raises: ValueError for another rank, or where nothing would be left.
        """
        first, spatial = _spatial(layer, x, count)
        pairs = zip(spatial, _pairs(layer, "cropping", count, 0 if count == 2 else 1), strict=False)
        left: list[Dim] = []
        for size, (start, end) in pairs:
            cut = add(start, end)
            found = _larger(size, multiply(cut, -1))
            if isinstance(found, int) and found <= 0:
                if count < 3 or not is_keras_2():
                    why = f"cuts {render(cut)} off an axis of {render(size)}, and gets {x}"
                    raise refuse(layer, why, Contract.OUTPUT_SIZE)
                found = 0  # of three axes, Keras 2 leaves an empty output
            left.append(found)
        return _moved(x, count, first, left)


for _count in (1, 2, 3):
    _register(_count)
