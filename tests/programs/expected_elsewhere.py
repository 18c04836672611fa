"""A crash that is expected in one place is a fault in another."""
import functools

import numpy as np
import pytest
import keras

x = np.zeros((8, 4), dtype="float32")


def make():
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])


def feed(data):
    make().predict(data, verbose=0)  # error: NDL201 5


def feed_wrong():
    data = np.ones((8, 4), dtype="float32")
    make().predict(data, verbose=0)  # error: NDL201 5


def test_refuses():
    with pytest.raises(ValueError):
        feed(x)
    with pytest.raises(ValueError):
        feed_wrong()


def test_takes():
    """Nothing that can be followed calls it, and it expects nothing."""
    feed_wrong()


test_refuses()
with pytest.raises(ValueError):
    functools.partial(test_refuses)()
    feed(x)
try:
    functools.partial(test_takes)()
finally:
    feed(x)
