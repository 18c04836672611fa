"""NDL213."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule


class RefusedKeyword(Rule):
    """A layer declares its input by a keyword that this Keras does not know.

    ## What it does
    Finds `batch_input_shape=`, `batch_shape=`, `shape=`, `batch_size=` and `input_length=` of
    layers that do not take them, as measured for every layer on both Kerases.

    ## Why is this bad
    Keras 3 raises ValueError, "Unrecognized keyword arguments passed to LSTM: {'batch_input_shape':
    (1, 8, 4)}". Keras 2, which takes that one, raises TypeError for `batch_shape` and `shape`,
    which it takes in `Input` only.

    ## Example
    ```python
    model = keras.Sequential([layers.LSTM(8, batch_input_shape=(1, 8, 4), stateful=True)])
    ```

    ## Use instead
    ```python
    start = keras.Input(batch_shape=(1, 8, 4))
    model = keras.Sequential([start, layers.LSTM(8, stateful=True)])
    ```

    ## Fix safety
    There is no fix: in most of the cases a layer is to be put in front.
    """

    code = "NDL213"
    name = "refused-keyword"
    effect = Effect.CRASH

    _START = "from tensorflow import keras\nlayers = keras.layers\n"
    _SAID = "Unrecognized keyword arguments passed to "
    bad = [
        Example(
            _START + "m = keras.Sequential([layers.LSTM(8, batch_input_shape=(1, 8, 4))])\n",
            raises=f"{_SAID}LSTM: {{'batch_input_shape'",
            keras=(3,),
        ),
        Example(
            _START + "m = keras.Sequential([layers.Dense(8, batch_shape=(None, 4))])\n",
            raises=f"{_SAID}Dense: {{'batch_shape'",
            raises_on_2="('Keyword argument not understood:', 'batch_shape')",
        ),
        Example(
            _START + "m = keras.Sequential([layers.Dense(8, shape=(4,))])\n",
            raises=f"{_SAID}Dense: {{'shape'",
            raises_on_2="('Keyword argument not understood:', 'shape')",
        ),
        Example(
            _START + "m = keras.Sequential([layers.InputLayer(shape=(4,)), layers.Dense(1)])\n",
            raises="Unrecognized keyword arguments: ['shape']",
            keras=(2,),
        ),
    ]
    good = [
        Example(
            _START + "m = keras.Sequential([keras.Input(batch_shape=(1, 8, 4)), layers.LSTM(8)])\n"
        ),
        Example(_START + "m = keras.Sequential([layers.Dense(8, input_shape=(4,))])\n"),
        Example(_START + "m = keras.Sequential([keras.Input((4,)), layers.Dense(8)])\n"),
        Example(
            _START + "m = keras.Sequential([layers.InputLayer(input_shape=(4,)), layers.Dense(1)])"
            "\n"
        ),
        Example(_START + "m = keras.Sequential([layers.Embedding(8, 2, input_length=4)])\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A keyword that a layer does not know."""
        if event.contract is Contract.KEYWORD:
            yield self.finding(event, f"{event.call}: {event.message}")
