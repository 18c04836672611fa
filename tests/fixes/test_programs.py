"""Which programs are fixed how, and which fixes are safe."""

import pytest

from tests.fixes.test_examples import fixed

START = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
t = tf.constant([1, 2])
"""


def after(code: str) -> tuple[str, list[str]]:
    """The lines after the start when all is fixed, and how safe each fix was."""
    done = fixed(START + code)
    assert done.source.text.startswith(START)
    return done.source.text[len(START) :], [f.fixes[0].safety for f in done.fixed]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("a = tf.where(t > 1, t, 0.5)\n", "a = tf.where(t > 1, tf.cast(t, tf.float32), 0.5)\n"),
        ("a = tf.concat([t, np.array([0.5])], 0)\n",
         "a = tf.concat([tf.cast(t, tf.float32), np.array([0.5])], 0)\n"),
        ("x = np.array([1.0, np.nan], dtype='float32')\n"
         "d = tf.data.Dataset.from_tensor_slices((x, t))\n",
         "x = np.array([1.0, np.nan], dtype='float32')\n"
         "d = tf.data.Dataset.from_tensor_slices((np.nan_to_num(x), t))\n"),
        ("a = t * 0.5  # noqa: E501\n", "a = t * 0.5  # noqa: E501\n"),
    ],
)  # fmt: skip
def test_the_right_operand_is_changed(before: str, expected: str) -> None:
    assert after(before)[0] == expected


X = "x = np.random.rand(8, 4)\n"


@pytest.mark.parametrize(
    ("code", "safety"),
    [
        (X + "print(x.shape, len(x))\nmodel.predict(x)\n", "safe"),
        (X + "for i in range(3):\n    model.predict(x)\n", "safe"),
        (X + "model.predict(x)\nprint(x.mean())\n", "unsafe"),
        (X + "model.predict(x)\ny = x\n", "unsafe"),
        (X + "x /= 2\nmodel.predict(x)\n", "unsafe"),
        (X + "def f():\n    return x.sum()\nmodel.predict(x)\n", "unsafe"),
        (X + "model.predict(x)\nprint(globals())\n", "unsafe"),
        ("if t[0] > 0:\n    x = np.random.rand(8, 4)\nelse:\n    x = np.ones((8, 4))\n"
         "model.predict(x)\n", "unsafe"),
        (X + "other = keras.Sequential([keras.Input((4,), dtype='float64'),\n"
         "    keras.layers.Dense(1, dtype='float64')])\n"
         "for m in (model, other):\n    m.predict(x)\n", "unsafe"),
    ],
)  # fmt: skip
def test_float32_is_safe_where_the_array_is_only_fed(code: str, safety: str) -> None:
    assert after(code)[1] == [safety]
