"""The length of an unknown array stands in the input shape: wrong whatever it holds."""
import numpy as np
import somewhere
import keras

x = somewhere.load()
ok = keras.Sequential([keras.Input(shape=(x.shape[1],)), keras.layers.Dense(1)])
ok.fit(x, x)
model = keras.Sequential([keras.Input(shape=(x.shape[0],)), keras.layers.Dense(1)])
model.fit(x, x)  # error: NDL203 1 likely
