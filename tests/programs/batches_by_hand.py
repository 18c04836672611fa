"""Sequences of batches, losses and callbacks of the program's own classes."""
import math
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Batches(keras.utils.Sequence):
    def __init__(self, x, y, size):
        super().__init__()
        self.x, self.y, self.size = x, y, size

    def __len__(self):
        return math.ceil(len(self.x) / self.size)

    def __getitem__(self, index):
        start, end = index * self.size, (index + 1) * self.size
        return self.x[start:end], self.y[start:end]


class Halved(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return tf.reduce_mean(tf.square(y_true - y_pred)) / 2


class History(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.losses = []

    def on_epoch_end(self, epoch, logs=None):
        self.losses.append([epoch, logs["loss"]])


batches = Batches(np.zeros((20, 5), "float32"), np.zeros((20, 4), "float32"), 6)
model = keras.Sequential([keras.Input((5,)), layers.Dense(4)])
history, halved = History(), Halved()
model.compile("sgd", halved)
model.fit(batches, epochs=2, callbacks=[history], verbose=0)
print(halved(np.zeros((2, 4), "float32"), model(np.zeros((2, 5), "float32"))))
keras.Sequential([keras.Input((2,)), layers.Dense(1)]).predict(np.array(history.losses), verbose=0)

narrow = keras.Sequential([keras.Input((5,)), layers.Dense(3, activation="softmax")])
narrow.compile("sgd", "categorical_crossentropy")
try:
    narrow.fit(batches, verbose=0)  # error: NDL301 5 unproven
except (ValueError, tf.errors.InvalidArgumentError):
    pass
model.predict(np.zeros((2, 6), "float32"), verbose=0)  # error: NDL201 1
