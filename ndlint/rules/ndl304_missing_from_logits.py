"""NDL304."""

from collections.abc import Iterable

from ndlint.events import Feed, LossCall
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.rules.supervision import Seen, label_findings, output_findings
from ndlint.values.losses import Misuse


class MissingFromLogits(Rule):
    """A crossentropy takes probabilities, and the last layer has no activation.

    ## What it does
    Finds models whose last layer is linear, and that are compiled with a crossentropy that
    was not told so by `from_logits=True`; and crossentropies that are called with numbers that
    are no probabilities.

    ## Why is this bad
    Nothing is raised. The crossentropy clips the output to (0, 1) and takes its logarithm:
    the loss is wrong, and where the output is clipped there is no gradient.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss)
    model.fit(x, y)
    ```

    ## Fix safety
    Unsafe: whether the loss or the layer is to change decides what `predict` returns.
    """

    code = "NDL304"
    name = "missing-from-logits"
    effect = Effect.SILENT

    _START = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "random = np.random.RandomState(0)\nx = random.randn(6, 4).astype('float32') * 3\n"
        "ids = np.array([0, 1, 0, 1, 0, 1])\n"
    )
    _MODEL = (
        "model = keras.Sequential([keras.Input((4,)), layers.Dense({})])\n"
        "model.compile(optimizer='sgd', loss={})\nloss = model.evaluate(x, {}, verbose=0)\n"
        "p = model.predict(x, verbose=0)\n"
    )
    _SOFTMAX = (
        "abs(loss - (np.log(np.exp(p).sum(1)) - p[np.arange(6), ids]).mean()) > 0.05 "
        "and p.min() < 0"
    )
    _SIGMOID = (
        "abs(loss - (np.log1p(np.exp(p[:, 0])) - p[:, 0] * ids).mean()) > 0.05 and p.min() < 0"
    )
    _DIRECT = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "ids, p = np.array([0]), np.array([[2.0, -1.0, 0.5]], 'float32')\n"
        "right = np.log(np.exp(p).sum()) - 2.0\n"
    )
    _SHOWN = "abs(loss - right) > 0.05"
    bad = [
        Example(
            _START + _MODEL.format("2", "'sparse_categorical_crossentropy'", "ids"), shows=_SOFTMAX
        ),
        Example(
            _START
            + _MODEL.format(
                "2", "keras.losses.CategoricalCrossentropy()", "np.eye(2, dtype='float32')[ids]"
            ),
            shows=_SOFTMAX,
        ),
        Example(_START + _MODEL.format("1", "'binary_crossentropy'", "ids"), shows=_SIGMOID),
        Example(
            _DIRECT + "loss = float(keras.losses.SparseCategoricalCrossentropy()(ids, p))\n",
            shows=_SHOWN,
            has_fix=False,
        ),
    ]
    good = [
        Example(
            _START
            + _MODEL.format(
                "2", "keras.losses.SparseCategoricalCrossentropy(from_logits=True)", "ids"
            )
        ),
        Example(
            _START
            + _MODEL.format(
                "2, 'softmax'", "'categorical_crossentropy'", "np.eye(2, dtype='float32')[ids]"
            )
        ),
        Example(_START + _MODEL.format("1, 'sigmoid'", "'binary_crossentropy'", "ids")),
        Example(
            _DIRECT + "loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)\n"
            "loss = float(loss(ids, p))\n"
        ),
    ]

    def __init__(self) -> None:
        self._seen: Seen = {}

    def on_feed(self, event: Feed) -> Iterable[Finding]:
        """A model that is trained or used."""
        return output_findings(self, event, Misuse.LOGITS, self._seen)

    def on_loss(self, event: LossCall) -> Iterable[Finding]:
        """A loss that is called with numbers that are no probabilities."""
        return label_findings(self, event, Misuse.LOGITS)
