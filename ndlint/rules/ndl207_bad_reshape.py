"""NDL207."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.keras import shape_trace


class BadReshape(Rule):
    """A reshape asks for another number of elements than there are.

    ## What it does
    Compares the number of elements of an array, a tensor or a layer's input with the shape
    that `np.reshape`, `.reshape`, `tf.reshape`, `keras.ops.reshape` or `Reshape` is to give it,
    also where the number of samples is not known.

    ## Why is this bad
    It raises ValueError ("cannot reshape array of size 2352 into shape (28, 28)"), or
    InvalidArgumentError from TensorFlow.

    ## Example
    ```python
    x = np.zeros((100, 28, 28, 3))
    x = x.reshape(100, 784)
    ```

    ## Use instead
    ```python
    x = np.zeros((100, 28, 28, 3))
    x = x.reshape(100, 2352)
    ```

    ## Fix safety
    Unsafe: whether the shape or the array is wrong is the author's to know.
    """

    code = "NDL207"
    name = "bad-reshape"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "x = np.zeros((100, 28, 28, 3), 'float32')\n"
    )
    bad = [
        Example(
            _START + "flat = x.reshape(100, 784)\n",
            raises="ValueError: cannot reshape array of size 235200 into shape (100,784)",
        ),
        Example(
            _START + "flat = np.reshape(x, (-1, 1000))\n",
            raises="ValueError: cannot reshape array of size 235200",
        ),
        Example(
            _START + "flat = tf.reshape(x, (x.shape[0], 28, 28))\n",
            raises="InvalidArgumentError",
        ),
        Example(
            _START + "inputs = keras.Input((28, 28, 3))\n"
            "h = keras.layers.Reshape((784,))(inputs)\n",
            raises="ValueError: ",
        ),
        Example(
            _START + "flat = keras.ops.reshape(x, (-1, 1000))\n",
            raises="InvalidArgumentError",
            keras=(3,),
        ),
    ]
    good = [
        Example(_START + "flat = x.reshape(100, 2352)\n"),
        Example(_START + "flat = np.reshape(x, (-1, 784))\n"),
        Example(_START + "flat = tf.reshape(x, (x.shape[0], 28, 84))\n"),
        Example(
            _START + "inputs = keras.Input((28, 28, 3))\n"
            "h = keras.layers.Reshape((-1, 3))(inputs)\n"
        ),
        Example(_START + "flat = keras.ops.reshape(x, (-1, 784))\n", keras=(3,)),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """What is to be reshaped does not fill the shape."""
        if event.contract is Contract.RESHAPE:
            trace = shape_trace(event.operands)
            yield self.finding(event, f"{event.call}: {event.message}", trace)
