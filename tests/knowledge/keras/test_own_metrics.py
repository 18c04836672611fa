"""Metrics of the program's own, on labels of each dtype and shape, against both Kerases."""

from itertools import product

import pytest

from ndlint.target import Target, aiming_at
from tests.knowledge.tensorflow.bulk import Program, compare, verdict
from tests.truth.reality import Reality

FUNCTION = "def own(y_true, y_pred):\n    return {body}\n"
OBJECT = """\
class Own(keras.metrics.Metric):
    def __init__(self, name="own", **kwargs):
        super().__init__(name=name, **kwargs)
        self.total = self.add_weight(name="total", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.total.assign_add(tf.cast({body}, "float32"))

    def result(self):
        return self.total
"""
BODIES = (
    "tf.reduce_sum(y_true * y_pred)",
    "tf.reduce_sum(tf.cast(y_true, y_pred.dtype) * y_pred)",
    "tf.reduce_sum(1 - y_true) + tf.reduce_sum(tf.round(y_pred))",
    "tf.reduce_sum(tf.matmul(y_pred, y_true, transpose_a=True))",
    "tf.reduce_mean(tf.abs(y_pred - tf.ones((4, 1), y_pred.dtype)))",
    "tf.reduce_mean(tf.abs(y_true - tf.cast(y_pred, tf.float64)))",
)
LABELS = (
    "np.ones((8, 1), 'int64')", "np.ones((8, 1))", "np.ones((8, 1), 'float32')",
    "np.ones(8, 'uint8')", "np.ones(8)", "np.ones(8, bool)", "np.ones((8, 3), 'int32')",
)  # fmt: skip
WAYS = (
    "m.fit(x, y, verbose=0)",
    "m.evaluate(x, y, verbose=0)",
    "m.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(4), verbose=0)",
    "m.train_on_batch(x, y)",
    "m.test_on_batch(tf.constant(x), tf.constant(y))",
)
PROGRAM = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
{made}
x, y = np.ones((8, 4), "float32"), {labels}
m = keras.Sequential([keras.Input((4,)), keras.layers.Dense({units}, activation="sigmoid")])
m.compile("sgd", "mse", metrics=[{metric}])
{way}
"""


def _programs() -> list[Program]:
    programs: list[Program] = []
    kinds = ((FUNCTION, "own"), (OBJECT, "Own()"))
    for (made, metric), body, labels in product(kinds, BODIES, LABELS):
        way = WAYS[len(programs) % len(WAYS)]
        text = PROGRAM.format(
            made=made.replace("{body}", body),
            labels=labels,
            units=3 if "(8, 3)" in labels else 1,
            metric=metric,
            way=way,
        )
        programs.append(Program(text))
    return programs


def test_own_metrics(real: Reality, keras: int) -> None:
    with aiming_at(Target(keras=keras)):
        score = compare(real, _programs())
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong)
    # Floats of a data set and of a single batch are not followed, and raise beside float32, too.
    assert score.claimed * 5 >= score.raised * 2
    assert 0 < score.raised < len(_programs())


STEP = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = keras.layers.Dense(1)
    def call(self, x):
        return self.out(x)
    def train_step(self, data):
        x, y = data
        error = y - self(x, training=True)
        return {{"loss": tf.reduce_mean(tf.square(error))}}
x, y = np.ones((8, 4), "float32"), np.ones({shape}, "float32")
model = Own()
model.compile("sgd")
model.fit({given}, verbose=0)
"""


@pytest.mark.parametrize("given", ["x, y", "tf.data.Dataset.from_tensor_slices((x, y)).batch(8)"])
@pytest.mark.parametrize("shape", [(8,), (8, 1)])
def test_own_predictions_that_broadcast(given: str, shape: tuple[int, ...]) -> None:
    text = STEP.format(given=given, shape=shape)
    found = [f.code for f in verdict(Program(text)).findings if f.code == "NDL309"]
    assert found == (["NDL309"] if len(shape) == 1 else [])


def test_masks_of_class_ids_are_told_to_be_encoded() -> None:
    text = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "m = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(3, 1)])\n"
        "m.compile('sgd', 'categorical_crossentropy')\n"
        "m.fit(np.ones((4, 8, 8, 1), 'float32'), np.ones((4, 8, 8, 1), 'float32'))\n"
    )
    (finding,) = [f for f in verdict(Program(text)).findings if f.code == "NDL301"]
    assert "use sparse_categorical_crossentropy for class ids" in finding.message
