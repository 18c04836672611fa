"""NDL203."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.inputs import without_batch_axis
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array


class BatchInInputShape(Rule):
    """The number of samples stands in the input shape.

    ## What it does
    Finds models whose declared input shape is the shape of the whole array, or begins with
    its length: `input_shape=x.shape`, `Input(shape=(x.shape[0],))`.

    ## Why is this bad
    Keras adds the batch axis itself: `input_shape` is the shape of *one* sample. The model
    then expects one axis more than the data has, or a sample as long as the data set, and
    `fit` raises ValueError.

    ## Example
    ```python
    model = keras.Sequential([keras.layers.Dense(1, input_shape=x.shape)])
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.layers.Dense(1, input_shape=x.shape[1:])])
    ```

    ## Fix safety
    Unsafe: the layers after the first may have been chosen for the wrong shape.
    """

    code = "NDL203"
    name = "batch-in-input-shape"
    effect = Effect.CRASH
    outranks = frozenset({"NDL201"})

    _START = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "x = np.ones((100, 4), 'float32')\ny = np.ones((100, 1), 'float32')\n"
    )
    _FIT = "model.compile(optimizer='sgd', loss='mse')\nmodel.fit(x, y, verbose=0)\n"
    bad = [
        Example(
            _START + "model = keras.Sequential([layers.Dense(1, input_shape=x.shape)])\n" + _FIT,
            raises="ValueError: Exception encountered when calling Sequential.call()",
            raises_on_2="expected shape=(None, 100, 4), found shape=(None, 4)",
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input(shape=(x.shape[0],)), "
            "layers.Dense(1)])\n" + _FIT,
            raises="expected axis -1 of input shape to have value 100",
            raises_on_2="expected shape=(None, 100), found shape=(None, 4)",
        ),
    ]
    good = [
        Example(
            _START + "model = keras.Sequential([layers.Dense(1, input_shape=x.shape[1:])])\n" + _FIT
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input(shape=(x.shape[1],)), "
            "layers.Dense(1)])\n" + _FIT
        ),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """A refused array whose own length the model declares."""
        for fed in event.inputs:
            problem = fed.misfit
            if problem is None or not problem.batch_axis:
                continue
            array = fed.value
            trace = array.origins.shape if isinstance(array, Array) else ()
            one_sample = f"{problem.batch_axis.removesuffix('[0]')}[1:]"
            yield self.finding(
                event,
                f"{fed.role} of {event.call} has shape {problem.found}, but the model expects "
                f"{problem.expected}: the number of samples, {problem.batch_axis}, stands in its "
                f"input shape, which is the shape of one sample; write {one_sample}",
                (*trace, *event.model.origin),
                Certainty.CERTAIN if problem.is_certain else Certainty.LIKELY,
                repairs=without_batch_axis(event, fed, problem),
            )
