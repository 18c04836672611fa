"""What goes wrong on one side of a condition is told, and two conditions are never combined."""
import sys

import numpy as np
from tensorflow import keras

MANY = len(sys.argv) > 50


def load(kind):
    if kind == "long":
        return np.zeros((8, 5), "float32")
    return np.zeros((8, 4), "float32")


def build(units):
    return keras.Sequential([keras.Input((units,)), keras.layers.Dense(1)])


x = load(sys.argv[-1])
build(4).predict(x, verbose=0)  # error: NDL201 1 likely

if MANY:
    wide, model = np.zeros((8, 9), "float32"), build(9)
else:
    wide, model = np.zeros((8, 7), "float32"), build(7)
model.predict(wide, verbose=0)

if MANY:
    y = np.zeros((8, 2), "float32")
else:
    y = np.zeros((8, 3), "float32")
if not MANY:
    model = build(3)
else:
    model = build(2)
model.predict(y, verbose=0)
if len(sys.argv) > 40:
    build(2).predict(y, verbose=0)

units = 6 if MANY else 3
build(units).predict(y, verbose=0)  # error: NDL201 1 likely

turns = 0
while turns < len(sys.argv):
    if turns % 2:
        z = np.zeros((8, 3), "float32")
    else:
        z = np.zeros((8, 2), "float32")
    build(2).predict(z, verbose=0)
    turns += 1

for name in sys.argv:
    if len(name) > 300:
        z = np.zeros((8, 3), "float32")
    else:
        z = np.zeros((8, 2), "float32")
    build(2).predict(z, verbose=0)

nothing = np.zeros((8, 3), "float32") if MANY else None
if nothing is not None:
    build(3).predict(nothing, verbose=0)

if MANY:
    last = np.zeros((8, 2), "float32")
else:
    last = np.zeros((8, 3), "float32")
build(4).predict(last, verbose=0)  # error: NDL201 1
