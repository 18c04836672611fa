"""NDL209."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.keras import shape_trace


class MergeMismatch(Rule):
    """A layer merges tensors whose shapes do not go together.

    ## What it does
    Compares the shapes that `Add`, `Concatenate` and the other merging layers are given: those of
    symbolic tensors and, beside these, of arrays and tensors with data.

    ## Why is this bad
    Keras raises ValueError where the layer is called. `Add` and its like need shapes that
    broadcast, `Concatenate` equal sizes on every axis but the one that grows. In networks
    with skip connections, a size that is no multiple of the pooling is the usual reason.

    ## Example
    ```python
    a, b = keras.Input((8, 4)), keras.Input((7, 4))
    keras.layers.Concatenate()([a, b])
    ```

    ## Use instead
    ```python
    a, b = keras.Input((8, 4)), keras.Input((7, 4))
    keras.layers.Concatenate(axis=1)([a, b])
    ```

    ## Fix safety
    Unsafe: which of the tensors has the wrong shape is the author's to know.
    """

    code = "NDL209"
    name = "merge-mismatch"
    effect = Effect.CRASH

    _START = "from tensorflow import keras\nlayers = keras.layers\n"
    bad = [
        Example(
            _START + "a, b = keras.Input((8, 4)), keras.Input((7, 4))\n"
            "h = layers.Concatenate()([a, b])\n",
            raises="layer requires inputs with matching shapes",
        ),
        Example(
            _START + "a, b = keras.Input((4,)), keras.Input((5,))\nh = layers.add([a, b])\n",
            raises="ValueError: ",
        ),
        Example(
            _START + "inputs = keras.Input((30, 30, 1))\n"
            "down = layers.MaxPooling2D()(layers.MaxPooling2D()(inputs))\n"
            "up = layers.UpSampling2D(4)(down)\nh = layers.Concatenate()([up, inputs])\n",
            raises="layer requires inputs with matching shapes",
        ),
        Example(
            "import tensorflow as tf\n" + _START + "a = keras.Input((4,))\n"
            "h = layers.Multiply()([a, tf.constant(0.5)])\n",
            raises="IndexError: ",
            raises_on_2="ValueError: ",
        ),
    ]
    good = [
        Example(
            _START + "a, b = keras.Input((8, 4)), keras.Input((7, 4))\n"
            "h = layers.Concatenate(axis=1)([a, b])\n"
        ),
        Example(
            _START + "a, b = keras.Input((4,)), keras.Input((1,))\nh = layers.add([a, b])\n",
        ),
        Example(
            "import tensorflow as tf\n" + _START + "a = keras.Input((4,))\n"
            "h = layers.Multiply()([a, tf.constant([[0.5]])])\n"
        ),
        Example(
            _START + "inputs = keras.Input((32, 32, 1))\n"
            "down = layers.MaxPooling2D()(layers.MaxPooling2D()(inputs))\n"
            "up = layers.UpSampling2D(4)(down)\nh = layers.Concatenate()([up, inputs])\n"
        ),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A merging layer that does not take what it is called on."""
        if event.contract is Contract.MERGE:
            trace = shape_trace(event.operands)
            yield self.finding(event, f"{event.call}: {event.message}", trace)
