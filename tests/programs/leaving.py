import random

import numpy as np
import tensorflow as tf

weights = tf.ones(3)
data = np.zeros(3)


def load():
    global data
    try:
        return 1
    finally:
        data = data.astype("float32")


def later():
    yield 1
    load()


def stop():
    raise ValueError("no")


load()
print(weights * tf.constant(data))
for turn in range(2):
    try:
        break
    finally:
        data = np.ones(3, "float32")
print(weights * tf.constant(data))
held = [np.zeros(3)]
other = held if random.random() < 2 else None
other[0] = np.ones(3, "float32")
print(weights * tf.constant(held[0]))
try:
    data = np.zeros(3)
    stop()
    data = data.astype("float32")
except ValueError:
    data = np.ones(3, "float32")
print(weights * tf.constant(data))
