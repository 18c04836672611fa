"""NDL604."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule


class NdarrayApiOnTensor(Rule):
    """A tensor is asked for what only arrays of NumPy have.

    ## What it does
    Finds attributes and methods of arrays (`.reshape`, `.astype`, `.T`, `.mean()`, `.size`, …)
    that a tensor, a variable, a symbolic tensor of Keras or a `tf.data.Dataset` is asked for,
    arrays of indices in the subscript of a tensor or a variable, and item assignment to one.

    ## Why is this bad
    Tensors have `shape`, `dtype` and `ndim` like arrays, and nothing else of them: TensorFlow
    raises AttributeError ("EagerTensor object has no attribute 'reshape'"). A tensor never changes:
    its items cannot be assigned to (TypeError). Of arrays, a subscript takes masks only (TypeError:
    "Only integers, slices … are valid indices"). What `model(x)` returns is a tensor, too; what
    `model.predict(x)` returns is an array.

    ## Example
    ```python
    scores = model(x)
    best = scores.max()
    ```

    ## Use instead
    ```python
    scores = model(x)
    best = tf.reduce_max(scores)
    ```

    ## Fix safety
    There is none yet.
    """

    code = "NDL604"
    name = "ndarray-api-on-tensor"
    effect = Effect.CRASH
    assumes_no_promotion = True
    assumes_tensorflow = True
    of_dtypes = True
    asked_for = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "x = np.arange(12, dtype='float32').reshape(3, 4)\nt = tf.constant(x)\n"
    )
    bad = [
        Example(_START + "t.reshape(4, 3)\n", raises="object has no attribute 'reshape'"),
        Example(_START + "t.astype('float64')\n", raises="object has no attribute 'astype'"),
        Example(_START + "t.T\n", raises="object has no attribute 'T'"),
        Example(
            _START + "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])\n"
            "model(x).max()\n",
            raises="object has no attribute 'max'",
        ),
        Example(_START + "(2 * tf.Variable(x)).flatten()\n", raises="no attribute 'flatten'"),
        Example(_START + "tf.Variable(x).size\n", raises="object has no attribute 'size'"),
        Example(_START + "keras.Input((4,)).mean()\n", raises="object has no attribute 'mean'"),
        Example(
            _START + "keras.Input((4,)).reshape((2, 2))\n",
            raises="object has no attribute 'reshape'",
            keras=(2,),
        ),
        Example(
            _START + "tf.data.Dataset.from_tensor_slices(x).shape\n",
            raises="object has no attribute 'shape'",
        ),
        Example(_START + "t[np.array([0, 2])]\n", raises="Only integers, slices"),
        Example(
            _START + "q = tf.Variable(x)\nq[np.arange(3), np.argmax(x, axis=1)]\n",
            raises="Only integers, slices",
        ),
        Example(_START + "t[0] = 1.0\n", raises="does not support item assignment"),
        Example(_START + "tf.Variable(x)[0, 0] += 1.0\n", raises="not support item assignment"),
        Example(
            _START + "@tf.function(autograph=False)\ndef clear(t):\n    t[0] = 0.0\n"
            "    return t\nclear(t)\n",
            raises="does not support item assignment",
        ),
    ]
    good = [
        Example(_START + "tf.reshape(t, (4, 3))\n"),
        Example(_START + "tf.cast(t, 'float64')\n"),
        Example(_START + "tf.transpose(t)\n"),
        Example(_START + "t[np.array([True, False, True])]\nt[np.int64(1), 2:]\nt[0, [1][0]]\n"),
        Example(_START + "tf.gather(t, np.array([0, 2]))\nx[np.array([0, 2])]\n"),
        Example(
            _START + "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])\n"
            "model.predict(x, verbose=0).max()\ntf.reduce_max(model(x))\n"
        ),
        Example(_START + "t.numpy().flatten()\nt.shape, t.dtype, t.ndim\n"),
        Example(_START + "tf.size(tf.Variable(x))\ngetattr(t, 'size', None)\n"),
        Example(
            "import tensorflow as tf\nfrom tensorflow.python.ops.numpy_ops import np_config\n"
            "np_config.enable_numpy_behavior()\ntf.ones((2, 2)).reshape(4)\ntf.ones((2, 2)).T\n"
        ),
        Example(
            _START + "def flat(values):\n    if hasattr(values, 'ravel'):\n"
            "        return values.ravel()\n    return tf.reshape(values, [-1])\nflat(t)\nflat(x)\n"
        ),
        Example(_START + "tf.data.Dataset.from_tensor_slices(x).element_spec.shape\n"),
        Example(_START + "tf.tensor_scatter_nd_update(t, [[0]], [[1.0, 1.0, 1.0, 1.0]])\n"),
        Example(_START + "v = tf.Variable(x)\nv[0, 0].assign(v[0, 0] + 1.0)\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A tensor that has no such attribute, or no items that can be set."""
        if event.contract is Contract.ARRAY_ATTRIBUTES:
            yield self.finding(event, f"{event.call}: {event.message}")
