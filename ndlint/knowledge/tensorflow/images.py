"""tf.image. Source: measured on TensorFlow 2.21."""

from collections.abc import Iterable

from msgspec.structs import replace

from ndlint.events import Contract, Preparation, Prepared
from ndlint.knowledge.binding import ADType, AShape, ATensor, Size
from ndlint.knowledge.numpy.casting import WHOLE, bounds
from ndlint.knowledge.numpy.intervals import loosened
from ndlint.knowledge.registry import Refusal, models, observes
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Int, Str, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim, Wild, differ, is_free
from ndlint.values.facts import UNKNOWN_FACTS, Facts, between
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

ONE = Int(1)


def _check_rank(images: Array, least: int, most: int = 99, error: str = "ValueError") -> None:
    rank = images.shape.rank
    if rank is not None and not least <= rank <= most:
        asked = f"{least} axes" if least == most else f"{least} or {most} axes"
        asked = asked if most < 99 else f"{least} axes or more"
        message = f"it takes images of {asked}, and gets the shape {images.shape}"
        raise Refusal(error, message, Contract.TENSOR_SHAPES)


def _known(size: Dim) -> Dim:
    return UNKNOWN_DIM if isinstance(size, Wild) or is_free(size) else size


def _resized(images: Array, height: Dim, width: Dim) -> Shape:
    if images.shape.rank is None:
        return UNKNOWN_SHAPE
    return Shape((*images.shape.dims[:-3], _known(height), _known(width), images.shape.axis(-1)))


@models("tensorflow.image.resize")
def resize(
    images: ATensor,
    size: AShape,
    method: Value = NOTHING,
    preserve_aspect_ratio: Value = NOTHING,
    antialias: Value = NOTHING,
    name: Value = UNKNOWN,
) -> Value:
    """Images of another height and width, float32. Shapes: (h, w, c), (n, h, w, c).

    Raises: ValueError for other ranks.
    """
    _check_rank(images, 3, 4)
    dtype = dtypes.FLOAT32
    if method not in (NOTHING, Str("bilinear"), Str("bicubic"), Str("area")):
        dtype = images.dtype if method == Str("nearest") else dtypes.UNKNOWN_DTYPE
    rank = images.shape.rank
    shape = UNKNOWN_SHAPE if rank is None else Shape((UNKNOWN_DIM,) * rank)
    if preserve_aspect_ratio == NOTHING and size.rank == 2:
        shape = _resized(images, *size.dims)
    facts = _between_pixels(images) if method in AVERAGING else UNKNOWN_FACTS
    return Array(Kind.TENSOR, dtype, shape, facts)


AVERAGING = (NOTHING, Str("bilinear"), Str("area"), Str("nearest"))
"""Ways to resize by which each pixel is some of the image's, or an average of these."""


def _between_pixels(images: Array) -> Facts:
    """The facts of averages of the pixels, which are rounded to float32."""
    is_known = images.facts.is_finite or images.dtype.is_one_of(WHOLE)
    return between(*loosened(bounds(images.facts, images.dtype))) if is_known else UNKNOWN_FACTS


@models("tensorflow.image.resize_with_pad", "tensorflow.image.resize_with_crop_or_pad")
def resize_with_pad(
    image: ATensor, target_height: Size, target_width: Size, *arguments: Value, **options: Value
) -> Value:
    """Images of another height and width. Raises: ValueError for less than three axes."""
    _check_rank(image, 3, 4)
    shape = _resized(image, target_height, target_width)
    return Array(Kind.TENSOR, dtypes.UNKNOWN_DTYPE, shape, UNKNOWN_FACTS)


@models(
    "tensorflow.image.flip_left_right", "tensorflow.image.flip_up_down",
    "tensorflow.image.random_flip_left_right", "tensorflow.image.random_flip_up_down",
)  # fmt: skip
def flip(image: ATensor, *arguments: Value, **options: Value) -> Value:
    """The same pixels in another order. Raises: ValueError for less than three axes."""
    _check_rank(image, 3, 4)
    return replace(image, kind=Kind.TENSOR)


