"""NDL305."""

from collections.abc import Iterable

from ndlint.events import Feed
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.rules.supervision import Seen, output_findings
from ndlint.values.losses import Misuse


class SoftmaxOneUnit(Rule):
    """Softmax over one unit is 1.0, whatever the input.

    ## What it does
    Finds models that end in a softmax over a single unit, where they are trained or used.

    ## Why is this bad
    Nothing is raised. Softmax makes the units of a layer add up to 1, so that the only one
    is always 1.0: the model predicts the same for everything, and nothing is learnt.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="softmax")])
    model.predict(x)
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
    model.predict(x)
    ```

    ## Fix safety
    Unsafe: one unit with sigmoid or several with softmax is the author's to choose.
    """

    code = "NDL305"
    name = "softmax-one-unit"
    effect = Effect.SILENT

    _MODEL = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "x = np.random.rand(6, 4).astype('float32')\n"
        "model = keras.Sequential([keras.Input((4,)), {}])\n"
        "{}p = model.predict(x, verbose=0)\n"
    )
    _FIT = (
        "model.compile(optimizer='sgd', loss='binary_crossentropy')\n"
        "model.fit(x, np.array([0, 1, 0, 1, 0, 1]), verbose=0)\n"
    )
    bad = [
        Example(
            _MODEL.format("layers.Dense(1, activation='softmax')", ""), shows="(p == 1.0).all()"
        ),
        Example(
            _MODEL.format("layers.Dense(1, activation='softmax')", _FIT), shows="(p == 1.0).all()"
        ),
        Example(_MODEL.format("layers.Dense(1), layers.Softmax()", ""), shows="(p == 1.0).all()"),
    ]
    good = [
        Example(_MODEL.format("layers.Dense(1, activation='sigmoid')", "")),
        Example(_MODEL.format("layers.Dense(1, activation='sigmoid')", _FIT)),
        Example(_MODEL.format("layers.Dense(2), layers.Softmax()", "")),
    ]

    def __init__(self) -> None:
        self._seen: Seen = {}

    def on_feed(self, event: Feed) -> Iterable[Finding]:
        """A model that is trained or used."""
        return output_findings(self, event, Misuse.CONSTANT, self._seen)
