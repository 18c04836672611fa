"""A crash that the program expects is no fault."""
import contextlib
import threading
import unittest
from contextlib import ExitStack, suppress

import numpy as np
import pytest
import pytest as pt
import tensorflow as tf
from numpy.testing import assert_raises
from pytest import raises

import keras

x = np.zeros((8, 4), dtype="float32")
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
case = unittest.TestCase()


def feed(data):
    return model.predict(data, verbose=0)


def feed_wrong():
    """Called only where a crash is expected, or suppressed."""
    return feed(np.zeros((8, 4), dtype="float32"))


with pytest.raises(ValueError):
    model.predict(x, verbose=0)
with pt.raises(ValueError, match="shape") as caught:
    model.predict(x, verbose=0)
with raises((TypeError, ValueError)):
    for turn in range(3):
        model.predict(x, verbose=0)
with pytest.warns(UserWarning), raises(ValueError):
    import warnings

    warnings.warn("soon", stacklevel=1)
    model.predict(x, verbose=0)
with raises(ValueError), tf.GradientTape() as tape:
    model.predict(x, verbose=0)
with raises(ValueError), contextlib.closing(ExitStack()):
    with np.errstate(all="ignore"):
        model.predict(x, verbose=0)
with raises(ValueError):
    feed(x)
with raises(ValueError):
    feed_wrong()
with case.assertRaises(ValueError):
    model.predict(x, verbose=0)
with case.assertRaisesRegex(ValueError, "shape"):
    model.predict(x, verbose=0)
with assert_raises(ValueError):
    model.predict(x, verbose=0)
with contextlib.suppress(ValueError):
    model.predict(x, verbose=0)
with suppress(OSError, Exception):
    feed_wrong()
with suppress(*(KeyError, ValueError)):
    model.predict(x, verbose=0)
with raises(ValueError):
    try:
        model.predict(x, verbose=0)
    except KeyError:
        pass
try:
    with raises(ValueError):
        model.predict(x, verbose=0)
except ValueError:
    pass
with raises(ValueError):
    with suppress(KeyError):
        model.predict(x, verbose=0)

# Silent and costly faults are faults all the same.
with suppress(ValueError):
    other.predict(np.random.rand(8, 3), verbose=0)  # error: NDL101 5

# The block is left early, so what follows may find what was there before.
good = x
with suppress(ValueError):
    good = x[:, :3]
    model.predict(x, verbose=0)
    good = x
other.predict(good, verbose=0)

# A context may be made before it is used.
checks = raises(ValueError)
with checks:
    model.predict(x, verbose=0)
quietly = suppress(*(KeyError, (OSError, ValueError)))
with quietly, threading.Lock():
    model.predict(x, verbose=0)

# What the context does is not known, or known to be only a part of it.
checks = raises(ValueError) if len(x) == np.random.randint(8, 9) else contextlib.nullcontext()
with checks:
    model.predict(x, verbose=0)  # error: NDL201 5 unproven
with ExitStack() as stack:
    stack.enter_context(suppress(ValueError))
    model.predict(x, verbose=0)  # error: NDL201 5 unproven

# The code that is to fail may be an argument.
pytest.raises(ValueError, model.predict, x, verbose=0)
raises(ValueError, feed, x)
error = raises(ValueError, lambda: model.predict(x, verbose=0))
case.assertRaises(ValueError, lambda: model.predict(x, verbose=0))
case.assertRaisesRegex(ValueError, "shape", feed, x)

# Functions that other code is given, and calls.
with raises(ValueError):
    list(map(lambda data: model.predict(x, verbose=0), [x]))
with raises(ValueError):

    def twice():
        model.predict(x, verbose=0)

    twice()


def on_each(row):
    return model.predict(x, verbose=0)


with raises(ValueError):
    list(map(on_each, [x]))
