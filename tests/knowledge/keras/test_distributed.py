"""Models inside `TimeDistributed`: what is said of each step against Keras."""

from itertools import product
from random import Random

from tests.knowledge.tensorflow.bulk import Program, exact
from tests.truth.reality import Reality

FEW = 100
START = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
layers = keras.layers
"""
UNBUILT = (
    "model = keras.Sequential([layers.Conv2D(4, 3), layers.Flatten()])\n",
    "model = keras.Sequential([layers.Dense(4), layers.Dense(2)])\n",
    "model = keras.Sequential([layers.LSTM(3)])\n",
    "model = keras.Sequential([layers.Conv1D(4, 3), layers.MaxPooling1D()])\n",
)
SIZED = "layers.GlobalAveragePooling2D()(layers.Conv2D(4, 3)(i))"
BUILT = (
    f"i = keras.Input((8, 8, 3))\nmodel = keras.Model(i, {SIZED})\n",
    f"i = keras.Input((None, None, 3))\nmodel = keras.Model(i, {SIZED})\n",
    f"i = keras.Input((8, 8, 1))\nmodel = keras.Model(i, {SIZED})\n",
    "model = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.Flatten()])\n",
    "model = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Dense(2)])\n",
    "i = keras.Input((3,))\nmodel = keras.Model(i, [layers.Dense(4)(i), layers.Dense(2)(i)])\n",
)
RANKS = {BUILT[3]: 3, BUILT[4]: 1, BUILT[0]: 3, BUILT[1]: 3}
"""The axes of a sample, of models that take no other number of them."""
SHAPES = ((5, 8, 8, 3), (5, 8, 8, 1), (5, 9, 8, 3), (5, 8, 8), (5, 2, 2, 3), (5, 3), (5, 4), (3,))
LEFT_OUT = ((3,), (5, 2, 2, 3))
USES = (
    "made = layers.TimeDistributed(model)(keras.Input({shape}))\nshape = made.shape\n",
    "made = layers.TimeDistributed(model)(np.ones((2, *{shape}), 'float32'))\nshape = made.shape\n",
    "whole = keras.Sequential([keras.Input({shape}), layers.TimeDistributed(model)])\n"
    "shape = whole(np.ones((2, *{shape}), 'float32')).shape\n",
)
FITTED = """
class Whole(keras.Model):
    def __init__(self):
        super().__init__()
        self.steps = layers.TimeDistributed(model)
    def call(self, x):
        return tf.reduce_sum(self.steps(x))
Whole().predict(np.ones((2, *{shape}), 'float32'), verbose=0)
"""


def program(made: str, shape: tuple[int, ...], use: str, keras: int) -> Program:
    # Whether data that is too small is refused depends on who runs the layers.
    is_sure = made in UNBUILT or (keras == 3 and RANKS.get(made, len(shape) - 1) != len(shape) - 1)
    text = START + made + use.format(shape=shape)
    must_find = "steps(x)" if use == FITTED else "TimeDistributed"
    return Program(text, ("shape",), must_find if is_sure and shape not in LEFT_OUT else "")


def test_models_of_each_step(real: Reality, keras: int) -> None:
    cases = list(product((*UNBUILT, *BUILT), SHAPES, (*USES, FITTED)))
    score = exact(real, [program(*c, keras) for c in Random(keras).sample(cases, FEW)], keras)
    assert score.programs // 10 < score.findable < score.raised < score.programs
    assert score.claimed >= score.findable
