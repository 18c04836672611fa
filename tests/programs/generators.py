"""Generator functions whose batches are taken one by one, and by Keras."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def batches(x, y, size):
    while True:
        order = np.random.permutation(len(x))
        for start in range(0, len(x), size):
            picked = order[start:start + size]
            yield x[picked], y[picked]


def gathered(files, size):
    images, labels = [], []
    for name in files:
        images.append(np.zeros((8, 8, 3), "float32"))
        labels.append(len(name) % 2)
        if len(images) == size:
            yield np.array(images), np.array(labels)
            images, labels = [], []


class Loader:
    def __init__(self, x, y, size):
        self.x, self.y, self.size = x, y, size
        self.at = 0

    def flow(self):
        while True:
            if self.at + self.size > len(self.x):
                self.at = 0
            yield self.x[self.at:self.at + self.size], self.y[self.at:self.at + self.size]
            self.at += self.size

    def all(self):
        yield from zip(self.x, self.y)


x, y = np.zeros((20, 5), "float32"), np.zeros((20, 3), "float32")
model = keras.Sequential([keras.Input((5,)), layers.Dense(3)])
model.compile("sgd", "mse")
stream = batches(x, y, 4)
first, _ = next(stream)
print(model(first).shape)
model.fit(stream, steps_per_epoch=2, validation_data=batches(x, y, 5), validation_steps=2, verbose=0)
for some, targets in batches(x, y, 4):
    model.train_on_batch(some, targets)
    break
model.evaluate(Loader(x, y, 4).flow(), steps=2, verbose=0)
narrow = keras.Sequential([keras.Input((5,)), layers.Dense(3)])
narrow.compile("sgd", "mse")
try:
    narrow.fit(batches(x[:, 1:], y, 4), steps_per_epoch=1, verbose=0)  # error: NDL201 5 unproven
except (ValueError, tf.errors.InvalidArgumentError):
    pass
wide = keras.Sequential([keras.Input((5,)), layers.Dense(3)])
wide.compile("sgd", "mse")
try:
    wide.fit(Loader(x, y[:, 1:], 4).flow(), steps_per_epoch=1, verbose=0)  # error: NDL301 5 unproven
except (ValueError, tf.errors.InvalidArgumentError):
    pass
small = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(1)])
small.compile("sgd", "mse")
try:
    for _, (images, labels) in enumerate(gathered(["a", "b"] * 9, 4)):
        small.train_on_batch(images, labels)  # error: NDL201 9 unproven
except (ValueError, tf.errors.InvalidArgumentError):
    pass
for row, target in Loader(x, y, 4).all():
    model.predict(row, verbose=0)  # error: NDL202 5
