"""NDL113."""

from collections.abc import Iterator

from ndlint.events import Contract, Gradient, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import elements, leaves
from ndlint.values.dtype import NO_GRADIENT
from ndlint.values.wording import with_article


class GradientIsNone(Rule):
    """A tape is asked for a gradient of, by, or through, integers or arrays of NumPy.

    ## What it does
    Finds `tape.gradient(target, sources)` where a source, or the one target, is a tensor of
    integers or booleans, or where one of them is an array or a scalar of NumPy. And where a target
    was made of the variables only through NumPy (`.numpy()`, `np.square(w)`, `model.predict(x)`),
    a cast to integers, `tf.argmax`, a comparison, `tf.round`, `tf.floor` or `tf.stop_gradient`; and
    `apply_gradients` of nothing but such gradients.

    ## Why is this bad
    There is no gradient of integers, nor of what NumPy computes: it is None, and nothing is raised.
    An optimizer passes over the variable, which is never trained; where there is no other, it
    raises ValueError ("No gradients provided for any variable"). Of NumPy's arrays a tape knows
    nothing: TensorFlow raises AttributeError ("'numpy.float32' object has no attribute '_id'").
    What NumPy computes of tensors, as `np.mean(y)` does, is no tensor.

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
    _ASK_W = _START + _ASK.format("w", "{}")
    _MODEL = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n"
        "x = np.ones((2, 3), 'float32')\np = model.predict(x, verbose=0)\n"
        "with tf.GradientTape() as tape:\n"
    )
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
        *(
            Example(program, shows="g is None")
            for program in map(
                _ASK_W.format,
                (
                    "tf.reduce_sum(tf.constant(np.square(w.numpy())))",
                    "tf.reduce_sum(np.square(w))",
                    "tf.cast(tf.argmax(w), tf.float32)",
                    "tf.reduce_sum(tf.cast(tf.cast(w * 2, tf.int32), tf.float32))",
                    "tf.reduce_mean(tf.cast(w > 1.5, tf.float32)) * 2.0",
                    "tf.reduce_sum(tf.round(w)) + tf.stop_gradient(w[0])",
                ),
            )
        ),
        Example(
            _MODEL + "    loss = tf.reduce_mean((tf.ones((2, 1)) - p) ** 2)\n"
            "g = tape.gradient(loss, model.trainable_variables)\n",
            shows="tf.nest.flatten(g)[0] is None",
        ),
        Example(
            _MODEL
            + "    loss = keras.losses.MeanSquaredError()(np.ones((2, 1)), model(x).numpy())\n"
            "g = tape.gradient(loss, model.trainable_variables)\n",
            shows="tf.nest.flatten(g)[0] is None",
        ),
        Example(
            _START
            + _ASK.format("w", "tf.reduce_sum(np.square(w))")
            + "tf.keras.optimizers.SGD().apply_gradients([(g, w)])\n",
            raises="ValueError: No gradients provided for any variable",
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
        *(
            Example(program)
            for program in map(_ASK_W.format, (
                "tf.reduce_sum(tf.square(w)) + np.square(w).sum()",
                "w + tf.stop_gradient(tf.round(w) - w)",
                "tf.gather(w, tf.argmax(w)) * tf.cast(w[0] > 0, tf.float32)",
                "tf.reduce_sum(tf.where(w > 1.0, w, 0.0))",
            ))
        ),
        Example(
            _MODEL + "    loss = tf.reduce_mean((tf.ones((2, 1)) - model(x)) ** 2)\n"
            "g = tape.gradient(loss, model.trainable_variables)\n"
            "keras.optimizers.SGD().apply_gradients(zip(g, model.trainable_variables))\n"
        ),
        Example(
            _START + "total = tf.zeros(2)\nlast = total\nwith tf.GradientTape() as tape:\n"
            "    for _ in range(int(np.random.randint(3, 5))):\n"
            "        last = total\n        total = total + w\ng = tape.gradient(last, w)\n"
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
                    what = with_article(f"{array.dtype} {array.kind.value}")
                    yield self.finding(
                        event,
                        f"{event.call}: a {role} is {what} of NumPy's, of which the tape knows "
                        "nothing; compute it with TensorFlow",
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
        if event.cut_off is not None and not event.gives_zeros:
            why = event.cut_off.origins.cut or ()
            yield self.finding(
                event,
                f"{event.call}: the gradient is None, for the target has none that leads back to "
                "the variables; compute it of them with TensorFlow alone, in floats",
                why,
            )

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """An optimizer that is given no gradient."""
        if event.contract is Contract.GRADIENTS:
            yield self.finding(event, f"{event.call}: {event.message}", effect=Effect.CRASH)
