"""NDL308."""

from collections.abc import Iterable

from ndlint.events import Feed, LossCall
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.rules.supervision import Seen, label_findings, output_findings
from ndlint.values.losses import Misuse


class WrongMetric(Rule):
    """An accuracy that counts something else than right answers.

    ## What it does
    Compares the accuracy that a model is compiled with with its loss: `binary_accuracy` of one-hot
    labels, `categorical_accuracy` of class ids, `keras.metrics.Accuracy` of probabilities, and
    "accuracy" of labels that are numbers with fractions.

    ## Why is this bad
    Nothing is raised, and the number looks like an accuracy. Of 10 one-hot columns 9 are 0:
    `binary_accuracy` starts at 0.9. The argmax of a class id is always 0. Probabilities equal no
    label.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    model.compile("adam", "categorical_crossentropy", metrics=["binary_accuracy"])
    model.fit(x, keras.utils.to_categorical(y))
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, keras.utils.to_categorical(y))
    ```

    ## Fix safety
    Unsafe: the history has another name for the metric, and which number is meant is the author's
    to know.
    """

    code = "NDL308"
    name = "wrong-metric"
    effect = Effect.SILENT

    _START = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "x = np.random.RandomState(0).rand(64, 4).astype('float32')\nids = np.arange(64) % 4\n"
        "onehot = np.eye(4, dtype='float32')[ids]\n"
    )
    _MODEL = (
        "model = keras.Sequential([keras.Input((4,)), layers.Dense({})])\n"
        "model.compile('sgd', '{}', metrics=[{}])\n"
        "found = model.evaluate(x, {}, verbose=0)[1]\np = model.predict(x, verbose=0)\n"
    )
    _CATEGORICAL = "categorical_crossentropy"
    _SPARSE = "sparse_categorical_crossentropy"
    _WRONG = "abs(found - (p.argmax(1) == ids).mean()) > 0.1"
    bad = [
        Example(
            _START + _MODEL.format("4, 'softmax'", _CATEGORICAL, "'binary_accuracy'", "onehot"),
            shows=_WRONG,
        ),
        Example(
            _START
            + "ids = ids // 2 + 2\n"
            + _MODEL.format("4, 'softmax'", _SPARSE, "'categorical_accuracy'", "ids"),
            shows="found != (p.argmax(1) == ids).mean()",
        ),
        Example(
            _START
            + _MODEL.format("4, 'softmax'", _CATEGORICAL, "keras.metrics.Accuracy()", "onehot"),
            shows="found < 0.1",
        ),
        Example(
            _START + _MODEL.format("1", "mse", "'accuracy'", "np.full(64, 2.5, 'float32')"),
            shows="found == 0",
        ),
        Example(
            _START + "p = np.array([[0.1, 0.9], [0.8, 0.2]], 'float32')\n"
            "metric = keras.metrics.Accuracy()\n"
            "metric(np.array([[0, 1], [1, 0]]), p)\n",
            shows="float(metric.result()) == 0",
            has_fix=False,
        ),
    ]
    good = [
        Example(_START + _MODEL.format("4, 'softmax'", _CATEGORICAL, "'accuracy'", "onehot")),
        Example(
            _START
            + "ids = ids // 2 + 2\n"
            + _MODEL.format("4, 'softmax'", _SPARSE, "'sparse_categorical_accuracy'", "ids")
        ),
        Example(
            _START
            + _MODEL.format(
                "4, 'softmax'", _CATEGORICAL, "keras.metrics.CategoricalAccuracy()", "onehot"
            )
        ),
        Example(_START + _MODEL.format("1", "mse", "'mae'", "np.full(64, 2.5, 'float32')")),
        Example(
            _START
            + _MODEL.format("4, 'sigmoid'", "binary_crossentropy", "'binary_accuracy'", "onehot")
        ),
        Example(
            _START + _MODEL.format("1", "mse", "'accuracy'", "np.array([0.0, 1.0] * 32, 'float32')")
        ),
        Example(
            _START + "p = np.array([[0.1, 0.9], [0.8, 0.2]], 'float32')\n"
            "metric = keras.metrics.Accuracy()\n"
            "metric.update_state(np.array([1, 0]), np.argmax(p, axis=-1))\n"
        ),
    ]

    def __init__(self) -> None:
        self._seen: Seen = {}

    def on_feed(self, event: Feed) -> Iterable[Finding]:
        """A model that is trained or evaluated."""
        return output_findings(self, event, Misuse.WRONG_METRIC, self._seen)

    def on_loss(self, event: LossCall) -> Iterable[Finding]:
        """A metric that is called."""
        return label_findings(self, event, Misuse.WRONG_METRIC)
