"""NDL211."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array


class NumberNotInteger(Rule):
    """A float, or a number of NumPy's, stands where Keras takes an `int` only.

    ## What it does
    Finds the units, sizes and axes of layers, and the counts that `fit`, `evaluate` and `predict`
    take, which are certainly no `int`: what `/` gives is a float, what `np.prod`, `x.max()` and
    other functions of NumPy's give is an int64 or float64 of its own. Which of them are refused
    differs by layer and by Keras, as measured.

    ## Why is this bad
    Keras raises ValueError or TypeError: "Received an invalid value for `units`, expected a
    positive integer. Received: units=32", which looks right.

    ## Example
    ```python
    model.add(keras.layers.Dense(np.prod(shape)))
    model.fit(batches, steps_per_epoch=len(x) / 32)
    ```

    ## Use instead
    ```python
    model.add(keras.layers.Dense(int(np.prod(shape))))
    model.fit(batches, steps_per_epoch=len(x) // 32)
    ```

    ## Fix safety
    There is no fix: whether a fraction is to be cut off or rounded is the author's to know.
    """

    code = "NDL211"
    name = "number-not-integer"
    effect = Effect.CRASH

    _START = "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
    _FIT = (
        _START + "x, y = np.ones((8, 4), 'float32'), np.ones((8, 1), 'float32')\n"
        "model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
        "model.compile(optimizer='sgd', loss='mse')\n"
    )
    bad = [
        Example(
            _START + "layers.Dense(np.prod((4, 4)))\n",
            raises="Received an invalid value for `units`, expected a positive integer",
            keras=(3,),
        ),
        Example(
            _START + "ids = np.array([[0, 3], [2, 1]])\nlayers.Embedding(ids.max() + 1, 8)\n",
            raises="`input_dim`",
            keras=(3,),
        ),
        Example(_START + "layers.MaxPooling1D(8 / 4)\n", raises="ValueError: The `pool_size`"),
        Example(
            _START + "layers.Conv1D(64 / 2, 3)(keras.Input((8, 2)))\n",
            raises="Found invalid dimension '32.0' of type '<class 'float'>'",
            keras=(3,),
        ),
        Example(_FIT + "model.fit(x, y, batch_size=len(x) / 2, verbose=0)\n", raises="TypeError"),
        Example(
            _FIT + "model.fit(x, y, steps_per_epoch=len(x) / 2, batch_size=2, verbose=0)\n",
            raises="TypeError",
            keras=(3,),
        ),
    ]
    good = [
        Example(_START + "layers.Dense(int(np.prod((4, 4))))\n"),
        Example(_START + "ids = np.array([[0, 3]])\nlayers.Embedding(int(ids.max()) + 1, 8)\n"),
        Example(_START + "layers.MaxPooling1D(8 // 4)\n"),
        Example(_START + "layers.Conv1D(np.int64(32), 3)(keras.Input((8, 2)))\n"),
        Example(_FIT + "model.fit(x, y, batch_size=len(x) // 2, verbose=0)\n"),
        Example(_FIT + "model.fit(x, y, steps_per_epoch=np.int64(4), batch_size=2, verbose=0)\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A number that is not taken."""
        if event.contract is Contract.WHOLE_NUMBER:
            number = event.argument
            trace = number.origins.dtype if isinstance(number, Array) else ()
            yield self.finding(event, f"{event.call}: {event.message}", trace)
