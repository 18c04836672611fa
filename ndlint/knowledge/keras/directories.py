"""Data sets that Keras makes of files, or of a long series.

Source: Keras 3.15, `utils/image_dataset_utils.py`, `text_dataset_utils.py`,
`timeseries_dataset_utils.py`; tf_keras 2.21, the files of the same names; compared with the real
`element_spec`.
"""

from ndlint.knowledge.binding import Size, as_dim
from ndlint.knowledge.registry import models
from ndlint.knowledge.tensorflow.data import TEXT, as_tensors
from ndlint.knowledge.tensorflow.specs import dims_of
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Int, List, Str, Tuple, Value
from ndlint.values.dataset import Dataset
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.shape import Shape

ONE, BATCH, LONG_BATCH = Int(1), Int(32), Int(128)
CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}
SIDES = Tuple((Int(256), Int(256)))
INFERRED, INT, RGB, TF, BILINEAR = map(Str, ("inferred", "int", "rgb", "tf", "bilinear"))
YES, NO = Bool(True), Bool(False)


@models(
    "keras.utils.image_dataset_from_directory", "keras.preprocessing.image_dataset_from_directory"
)
def image_dataset_from_directory(
    directory: Value,
    labels: Value = INFERRED,
    label_mode: Value = INT,
    class_names: Value = NOTHING,
    color_mode: Value = RGB,
    batch_size: Value = BATCH,
    image_size: Value = SIDES,
    shuffle: Value = YES,
    seed: Value = NOTHING,
    validation_split: Value = NOTHING,
    subset: Value = NOTHING,
    interpolation: Value = BILINEAR,
    follow_links: Value = NO,
    crop_to_aspect_ratio: Value = NO,
    pad_to_aspect_ratio: Value = NO,
    data_format: Value = NOTHING,
    format: Value = TF,
    verbose: Value = NOTHING,
) -> Value:
    """Images as float32, of one size, with their labels; `subset="both"` gives two data sets."""
    if format != TF or data_format != NOTHING:
        return UNKNOWN
    image = Array(Kind.TENSOR, dtypes.FLOAT32, image_shape(image_size, color_mode))
    return _labelled(image, labels, label_mode, class_names, batch_size, shuffle, subset)


@models(
    "keras.utils.text_dataset_from_directory", "keras.preprocessing.text_dataset_from_directory"
)
def text_dataset_from_directory(
    directory: Value,
    labels: Value = INFERRED,
    label_mode: Value = INT,
    class_names: Value = NOTHING,
    batch_size: Value = BATCH,
    max_length: Value = NOTHING,
    shuffle: Value = YES,
    seed: Value = NOTHING,
    validation_split: Value = NOTHING,
    subset: Value = NOTHING,
    follow_links: Value = NO,
    format: Value = TF,
    verbose: Value = NOTHING,
) -> Value:
    """Texts with their labels; `subset="both"` gives two data sets."""
    if format != TF:
        return UNKNOWN
    return _labelled(TEXT, labels, label_mode, class_names, batch_size, shuffle, subset)


def image_shape(size: Value, color_mode: Value) -> Shape:
    """Height, width and channels of images that are read."""
    sides: tuple[Dim, ...] = dims_of(size) or ()
    if isinstance(size, Int) and current().keras == 3:
        sides = (size.size, size.size)
    channels = CHANNELS.get(color_mode.text or "") if isinstance(color_mode, Str) else None
    height, width = sides if len(sides) == 2 else (UNKNOWN_DIM, UNKNOWN_DIM)
    return Shape((height, width, channels or UNKNOWN_DIM))


