"""NDL901."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.fed import Fed


class PredictInALoop(Rule):
    """`predict` is called with one sample after the other.

    ## What it does
    Finds calls of `predict` in a loop or a comprehension with one sample of what that goes
    through. Off by default: select it with `NDL901`, or with `NDL9`.

    ## Why is this bad
    Nothing raises. Each call of `predict` sets up a pass over a data set of its own. Measured for
    200 samples: one by one, `predict` takes 24 times as long as one call for all, and more; a call
    of the model itself for each sample takes a twentieth of that.

    ## Example
    ```python
    scores = [model.predict(x[i : i + 1]) for i in range(len(x))]
    ```

    ## Use instead
    ```python
    scores = model.predict(x)
    ```

    ## Fix safety
    No fix: how the results go on is the author's to change.
    """

    code = "NDL901"
    name = "predict-in-a-loop"
    effect = Effect.COST

    _START = (
        "import numpy as np\nfrom tensorflow import keras\npasses = []\n"
        "class Count(keras.callbacks.Callback):\n"
        "    def on_predict_begin(self, logs=None):\n        passes.append(1)\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "x = np.random.rand(6, 4).astype('float32')\n"
    )
    _EACH = "len(passes) == len(x)"
    bad = [
        Example(
            _START
            + "out = [model.predict(x[i : i + 1], callbacks=[Count()]) for i in range(len(x))]\n",
            shows=_EACH,
        ),
        Example(
            _START + "for row in x:\n    sample = np.expand_dims(row, 0)\n"
            "    model.predict(sample, verbose=0, callbacks=[Count()])\n",
            shows=_EACH,
        ),
        Example(
            _START + "for i in range(6):\n"
            "    model.predict(x[i].reshape(1, -1), verbose=0, callbacks=[Count()])\n",
            shows=_EACH,
        ),
    ]
    good = [
        Example(_START + "out = model.predict(x, verbose=0, callbacks=[Count()])\n"),
        Example(_START + "out = [model(x[i : i + 1]) for i in range(len(x))]\n"),
        Example(
            _START + "for i in range(0, len(x), 3):\n"
            "    model.predict(x[i : i + 3], verbose=0, callbacks=[Count()])\n"
        ),
        Example(_START + "for epoch in range(3):\n    model.predict(x[:1], verbose=0)\n"),
        Example(_START + "out = [model.predict_on_batch(row[None]) for row in x]\n"),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """One sample of what a loop goes through."""
        if not event.in_turns or not event.call.endswith("predict"):
            return
        if event.is_row or (event.inputs and all(map(_is_one_sample, event.inputs))):
            message = (
                f"{event.call} gets one sample in each turn of a loop, and sets up a pass over a "
                f"data set for each: give it all of them at once, or call the model itself"
            )
            yield self.finding(event, message)


def _is_one_sample(fed: Fed) -> bool:
    return (
        isinstance(fed.value, Array)
        and fed.value.shape.rank_known
        and (fed.value.shape.axis(0) == 1)
    )
