"""One sample without its batch axis: a mismatch, and no batch in the input shape."""
import numpy as np
import keras

x = np.zeros((64, 28, 28), dtype="float32")
model = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Flatten(), keras.layers.Dense(2)])
model.predict(x[:1], verbose=0)
model.predict(np.expand_dims(x[0], 0), verbose=0)
model.predict(x[0][None], verbose=0)
fresh = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(2)])
fresh.predict(x[..., np.newaxis], verbose=0)
model.predict(x[0], verbose=0)  # error: NDL202 1
