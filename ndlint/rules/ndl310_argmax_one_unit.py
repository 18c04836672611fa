"""NDL310."""

from collections.abc import Iterator

from ndlint.events import ARGMAX, Computed
from ndlint.findings import Effect, Finding
from ndlint.fixes.calls import place_of_computed
from ndlint.fixes.repair import Place, Repair, Rewrite, SetCallee
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import Int


class ArgmaxOneUnit(Rule):
    """The argmax over the one unit of a model's output is always 0.

    ## What it does
    Finds argmax along the last axis of what a model returned, where that axis has the size 1.

    ## Why is this bad
    Nothing is raised. The position of the greatest of one number is 0, whatever the number is:
    every sample is taken for the first class, and the accuracy is the share of that class.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, "sigmoid")])
    classes = np.argmax(model.predict(x), axis=1)
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, "sigmoid")])
    classes = model.predict(x)[:, 0] > 0.5
    ```

    ## Fix safety
    Unsafe: 0.5 is the threshold of a probability, and the classes become booleans.
    """

    code = "NDL310"
    name = "argmax-one-unit"
    effect = Effect.SILENT

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "x = np.random.RandomState(0).randn(20, 4).astype('float32')\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense({}, 'sigmoid')])\n"
    )
    _ONE = _START.format(1)
    _WRONG = (
        "np.asarray(classes).shape == (20,) and not np.asarray(classes).any() "
        "and (model.predict(x, verbose=0) > 0.5).any()"
    )
    bad = [
        Example(_ONE + "classes = np.argmax(model.predict(x, verbose=0), axis=1)\n", shows=_WRONG),
        Example(
            _ONE + "p = model.predict(x, verbose=0)\nclasses = p.argmax(axis=-1)\n",
            shows=_WRONG,
            has_fix=False,
        ),
        Example(_ONE + "classes = tf.argmax(model(x), axis=1)\n", shows=_WRONG),
        Example(_ONE + "classes = tf.math.argmax(model.predict(x, verbose=0), 1)\n", shows=_WRONG),
    ]
    good = [
        Example(_ONE + "classes = model.predict(x, verbose=0)[:, 0] > 0.5\n"),
        Example(
            _START.format(3) + "p = model.predict(x, verbose=0)\nclasses = p.argmax(axis=-1)\n"
        ),
        Example(_ONE + "surest = tf.argmax(model(x), axis=0)\n"),
        Example(
            _ONE + "p = model.predict(x, verbose=0)\n"
            "classes = np.argmax(np.concatenate([1 - p, p], axis=1), axis=1)\n"
        ),
        Example(_ONE + "surest = np.argmax(model.predict(x, verbose=0))\n"),
    ]

    def on_computed(self, event: Computed) -> Iterator[Finding]:
        """The greatest of each line of an array."""
        if event.operation != ARGMAX:
            return
        array, *others = event.operands
        if not isinstance(array, Array) or not array.origins.output:
            return
        rank = array.shape.rank
        if rank is None or rank < 2 or array.shape.axis(-1) != 1:
            return
        if Int(-1) in others or Int(rank - 1) in others:
            yield self.finding(
                event,
                f"{event.call} along the last axis of predictions of shape {array.shape} is "
                "always 0, for there is one unit: compare it with a threshold, "
                "predictions[:, 0] > 0.5",
                array.origins.shape,
                repairs=_compared(event, array),
            )


def _compared(event: Computed, array: Array) -> tuple[Repair, ...]:
    """Whether any of the one unit is above the threshold: the axis goes, as it does now."""
    place = place_of_computed(event, 0)
    if place is None:
        return ()
    function = "numpy.any" if array.is_numpy else "tensorflow.reduce_any"
    changes = (Rewrite(place, "{} > 0.5"), SetCallee(Place(event.site), function))
    return (Repair("compare the unit with 0.5", changes),)
