"""Layers that merge tensors of several dtypes, data or symbols, against both Kerases."""

from random import Random

import pytest

from tests.knowledge.tensorflow.bulk import Program, exact
from tests.truth.reality import Reality

USUAL, LONG = 80, 1000
LAYERS = ("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract")
DTYPES = ("float32", "float64", "float16", "int32", "int64", "uint8", "bool")
START = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
FORMS = ("tf.constant(np.ones((2, 4), {!r}))", "np.ones((2, 4), {!r})")


def _program(seed: int, keras: int) -> Program:
    random = Random(f"dtypes {seed}")
    layer = random.choice(LAYERS)
    forms = random.choice((FORMS, ("keras.Input((4,), 2, dtype={!r})",)))
    dtypes = [
        random.choice(DTYPES) for _ in range(2 if layer == "Subtract" else random.choice((2, 3)))
    ]
    parts = ", ".join(random.choice(forms).format(dtype) for dtype in dtypes)
    # What TensorFlow makes of booleans times others is left to it.
    is_open = keras == 3 or (layer == "Multiply" and "bool" in dtypes)
    text = f"{START}y = keras.layers.{layer}()([{parts}])\n"
    return Program(text, must_find="" if is_open else "y =", topic=layer)


def judged(real: Reality, keras: int, seeds: range) -> None:
    """With Keras 2 every crash is found, and nothing is said that is not so."""
    exact(real, [_program(seed, keras) for seed in seeds], keras)


def test_some(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL))


@pytest.mark.nightly
def test_many(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL, USUAL + LONG))
