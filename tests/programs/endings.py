"""What comes after the end of the program is not reached."""
import sys

import numpy as np
import keras

x = np.zeros((10, int(0.3 * 10)), dtype="float32")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
if x.shape[1] != 4:
    print("wrong data")
    sys.exit()
model.predict(x)