def _labelled(
    sample: Array,
    labels: Value,
    mode: Value,
    names: Value,
    batch_size: Value,
    shuffle: Value,
    subset: Value,
) -> Value:
    """The data set of such samples and their labels."""
    element = _with_label(sample, labels, mode, names)
    axes = () if batch_size == NOTHING else (FREE,)
    if batch_size != NOTHING and as_dim(batch_size) is None:
        return UNKNOWN
    made = Dataset(_batched(element, axes), UNKNOWN_DIM, len(axes), is_mixed=shuffle == YES)
    if subset == Str("both"):
        return List((made, Dataset(made.element, UNKNOWN_DIM, made.batches)))
    is_known = subset == NOTHING or (isinstance(subset, Str) and subset.text is not None)
    return made if is_known else UNKNOWN


def _with_label(sample: Array, labels: Value, mode: Value, names: Value) -> Value:
    if NOTHING in (labels, mode):
        return sample
    if not isinstance(labels, Str | List | Tuple):
        return UNKNOWN
    classes = len(names.items) if isinstance(names, List | Tuple) and names.items else UNKNOWN_DIM
    kinds = {
        "int": (dtypes.INT32, ()),
        "categorical": (dtypes.FLOAT32, (classes,)),
        "binary": (dtypes.FLOAT32, (1,)),
    }
    found = kinds.get(mode.text or "") if isinstance(mode, Str) else None
    if found is None:
        return UNKNOWN
    return Tuple((sample, Array(Kind.TENSOR, found[0], Shape(found[1]))))


def _batched(element: Value, axes: tuple[Dim, ...]) -> Value:
    match element:
        case Tuple(items):
            return Tuple(tuple(_batched(item, axes) for item in items))
        case Array(dtype=dtype, shape=shape):
            return Array(Kind.TENSOR, dtype, Shape((*axes, *shape.dims)))
    return UNKNOWN


@models(
    "keras.utils.timeseries_dataset_from_array", "keras.preprocessing.timeseries_dataset_from_array"
)
def timeseries_dataset_from_array(
    data: Value,
    targets: Value,
    sequence_length: Size,
    sequence_stride: Value = ONE,
    sampling_rate: Value = ONE,
    batch_size: Value = LONG_BATCH,
    shuffle: Value = NO,
    seed: Value = NOTHING,
    start_index: Value = NOTHING,
    end_index: Value = NOTHING,
    format: Value = TF,
) -> Value:
    """Sequences of consecutive rows, each with the target at its start.

    Shape: (n, ...) and (n, ...) -> (batch, length, ...) and (batch, ...). The length stays open in
    the specification.
    """
    rows = as_tensors(data)
    if format != TF or not isinstance(rows, Array) or not rows.shape.rank:
        return UNKNOWN
    axes = () if batch_size == NOTHING else (FREE,)
    sequence = Array(Kind.TENSOR, rows.dtype, Shape((*axes, FREE, *rows.shape.dims[1:])))
    element: Value = sequence
    count = _sequences(rows.shape.dims[0], sequence_length)
    if targets != NOTHING:
        labels = as_tensors(targets)
        if not isinstance(labels, Array) or not labels.shape.rank:
            return UNKNOWN
        label = Array(Kind.TENSOR, labels.dtype, Shape((*axes, *labels.shape.dims[1:])))
        element = Tuple((sequence, label))
        most = labels.shape.dims[0]
        numbers = [n for n in (count, most) if isinstance(n, int)]
        count = min(numbers) if len(numbers) == 2 else UNKNOWN_DIM
    usual = (sequence_stride, sampling_rate, start_index, end_index)
    if usual != (ONE, ONE, NOTHING, NOTHING):
        count = UNKNOWN_DIM
    if batch_size != NOTHING:
        size = batch_size.number if isinstance(batch_size, Int) else None
        count = -(-count // size) if isinstance(count, int) and size else UNKNOWN_DIM
    return Dataset(element, count, len(axes), is_mixed=shuffle == YES)


def _sequences(rows: Dim, length: Dim) -> Dim:
    if isinstance(rows, int) and isinstance(length, int):
        return max(0, rows - length + 1)
    return UNKNOWN_DIM
