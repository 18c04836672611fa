"""Sequences gone through from their end."""
import numpy as np
import keras

skips = []
tensor = keras.Input((30, 30, 1))
for filters in (4, 8):
    tensor = keras.layers.Conv2D(filters, 3, padding="same")(tensor)
    skips.append(tensor)
    tensor = keras.layers.MaxPooling2D()(tensor)
order = list(reversed(skips))
first = np.zeros(order[0].shape[1:]).reshape(15, -1)
for skip in reversed(skips):
    tensor = keras.layers.UpSampling2D()(tensor)
    tensor = keras.layers.Concatenate()([tensor, skip])  # error: NDL209 14
