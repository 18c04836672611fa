"""NDL603."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule


class TfOnKerasTensor(Rule):
    """A function of TensorFlow gets a symbolic tensor of Keras 3.

    ## What it does
    Finds functions of TensorFlow (`tf.reduce_mean`, `tf.shape`, `tf.concat`, …) that are called on
    what `keras.Input`, or a layer called on it, returns, on Keras 3. Keras 2 takes them.

    ## Why is this bad
    Keras 3 raises ValueError ("A KerasTensor cannot be used as input to a TensorFlow function"):
    its symbolic tensors are none of TensorFlow's.

    ## Example
    ```python
    inputs = keras.Input((8, 4))
    mean = tf.reduce_mean(inputs, axis=1)
    ```

    ## Use instead
    ```python
    inputs = keras.Input((8, 4))
    mean = keras.ops.mean(inputs, axis=1)
    ```

    ## Fix safety
    There is none yet.
    """

    code = "NDL603"
    name = "tf-on-kerastensor"
    effect = Effect.CRASH
    keras_targets = frozenset({3})
    of_dtypes = True
    asked_for = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "inputs = keras.Input((4, 4, 3))\nhidden = keras.layers.Dense(2)(inputs)\n"
    )
    _ERROR = "A KerasTensor cannot be used as input to a TensorFlow function"
    bad = [
        Example(_START + "tf.reduce_mean(inputs, axis=1)\n", raises=_ERROR, keras=(3,)),
        Example(_START + "tf.shape(hidden)\n", raises=_ERROR, keras=(3,)),
        Example(_START + "tf.nn.softmax(hidden)\n", raises=_ERROR, keras=(3,)),
        Example(_START + "tf.concat([inputs, hidden], -1)\n", raises=_ERROR, keras=(3,)),
        Example(_START + "tf.maximum(0.0, hidden)\n", raises=_ERROR, keras=(3,)),
        Example(_START + "tf.image.resize(inputs, (2, 2))\n", raises=_ERROR, keras=(3,)),
    ]
    good = [
        Example(_START + "keras.ops.mean(inputs, axis=1)\n", keras=(3,)),
        Example(_START + "tf.is_tensor(hidden)\ntf.ones(hidden.shape[1:])\n"),
        Example(_START + "keras.activations.softmax(hidden)\n"),
        Example(_START + "keras.layers.Concatenate()([inputs, hidden])\n"),
        Example(_START + "hidden * tf.constant(2.0) + hidden\n"),
        Example(
            _START + "class Half(keras.layers.Layer):\n    def call(self, t):\n"
            "        return tf.image.resize(t, (2, 2))\nHalf()(inputs)\n"
        ),
        Example(
            _START + "keras.layers.Lambda(lambda t: tf.reduce_mean(t, 1), output_shape=(4, 3))"
            "(inputs)\n"
        ),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A symbolic tensor of Keras where TensorFlow asks for one of its own."""
        if event.contract is Contract.SYMBOL_TO_TENSORFLOW:
            yield self.finding(event, f"{event.call}: {event.message}")
