"""NDL206."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.keras import shape_trace


class EmptyOutput(Rule):
    """A layer's output would have an axis of size zero or below.

    ## What it does
    Follows the sizes of images and sequences through convolutions, pooling and cropping, and
    finds the layer whose window does not fit any more. Where the input has its channels
    first, `(1, 28, 28)`, and the layers take them last, as they do by default, it says so.

    ## Why is this bad
    Keras raises ValueError ("Computed output size would be zero or negative", "Negative
    dimension size") where the model is put together.

    ## Example
    ```python
    model = keras.Sequential([
        keras.Input((1, 28, 28)), keras.layers.Conv2D(8, 3), keras.layers.Flatten(),
    ])
    ```

    ## Use instead
    ```python
    model = keras.Sequential([
        keras.Input((28, 28, 1)), keras.layers.Conv2D(8, 3), keras.layers.Flatten(),
    ])
    ```

    ## Fix safety
    Unsafe: whether the input or the layers are wrong is the author's to know.
    """

    code = "NDL206"
    name = "empty-output"
    effect = Effect.CRASH

    _START = "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
    bad = [
        Example(
            _START + "model = keras.Sequential([keras.Input((1, 28, 28)), layers.Conv2D(8, 3)])\n",
            raises="Computed output size would be zero or negative",
            raises_on_2="One of the dimensions in the output is <= 0",
        ),
        Example(
            _START + "inputs = keras.Input((8, 8, 1))\nh = inputs\nfor _ in range(4):\n"
            "    h = layers.MaxPooling2D()(h)\n",
            raises="Computed output size would be zero or negative",
            raises_on_2="Negative dimension size caused by subtracting 2 from 1",
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((4, 3)), layers.Cropping1D(2)])\n",
            raises="`cropping` parameter of `Cropping1D` layer must be smaller than",
            raises_on_2="cropping parameter of Cropping layer must be greater than",
        ),
        Example(
            _START + "layers.Cropping1D(2)(np.ones((5, 2, 4), 'float32'))\n",
            raises="ValueError: Exception encountered when calling",
        ),
    ]
    good = [
        Example(
            _START + "model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3)])\n"
        ),
        Example(
            _START + "inputs = keras.Input((8, 8, 1))\nh = inputs\nfor _ in range(4):\n"
            "    h = layers.MaxPooling2D(padding='same')(h)\n"
        ),
        Example(_START + "model = keras.Sequential([keras.Input((5, 3)), layers.Cropping1D(2)])\n"),
        Example(_START + "layers.Cropping1D(2)(np.ones((5, 5, 4), 'float32'))\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A layer whose output would be empty."""
        if event.contract is Contract.OUTPUT_SIZE:
            trace = shape_trace(event.operands)
            yield self.finding(event, f"{event.call}: {event.message}", trace)
