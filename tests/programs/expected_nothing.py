"""Contexts that let an error pass expect none."""
import threading
import warnings
from contextlib import suppress

import numpy as np
import pytest
import keras

x = np.zeros((8, 4), dtype="float32")
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
lock = threading.Lock()
with pytest.warns(UserWarning), lock:
    with suppress():
        warnings.warn("soon", stacklevel=1)
        model.predict(x, verbose=0)  # error: NDL201 9
