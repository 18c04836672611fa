"""`suppress` expects a crash only where its types may be those of a library's error."""
from contextlib import suppress

import numpy as np
import keras

x = np.zeros((8, 4), dtype="float32")
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
with suppress(OSError):
    y = open("does not exist").read()
    model.predict(y, verbose=0)
with suppress(OSError, KeyError):
    model.predict(x, verbose=0)  # error: NDL201 5
