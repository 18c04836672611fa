"""NDL214."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.base import leaves
from ndlint.values.keras import Model


class UnbuiltModel(Rule):
    """A Sequential model is asked for its weights before it knows its input shape.

    ## What it does
    Finds `count_params`, and for Keras 2 `summary` and `get_weights`, of a Sequential model none
    of whose layers declares an input shape, before it is built or sees data.

    ## Why is this bad
    Keras 2 raises ValueError: "This model has not yet been built", or "Weights for model
    'sequential' have not yet been created". Keras 3 shows a table of unbuilt layers, and an empty
    list of weights.

    ## Example
    ```python
    model = keras.Sequential([keras.layers.Dense(10)])
    model.summary()
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)])
    model.summary()
    ```

    ## Fix safety
    There is no fix: which shape is meant is the author's to know.
    """

    code = "NDL214"
    name = "unbuilt-model"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "layers = [keras.layers.Dense(2), keras.layers.Dense(1)]\n"
        "model = keras.Sequential(layers)\n"
    )
    bad = [
        Example(
            _START + "model.summary()\n",
            raises="This model has not yet been built",
            keras=(2,),
        ),
        Example(
            _START + "weights = model.get_weights()\n",
            raises="Weights for model 'sequential' have not yet been created",
            keras=(2,),
        ),
        Example(
            _START + "count = model.count_params()\n",
            raises="You tried to call `count_params`",
            raises_on_2="ValueError: ",
        ),
    ]
    good = [
        Example(_START + "model.build((None, 4))\nmodel.summary()\n"),
        Example(_START + "model(np.ones((1, 4), 'float32'))\nweights = model.get_weights()\n"),
        Example(
            "from tensorflow import keras\nlayers = keras.layers\n"
            "model = keras.Sequential([layers.Dense(1, input_shape=(4,))])\nmodel.summary()\n"
        ),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """Weights that there are not yet."""
        if event.contract is Contract.BUILT:
            models = [v for o in event.operands for v in leaves(o) if isinstance(v, Model)]
            trace = models[0].origin if models else ()
            yield self.finding(event, f"{event.call}: {event.message}", trace)
