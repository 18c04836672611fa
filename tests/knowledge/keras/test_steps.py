"""Models with a `train_step` of their own: what is claimed of it raises, on both Kerases."""

from random import Random

import pytest

from ndlint.target import Target, aiming_at
from tests.knowledge.tensorflow.bulk import Program, compare
from tests.truth.reality import Reality

USUAL, LONG = 40, 600
FOUND = 0.6
"""The least share of what raises that is found: losses of Keras and optimizers, which raise, too,
are not asked what they make of these tensors."""
START = (
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
    "layers = keras.layers\n"
)
MODEL = """
class Trained(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.dense = layers.Dense(units)
        self.head = keras.Sequential([layers.Dense(3, activation="relu"), layers.Dense(units)])

    def call(self, inputs, training=None):
        return self.{part}(inputs)

    def {step}(self, data):
        {taken}
        with tf.GradientTape() as tape:
            predicted = self(x{training})
            {more}
            loss = tf.reduce_mean({loss})
        {after}
        return {{"loss": loss}}

{data}
model = Trained({units})
model.compile(optimizer="sgd", loss="mse")
model.{call}
"""
MORE = (
    "pass", "pass", "noise = tf.random.normal((tf.shape(x)[0], 3))\n"
    "            predicted = predicted + self.dense(noise)",
    "predicted = tf.concat([predicted, x], axis=1)", "predicted = tf.concat([predicted, y], 1)",
    "predicted = predicted * np.ones(3, 'float32')", "x = np.square(x)", "x = x / 255.0",
    "predicted = tf.matmul(predicted, tf.ones((2, 1)))",
)  # fmt: skip
LOSSES = (
    "tf.square(y - predicted)", "tf.abs(predicted - tf.cast(y, tf.float32))",
    "keras.losses.MeanSquaredError()(y, predicted)", "tf.square(x) + tf.reduce_sum(predicted)",
    "tf.reduce_sum(predicted, axis=1) * tf.reduce_sum(x, axis=1)",
)  # fmt: skip
AFTER = (
    "pass", "grads = tape.gradient(loss, self.trainable_variables)\n"
    "        self.optimizer.apply_gradients(zip(grads, self.trainable_variables))",
)  # fmt: skip
X = (
    "np.ones((8, 2))", "np.ones((8, 2), 'float32')", "np.ones((8, 2), 'int64')", "np.ones((8, 1))",
)  # fmt: skip
Y = (
    "np.ones((8, 1))",
    "np.ones((8, 1), 'float32')",
    "np.ones(8)",
    "np.arange(8)",
    "np.ones((8, 3))",
)


def step_program(seed: int) -> Program:
    """A model that is trained, or evaluated, with steps of its own."""
    draw = Random(f"step {seed}")
    pick = draw.choice
    has_y = draw.random() < 0.85
    step, name = pick((("train_step", "fit"), ("train_step", "fit"), ("test_step", "evaluate")))
    given = "x, y" if has_y else "x"
    data = f"x = {pick(X)}\ny = {pick(Y)}"
    if draw.random() < 0.3:
        slices = "(x, y)" if has_y else "x"
        data += f"\ndata = tf.data.Dataset.from_tensor_slices({slices}).batch(4)"
        given = "data"
    elif has_y and draw.random() < 0.3:
        given = pick(("x, y=y", "x=x, y=y", "x, y, batch_size=4", "x, y, epochs=2"))
    given = given if name == "fit" else given.replace(", epochs=2", "")
    text = START + MODEL.format(
        part=pick(("dense", "head")),
        step=step,
        taken="x, y = data" if has_y else "x = y = data",
        training=pick(("", ", training=True")),
        more=pick(MORE),
        loss=pick(LOSSES),
        after=pick(AFTER) if step == "train_step" else "pass",
        data=data,
        units=draw.randint(1, 3),
        call=f"{name}({given}, verbose=0)",
    )
    return Program(text, topic=f"step {seed}")


def judged(real: Reality, keras: int, seeds: range) -> None:
    """Nothing is said that is not so."""
    with aiming_at(Target(keras=keras)):
        score = compare(real, [step_program(seed) for seed in seeds])
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.claimed >= FOUND * score.raised


def test_some(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL))


@pytest.mark.nightly
def test_many(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL, USUAL + LONG))
