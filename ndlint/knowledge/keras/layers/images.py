"""Layers that size, crop and augment images.

Keras 3 does not look at most symbols; of data, it takes one image or a batch of them.

Source: Keras 3.15, `keras/src/layers/preprocessing/image_preprocessing`; tf_keras 2.21,
`image_preprocessing.py`; measured on both, truth cases B.layer_call.
"""

from ndlint.knowledge.keras.layers.base import LAYERS, Shapes, layer, on_data
from ndlint.knowledge.keras.layers.elements import computed
from ndlint.knowledge.keras.layers.requirements import (
    dim_of,
    flag,
    is_channels_first,
    is_keras_2,
    refuse,
)
from ndlint.knowledge.keras.layers.running import dtype_made, forward_on_data
from ndlint.knowledge.registry import Refusal
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.base import NOTHING, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

RANGE = ("factor", "value_range")
AUGMENTING = {
    "AugMix": ("value_range", "num_chains", "chain_depth", "factor", "alpha", "all_ops"),
    "AutoContrast": ("value_range",),
    "ContrastLimitedAdaptiveHistogramEqualization": (
        "value_range", "clip_limit", "tile_grid_size", "data_format"
    ),
    "CutMix": ("factor", "seed", "data_format"),
    "Equalization": ("value_range", "bins", "data_format"),
    "MaxNumBoundingBoxes": ("max_number", "fill_value"),
    "MixUp": ("alpha", "data_format", "seed"),
    "RandAugment": ("value_range", "num_ops", "factor", "interpolation", "seed", "data_format"),
    "RandomBrightness": (*RANGE, "seed"),
    "RandomColorDegeneration": (*RANGE, "data_format", "seed"),
    "RandomColorJitter": ("value_range",),
    "RandomContrast": ("factor",),
    "RandomElasticTransform": ("factor", "scale", "interpolation", "fill_mode", "fill_value"),
    "RandomErasing": ("factor", "scale", "fill_value", "value_range", "seed", "data_format"),
    "RandomFlip": ("mode", "seed"),
    "RandomGaussianBlur": ("factor", "kernel_size", "sigma", "value_range", "data_format"),
    "RandomGrayscale": ("factor", "data_format", "seed"),
    "RandomHue": (*RANGE, "data_format", "seed"),
    "RandomInvert": (*RANGE, "seed", "data_format"),
    "RandomPerspective": ("factor", "scale", "interpolation", "fill_value", "seed"),
    "RandomPosterization": (*RANGE, "data_format", "seed"),
    "RandomRotation": ("factor", "fill_mode", "interpolation", "seed", "fill_value"),
    "RandomSaturation": (*RANGE, "data_format", "seed"),
    "RandomSharpness": (*RANGE, "data_format", "seed"),
    "RandomShear": ("x_factor", "y_factor", "interpolation", "fill_mode", "fill_value"),
    "RandomTranslation": (
        "height_factor", "width_factor", "fill_mode", "interpolation", "seed", "fill_value"
    ),
    "RandomZoom": (
        "height_factor", "width_factor", "fill_mode", "interpolation", "seed", "fill_value"
    ),
    "Solarization": ("addition_factor", "threshold_factor", "value_range", "seed"),
}  # fmt: skip
"""Layers that keep the shape, and their positional parameters."""
SIZING = frozenset({"CenterCrop", "RandomCrop", "Resizing"})
"""Layers that make images of one size."""
CHANNELS = {
    "RandomColorDegeneration": (1, 3), "RandomGrayscale": (1, 3), "RandomHue": (3,),
    "RandomSaturation": (3,),
}  # fmt: skip
"""The numbers of channels that they take of data, in Keras 3."""
KEEPING = frozenset(
    {"ContrastLimitedAdaptiveHistogramEqualization", "MaxNumBoundingBoxes", "RandomBrightness",
     "RandomGrayscale", "Resizing"}
)  # fmt: skip
"""Layers that leave data that is no float as it is, in Keras 3."""
DECLARING = frozenset({"Equalization", "RandomGrayscale"})
"""Those that Keras 3 says so of symbols of."""


