"""A crash is not claimed where a handler may catch it, and the program goes on."""
import numpy as np
import keras

x = np.zeros((8, 4), dtype="float32")
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
try:
    import json as parser
except ImportError:
    parser = None
try:
    model.predict(x, verbose=0)  # error: NDL201 5 unproven
except Exception as error:
    print(error)
finally:
    print("done")
try:
    model.predict(x, verbose=0)  # error: NDL201 5
except ValueError:
    print("no prediction")
    raise
try:
    y = x[:, :3]
except KeyError:
    y = x
model.predict(y, verbose=0)
try:
    model.predict(x, verbose=0)  # error: NDL201 5
except KeyError:
    pass
