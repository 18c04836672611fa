"""What Keras is set up to, and which versions there are, decides conditions: no other way is
looked at."""
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K

if K.image_data_format() == "channels_first":
    x = np.zeros((8, 1, 28, 28), K.floatx())
else:
    x = np.zeros((8, 28, 28, 1), K.floatx())
keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten()]).predict(x, verbose=0)

if tf.__version__.startswith("2") and sys.version_info >= (3, 8):
    y = np.zeros((8, 3), "float32")
else:
    y = np.zeros((8, 4), "float32")
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.predict(y, verbose=0)

units = 4 if int(np.__version__.split(".")[0]) > 0 else 3
model.predict(np.zeros((8, units), K.floatx()), verbose=0)  # error: NDL201 1
