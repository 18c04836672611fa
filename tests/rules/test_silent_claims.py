"""Silent claims whose harm is hard to see: each is shown on real Keras, with labels that differ.

With labels of ones, in one order and for one epoch, nothing of it shows: the loss is a number
like any other. Each program is followed by what is true of it only if its result is wrong.
"""

from typing import NamedTuple

import pytest

from ndlint.analysis import analyse
from ndlint.findings import Certainty, Effect
from ndlint.source.text import parse
from ndlint.target import Target
from tests.truth.reality import Reality

BEGIN = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(1)
rng = np.random.RandomState(0)
"""
MEASURE = '''
def against(labels):
    """The loss of the trained weights against other labels."""
    fresh = keras.models.clone_model(m)
    fresh.set_weights(m.get_weights())
    fresh.compile(optimizer="sgd", loss=m.loss)
    return fresh.evaluate(x, labels, verbose=0)

def near(one, other):
    return abs(one - other) < 1e-5 * abs(one)
'''
"""Read by Keras alone: ndlint judges the program that comes before it."""

STEPS = "[layers.LSTM(2, return_sequences=True), layers.Dense(1)]", (5, 2)
IMAGES = "[layers.Conv2D(1, 3)]", (5, 5, 1)
EIGHT = "[layers.Dense(8)]", (4,)
FIVE = "[layers.Dense(5)]", (4,)
ONE = "[layers.Dense(1)]", (4,)

IN_ANY_ORDER = (
    "near(against(y), against(y[::-1])) and not near(against(y), against(y[[0] * 4 + [7] * 4]))"
)
"""Which label belongs to which sample makes no difference, though which labels there are does."""
OVER_UNITS = """\
near(against(y), against(np.tile(y, (8, 1)))) or near(against(y), against(np.tile(y, (8, 1)).T))
"""
"""Keras 3 compares the units of each sample with the labels of all, Keras 2 with its own."""
REPEATED = "near(against(y), against(np.repeat(y, 5, axis=1)))"
"""One label is meant for each of five outputs."""
EACH_COLUMN = "near(against(y), np.mean([against(y[:, [i]]) for i in range(5)]))"
"""One output is meant for each of five labels, of which it can fit one at most."""


class Claim(NamedTuple):
    """A program of which ndlint claims `code`, and what is so only if that is true."""

    name: str
    code: str
    program: str
    shows: str


def supervised(name: str, net: tuple[str, tuple[int, ...]], labels: str, shows: str) -> Claim:
    """A claim of NDL302: a model that is trained with the loss `name` and such labels."""
    stack, shape = net
    program = f"""
m = keras.Sequential({stack})
m.compile(optimizer="sgd", loss="{name.split(maxsplit=1)[0]}")
x = rng.rand(8, {", ".join(map(str, shape))})
y = rng.choice([-1.0, 1.0, 2.0], {labels})
m.fit(x, y, verbose=0)
"""
    return Claim(name, "NDL302", program, shows)


CLAIMS = [
    *(supervised(f"{loss} n nT1", STEPS, "8", IN_ANY_ORDER) for loss in ("mse", "mae")),
    *(supervised(f"{loss} n nT1", STEPS, "8", IN_ANY_ORDER) for loss in ("huber", "hinge")),
    *(supervised(f"{loss} n nhw1", IMAGES, "8", IN_ANY_ORDER) for loss in ("mse", "huber")),
    supervised("cosine_similarity n nhw1", IMAGES, "8", IN_ANY_ORDER),
    *(supervised(f"{loss} n nn", EIGHT, "8", OVER_UNITS) for loss in ("mse", "hinge")),
    *(supervised(f"{loss} n1 nT1", STEPS, "(8, 1)", REPEATED) for loss in ("mse", "mae", "huber")),
    *(supervised(f"{loss} n1 nk", FIVE, "(8, 1)", REPEATED) for loss in ("mse", "huber")),
    supervised("hinge nk n1", ONE, "(8, 5)", EACH_COLUMN),
    Claim(
        "a cosine beyond 1",
        "NDL302",
        """
m = keras.Sequential([layers.Dense(1, use_bias=False)])
m.compile(optimizer="sgd", loss="cosine_similarity")
x = rng.rand(8, 4)
y = np.ones((8, 5))
m.fit(x, y, verbose=0)
""",
        "abs(against(y)) > 2",
    ),
    Claim(
        "evaluate n nT1",
        "NDL302",
        """
m = keras.Sequential([layers.LSTM(2, return_sequences=True), layers.Dense(1)])
m.compile(optimizer="sgd", loss="mse")
x = rng.rand(8, 5, 2)
y = np.arange(8.0)
m.evaluate(x, y, verbose=0)
""",
        IN_ANY_ORDER,
    ),
    Claim(
        "logits as probabilities",
        "NDL304",
        """
