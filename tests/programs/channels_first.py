"""The program changes the format that layers take by default: nothing is known of theirs."""
import numpy as np
import keras

keras.config.set_image_data_format("channels_first")
model = keras.Sequential([keras.Input((3, 8, 8)), keras.layers.GlobalAveragePooling2D()])
model.predict(np.zeros((2, 3, 8, 8), dtype="float32"), verbose=0)
narrow = keras.Sequential([keras.Input((3, 8, 1)), keras.layers.MaxPooling2D((2, 1))])
narrow.add(keras.layers.MaxPooling2D((2, 1)))
