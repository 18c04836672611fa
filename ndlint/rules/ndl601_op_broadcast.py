"""NDL601."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.base import leaves
from ndlint.values.keras import shape_trace


class OpBroadcast(Rule):
    """Tensors have shapes that do not broadcast, multiply or go together.

    ## What it does
    Finds operators and functions of TensorFlow and of `keras.ops` whose operands certainly have
    shapes that do not broadcast, matrix products of other inner sizes or of vectors, and
    `tf.concat`, `tf.stack` and `tf.where` of shapes that differ, masks of other axes, and values
    that a variable does not take. So, too, where they compute with symbolic tensors of Keras.

    ## Why is this bad
    TensorFlow raises InvalidArgumentError, and inside `tf.function`, `fit` or a layer ValueError
    ("Dimensions must be equal"), in terms of its own operations. Keras 3 looks at symbolic tensors
    itself, and raises ValueError, too.

    ## Example
    ```python
    weights = tf.ones(64)
    scaled = tf.ones((64, 400)) * weights
    ```

    ## Use instead
    ```python
    weights = tf.ones(64)
    scaled = tf.ones((64, 400)) * weights[:, tf.newaxis]
    ```

    ## Fix safety
    No fix: which of the two is to change is the author's to know.
    """

    code = "NDL601"
    name = "op-broadcast"
    effect = Effect.CRASH

    _START = "import numpy as np\nimport tensorflow as tf\nx, w = tf.ones((4, 6)), tf.ones(4)\n"
    _KERAS = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "x, y = keras.Input((8, 6)), keras.Input((7, 6))\n"
    )
    bad = [
        Example(_START + "x * w\n", raises="InvalidArgumentError: {{function_node"),
        Example(
            _START + "tf.subtract(x, np.ones((6, 4), 'float32'))\n",
            raises="Incompatible shapes: [4,6] vs. [6,4]",
        ),
        Example(
            _START + "tf.concat([tf.ones((1, 5, 64)), tf.ones((1, 5))], 1)\n",
            raises="Ranks of all input tensors should match",
        ),
        Example(_START + "tf.matmul(x, x)\n", raises="Matrix size-incompatible"),
        Example(_START + "tf.transpose(x) @ w\n", raises="has different ndims: [6,4] vs. [4]"),
        Example(
            _START + "tf.stack([x, tf.transpose(x)])\n",
            raises="Shapes of all inputs must match",
        ),
        Example(
            _KERAS + "keras.ops.add(x, np.ones((8, 1, 6), 'float32').T)\n",
            raises="Cannot broadcast shape",
            keras=(3,),
        ),
        Example(
            _KERAS + "keras.ops.concatenate([x, y], axis=-1)\n",
            raises="must have the same shape except on the `axis` dim",
            keras=(3,),
        ),
        Example(
            _KERAS + "x * np.ones((6, 8), 'float32')\n",
            raises="ValueError",
        ),
    ]
    good = [
        Example(_START + "x * w[:, None]\n"),
        Example(_START + "tf.subtract(x, np.ones((6, 4), 'float32').T)\n"),
        Example(_START + "tf.concat([tf.ones((1, 5, 64)), tf.ones((1, 5, 1))], 2)\n"),
        Example(_START + "tf.matmul(x, x, transpose_b=True)\n"),
        Example(_START + "tf.transpose(x) @ w[:, None]\n"),
        Example(_START + "tf.stack([x, x])\n"),
        Example(_START + "same = x == w\n"),
        Example(_KERAS + "keras.ops.add(x, np.ones((8, 1), 'float32'))\n", keras=(3,)),
        Example(_KERAS + "keras.ops.concatenate([x, y], axis=1)\n", keras=(3,)),
        Example(_KERAS + "x * np.ones((8, 6), 'float32')\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """Tensors that TensorFlow cannot bring together."""
        if event.contract is Contract.TENSOR_SHAPES:
            arrays = [leaf for operand in event.operands for leaf in leaves(operand)]
            yield self.finding(event, f"{event.call}: {event.message}", shape_trace(arrays))
