"""Losses that the program defines itself run on tensors, as Keras calls them."""

import numpy as np
import tensorflow as tf
from tensorflow import keras

x = np.ones((8, 4), "float32")
y = np.ones((8, 2), "int64")
weights = tf.constant(np.array([1.0, 2.0]))


def trained(loss, labels, units=2):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)])
    model.compile("sgd", loss=loss)
    model.fit(x, labels, verbose=0)


def squared(y_true, y_pred):
    return tf.reduce_mean((y_true - y_pred) ** 2)


class Scaled(keras.losses.Loss):
    """Multiplies the error with a number."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def call(self, y_true, y_pred):
        return tf.reduce_mean(self.factor * tf.abs(y_true - y_pred), axis=-1)


def weighted(y_true, y_pred):
    return tf.reduce_mean(weights * (y_true - y_pred) ** 2)  # error: NDL104 27


trained(squared, y)
trained(squared, y[:, 0], units=1)
trained(Scaled(2.0), y)
trained(lambda a, b: tf.reduce_mean(tf.cast(weights, tf.float32) * (a - b) ** 2), y)
trained(weighted, y)
