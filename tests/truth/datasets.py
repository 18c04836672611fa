"""Stand-ins for the Keras data sets that are downloaded: the same shapes and dtypes.

Lengths are the real ones, except of texts, which are short here.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

Pair = tuple[Any, Any]
Loader = Callable[..., tuple[Pair, Pair]]
WORDS = 10_000
HOMES = (
    "keras.datasets",  # Keras 3
    "keras.src.datasets",
    "keras._tf_keras.keras.datasets",  # tf.keras, where it is Keras 3
    "tf_keras.datasets",  # tf.keras, where it is Keras 2
    "tf_keras.src.datasets",
    "tf_keras.api._v2.keras.datasets",
)


def images(
    train: int,
    test: int,
    shape: tuple[int, ...],
    classes: int,
    labels: str,
    columns: tuple[int, ...],
) -> Loader:
    """Pictures of bytes with a class each; `columns` is the shape of one label."""

    def load_data(*_: object, **__: object) -> tuple[Pair, Pair]:
        rng = np.random.RandomState(0)

        def part(count: int) -> Pair:
            x = rng.randint(0, 256, (count, *shape), dtype="uint8")
            return x, rng.randint(0, classes, (count, *columns)).astype(labels)

        return part(train), part(test)

    return load_data


def texts(train: int, test: int, classes: int) -> Loader:
    """Lists of word numbers, in an object array, with a class each."""

    def load_data(path: str = "", num_words: int | None = None, **_: object) -> tuple[Pair, Pair]:
        rng = np.random.RandomState(0)

        def part(count: int) -> Pair:
            x = np.empty(count, dtype=object)
            for i, length in enumerate(rng.randint(5, 40, count)):
                x[i] = [1, *rng.randint(4, num_words or WORDS, length).tolist()]
            return x, rng.randint(0, classes, count)

        return part(train), part(test)

    return load_data


def table(train: int, test: int, columns: int, dtype: str) -> Loader:
    """Rows of numbers with a price each."""

    def load_data(*_: object, **__: object) -> tuple[Pair, Pair]:
        rng = np.random.RandomState(0)

        def part(count: int) -> Pair:
            return rng.rand(count, columns).astype(dtype), (50 * rng.rand(count)).astype(dtype)

        return part(train), part(test)

    return load_data


def california(version: str = "large", **_: object) -> tuple[Pair, Pair]:
    """The California housing table in its two sizes."""
    rows = (480, 120) if version == "small" else (16512, 4128)
    return table(*rows, 8, "float32")()


LOADERS: dict[str, Loader] = {
    "mnist": images(60000, 10000, (28, 28), 10, "uint8", ()),
    "fashion_mnist": images(60000, 10000, (28, 28), 10, "uint8", ()),
    "cifar10": images(50000, 10000, (32, 32, 3), 10, "uint8", (1,)),
    "cifar100": images(50000, 10000, (32, 32, 3), 100, "int64", (1,)),
    "imdb": texts(25000, 25000, 2),
    "reuters": texts(8982, 2246, 46),
    "boston_housing": table(404, 102, 13, "float64"),
    "california_housing": california,
}


def replace_downloads() -> None:
    """Put the stand-ins wherever a program may import `load_data` from."""
    for home in HOMES:
        for name, loader in LOADERS.items():
            try:
                module = import_module(f"{home}.{name}")
            except ImportError:  # this flavour or version does not have it
                continue
            module.load_data = loader  # type: ignore[attr-defined]
