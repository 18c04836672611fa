"""NDL508."""

from collections.abc import Iterator

from ndlint.events import Event, Matched, Pairing
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import List, Value


class ShuffledPredictions(Rule):
    """Predictions for a data set that is shuffled are compared with labels that are read apart.

    ## What it does
    Finds predictions, or features, that were taken in one pass through a `tf.data.Dataset` that is
    shuffled anew each time, together with labels of another pass: in an operator, in a function of
    `sklearn.metrics`, or as x and y of a model.

    ## Why is this bad
    The rows are in another order each time, so that predictions meet the labels of other samples.
    Nothing raises; the score is that of chance.

    ## Example
    ```python
    predicted = model.predict(data.shuffle(1000).batch(32))
    ```

    ## Use instead
    ```python
    predicted = model.predict(data.batch(32))
    ```

    ## Fix safety
    No fix: whether the order matters elsewhere is the author's to know.
    """

    code = "NDL508"
    name = "shuffled-predictions"
    effect = Effect.SILENT

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "x = np.arange(64, dtype='float32')[:, None]\n"
        "model = keras.Sequential([keras.Input((1,)), keras.layers.Rescaling(1.0)])\n"
        "model.compile('sgd', 'mse')\n"
        "data = tf.data.Dataset.from_tensor_slices((x, x[:, 0]))\n"
    )
    _MIXED = "data = data.shuffle(64).batch(8)\n"
    _KEPT = "data = data.shuffle(64, reshuffle_each_iteration=False).batch(8)\n"
    _PREDICT = "p = model.predict(data, verbose=0)[:, 0]\n"
    _READ = "y = np.concatenate([label for _, label in data])\n"
    bad = [
        Example(
            _START + _MIXED + _PREDICT + _READ + "same = p == y\n", shows="not same.all()"
        ),
        Example(
            _START + _MIXED + "y = []\nfor _, label in data:\n    y.extend(label.numpy())\n"
            + _PREDICT + "error = np.abs(np.array(y) - p)\n",
            shows="error.max() > 0",
        ),
        Example(
            _START + _MIXED + "features = np.concatenate([f for f, _ in data])\n" + _READ
            + "model.evaluate(features, y, verbose=0)\n",
            shows="(features[:, 0] != y).any()",
        ),
        Example(
            _START + _MIXED + _PREDICT + _READ
            + "matrix = tf.math.confusion_matrix(y.astype(int), p.astype(int))\n",
            shows="np.trace(matrix) < 64",
        ),
    ]  # fmt: skip
    good = [
        Example(_START + _KEPT + _PREDICT + _READ + "same = p == y\n"),
        Example(
            _START + "data = data.shuffle(64).cache().batch(8)\n" + _PREDICT + _READ
            + "same = p == y\n"
        ),
        Example(
            _START + _MIXED + "y, p = [], []\nfor f, label in data:\n    y.extend(label.numpy())\n"
            "    p.extend(model.predict(f, verbose=0)[:, 0])\n"
            "error = np.abs(np.array(y) - np.array(p))\n"
        ),
        Example(
            _START + _MIXED + "pairs = list(data)\n"
            "features = np.concatenate([f for f, _ in pairs])\n"
            "y = np.concatenate([label for _, label in pairs])\n"
            "model.evaluate(features, y, verbose=0)\n"
        ),
        Example(
            _START + "data = data.batch(8)\n" + _PREDICT + _READ
            + "matrix = tf.math.confusion_matrix(y.astype(int), p.astype(int))\n"
        ),
        Example(_START + _MIXED + _PREDICT + _READ + "error = np.sort(p) - np.sort(y)\n"),
        Example(_START + _MIXED + _PREDICT + _READ + "error = p.mean() - y.mean()\n"),
        Example(
            _START + _MIXED + _PREDICT + _READ
            + "error = np.bincount(p.astype(int)) - np.bincount(y.astype(int))\n"
        ),
    ]  # fmt: skip

    def on_pairing(self, event: Pairing) -> Iterator[Finding]:
        """An operator."""
        yield from self._judged(event, event.predictions, event.other)

    def on_matched(self, event: Matched) -> Iterator[Finding]:
        """A score, or the data of a model."""
        which = "x and y" if event.are_inputs else "predictions and labels"
        yield from self._judged(event, event.rows, event.labels, which)

    def _judged(
        self, event: Event, first: Value, second: Value, which: str = "predictions and labels"
    ) -> Iterator[Finding]:
        one, other = _order(first), _order(second)
        if one is None or other is None or one == other or one[0] != other[0]:
            return
        yield self.finding(
            event,
            f"{which} of {event.call} come of two passes through a data set that is shuffled anew "
            "each time: they are of different samples; read both in one pass, or do not shuffle",
        )


def _order(value: Value) -> tuple[int, int] | None:
    """In which order rows are; None: it is not known, or they have no rows."""
    if isinstance(value, List) and value.items is None:
        return value.each.origins.order if isinstance(value.each, Array) else None
    if isinstance(value, Array) and value.shape.rank != 0:
        return value.origins.order
    return None
