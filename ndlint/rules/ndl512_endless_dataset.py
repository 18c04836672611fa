"""NDL512."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.dataset import Dataset


class EndlessDataset(Rule):
    """A data set without an end is given to a model, and no number of steps.

    ## What it does
    Finds `fit`, `evaluate` and `predict`, for Keras 2, of a data set that is repeated without a
    count, where neither `steps_per_epoch`, `steps` nor `validation_steps` says how many batches
    to take.

    ## Why is this bad
    Keras 2 raises ValueError: "When providing an infinite dataset, you must specify the number
    of steps to run". Keras 3 never ends its first epoch, and says nothing.

    ## Example
    ```python
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(32).repeat()
    model.fit(data, epochs=5)
    ```

    ## Use instead
    ```python
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)
    model.fit(data, epochs=5)
    ```

    ## Fix safety
    There is no fix: how many batches an epoch is to have is the author's to know.
    """

    code = "NDL512"
    name = "endless-dataset"
    effect = Effect.CRASH
    keras_targets = frozenset({2})

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\n"
        "x, y = np.ones((8, 4), 'float32'), np.ones((8, 1), 'float32')\n"
        "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(4)\n"
    )
    _SAID = "When providing an infinite dataset, you must specify the number of steps"
    bad = [
        Example(
            _START + "class Stop(keras.callbacks.Callback):\n"
            "    def on_train_batch_end(self, batch, logs=None):\n"
            "        self.model.stop_training = True\n\n\n"
            "model.fit(data.repeat(), callbacks=[Stop()], verbose=0)\n",
            raises=_SAID,
            keras=(2,),
        ),
        Example(
            _START + "class Stop(keras.callbacks.Callback):\n"
            "    def on_test_batch_end(self, batch, logs=None):\n"
            "        self.model.stop_evaluating = True\n\n\n"
            "model.evaluate(data.repeat(), callbacks=[Stop()], verbose=0)\n",
            raises=_SAID,
            keras=(2,),
        ),
    ]
    good = [
        Example(_START + "model.fit(data.repeat(), steps_per_epoch=2, verbose=0)\n"),
        Example(_START + "model.fit(data.repeat(3), verbose=0)\n"),
        Example(_START + "model.predict(data.repeat(), steps=1, verbose=0)\n"),
        Example(
            _START + "model.fit(data, validation_data=data.repeat(), validation_steps=1, verbose=0)"
            "\n"
        ),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Data sets without an end."""
        for role in event.endless:
            data = dict(event.given)[role]
            yield self.finding(
                event,
                f"{event.call} gets a data set without an end for {role}, and Keras 2 is not told "
                f"how many batches to take: write {_parameter(role, event.call)}=…, or leave out "
                "repeat()",
                data.origin if isinstance(data, Dataset) else (),
                subject=role,
            )


def _parameter(role: str, call: str) -> str:
    if role != "x":
        return "validation_steps"
    return "steps_per_epoch" if call.endswith("fit") else "steps"
