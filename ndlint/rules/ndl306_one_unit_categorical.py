"""NDL306."""

from collections.abc import Iterable

from ndlint.events import Feed
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.rules.supervision import Seen, output_findings
from ndlint.values.losses import Misuse


class OneUnitCategorical(Rule):
    """One unit with categorical_crossentropy: the loss is 0.

    ## What it does
    Finds models with an output of one unit that are compiled with categorical_crossentropy.

    ## Why is this bad
    Nothing is raised. The loss divides the output by its sum over the classes, and of one
    class that is 1: the loss is 0 whatever is predicted, and nothing is learnt.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
    ```

    ## Fix safety
    Unsafe: another loss, or one unit for each class, is the author's to choose.
    """

    code = "NDL306"
    name = "one-unit-categorical"
    effect = Effect.SILENT
    outranks = frozenset({"NDL304", "NDL305"})

    _MODEL = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "x = np.random.rand(6, 4).astype('float32')\ny = np.array([0, 1, 0, 1, 0, 1])\n"
        "model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation={!r})])\n"
        "model.compile(optimizer='sgd', loss={!r})\nloss = model.evaluate(x, y, verbose=0)\n"
    )
    bad = [
        Example(_MODEL.format("sigmoid", "categorical_crossentropy"), shows="abs(loss) < 1e-5"),
        Example(_MODEL.format("softmax", "categorical_crossentropy"), shows="abs(loss) < 1e-5"),
    ]
    good = [Example(_MODEL.format("sigmoid", "binary_crossentropy"))]

    def __init__(self) -> None:
        self._seen: Seen = {}

    def on_feed(self, event: Feed) -> Iterable[Finding]:
        """A model that is trained or used."""
        return output_findings(self, event, Misuse.ONE_CLASS, self._seen)
