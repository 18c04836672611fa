"""NDL503."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.calls import place_of_dataset
from ndlint.fixes.repair import rewrites
from ndlint.rules.base import Example, Rule


class UnbatchedDataset(Rule):
    """A data set of single samples is given to a model.

    ## What it does
    Finds a `tf.data.Dataset` that was never batched, where the model does not take one of
    its elements for a batch.

    ## Why is this bad
    Keras takes every element of a data set for one batch, whatever `batch_size` says. The
    first axis of the sample is taken for the batch, and ValueError tells of an input shape
    that does not fit. A sample of shape (1,) fits by accident.

    ## Example
    ```python
    data = tf.data.Dataset.from_tensor_slices((x, y))
    model.fit(data)
    ```

    ## Use instead
    ```python
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)
    model.fit(data)
    ```

    ## Fix safety
    Unsafe: the size of a batch is the author's to choose.
    """

    code = "NDL503"
    name = "unbatched-dataset"
    effect = Effect.CRASH
    outranks = frozenset({"NDL201", "NDL202", "NDL301", "NDL302", "NDL303", "NDL501"})

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "x = np.ones((8, 4), 'float32')\ny = np.ones((8, 1), 'float32')\n"
        "data = tf.data.Dataset.from_tensor_slices((x, y))\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\n"
    )
    _INVALID = "Invalid input shape for input"
    _NDIM = "expected min_ndim=2, found ndim=1"
    bad = [
        Example(_START + "model.fit(data, verbose=0)\n", raises=_INVALID, raises_on_2=_NDIM),
        Example(
            _START + "model.evaluate(data.shuffle(8).repeat(2), verbose=0)\n",
            raises=_INVALID,
            raises_on_2=_NDIM,
        ),
        Example(
            _START + "model.predict(tf.data.Dataset.from_tensor_slices(x), verbose=0)\n",
            raises=_INVALID,
            raises_on_2=_NDIM,
        ),
        Example(
            _START + "model.fit(x, y, validation_data=data.take(2), verbose=0)\n",
            raises=_INVALID,
            raises_on_2=_NDIM,
        ),
        Example(
            _START + "model.fit(data.prefetch(1), batch_size=4, verbose=0)\n",
            raises=_INVALID,
            raises_on_2=_NDIM,
        ),
    ]
    good = [
        Example(_START + "model.fit(data.batch(4), verbose=0)\n"),
        Example(_START + "model.evaluate(data.shuffle(8).repeat(2).batch(3), verbose=0)\n"),
        Example(
            _START + "model.predict(tf.data.Dataset.from_tensor_slices(x).batch(2), verbose=0)\n"
        ),
        Example(_START + "model.fit(x, y, validation_data=data.take(2).batch(1), verbose=0)\n"),
        Example(
            _START + "model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])\n"
            "model.predict(tf.data.Dataset.from_tensor_slices(y), verbose=0)\n"
        ),
        Example(_START + "model.predict(tf.data.Dataset.from_tensors(x), verbose=0)\n"),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """The first element that the model refuses as a batch."""
        for fed in event.inputs:
            problem = fed.misfit
            if problem is None or fed.role not in event.unbatched:
                continue
            expects = f", but the model expects {problem.expected}"
            yield self.finding(
                event,
                f"{fed.role} of {event.call} is a dataset of samples of shape {problem.found}"
                f"{expects if problem.expected.rank_known else ''}: write .batch(32)",
                event.model.origin,
                Certainty.CERTAIN if problem.is_certain else Certainty.LIKELY,
                repairs=rewrites(
                    "put the samples into batches",
                    place_of_dataset(event, fed.role),
                    "{}.batch(32)",
                ),
            )
            return