@models("tensorflow.image.rgb_to_grayscale")
def rgb_to_grayscale(images: ATensor, name: Value = UNKNOWN) -> Value:
    """One channel of three: same dtype. Shape: (..., 3) -> (..., 1)."""
    return replace(images, kind=Kind.TENSOR, shape=_last(images.shape, 1), facts=UNKNOWN_FACTS)


@models("tensorflow.image.grayscale_to_rgb")
def grayscale_to_rgb(images: ATensor, name: Value = UNKNOWN) -> Value:
    """Three channels alike. Shape: (..., 1) -> (..., 3). Raises: ValueError for other sizes."""
    if images.shape.rank and differ(images.shape.axis(-1), 1):
        message = f"it takes images with one channel, and gets the shape {images.shape}"
        raise Refusal("ValueError", message, Contract.TENSOR_SHAPES)
    return replace(images, kind=Kind.TENSOR, shape=_last(images.shape, 3))


def _last(shape: Shape, channels: Dim) -> Shape:
    if not shape.rank:
        return UNKNOWN_SHAPE
    return Shape((*shape.dims[:-1], channels))


@models("tensorflow.image.convert_image_dtype")
def convert_image_dtype(
    image: ATensor, dtype: ADType, saturate: Value = NOTHING, name: Value = UNKNOWN
) -> Value:
    """Pixels in another dtype; integers are scaled to 0..1. Shape: as `image`."""
    return Array(Kind.TENSOR, dtype, image.shape, UNKNOWN_FACTS)


@observes("tensorflow.image.convert_image_dtype")
def _converted(
    image: ATensor, dtype: ADType, saturate: Value = NOTHING, name: Value = UNKNOWN
) -> Prepared:
    return Prepared(step=Preparation.CONVERTED, data=image, dtype=dtype)


@models("tensorflow.image.per_image_standardization")
def per_image_standardization(image: ATensor) -> Value:
    """Pixels with mean 0 and variance 1. Shape: as `image`. Raises: ValueError: no image."""
    _check_rank(image, 3)
    return Array(Kind.TENSOR, dtypes.UNKNOWN_DTYPE, image.shape, UNKNOWN_FACTS)


def _register(names: Iterable[str]) -> None:
    @models(*(f"tensorflow.image.{name}" for name in names))
    def adjusted(image: ATensor, *arguments: Value, **options: Value) -> Value:
        """Other colours. Shape and dtype: as `image`."""
        return replace(image, kind=Kind.TENSOR, facts=UNKNOWN_FACTS)


_register(
    f"{way}_{what}" for way in ("adjust", "random") for what in ("brightness", "contrast", "hue")
)
_register(("adjust_saturation", "random_saturation"))


@models("tensorflow.image.rot90")
def rot90(image: ATensor, k: Value = ONE, name: Value = UNKNOWN) -> Value:
    """The same pixels, turned `k` times: height and width change places where it is odd."""
    shape = UNKNOWN_SHAPE
    if isinstance(k, Int) and k.number is not None and (image.shape.rank or 0) in (3, 4):
        *before, height, width, channels = image.shape.dims
        turned = (width, height) if k.number % 2 else (height, width)
        shape = Shape((*before, *turned, channels))
    return replace(image, kind=Kind.TENSOR, shape=shape)


@models("tensorflow.image.random_crop")
def random_crop(value: ATensor, size: AShape, *arguments: Value, **options: Value) -> Value:
    """A part of an image. Shape: `size`."""
    return replace(value, kind=Kind.TENSOR, shape=size, facts=value.facts.of_a_part())


@models("tensorflow.image.crop_to_bounding_box")
def crop_to_bounding_box(
    image: ATensor,
    offset_height: Value,
    offset_width: Value,
    target_height: Size,
    target_width: Size,
) -> Value:
    """A part of images. Raises: ValueError for other than 3 or 4 axes."""
    _check_rank(image, 3, 4)
    shape = _resized(image, target_height, target_width)
    return replace(image, kind=Kind.TENSOR, shape=shape, facts=image.facts.of_a_part())
