"""NDL302."""

from collections.abc import Iterable

from ndlint.events import Feed, LossCall
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.rules.supervision import label_findings
from ndlint.values.losses import Misuse


class LabelBroadcast(Rule):
    """Labels broadcast against the model's output.

    ## What it does
    Compares the shape of the labels with that of the output, as the loss would. Where the
    two differ and still broadcast, one label is compared with several outputs, or several
    labels with one. What Keras puts right by itself is not reported: labels of shape (n,)
    with an output of shape (n, 1), and a last axis of size 1 too many or too few.

    ## Why is this bad
    Nothing is raised: the loss is a number that means something else, and the model learns
    the mean of what it is compared with.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, np.random.rand(len(x), 3))
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, np.random.rand(len(x), 3))
    ```

    ## Fix safety
    Unsafe: whether the labels or the output has the wrong shape is the author's to know.
    """

    code = "NDL302"
    name = "label-broadcast"
    effect = Effect.SILENT
    outranks = frozenset({"NDL304", "NDL305", "NDL306"})

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "layers = keras.layers\nrandom = np.random.RandomState(0)\n"
        "x = random.rand(6, 4).astype('float32')\n"
    )
    _MODEL = (
        "model = keras.Sequential([keras.Input((4,)), layers.Dense({})])\n"
        "y = random.rand(*{}).astype('float32')\nmodel.compile(optimizer='sgd', loss={!r})\n"
        "loss = model.evaluate(x, y, verbose=0)\np = model.predict(x, verbose=0)\n"
    )
    _STEPS = (
        "x = random.rand(6, 5, 4).astype('float32')\nmodel = keras.Sequential("
        "[keras.Input((5, 4)), layers.LSTM(2, return_sequences={}), layers.Dense(1)])\n"
        "y = random.rand(6).astype('float32')\nmodel.compile(optimizer='sgd', loss='mse')\n"
        "loss = model.evaluate(x, y, verbose=0)\np = model.predict(x, verbose=0)\n"
    )
    _DIRECT = (
        "y = tf.constant([0.0, 1.0, 2.0])\np = np.array([[1.0], [2.0], [3.0]], 'float32')\n"
        "loss = float(keras.losses.MeanSquaredError()(y{}, p))\n"
    )
    _WRONG = "p.size != y.size and abs(loss - ((y.reshape(6, -1) - p.reshape(6, -1)) ** 2).mean())"
    bad = [
        Example(
            _START + _MODEL.format(1, (6, 3), "mse"), shows=f"{_WRONG} < 1e-5 and p.size < y.size"
        ),
        Example(
            _START + _MODEL.format(3, (6, 1), "mse"), shows=f"{_WRONG} < 1e-5 and p.size > y.size"
        ),
        Example(_START + _STEPS.format("True"), shows="p.size > y.size"),
        Example(
            _START + _MODEL.format(1, (6, 3), "mae"), shows="p.size < y.size and np.isfinite(loss)"
        ),
        Example(_START + _DIRECT.format(""), shows="abs(loss - 1.0) > 0.1", keras=(2,)),
    ]
    good = [
        Example(_START + _MODEL.format(3, (6, 3), "mse")),
        Example(_START + _MODEL.format(1, (6,), "mse")),
        Example(_START + _STEPS.format("False")),
        Example(_START + _MODEL.format(3, (6, 3), "mae")),
        Example(_START + _DIRECT.format("[:, None]")),
    ]

    def on_feed(self, event: Feed) -> Iterable[Finding]:
        """Labels that a model is trained or evaluated with."""
        return label_findings(self, event, Misuse.BROADCAST)

    def on_loss(self, event: LossCall) -> Iterable[Finding]:
        """Labels that a loss is called with."""
        return label_findings(self, event, Misuse.BROADCAST)
