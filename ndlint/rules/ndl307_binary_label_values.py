"""NDL307."""

from collections.abc import Iterable

from ndlint.events import Feed, LossCall
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.rules.supervision import label_findings
from ndlint.values.losses import Misuse


class BinaryLabelValues(Rule):
    """Labels of binary_crossentropy are not in 0 to 1.

    ## What it does
    Looks at labels whose smallest and largest value are known, where the loss is
    binary_crossentropy: pixels of a mask from 0 to 255, classes counted from 1, classes -1 and 1,
    several classes.

    ## Why is this bad
    Nothing is raised. The loss falls below 0 and has no least value: the model is driven to the
    most extreme output, whatever the input.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, "sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, np.where(is_ill, 2, 1))
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, "sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, np.where(is_ill, 1, 0))
    ```

    ## Fix safety
    Unsafe: which classes the numbers stand for is the author's to know.
    """

    code = "NDL307"
    name = "binary-label-values"
    effect = Effect.SILENT
    outranks = frozenset({"NDL304", "NDL305"})

    _START = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "random = np.random.RandomState(0)\nx = random.randn(64, 4).astype('float32')\n"
        "model = keras.Sequential([keras.Input((4,)), layers.Dense(1, 'sigmoid')])\n"
        "model.compile(optimizer=keras.optimizers.SGD(0.5), loss='binary_crossentropy')\n"
    )
    _FIT = "loss = model.fit(x, y, epochs=60, verbose=0).history['loss'][-1]\n"
    bad = [
        Example(
            _START + "y = np.where(x.sum(1) > 0, 255, 0).astype('uint8')\n" + _FIT,
            shows="loss < 0",
            has_fix=False,
        ),
        Example(_START + "y = np.where(x.sum(1) > 0, 2, 1)\n" + _FIT, shows="loss < 0"),
        Example(_START + "y = (x.sum(1) > 0) * 2 - 1\n" + _FIT, shows="loss < 0", has_fix=False),
        Example(
            _START + "y = np.array([0, 1, 2, 3] * 16)\n" + _FIT, shows="loss < 0", has_fix=False
        ),
    ]
    good = [
        Example(_START + "y = np.where(x.sum(1) > 0, 255, 0).astype('uint8') // 255\n" + _FIT),
        Example(_START + "y = np.where(x.sum(1) > 0, 1, 0)\n" + _FIT),
        Example(_START + "y = ((x.sum(1) > 0) * 2 - 1 + 1) / 2\n" + _FIT),
        Example(_START + "y = np.array([0, 1, 2, 3] * 16) // 2 % 2\n" + _FIT),
        Example(
            _START + "y = np.asarray([len(str(n)) % 2 for n in range(64)], 'float32')\n" + _FIT
        ),
        Example(
            _START + "y = np.frombuffer(bytes([0, 1]) * 32, 'uint8').astype('float32')\n" + _FIT
        ),
        Example(
            _START + "y = 0.3 * np.array([0, 1] * 32) + 0.7 * np.array([1, 1, 0, 0] * 16)\n" + _FIT
        ),
    ]

    def on_feed(self, event: Feed) -> Iterable[Finding]:
        """Labels that a model is trained or evaluated with."""
        return label_findings(self, event, Misuse.NOT_BINARY)

    def on_loss(self, event: LossCall) -> Iterable[Finding]:
        """Labels that a loss is called with."""
        return label_findings(self, event, Misuse.NOT_BINARY)
