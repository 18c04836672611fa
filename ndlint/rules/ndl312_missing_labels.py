"""NDL312."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule


class MissingLabels(Rule):
    """A model that was compiled with a loss is trained without labels.

    ## What it does
    Finds calls of `fit`, `evaluate` and the batch methods that give arrays, or a data set of
    single tensors, as x and nothing to compare the output with, though the model has a loss.

    ## Why is this bad
    The loss compares the output with nothing: "None values not supported." Often an autoencoder
    is meant, whose labels are its inputs, or `(x, y)` is given as one argument, which Keras takes
    for two inputs.

    ## Example
    ```python
    autoencoder.fit(images)
    ```

    ## Use instead
    ```python
    autoencoder.fit(images, images)
    ```

    ## Fix safety
    There is none: which labels are meant is the author's to know.
    """

    code = "NDL312"
    name = "missing-labels"
    effect = Effect.CRASH
    outranks = frozenset({"NDL502"})
    asked_for = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4)])\n"
        "model.compile('sgd', 'mse')\nx = np.ones((8, 4), 'float32')\n"
    )
    bad = [
        Example(
            _START + "model.fit(x, verbose=0)\n",
            raises="None values not supported",
            raises_on_2="Target data is missing",
        ),
        Example(
            _START + "model.fit((x, x), verbose=0)\n",
            raises="None values not supported",
            raises_on_2="expects 1 input(s), but it received 2 input tensors",
        ),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices(x).batch(4)\n"
            "model.fit(data, verbose=0)\n",
            raises="None values not supported",
            raises_on_2="Target data is missing",
        ),
        Example(
            _START + "model.fit(x, x, validation_data=x, verbose=0)\n",
            raises="None values not supported",
            raises_on_2="The truth value of an array with more than one element is ambiguous",
        ),
        Example(
            _START + "model.train_on_batch(x)\n",
            raises="None values not supported",
            raises_on_2="Target data is missing",
        ),
    ]
    good = [
        Example(_START + "model.fit(x, x, verbose=0)\n"),
        Example(
            _START + "def train(x, y=None):\n    if y is None:\n        model.fit(x, verbose=0)\n"
            "    else:\n        model.fit(x, y, verbose=0)\n\n\n"
            "for labels in {0: x}.values():\n    train(x, labels)\n"
        ),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices((x, x)).batch(4)\n"
            "model.fit(data, verbose=0)\n"
        ),
        Example(_START + "model.fit(x, x, validation_data=(x, x), verbose=0)\n"),
        Example(_START + "model.train_on_batch(x, x)\nmodel.predict(x, verbose=0)\nmodel(x)\n"),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Labels that are not there."""
        for role in event.unlabelled:
            x = f"{role[:-1]}x"
            yield self.finding(
                event,
                f"{event.call} gets no {role}, and the loss needs it: give labels, or {x} once "
                "more where the model is to return its input",
                event.model.origin,
                subject=role,
            )
