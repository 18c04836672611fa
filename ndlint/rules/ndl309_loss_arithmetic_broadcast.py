"""NDL309."""

from collections.abc import Iterator

from ndlint.events import Arithmetic, Event, Pairing
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.dimension import same

ELEMENTWISE = frozenset({"+", "-", "*", "/", "//", "%", "**", "==", "!="})
"""Which of many numbers is larger, each of them may be asked: they are thresholds then."""
FUNCTIONS = frozenset({"squared_difference", "maximum", "minimum"})


class LossArithmeticBroadcast(Rule):
    """Arithmetic of predictions of shape (n, 1) with labels of shape (n,).

    ## What it does
    Finds operators between what a model returned, of shape (n, 1), and an array of shape
    (n,) that was not made from it, for the same n. Keras adds the missing axis in `fit`;
    in arithmetic that is written by hand, nobody does.

    ## Why is this bad
    Nothing is raised. The two broadcast to (n, n): each label meets each prediction, and
    the mean of that is no error, no accuracy and no loss.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    error = np.mean((y - model.predict(x)) ** 2)  # y of shape (n,)
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    error = np.mean((y - model.predict(x)[:, 0]) ** 2)
    ```

    ## Fix safety
    Unsafe: which of the two takes the other's shape is the author's to choose.
    """

    code = "NDL309"
    name = "loss-arithmetic-broadcast"
    effect = Effect.SILENT

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "x = np.ones((6, 4), 'float32')\ny = np.arange(6.0, dtype='float32')\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, 'sigmoid')])\n"
    )
    bad = [
        Example(
            _START + "error = tf.math.squared_difference(y, model(x))\n",
            shows="error.shape == (6, 6)",
        ),
        Example(
            _START + "error = y - model.predict(x, verbose=0)\n", shows="error.shape == (6, 6)"
        ),
        Example(_START + "error = tf.square(y - model(x))\n", shows="error.shape == (6, 6)"),
        Example(
            _START + "right = (model.predict(x, verbose=0) > 0.5).astype(int) == y\n"
            "accuracy = np.mean(right)\n",
            shows="right.shape == (6, 6)",
        ),
    ]
    good = [
        Example(_START + "error = tf.math.squared_difference(y, tf.squeeze(model(x), -1))\n"),
        Example(_START + "error = y - model.predict(x, verbose=0)[:, 0]\n"),
        Example(_START + "error = tf.square(y[:, None] - model(x))\n"),
        Example(
            _START + "right = (model.predict(x, verbose=0) > 0.5).astype(int).ravel() == y\n"
            "accuracy = np.mean(right)\n"
        ),
        Example(
            _START + "p = model.predict(x, verbose=0)\npairs = p - p[:, 0]\n"
            "ranks = y[:, None] - y\n"
        ),
        Example(
            _START + "p = model.predict(x, verbose=0)\n"
            "rates = (p >= np.linspace(0, 1, 6)).mean(axis=0)\n"
        ),
    ]

    def on_pairing(self, event: Pairing) -> Iterator[Finding]:
        """An operator of NumPy."""
        if event.call in ELEMENTWISE:
            yield from self._judged(event, event.predictions, event.other)

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """An operator or an element-wise function of TensorFlow."""
        arrays = [v for v in event.operands if isinstance(v, Array)]
        if event.does in ELEMENTWISE | FUNCTIONS and len(arrays) == 2:
            made = [a for a in arrays if a.origins.output]
            other = [a for a in arrays if not a.origins.output]
            if made and other:
                yield from self._judged(event, made[0], other[0])

    def _judged(self, event: Event, predictions: Array, other: Array) -> Iterator[Finding]:
        """Predictions in a column, and an array without that axis."""
        column, row = predictions.shape, other.shape
        if column.rank != 2 or column.axis(1) != 1 or row.rank != 1:
            return
        count = row.axis(0)
        if not same(count, column.axis(0)) or count == 1:
            return
        yield self.finding(
            event,
            f"{event.call} of predictions of shape {column} and an array of shape {row} "
            "broadcasts: each meets each; drop the last axis of the predictions, with "
            "[:, 0] or np.squeeze(..., -1)",
            (*predictions.origins.shape, *other.origins.shape),
            Certainty.LIKELY,
        )
