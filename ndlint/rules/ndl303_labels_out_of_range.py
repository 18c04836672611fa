"""NDL303."""

from collections.abc import Iterable

from ndlint.events import Feed, LossCall
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.rules.supervision import label_findings
from ndlint.values.losses import Misuse


class LabelsOutOfRange(Rule):
    """A class id for which the last layer has no unit.

    ## What it does
    Looks at labels whose smallest and largest value are known, where the loss is
    sparse_categorical_crossentropy: the classes are counted from 0, so the last layer needs
    one unit more than the largest of them.

    ## Why is this bad
    On a CPU it raises InvalidArgumentError ("Received a label value of 3 which is outside
    the valid range of [0, 3)"). On a GPU nothing is raised: the loss is NaN.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, np.array([1, 2, 3, 1, 2, 3]))
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, np.array([0, 1, 2, 0, 1, 2]))
    ```

    ## Fix safety
    Unsafe: whether the labels or the units are miscounted is the author's to know.
    """

    code = "NDL303"
    name = "labels-out-of-range"
    effect = Effect.CRASH
    outranks = frozenset({"NDL304", "NDL305", "NDL306"})

    _START = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "x = np.ones((6, 4), 'float32')\n"
        "model = keras.Sequential([keras.Input((4,)), layers.Dense(3, 'softmax')])\n"
        "model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')\n"
    )
    _DIRECT = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)\n"
        "loss(np.array([1, {}]), np.ones((2, 3), 'float32'))\n"
    )
    bad = [
        Example(
            _START + "model.fit(x, np.array([1, 2, 3, 1, 2, 3]), verbose=0)\n",
            raises="outside the valid range of [0, 3)",
        ),
        Example(
            _START + "model.evaluate(x, np.array([0, 1, -1] * 2), verbose=0)\n",
            raises="outside the valid range of [0, 3)",
        ),
        Example(_DIRECT.format(3), raises="outside the valid range of [0, 3)"),
    ]
    good = [
        Example(_START + "model.fit(x, np.array([0, 1, 2, 0, 1, 2]), verbose=0)\n"),
        Example(_START + "model.evaluate(x, np.array([0, 1, 2] * 2), verbose=0)\n"),
        Example(_DIRECT.format(2)),
    ]

    def on_feed(self, event: Feed) -> Iterable[Finding]:
        """Labels that a model is trained or evaluated with."""
        return label_findings(self, event, Misuse.OUT_OF_RANGE)

    def on_loss(self, event: LossCall) -> Iterable[Finding]:
        """Labels that a loss is called with."""
        return label_findings(self, event, Misuse.OUT_OF_RANGE)
