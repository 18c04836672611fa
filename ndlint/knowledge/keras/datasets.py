"""The data sets that come with Keras: `keras.datasets.*.load_data`.

Source: Keras 3.15 and tf_keras 2.21, `datasets/*.py`, and the files that they load.
"""

from msgspec.structs import replace

from ndlint.knowledge.binding import as_number
from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Objects
from ndlint.values.base import NOTHING, UNKNOWN, Float, Int, Str, Tuple, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import DType
from ndlint.values.facts import FINITE, Facts, up_to, whole
from ndlint.values.shape import Shape

Counts = tuple[Dim, Dim]
"""The numbers of samples for training and for tests."""

REUTERS, BOSTON, CALIFORNIA = 11_228, 506, 20_640
FIFTH = Float(0.2)
SEED = Int(113)
FINE = Str("fine")
LARGE = Str("large")


def pairs(x: Array, y: Array, counts: Counts) -> Value:
    """((x, y), (x, y)) of as many samples. `x` and `y` have the shape of one."""

    def part(array: Array, count: Dim) -> Array:
        return replace(array, shape=Shape((count, *array.shape.dims)))

    return Tuple(tuple(Tuple((part(x, n), part(y, n))) for n in counts))


PIXELS = replace(whole(0, 255), reached=True, varied=True)


@models("keras.datasets.mnist.load_data", "keras.datasets.fashion_mnist.load_data")
def gray_images(path: Value = UNKNOWN) -> Value:
    """x: uint8 (n, 28, 28) in 0..255, y: uint8 (n,) in 0..9."""
    x = Array(dtype=dtypes.UINT8, shape=Shape((28, 28)), facts=PIXELS)
    y = Array(dtype=dtypes.UINT8, shape=Shape(()), facts=up_to(10))
    return pairs(x, y, (60_000, 10_000))


@models("keras.datasets.cifar10.load_data")
def cifar10() -> Value:
    """x: uint8 (n, 32, 32, 3) in 0..255, y: uint8 (n, 1) in 0..9."""
    return _cifar(dtypes.UINT8, up_to(10))


@models("keras.datasets.cifar100.load_data")
def cifar100(label_mode: Value = FINE, cache_dir: Value = UNKNOWN) -> Value:
    """x: uint8 (n, 32, 32, 3) in 0..255, y: int64 (n, 1) in 0..99, or in 0..19 if coarse."""
    if label_mode == FINE:
        return _cifar(dtypes.INT64, up_to(100))
    if label_mode == Str("coarse"):
        return _cifar(dtypes.INT64, up_to(20))
    return _cifar(dtypes.INT64, whole(0, 99))


def _cifar(labels: DType, classes: Facts) -> Value:
    image = (32, 32, 3) if current().usual_format else (UNKNOWN_DIM,) * 3
    x = Array(dtype=dtypes.UINT8, shape=Shape(image), facts=PIXELS)
    return pairs(x, Array(dtype=labels, shape=Shape((1,)), facts=classes), (50_000, 10_000))


@models("keras.datasets.imdb.load_data")
def imdb(
    path: Value = UNKNOWN,
    num_words: Value = NOTHING,
    skip_top: Value = NOTHING,
    maxlen: Value = NOTHING,
    seed: Value = SEED,
    start_char: Value = UNKNOWN,
    oov_char: Value = UNKNOWN,
    index_from: Value = UNKNOWN,
    cache_dir: Value = UNKNOWN,
) -> Value:
    """x: (n,) objects, lists of word numbers; y: int64 (n,), 0 or 1. `maxlen` drops reviews."""
    return _texts(2, (25_000, 25_000) if maxlen == NOTHING else (UNKNOWN_DIM, UNKNOWN_DIM))


@models("keras.datasets.reuters.load_data")
def reuters(
    path: Value = UNKNOWN,
    num_words: Value = NOTHING,
    skip_top: Value = NOTHING,
    maxlen: Value = NOTHING,
    test_split: Value = FIFTH,
    seed: Value = SEED,
    start_char: Value = UNKNOWN,
    oov_char: Value = UNKNOWN,
    index_from: Value = UNKNOWN,
    cache_dir: Value = UNKNOWN,
) -> Value:
    """x: (n,) objects, lists of word numbers; y: int64 (n,) in 0..45."""
    as_usual = (test_split, seed) == (FIFTH, SEED)
    counts = _split(REUTERS, test_split) if maxlen == NOTHING else (UNKNOWN_DIM, UNKNOWN_DIM)
    return _texts(46, counts, occur=as_usual)


def _texts(classes: int, counts: Counts, occur: bool = True) -> Value:
    x = Array(dtype=dtypes.OBJECT, shape=Shape(()), objects=Objects.NUMBERS)
    is_whole = occur and UNKNOWN_DIM not in counts
    facts = up_to(classes) if is_whole else whole(0, classes - 1)
    return pairs(x, Array(dtype=dtypes.INT64, shape=Shape(()), facts=facts), counts)


@models("keras.datasets.boston_housing.load_data")
def boston_housing(
    path: Value = UNKNOWN,
    test_split: Value = FIFTH,
    seed: Value = SEED,
    cache_dir: Value = UNKNOWN,
) -> Value:
    """x: float64 (n, 13), y: float64 (n,)."""
    return _table(13, dtypes.FLOAT64, _split(BOSTON, test_split))


@models("keras.datasets.california_housing.load_data")
def california_housing(
    version: Value = LARGE,
    path: Value = UNKNOWN,
    test_split: Value = FIFTH,
    seed: Value = SEED,
) -> Value:
    """x: float32 (n, 8), y: float32 (n,); the small version has 600 rows."""
    if version == LARGE:
        counts = _split(CALIFORNIA, test_split)
    else:
        counts = _split(600, test_split) if version == Str("small") else (UNKNOWN_DIM,) * 2
    return _table(8, dtypes.FLOAT32, counts)


def _table(columns: int, dtype: DType, counts: Counts) -> Value:
    x = Array(dtype=dtype, shape=Shape((columns,)), facts=FINITE)
    return pairs(x, Array(dtype=dtype, shape=Shape(()), facts=FINITE), counts)


def _split(count: int, test_split: Value) -> Counts:
    """How many samples are for training and for tests."""
    share = as_number(test_split)
    if share is None or not 0 <= share < 1:
        return UNKNOWN_DIM, UNKNOWN_DIM
    train = int(count * (1 - share))
    return train, count - train
