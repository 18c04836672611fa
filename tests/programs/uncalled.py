"""A function that nothing calls is run with unknown arguments."""
import numpy as np
import tensorflow as tf


def outer(values):
    def inner(scale):
        wrong = tf.constant(np.zeros(3)) + tf.ones(3)  # error: NDL104 17
        return wrong * scale

    return inner


def mixed(values):
    return tf.constant(values) + tf.ones(3)


class Pipeline:
    def step(self, batch):
        return tf.convert_to_tensor(np.zeros((2, 2)))  # error: NDL105 16
