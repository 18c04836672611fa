import numpy as np
from tensorflow import keras

x = np.array([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])
right = keras.Sequential([keras.layers.Dense(10, input_shape=(2, 3))])
right.predict(x, verbose=0)
model = keras.Sequential([keras.layers.Dense(10, input_shape=(2, 2))])
try:
    model.predict(x, verbose=0)  # error: NDL201 5 unproven
except ValueError:
    pass
model.predict(x, verbose=0)  # error: NDL201 1
