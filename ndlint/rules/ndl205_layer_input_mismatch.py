"""NDL205."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.fixes.stacks import layer_input_repairs
from ndlint.rules.base import Example, Rule
from ndlint.values.keras import shape_trace


class LayerInputMismatch(Rule):
    """A layer gets a number of axes, or a size of one, that it does not take.

    ## What it does
    Runs the layers of a model, and layers that are called, on the shapes that reach them,
    and compares with what each of them takes: how many axes, which sizes its weights were
    made for, which it must know.

    ## Why is this bad
    Keras raises ValueError where the model is put together or the layer is called. Usually a
    Flatten, a `return_sequences=True` or the axis of the channels is missing, or stands in
    the wrong place.

    ## Example
    ```python
    model = keras.Sequential([
        keras.Input((20, 8)), keras.layers.LSTM(32), keras.layers.LSTM(16),
    ])
    ```

    ## Use instead
    ```python
    model = keras.Sequential([
        keras.Input((20, 8)), keras.layers.LSTM(32, return_sequences=True), keras.layers.LSTM(16),
    ])
    ```

    ## Fix safety
    Unsafe: which layer is wrong is the author's to know.
    """

    code = "NDL205"
    name = "layer-input-mismatch"
    effect = Effect.CRASH

    _START = "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
    bad = [
        Example(
            _START + "model = keras.Sequential([keras.Input((20, 8)), layers.LSTM(4), "
            "layers.LSTM(4)])\n",
            raises="expected ndim=3, found ndim=2",
        ),
        Example(
            _START + "inputs = keras.Input((28, 28))\nh = layers.Conv2D(4, 3)(inputs)\n",
            raises="expected min_ndim=4, found ndim=3",
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten()])\n"
            "model.add(layers.Dropout(0.5))\nmodel.add(layers.MaxPooling2D())\n",
            raises="expected ndim=4, found ndim=2",
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((None, 3)), layers.Flatten(), "
            "layers.Dense(2)])\n",
            raises="Shapes used to initialize variables must be fully-defined",
            raises_on_2="The last dimension of the inputs to a Dense layer should be defined",
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((5, 3)), "
            "layers.LSTM(2, stateful=True)])\n",
            raises="the batch size must be static",
            raises_on_2="If a RNN is stateful, it needs to know its batch size",
        ),
        Example(
            _START + "dense = layers.Dense(2)\ndense(np.ones((3, 4), 'float32'))\n"
            "dense(np.ones((3, 5), 'float32'))\n",
            raises="expected axis -1 of input shape to have value 4",
            has_fix=False,
        ),
    ]
    good = [
        Example(
            _START + "model = keras.Sequential([keras.Input((20, 8)), "
            "layers.LSTM(4, return_sequences=True), layers.LSTM(4)])\n"
        ),
        Example(_START + "inputs = keras.Input((28, 28, 1))\nh = layers.Conv2D(4, 3)(inputs)\n"),
        Example(
            _START + "model = keras.Sequential([keras.Input((8, 8, 1)), layers.MaxPooling2D()])\n"
            "model.add(layers.Dense(3))\nmodel.add(layers.Flatten())\n"
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((None, 3)), "
            "layers.GlobalMaxPooling1D(), layers.Dense(2)])\n"
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((5, 3), batch_size=2), "
            "layers.LSTM(2, stateful=True)])\n"
        ),
        Example(
            _START + "dense = layers.Dense(2)\ndense(np.ones((3, 4), 'float32'))\n"
            "dense(np.ones((3, 5, 4), 'float32'))\n"
        ),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A layer that does not take what it is called on."""
        if event.contract is Contract.LAYER_INPUT:
            trace = shape_trace(event.operands)
            repairs = layer_input_repairs(event)
            yield self.finding(event, f"{event.call}: {event.message}", trace, repairs=repairs)
