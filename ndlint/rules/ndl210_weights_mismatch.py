"""NDL210."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.base import leaves
from ndlint.values.keras import shape_trace


class WeightsMismatch(Rule):
    """The weights given to a layer or a model are not as many, or not of the shapes, that it has.

    ## What it does
    Compares what `set_weights`, or the argument `weights`, is given with the weights that the
    layer has for its input: how many arrays, and the shape of each.

    ## Why is this bad
    Keras raises ValueError. Usually a table of word vectors was made for another vocabulary or
    another width than the Embedding declares, a matrix is the wrong way round, the bias is
    missing, or the layer is not built yet and has no weights at all.

    ## Example
    ```python
    table = np.zeros((len(vocabulary), 100))
    keras.layers.Embedding(len(vocabulary) + 1, 100, weights=[table])
    ```

    ## Use instead
    ```python
    table = np.zeros((len(vocabulary) + 1, 100))
    keras.layers.Embedding(len(vocabulary) + 1, 100, weights=[table])
    ```

    ## Fix safety
    There is no fix: which of the two has the wrong shape is the author's to know.
    """

    code = "NDL210"
    name = "weights-mismatch"
    effect = Effect.CRASH

    _START = "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
    _TABLE = _START + "table = np.zeros((100, 8), 'float32')\n"
    _DENSE = _START + "dense = layers.Dense(3)\ndense(keras.Input((4,)))\n"
    _MODELS = (
        _START + "def make(units):\n"
        "    return keras.Sequential([keras.Input((4,)), layers.Dense(units), "
        "layers.BatchNormalization(), layers.Dense(2)])\n"
    )
    bad = [
        Example(
            _TABLE + "words = keras.Input((5,))\n"
            "h = layers.Embedding(101, 8, weights=[table])(words)\n",
            raises="weight shape (101, 8) is not compatible with provided weight shape (100, 8)",
        ),
        Example(
            _DENSE + "dense.set_weights([np.zeros((3, 4)), np.zeros(3)])\n",
            raises="weight shape (4, 3) is not compatible with provided weight shape (3, 4)",
        ),
        Example(
            _DENSE + "dense.set_weights([np.zeros((4, 3))])\n",
            raises="with a weight list of length 1, but the layer was expecting 2 weights",
        ),
        Example(
            _START + "dense = layers.Dense(3)\n"
            "dense.set_weights([np.zeros((4, 3)), np.zeros(3)])\n",
            raises="with a weight list of length 2, but the layer was expecting 0 weights",
        ),
        Example(
            _MODELS + "make(8).set_weights(make(16).get_weights())\n",
            raises="weight shape (4, 8) is not compatible with provided weight shape (4, 16)",
        ),
        Example(
            _MODELS + "model = make(8)\nmodel.set_weights(model.get_weights()[:-2])\n",
            raises="with a weight list of length 6, but the layer was expecting 8 weights",
        ),
    ]
    good = [
        Example(
            _TABLE + "words = keras.Input((5,))\n"
            "h = layers.Embedding(100, 8, weights=[table])(words)\n"
        ),
        Example(_DENSE + "dense.set_weights([np.zeros((4, 3)), np.zeros(3)])\n"),
        Example(
            _START + "dense = layers.Dense(3, use_bias=False)\ndense(keras.Input((4,)))\n"
            "dense.set_weights([np.zeros((4, 3))])\n"
        ),
        Example(
            _START + "dense = layers.Dense(3)\ndense.build((None, 4))\n"
            "dense.set_weights([np.zeros((4, 3)), np.zeros(3)])\n"
        ),
        Example(_MODELS + "make(8).set_weights(make(8).get_weights())\n"),
        Example(
            _MODELS + "model = make(8)\nmodel.set_weights([w * 2 for w in model.get_weights()])\n"
        ),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """Weights that a layer or a model does not take."""
        if event.contract is Contract.WEIGHTS:
            trace = shape_trace(part for operand in event.operands for part in leaves(operand))
            yield self.finding(event, f"{event.call}: {event.message}", trace)
