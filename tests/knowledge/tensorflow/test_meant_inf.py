"""Inf that a program writes itself is a mask or a bound; Inf that it comes to is a fault."""

import pytest

from ndlint.rules.ndl401_nan_or_inf import NanOrInf
from tests.knowledge.tensorflow.bulk import Program, verdict

START = "import math\nimport numpy as np\nimport tensorflow as tf\n"
MEANT = (
    "t = tf.constant([math.inf])",
    "t = tf.Variable([float('-inf')] * 5)",
    "t = tf.Variable(np.array([np.inf, -np.inf]))",
    "t = tf.constant(np.full((4, 4), -np.inf, 'float32'))",
    "t = tf.constant(np.triu(np.full((4, 4), -np.inf), k=1), tf.float32)",
    "t = tf.convert_to_tensor(np.inf * np.ones(3, 'float32'))",
    "best = np.full(3, fill_value=np.inf)\nt = tf.constant(np.stack([best, best]))",
    "mask = np.full((2, 2), -np.inf)[None]\nt = tf.zeros((1, 2, 2), tf.float64) + mask",
)
NOT_MEANT = (
    "t = tf.constant(np.log(np.zeros(3)))",
    "t = tf.constant(np.ones(3, 'float32') / np.zeros(3, 'float32'))",
    "t = tf.constant([np.inf, np.nan])",
)
TRAINS = (
    "m = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])\n"
    "m.compile('sgd', 'mse')\nx = np.array([[np.inf, 1.0]])\nm.fit(x, np.ones((1, 1)), verbose=0)"
)


@pytest.mark.parametrize("code", [*MEANT, *NOT_MEANT, TRAINS])
def test_inf_that_is_written(code: str) -> None:
    said = [f.code for f in verdict(Program(f"{START}{code}\n")).findings]
    assert (NanOrInf.code in said) is (code not in MEANT)
