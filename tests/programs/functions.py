"""Functions are run where they are called, with what they are given."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers as L


def scaled(a, by=255.0, *, dtype=None):
    out = a / by
    return out if dtype is None else out.astype(dtype)


def build(width, *sizes, **options):
    inputs = tf.keras.Input((width,))
    hidden = inputs
    for size in sizes:
        hidden = L.Dense(size, activation="relu")(hidden)
    model = tf.keras.Model(inputs, L.Dense(1)(hidden))
    model.compile(**options)
    return model


def pair(n):
    return np.zeros((n, 6), dtype="float32"), np.zeros(n, dtype="float32")


images = np.ones((20, 6), dtype=np.uint8)
model = build(6, 8, 4, optimizer="sgd", loss="mse")
x, y = pair(20)
model.fit(x, y, verbose=0)
model.predict(scaled(images, dtype="float32"), verbose=0)
model.predict(scaled(images), verbose=0)  # error: NDL101 1
square = lambda a: a[:, :5]
model.predict(square(x), verbose=0)  # error: NDL201 1
