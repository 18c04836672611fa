"""What differs between branches is not known after them; what does not, is."""
import sys

import numpy as np
from tensorflow import keras

x = np.zeros((8, 4), dtype="float32")
if len(sys.argv) > 5:
    narrow = np.zeros((8, 3), dtype="float32")
    wide = x
    label = "many"
else:
    narrow = np.zeros((8, 3), dtype="float32")
    wide = np.zeros((8, 7), dtype="float32")
    label = "few"
model = keras.Sequential([keras.layers.Dense(1, input_shape=(4,))])
if False:
    model.predict(narrow)
if x.ndim == 2 and x.shape[1] == 4:
    model.predict(x, verbose=0)
else:
    model.predict(narrow)
n = 4 if label is None else 4
keras.Sequential([keras.Input((n,)), keras.layers.Dense(1)]).predict(x, verbose=0)
if len(sys.argv) > 5:
    model.predict(wide, verbose=0)
if len(sys.argv) > 5:
    model.predict(narrow, verbose=0)  # error: NDL201 5 likely
model.predict(narrow, verbose=0)  # error: NDL201 1
