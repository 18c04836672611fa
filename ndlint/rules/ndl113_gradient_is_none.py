"""NDL113."""

from collections.abc import Iterator

from ndlint.events import Gradient
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import elements, leaves
from ndlint.values.dtype import INTEGERS


class GradientIsNone(Rule):
    """A tape is asked for the gradient of, or by, integers or arrays of NumPy.

    ## What it does
    Finds `tape.gradient(target, sources)` where a source, or the one target, is a tensor of
    integers or booleans, or where one of them is an array or a scalar of NumPy.

    ## Why is this bad
    There is no gradient of integers: it is None, and nothing is raised. An optimizer passes over
    the variable, which is never trained. Of NumPy's arrays a tape knows nothing: TensorFlow raises
    AttributeError ("'numpy.float32' object has no attribute '_id'"). What NumPy computes of
    tensors, as `np.mean(y)` does, is no tensor.

    ## Example
    ```python
    w = tf.Variable(3)
    with tf.GradientTape() as tape:
        y = w * w
    slope = tape.gradient(y, w)
    ```

    ## Use instead
    ```python
    w = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        y = w * w
    slope = tape.gradient(y, w)
    ```

    ## Fix safety
    There is none yet.
    """

    code = "NDL113"
    name = "gradient-is-none"
    effect = Effect.SILENT
    of_dtypes = True

    _START = "import numpy as np\nimport tensorflow as tf\nw = tf.Variable([1.0, 2.0])\n"
    _TAPE = "with tf.GradientTape() as tape:\n    tape.watch({0})\n    y = {1}\n"
    _ASK = _TAPE + "g = tape.gradient(y, {0})\n"
    bad = [
        Example(
            _START + "n = tf.Variable(3)\nwith tf.GradientTape() as tape:\n    y = n * n\n"
            "g = tape.gradient(y, n)\n",
            shows="g is None",
        ),
        Example(
            _START + "x = tf.constant(np.array([1, 2]))\n" + _ASK.format("x", "tf.reduce_sum(x)"),
            shows="g is None",
        ),
        Example(_START + _ASK.format("w", "tf.argmax(w)"), shows="g is None"),
        Example(_START + _ASK.format("w", "np.mean(w * w)"), raises="no attribute '_id'"),
        Example(
            _START + "x = np.ones(2, 'float32')\nwith tf.GradientTape() as tape:\n"
            "    y = tf.reduce_sum(x * w)\ng = tape.gradient(y, [w, x])\n",
            raises="'numpy.ndarray' object has no attribute '_id'",
        ),
    ]
    good = [
        Example(
            _START + "n = tf.Variable(3.0)\nwith tf.GradientTape() as tape:\n    y = n * n\n"
            "g = tape.gradient(y, n)\n",
        ),
        Example(
            _START + "x = tf.constant(np.array([1.0, 2]))\n" + _ASK.format("x", "tf.reduce_sum(x)")
        ),
        Example(_START + _ASK.format("w", "tf.reduce_max(w)")),
        Example(_START + _ASK.format("w", "tf.reduce_mean(w * w)")),
        Example(
            _START + _TAPE.format("w", "[tf.argmax(w), tf.reduce_sum(w * np.ones(2))]")
            + "g = tape.gradient(y, w)\n"
        ),
        Example(
            _START + _TAPE.format("w", "tf.argmax(w)")
            + "g = tape.gradient(y, w, unconnected_gradients=tf.UnconnectedGradients.ZERO)\n"
        ),
    ]  # fmt: skip

    def on_gradient(self, event: Gradient) -> Iterator[Finding]:
        """What a tape is asked for, and by what."""
        for role, value in (("target", event.target), ("source", event.sources)):
            arrays = [leaf for leaf in leaves(value) if isinstance(leaf, Array)]
            for array in arrays:
                if array.is_numpy:
                    yield self.finding(
                        event,
                        f"{event.call}: a {role} is an {array.dtype} {array.kind.value} of "
                        "NumPy's, of which the tape knows nothing; compute it with TensorFlow",
                        array.origins.dtype,
                        effect=Effect.CRASH,
                    )
                    return
            for array in arrays:
                # Of several targets, the others may have a gradient.
                is_alone = role == "source" or elements(value) is None
                if is_alone and not event.gives_zeros and array.dtype.is_one_of(NO_GRADIENT):
                    yield self.finding(
                        event,
                        f"{event.call}: a {role} is {array.description}, and the gradient is "
                        "None, for there is none of integers; make it of floating-point numbers",
                        array.origins.dtype,
                    )
                    return


NO_GRADIENT = INTEGERS | {"bool"}
