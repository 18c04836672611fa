"""NDL501."""

from collections.abc import Iterator

from ndlint.events import Contract, Feed, Refused
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.base import leaves
from ndlint.values.dimension import render
from ndlint.values.keras import shape_trace


class Cardinality(Rule):
    """x, y, sample weights or validation data differ in their number of samples.

    ## What it does
    Compares the first axes of the arrays that `fit`, `evaluate`, `predict`, the batch methods,
    `tf.data.Dataset.from_tensor_slices`, `ImageDataGenerator.flow`, and `train_test_split` and the
    estimators of scikit-learn are given. Where `validation_split` is set, only what is shorter than
    x is told: Keras cuts off the rest.

    ## Why is this bad
    "Data cardinality is ambiguous". In `train_on_batch`, Keras 3 compares nothing: the loss
    raises, or, where one of them has a single sample, takes it for all the others.

    ## Example
    ```python
    model.fit(x_train, y_test)
    ```

    ## Use instead
    ```python
    model.fit(x_train, y_train)
    ```

    ## Fix safety
    Unsafe: which of the arrays is the wrong one is the author's to know.
    """

    code = "NDL501"
    name = "cardinality"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\n"
        "x = np.ones((8, 4), 'float32')\ny = np.ones(8, 'float32')\n"
    )
    _TWO = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "a, b = keras.Input((4,)), keras.Input((3,))\n"
        "merged = keras.layers.Concatenate()([a, b])\n"
        "model = keras.Model([a, b], keras.layers.Dense(1)(merged))\n"
        "x = np.ones((8, 4), 'float32')\n"
    )
    _AMBIGUOUS = "Data cardinality is ambiguous"
    bad = [
        Example(_START + "model.fit(x, y[:7], verbose=0)\n", raises=_AMBIGUOUS),
        Example(_START + "model.evaluate(x[1:], y, verbose=0)\n", raises=_AMBIGUOUS),
        Example(_START + "model.fit(x, y.reshape(1, -1), verbose=0)\n", raises=_AMBIGUOUS),
        Example(
            _START + "model.fit(x, y, validation_data=(x[:2], y), verbose=0)\n",
            raises=_AMBIGUOUS,
        ),
        Example(_START + "model.fit(x, y, sample_weight=y[2:], verbose=0)\n", raises=_AMBIGUOUS),
        Example(
            _START + "model.fit(x, y[:7], validation_split=0.25, verbose=0)\n", raises=_AMBIGUOUS
        ),
        Example(
            _TWO + "model.predict([x, np.ones((7, 3), 'float32')], verbose=0)\n",
            raises=_AMBIGUOUS,
        ),
        Example(
            _START + "model.train_on_batch(x, y[:7])\n",
            raises="Dimensions must be equal",
            raises_on_2=_AMBIGUOUS,
        ),
        Example(
            _START + "split = int(0.75 * len(x))\nmodel.fit(x[:split], y[split:], verbose=0)\n",
            raises=_AMBIGUOUS,
        ),
        Example(
            _START + "import tensorflow as tf\n"
            "data = tf.data.Dataset.from_tensor_slices((x, y[:7]))\n",
            raises="Dimensions 8 and 7 are not compatible",
        ),
        Example(
            _START + "from sklearn.model_selection import train_test_split\n"
            "x_train, x_test, y_train, y_test = train_test_split(x, y[:7])\n",
            raises="inconsistent numbers of samples",
        ),
    ]
    good = [
        Example(_START + "model.fit(x[:7], y[:7], verbose=0)\n"),
        Example(_START + "model.evaluate(x[1:], y[1:], verbose=0)\n"),
        Example(_START + "model.fit(x, y.reshape(-1, 1), verbose=0)\n"),
        Example(_START + "model.fit(x, y, validation_data=(x[:2], y[:2]), verbose=0)\n"),
        Example(_START + "model.fit(x, y, sample_weight=y, verbose=0)\n"),
        Example(_START + "model.fit(x[:7], y, validation_split=0.25, verbose=0)\n"),
        Example(_TWO + "model.predict([x, np.ones((8, 3), 'float32')], verbose=0)\n"),
        Example(_START + "model.train_on_batch(x, y)\n"),
        Example(
            _START + "split = int(0.75 * len(x))\nmodel.fit(x[:split], y[:split], verbose=0)\n"
        ),
        Example(
            _START + "import tensorflow as tf\n"
            "data = tf.data.Dataset.from_tensor_slices((x[:7], y[:7]))\n"
        ),
        Example(
            _START + "from sklearn.model_selection import train_test_split\n"
            "x_train, x_test, y_train, y_test = train_test_split(x[:7], y[:7])\n"
        ),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """What is put together to a data set, or to batches."""
        if event.contract is Contract.LENGTHS:
            arrays = [leaf for operand in event.operands for leaf in leaves(operand)]
            told = f"{event.call}: {event.message}, and it raises"
            yield self.finding(event, told, shape_trace(arrays))

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """The first two arguments that disagree."""
        for found in event.disagreements:
            first, second = found.first, found.second
            told = (
                f"{first.role} of {event.call} has {_samples(render(first.size))}, but "
                f"{second.role} has {render(second.size)}"
            )
            consequence = (
                "the single one is taken for all of them"
                if found.repeats
                else found.advice or "both must have as many"
            )
            yield self.finding(
                event,
                f"{told}: {consequence}",
                (*first.trace, *second.trace),
                Certainty.CERTAIN if found.is_certain else Certainty.LIKELY,
                Effect.SILENT if found.repeats else Effect.CRASH,
            )
            return


def _samples(size: str) -> str:
    return f"{size} sample{'' if size == '1' else 's'}"
