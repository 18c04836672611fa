"""NDL505."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule

SPLIT = "validation_split"


class DatasetWithLabels(Rule):
    """Labels, weights or `validation_split` are given beside a data set.

    ## What it does
    Finds y, `sample_weight` and `validation_split` in a call to which x is a `tf.data.Dataset`, a
    generator or a sequence of batches.

    ## Why is this bad
    Such an x yields its labels and weights itself, and Keras cannot cut it: ValueError, "`y` should
    not be passed", or "`validation_split` is only supported for tensors or NumPy arrays".

    ## Example
    ```python
    data = tf.data.Dataset.from_tensor_slices(x).batch(32)
    model.fit(data, y)
    ```

    ## Use instead
    ```python
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)
    model.fit(data)
    ```

    ## Fix safety
    No fix: whether the data set already yields labels is the author's to know.
    """

    code = "NDL505"
    name = "dataset-with-labels"
    effect = Effect.CRASH
    outranks = frozenset({"NDL503"})

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "x = np.ones((8, 4), 'float32')\ny = np.ones((8, 1), 'float32')\n"
        "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(4)\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\n"
    )
    bad = [
        Example(
            _START + "model.fit(data, y, verbose=0)\n",
            raises="`y` should not be passed",
            raises_on_2="`y` argument is not supported",
        ),
        Example(
            _START + "model.evaluate(data, sample_weight=y, verbose=0)\n",
            raises="`sample_weights` should not be passed",
            raises_on_2="`sample_weight` argument is not supported",
        ),
        Example(
            _START + "model.fit(data, validation_split=0.2, verbose=0)\n",
            raises="`validation_split` is only supported for",
        ),
    ]
    good = [
        Example(_START + "model.fit(data, verbose=0)\n"),
        Example(_START + "model.evaluate(x, y, sample_weight=y, verbose=0)\n"),
        Example(_START + "model.fit(data, validation_data=data, verbose=0)\n"),
        Example(_START + "model.fit(data, None, validation_split=0.0, verbose=0)\n"),
        Example(_START + "model.fit(x, y, validation_split=0.25, verbose=0)\n"),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """The first argument that is too much."""
        for role in event.beside[:1]:
            if role == SPLIT:
                told = (
                    f"{SPLIT} of {event.call} cuts arrays, and x is a data set or a generator: it "
                    "raises; give validation_data, for example from take and skip"
                )
            else:
                told = (
                    f"{role} of {event.call} is given beside a data set or a generator, which "
                    f"yields it itself: it raises; leave {role} out"
                )
            yield self.finding(event, told, subject=role)
