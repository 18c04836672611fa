"""Models that are asked for their weights, built or not, against both Kerases."""

from random import Random

import pytest

from tests.knowledge.tensorflow.bulk import Program, compare, exact
from tests.truth.reality import Reality

USUAL, LONG = 60, 1000
START = "import numpy as np\nfrom tensorflow import keras\nL = keras.layers\n"
FIRST = (
    "L.Dense(2)", "L.Dense(2, input_shape=(4,))", "L.Dense(2, input_dim=4)", "keras.Input((4,))",
    "L.Embedding(20, 2)", "L.Embedding(20, 2, input_length=4)", "L.LSTM(2)", "L.Flatten()",
    "L.LSTM(2, input_shape=(3, 4))", "L.Flatten(input_shape=(2, 2))", "L.Normalization()",
    "L.Dropout(0.5)", "L.Rescaling(1 / 255)", "L.Bidirectional(L.LSTM(2))", "L.Conv1D(2, 2)",
    "L.TimeDistributed(L.Dense(2))", "L.InputLayer(input_shape=(4,))", "L.BatchNormalization()",
    "keras.Sequential([L.Dense(2, input_shape=(4,))])", "L.RandomFlip()", "L.StringLookup()",
    "L.TextVectorization()",
)  # fmt: skip
ASKED = ("m.summary(print_fn=lambda *a, **k: None)", "w = m.get_weights()", "n = m.count_params()")
DONE = (
    "m.compile('sgd', 'mse')", "m.build((None, 4))", "m(np.ones((2, 4), 'float32'))",
    "m.add(L.Dense(1))", "m.trainable = False",
)  # fmt: skip


def _program(seed: int, keras: int) -> Program:
    random = Random(f"unbuilt {seed}")
    first = random.choice(FIRST)
    more = random.choice(("", ", L.Dense(1)"))
    made = f"m = keras.Sequential([{first}{more}])\n"
    if random.random() < 0.3:
        made, more = f"m = keras.Sequential()\nm.add({first})\n", ""
    done = "".join(f"{random.choice(DONE)}\n" for _ in range(random.choice((0, 0, 1, 2))))
    text = f"{START}{made}{done}{random.choice(ASKED)}  # asked\n"
    # Keras 3 does not say that a model is built which has an input, or a model, and nothing else.
    is_open = keras == 3 and ("Input" in first or ("Sequential" in first and not more))
    return Program(text, must_find="" if is_open else "asked", topic=first)


def judged(real: Reality, keras: int, seeds: range) -> None:
    """Every crash is found, and nothing else is said."""
    score = exact(real, [_program(seed, keras) for seed in seeds], keras)
    assert score.raised < score.programs


def test_some(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL))


@pytest.mark.xfail(raises=AssertionError, reason="whether a model around a model was called")
def test_missed(reality: Reality) -> None:
    inner = "keras.Sequential([L.Dense(2, input_shape=(4,))])"
    text = f"{START}m = keras.Sequential([{inner}])\nn = m.count_params()  # asked\n"
    score = compare(reality, [Program(text, must_find="asked")])
    assert not score.missed


@pytest.mark.nightly
def test_many(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL, USUAL + LONG))