m = keras.Sequential([layers.LSTM(2, return_sequences=True), layers.Dense(1)])
m.compile(optimizer="sgd", loss="binary_crossentropy")
x = rng.rand(8, 5, 2)
y = rng.choice([0.0, 1.0], (8, 5))
m.fit(x, y, verbose=0)
""",
        "not near(against(y), np.mean(np.logaddexp(0, (1 - 2 * y) * m.predict(x)[..., 0])))",
    ),
    Claim(
        "own loss n n1",
        "NDL309",
        """
m = keras.Sequential([layers.Dense(1)])
x = rng.rand(8, 4).astype("float32")
y = np.arange(8).astype("float32")
p = m(x)
loss = tf.reduce_mean(tf.abs(y - p))
""",
        "near(float(loss), float(tf.reduce_mean(tf.abs(y[::-1] - p))))"
        " and not near(float(np.mean(np.abs(y - p.numpy()[:, 0]))),"
        " float(np.mean(np.abs(y[::-1] - p.numpy()[:, 0]))))",
    ),
    Claim(
        "one unit with a softmax",
        "NDL306",
        """
m = keras.Sequential([layers.Dense(1, activation="softmax")])
m.compile(optimizer="sgd", loss="categorical_crossentropy")
x = rng.rand(8, 4)
y = np.array([[0], [1]] * 4)
m.fit(x, y, verbose=0)
""",
        "against(y) == against(np.ones_like(y)) == against(np.zeros_like(y)) == 0",
    ),
    Claim(
        "NaN as a class",
        "NDL401",
        """
m = keras.Sequential([layers.Dense(3, activation="softmax")])
m.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", jit_compile=True)
x = rng.rand(8, 4)
y = np.array([0, 1, np.nan, 0, 1, 2, 0, 1])
m.fit(x, y, verbose=0)
""",
        "near(m.evaluate(x, y), m.evaluate(x, np.where(np.isnan(y), 0.0, y)))",
    ),
    Claim(
        "three classes for two",
        "NDL307",
        """
m = keras.Sequential([layers.Dense(1, activation="sigmoid")])
m.compile(optimizer="sgd", loss="binary_crossentropy")
x = rng.randn(64, 4)
y = np.arange(64) % 3
m.fit(x, y, epochs=200, verbose=0)
""",
        "m.fit(x, y, epochs=500, verbose=0).history['loss'][-1] < 0",
    ),
    Claim(
        "NaN under a mask in fit",
        "NDL402",
        """
m = keras.Sequential([layers.Dense(1)])
m.compile(optimizer="sgd", loss="mse")
x = np.ma.masked_array(np.full((8, 4), np.nan), mask=True)
h = m.fit(x, np.ones(8), verbose=0)
""",
        "all(np.isnan(w).all() for w in m.get_weights())",
    ),
    Claim(
        "NaN under a mask in predict",
        "NDL402",
        """
m = keras.Sequential([layers.Dense(1)])
m.compile(optimizer="sgd", loss="mse")
x = np.ma.masked_array(np.full((8, 4), np.nan), mask=True)
p = m.predict(x, verbose=0)
""",
        "np.isnan(p).all()",
    ),
    Claim(
        "a label under a mask",
        "NDL402",
        """
m = keras.Sequential([layers.Dense(1, activation="sigmoid")])
m.compile(optimizer="sgd", loss="binary_crossentropy")
x = np.ones((8, 4))
y = np.ma.masked_array(np.ones(8), mask=[1] + [0] * 7)
m.fit(x, y, verbose=0)
""",
        "not near(against(y), against(np.ma.masked_array([0] + [1] * 7, mask=y.mask)))",
    ),
    Claim(
        "fractions cut off",
        "NDL110",
        """
m = keras.Sequential([keras.Input((4,), dtype="int32"), layers.Rescaling(1.0), layers.Dense(1)])
p = m.predict(np.full((8, 4), 1.7), verbose=0)
""",
        "(p == m.predict(np.full((8, 4), 1), verbose=0)).all()",
    ),
]


@pytest.mark.parametrize("claim", [pytest.param(c, id=c.name) for c in CLAIMS])
def test_what_is_called_silently_wrong_is(real: Reality, keras: int, claim: Claim) -> None:
    told = analyse(parse("program.py", BEGIN + claim.program), Target(keras=keras))
    assert claim.code in {f.code for f in told if f.effect is Effect.SILENT}
    assert not any(f.effect is Effect.CRASH and f.certainty is Certainty.CERTAIN for f in told)
    outcome = real.run(BEGIN + claim.program + MEASURE, shows=claim.shows)
    assert outcome.ok, f"line {outcome.line}: {outcome.said}"
    assert outcome.shows is True, outcome.shows_error or f"{claim.shows} is not so"
