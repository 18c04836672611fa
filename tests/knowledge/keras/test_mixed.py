"""Layers that merge symbolic tensors with data, against both Kerases."""

from random import Random

import pytest

from tests.knowledge.tensorflow.bulk import Program, exact
from tests.truth.reality import Reality

USUAL, LONG = 60, 1000
LAYERS = (
    "Add()", "Subtract()", "Multiply()", "Average()", "Maximum()", "Minimum()", "Concatenate()",
    "Concatenate(axis=1)", "Concatenate(axis=0)", "Concatenate(axis=-2)",
)  # fmt: skip
START = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"


def _program(seed: int) -> Program:
    random = Random(f"mixed {seed}")
    sample = tuple(random.choice((1, 2, 3)) for _ in range(random.choice((1, 1, 2, 3))))
    batch = random.choice((1, 2, 4))
    shape = random.choice(
        (
            (batch, *sample),
            (batch, *(random.choice((1, size, size + 1)) for size in sample)),
            sample, (), (1,), (1, *sample, 1),
        )
    )  # fmt: skip
    layer = random.choice(LAYERS)
    parts = [f"keras.Input({sample})", f"{random.choice(('tf', 'np'))}.ones({shape})"]
    parts += [f"keras.Input({sample})"] * (layer != "Subtract()" and random.random() < 0.3)
    random.shuffle(parts)
    text = f"{START}y = keras.layers.{layer}([{', '.join(parts)}])\n"
    return Program(text, must_find="y =", topic=layer)


def judged(real: Reality, keras: int, seeds: range) -> None:
    """Every crash is found, and nothing else is said."""
    score = exact(real, [_program(seed) for seed in seeds], keras)
    assert score.programs // 4 < score.raised < score.programs


def test_some(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL))


@pytest.mark.nightly
def test_many(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL, USUAL + LONG))
