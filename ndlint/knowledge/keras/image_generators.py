"""`ImageDataGenerator`: what it makes of arrays and of folders of images.

Source: Keras 3.15, `legacy/preprocessing/image.py`; tf_keras 2.21, `preprocessing/image.py`;
measured: truth case G.idg_rank3.
"""

from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.binding import as_dtype
from ndlint.knowledge.keras.directories import image_shape
from ndlint.knowledge.registry import Refusal, models
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Int, List, Str, Tuple, Value, elements
from ndlint.values.conversion import as_array
from ndlint.values.dataset import Elements, ImageGenerator
from ndlint.values.dimension import UNKNOWN_DIM, Dim, differ, render
from ndlint.values.dtype import FLOAT32, UNKNOWN_DTYPE, DType
from ndlint.values.frame import as_numpy
from ndlint.values.shape import Shape

GENERATOR = "keras.preprocessing.image.ImageDataGenerator"
ITERATOR = "keras.preprocessing.image.Iterator"
RANK = 4
SIDES = Tuple((Int(256), Int(256)))
BATCH, RGB, CATEGORICAL = Int(32), Str("rgb"), Str("categorical")


@models(GENERATOR)
def image_data_generator(*arguments: Value, **options: Value) -> Value:
    """What changes images at random, batch by batch."""
    dtype = options.get("dtype", NOTHING)
    is_usual = options.get("data_format", NOTHING) in (NOTHING, Str("channels_last"))
    known = FLOAT32 if dtype == NOTHING else as_dtype(dtype) or UNKNOWN_DTYPE
    return ImageGenerator(known if not arguments else UNKNOWN_DTYPE, is_usual and not arguments)


@models(f"{GENERATOR}.fit")
def fit(
    generator: Value, x: Value, augment: Value = NOTHING, *rest: Value, **options: Value
) -> Value:
    """What it needs to know of all images. Raises: ValueError, as `flow`."""
    _check(as_array(as_numpy(x)))
    return NOTHING


@models(f"{GENERATOR}.flow")
def flow(
    generator: Value,
    x: Value,
    y: Value = NOTHING,
    batch_size: Value = BATCH,
    shuffle: Value = NOTHING,
    sample_weight: Value = NOTHING,
    seed: Value = NOTHING,
    save_to_dir: Value = NOTHING,
    save_prefix: Value = NOTHING,
    save_format: Value = NOTHING,
    ignore_class_split: Value = NOTHING,
    subset: Value = NOTHING,
) -> Value:
    """Batches of images, with their labels and weights. Shape: (n, h, w, c) -> (batch, h, w, c).

    Raises: ValueError for images that are not of rank 4, and for labels or weights of another
    number.
    """
    given = elements(x) if isinstance(x, Tuple | List) else None
    images = as_array(as_numpy(given[0] if given else x))
    if not isinstance(generator, ImageGenerator):
        return UNKNOWN
    for other in (y, sample_weight):
        _compare(images, None if other == NOTHING else as_array(as_numpy(other)))
    _check(images)
    if images is None or given:
        return Elements(UNKNOWN, ITERATOR)
    axis = _size(images.shape.axis(0), batch_size, subset)
    parts = [Array(dtype=generator.dtype, shape=_rows(images.shape, axis))]
    for other in (y, sample_weight):
        if other == NOTHING:
            continue
        array = as_array(as_numpy(other))
        if array is None or not array.shape.rank_known:
            return Elements(UNKNOWN, ITERATOR)
        parts.append(Array(dtype=array.dtype, shape=_rows(array.shape, axis)))
    return Elements(parts[0] if len(parts) == 1 else Tuple(tuple(parts)), ITERATOR)


def _check(images: Array | None) -> None:
    """Raises: Refusal for what are no images."""
    if images is not None and images.shape.rank not in (None, RANK):
        told = f"images must have {RANK} axes, and these have the shape {images.shape}"
        raise Refusal("ValueError", told, Contract.IMAGES)


def _compare(images: Array | None, other: Array | None) -> None:
    """Raises: Refusal where there are not as many labels or weights as images."""
    if images is None or other is None or not images.shape.rank or not other.shape.rank:
        return
    first, second = images.shape.dims[0], other.shape.dims[0]
    if differ(first, second):
        told = f"there are {render(first)} images, and {render(second)} labels or weights"
        raise Refusal("ValueError", told, Contract.LENGTHS)


def _size(count: Dim, batch_size: Value, subset: Value) -> Dim:
    """The number of images in a batch, where all have as many."""
    size = batch_size.number if isinstance(batch_size, Int) else None
    if not isinstance(count, int) or not size or size < 1 or subset != NOTHING:
        return UNKNOWN_DIM
    return count if count <= size else UNKNOWN_DIM if count % size else size


def _rows(shape: Shape, axis: Dim) -> Shape:
    return Shape((axis, *shape.dims[1:])) if shape.rank else Shape((), rank_known=False)


@models(f"{GENERATOR}.flow_from_directory")
def flow_from_directory(
    generator: Value,
    directory: Value,
    target_size: Value = SIDES,
    color_mode: Value = RGB,
    classes: Value = NOTHING,
    class_mode: Value = CATEGORICAL,
    batch_size: Value = BATCH,
    **options: Value,
) -> Value:
    """Batches of the images of a folder, with their labels."""
    return _flow(generator, target_size, color_mode, classes, class_mode)


@models(f"{GENERATOR}.flow_from_dataframe")
def flow_from_dataframe(
    generator: Value,
    dataframe: Value,
    directory: Value = NOTHING,
    x_col: Value = NOTHING,
    y_col: Value = NOTHING,
    weight_col: Value = NOTHING,
    target_size: Value = SIDES,
    color_mode: Value = RGB,
    classes: Value = NOTHING,
    class_mode: Value = CATEGORICAL,
    **options: Value,
) -> Value:
    """Batches of the images that a frame names, with what it says of them."""
    if weight_col != NOTHING:
        return Elements(UNKNOWN, ITERATOR)
    return _flow(generator, target_size, color_mode, classes, class_mode)


def _flow(generator: Value, size: Value, color: Value, classes: Value, mode: Value) -> Value:
    if not isinstance(generator, ImageGenerator) or not generator.channels_last:
        return Elements(UNKNOWN, ITERATOR)
    sample = image_shape(size, color)
    images = Array(Kind.NDARRAY, generator.dtype, Shape((UNKNOWN_DIM, *sample.dims)))
    names = elements(classes)
    columns: Dim = len(names) if names else UNKNOWN_DIM
    match mode:
        case Str("categorical"):
            labels = _labels(generator.dtype, (columns,))
        case Str("binary" | "sparse"):
            labels = _labels(generator.dtype, ())
        case Str("input"):
            labels = replace(images)
        case _:
            return Elements(images if mode == NOTHING else UNKNOWN, ITERATOR)
    return Elements(Tuple((images, labels)), ITERATOR)


def _labels(dtype: DType, columns: tuple[Dim, ...]) -> Array:
    return Array(Kind.NDARRAY, dtype, Shape((UNKNOWN_DIM, *columns)))
