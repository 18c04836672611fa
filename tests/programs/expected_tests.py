"""Tests, which a test runner calls: what they expect is no fault."""
import unittest
from unittest import expectedFailure

import numpy as np
import pytest
import tensorflow as tf
import keras

x = np.zeros((8, 4), dtype="float32")
wide = tf.zeros((8, 4), tf.float64)
xfail = pytest.mark.xfail


def make():
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])


def feed_deeper():
    make().predict(x, verbose=0)


def feed_wrong():
    feed_deeper()


def mixes(element):
    return wide + tf.ones((8, 4))


def fails_too():
    return wide + tf.ones((8, 4))


def test_refuses():
    with pytest.raises(ValueError):
        feed_wrong()


@pytest.fixture
def dataset():
    return tf.data.Dataset.range(2)


def test_refuses_later(dataset):
    with pytest.raises(TypeError):
        dataset.map(mixes)


@pytest.mark.parametrize("refuses", [pytest.raises(ValueError)])
def test_refuses_somehow(refuses):
    with refuses:
        make().predict(x, verbose=0)  # error: NDL201 9 unproven


@pytest.mark.xfail
def test_fails():
    make().predict(x, verbose=0)


@pytest.mark.xfail(reason="not done yet")
def test_fails_for_a_reason():
    fails_too()
    list(map(lambda row: make().predict(x, verbose=0), [1]))


@xfail
class TestFails:
    def test(self):
        make().predict(x, verbose=0)


class TestModel(unittest.TestCase):
    def build(self, rows):
        return make().predict(np.zeros((rows, 4), "float32"), verbose=0)

    def test_refuses(self):
        with self.assertRaises(ValueError):
            self.build(8)
        with self.assertRaisesRegex(ValueError, "shape"), tf.GradientTape():
            make().predict(x, verbose=0)
        self.assertRaises(ValueError, lambda: make().predict(x, verbose=0))
        self.assertRaisesRegex(ValueError, "shape", make().predict, x)

    @unittest.expectedFailure
    def test_fails(self):
        make().predict(x, verbose=0)

    @expectedFailure
    def test_fails_as_well(self):
        make().predict(x, verbose=0)
