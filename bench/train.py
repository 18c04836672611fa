"""Train a small classifier of machine states on sensor windows (an example to be linted)."""

import argparse
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

CHANNELS = 6
STATES = ("idle", "running", "worn", "broken")
WINDOW = 64


def simulate(samples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Windows of shape (samples, WINDOW, CHANNELS) and a state for each of them."""
    rng = np.random.default_rng(seed)
    states = rng.integers(0, len(STATES), size=samples)
    time = np.linspace(0.0, 1.0, WINDOW)
    windows = np.zeros((samples, WINDOW, CHANNELS))
    for row, state in enumerate(states):
        wave = np.sin(2.0 * np.pi * (2.0 + state) * time)
        windows[row] = wave[:, np.newaxis] + rng.normal(scale=0.3, size=(WINDOW, CHANNELS))
    return windows, states


def split(count: int, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers to train on and to test on."""
    order = np.random.default_rng(seed).permutation(count)
    border = int(count * (1.0 - share))
    return order[:border], order[border:]


def build(units: int, rate: float) -> keras.Model:
    """The compiled network."""
    model = keras.Sequential(
        [
            keras.Input(shape=(WINDOW, CHANNELS)),
            layers.Conv1D(16, 5, activation="relu"),
            layers.MaxPooling1D(2),
            layers.Conv1D(32, 3, activation="relu"),
            layers.GlobalAveragePooling1D(),
            layers.Dense(units, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(len(STATES), activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def confusion(truth: np.ndarray, guess: np.ndarray) -> np.ndarray:
    """How often each state was taken for each other, rows being the truth."""
    table = np.zeros((len(STATES), len(STATES)), dtype=int)
    np.add.at(table, (truth, guess), 1)
    return table


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--samples", type=int, default=512)
parser.add_argument("--epochs", type=int, default=2)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--out", type=Path)
options = parser.parse_args()

keras.utils.set_random_seed(options.seed)
x, y = simulate(options.samples, options.seed)
train, test = split(len(x), share=0.2, seed=options.seed)

# Scale by what the training set knows.
mean = x[train].mean(axis=(0, 1), keepdims=True)
deviation = x[train].std(axis=(0, 1), keepdims=True) + 1e-7
x = (x - mean) / deviation

model = build(units=32, rate=1e-3)
model.summary()
history = model.fit(
    x[train],
    y[train],
    batch_size=32,
    epochs=options.epochs,
    validation_split=0.1,
    callbacks=[keras.callbacks.EarlyStopping(patience=3)],
    verbose=2,
)
print("best validation loss:", min(history.history["val_loss"]))

x_test = tf.cast(x[test], tf.float32)
loss, accuracy = model.evaluate(x_test, y[test], verbose=0)
print(f"loss {loss:.3f}, accuracy {accuracy:.1%}")
guess = np.argmax(model.predict(x_test, verbose=0), axis=1)
print(confusion(y[test], guess))

if options.out is not None:
    model.save(options.out)
