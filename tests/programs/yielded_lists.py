"""Generators of batches: in a tuple Keras 3 takes x and y, in a list it does not."""

import numpy as np
from tensorflow import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")


def batches(kind):
    while True:
        yield kind([np.ones((8, 4), "float32"), np.ones((8, 1), "float32")])


def pairs():
    while True:
        yield [np.ones((8, 4), "float32"), np.ones((8, 1), "float32")]


def rows():
    while True:
        yield np.ones((8, 4), "float32"), np.ones((8, 1), "float32")


model.fit(batches(tuple), steps_per_epoch=2, verbose=0)
model.fit(rows(), steps_per_epoch=2, verbose=0)
model.fit(rows(), steps_per_epoch=2, validation_data=rows(), validation_steps=1, verbose=0)
model.fit(pairs(), steps_per_epoch=2, verbose=0)  # error: NDL114 1