def _said(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """The dtype that Keras says a layer makes of a symbol."""
    if is_keras_2():
        return _made(layer, inputs)
    is_float = inputs[0].is_one_of(dtypes.FLOATS)
    if layer.name not in DECLARING or is_float:
        return computed(layer)
    return UNKNOWN_DTYPE if inputs[0].may_be(*dtypes.FLOATS) else inputs[0]


def _made(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    """The dtype that a layer makes of data: strings are refused."""
    given = inputs[0]
    if is_keras_2() or layer.name not in KEEPING or given.is_one_of(dtypes.FLOATS):
        return computed(layer)
    if given.is_one_of(dtypes.INTEGERS) and layer.option("dtype") is None:
        # A graph casts them: `tf.data` runs it in one.
        return DType(given.names | computed(layer).names)
    return UNKNOWN_DTYPE


def _needs_image(layer: Layer, x: Shape) -> None:
    """Raises: Refusal, where the input is neither one image nor a batch of them."""
    if x.rank not in (None, 3, 4):
        raise refuse(layer, f"needs one image, of 3 axes, or a batch of them, and gets {x}")


def _needs_channels(layer: Layer, x: Shape, taken: tuple[int, ...]) -> None:
    """Raises: Refusal, where the layer computes with another number of colours."""
    first = is_channels_first(layer)
    if first is None or not taken:
        return
    found = x.axis(-3 if first else -1)
    if isinstance(found, int) and found not in taken:
        numbers = " or ".join(map(str, taken))
        raise refuse(layer, f"needs {numbers} channels, and gets {x}")


def _keep(layer: Layer, x: Shape) -> Shape:
    """The shape is kept.

    Raises: ValueError in Keras 2 for what is no image; in Keras 3, one layer looks at it.
    """
    if is_keras_2():
        if layer.name != "RandomContrast":
            _needs_image(layer, x)
        elif x.rank is not None and x.rank < 3:
            raise refuse(layer, f"needs at least 3 axes, and gets {x}")
    elif layer.name == "RandomColorDegeneration":
        _needs_image(layer, x)
        _needs_channels(layer, x, (3,))
    return x


def _keep_data(layer: Layer, x: Shape) -> Shape:
    """The shape is kept. Raises: ValueError for what is no image, or for other channels."""
    if is_keras_2():
        return _keep(layer, x)
    _needs_image(layer, x)
    _needs_channels(layer, x, CHANNELS.get(layer.name, ()))
    return x


def _set(layer: Layer, x: Shape, axes: tuple[int, ...], sizes: tuple[Dim, ...]) -> Shape:
    """The shape with other sizes of some axes. Raises: IndexError where it has none."""
    if x.rank is None:
        return UNKNOWN_SHAPE
    dims = list(x.dims)
    for axis, size in zip(axes, sizes, strict=True):
        place = shapes.normal_axis(axis, x.rank)
        if place is None:
            raise Refusal("IndexError", f"{layer.name} needs an image, and gets {x}")
        dims[place] = size
    return Shape(tuple(dims))


def _spatial(layer: Layer) -> tuple[int, int] | None:
    """The axes of height and width, from the end; None: not known."""
    first = False if is_keras_2() else is_channels_first(layer)
    return None if first is None else ((-2, -1) if first else (-3, -2))


def _size(layer: Layer) -> tuple[Dim, Dim]:
    return dim_of(layer.option("height")), dim_of(layer.option("width"))


def _sized(layer: Layer, x: Shape) -> Shape:
    """An image of `height` and `width`. Raises: ValueError for what is no image."""
    _needs_image(layer, x)
    axes = _spatial(layer)
    if axes is None:
        return UNKNOWN_SHAPE
    made = _set(layer, x, axes, _size(layer))
    if is_keras_2() and x.rank == 4:
        return Shape((_batch_2(layer, x), *made.dims[1:]))
    return made


def _batch_2(layer: Layer, x: Shape) -> Dim:
    """The batch axis of a symbol: Keras 2 loses it where it crops what has no known size."""
    crops = flag(layer, "crop_to_aspect_ratio") if layer.name == "Resizing" else True
    if crops is False or all(isinstance(d, int) for d in x.dims[1:3]):
        return x.dims[0]
    return FREE if FREE in x.dims[1:3] and crops else UNKNOWN_DIM


@layer("keras.layers.CenterCrop", "height", "width", makes=_said)
def center_crop(layer: Layer, x: Shape) -> Shape:
    """Shape: (..., height, width, channels) -> those of the layer. Raises: ValueError."""
    return _sized(layer, x)


@layer("keras.layers.RandomCrop", "height", "width", "seed", makes=_said)
def random_crop(layer: Layer, x: Shape) -> Shape:
    """Shape: as `center_crop`. Keras 3 only looks whether there are such axes."""
    axes = _spatial(layer)
    if is_keras_2() or axes is None:
        return _sized(layer, x)
    return _set(layer, x, axes, _size(layer))


@layer("keras.layers.Resizing", "height", "width", "interpolation", makes=_said)
def resizing(layer: Layer, x: Shape) -> Shape:
    """Shape: as `center_crop`. Keras 3 takes what has not 4 axes for one image."""
    first = is_channels_first(layer)
    if is_keras_2() or first is None:
        return _sized(layer, x)
    start = (x.rank == 4) + first
    return _set(layer, x, (start, start + 1), _size(layer))


@layer("keras.layers.RandomHeight", "factor", "interpolation", "seed", makes=_said)
def random_height(layer: Layer, x: Shape) -> Shape:
    """An image of any height. Raises: ValueError for what is no image."""
    return _stretched(layer, x, -3)


@layer("keras.layers.RandomWidth", "factor", "interpolation", "seed", makes=_said)
def random_width(layer: Layer, x: Shape) -> Shape:
    """An image of any width. Raises: ValueError for what is no image."""
    return _stretched(layer, x, -2)


def _stretched(layer: Layer, x: Shape, axis: int, size: Dim = FREE) -> Shape:
    if is_keras_2() or size is not FREE:
        _needs_image(layer, x)
    return _set(layer, x, (axis,), (size,))


def _register() -> None:
    for name, parameters in AUGMENTING.items():
        path = f"keras.layers.{name}"
        layer(path, *parameters, makes=_said)(_keep)
        on_data(path, makes=_made, trains=True)(_keep_data)
    for name in ("CenterCrop", "Resizing"):
        on_data(f"keras.layers.{name}", makes=_made)(_sized)
    on_data("keras.layers.RandomCrop", makes=_made, trains=True, resizes=True)(_sized)
    for name, axis in (("RandomHeight", -3), ("RandomWidth", -2)):

        @on_data(f"keras.layers.{name}", makes=_made, trains=True)
        def stretched(layer: Layer, x: Shape, axis: int = axis) -> Shape:
            return _stretched(layer, x, axis, UNKNOWN_DIM)


_register()


def _parts(layer: Layer) -> tuple[Layer, ...] | None:
    """The layers of a Pipeline; None: not all known."""
    found = elements(layer.option("layers") or NOTHING)
    parts = tuple(part for part in found or () if isinstance(part, Layer) and part.path in LAYERS)
    return parts if found is not None and len(parts) == len(found) else None


def _piped_dtype(layer: Layer, inputs: tuple[DType, ...]) -> DType:
    parts = _parts(layer)
    if parts is None:
        return UNKNOWN_DTYPE
    for part in parts:
        inputs = (dtype_made(part, inputs, of_data=True),)
    return inputs[0]


@layer("keras.layers.Pipeline", "layers", makes=_piped_dtype)
def pipeline(layer: Layer, x: Shape) -> Shape:
    """What the last of its layers makes, each of which gets what the one before makes.

    Keras 3 runs them on symbols as on data. Raises: ValueError where the first one takes images,
    and gets none.
    """
    parts = _parts(layer)
    if parts is None:
        return UNKNOWN_SHAPE
    made: Shapes = x
    for number, part in enumerate(parts):
        if number == 0 and (part.name in AUGMENTING or part.name in SIZING):
            _needs_image(layer, x)
        is_traced_so = part.name in AUGMENTING or part.name in ("Rescaling", "Resizing")
        if not isinstance(made, Shape) or not (is_traced_so or FREE not in made.dims):
            return UNKNOWN_SHAPE
        try:
            made = forward_on_data(part, made)
        except Refusal:
            return UNKNOWN_SHAPE
    return made if isinstance(made, Shape) else UNKNOWN_SHAPE


on_data("keras.layers.Pipeline", makes=_piped_dtype, trains=True, resizes=True)(pipeline)
