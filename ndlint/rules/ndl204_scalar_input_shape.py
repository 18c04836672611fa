"""NDL204."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.fixes.repair import Argument, Place, Repair, Rewrite
from ndlint.rules.base import Example, Rule
from ndlint.values.base import leaves
from ndlint.values.keras import Layer


class ScalarInputShape(Rule):
    """A number stands where an input shape belongs.

    ## What it does
    Finds `input_shape=(10)`, `Input(10)`, `Input(shape=n)`, `batch_shape=32`: parentheses
    alone make no tuple, so the shape is the number itself.

    ## Why is this bad
    Keras 3 raises ValueError "Cannot convert '10' to a shape" as soon as the layer becomes a
    model's first. Keras 2 raises TypeError "'int' object is not iterable" where the layer is
    made, but takes a number in `Input`, where nothing is reported for it.

    ## Example
    ```python
    model = keras.Sequential([keras.layers.Dense(1, input_shape=(10))])
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.layers.Dense(1, input_shape=(10,))])
    ```

    ## Fix safety
    Safe: a shape of one axis is all that can be meant.
    """

    code = "NDL204"
    name = "scalar-input-shape"
    effect = Effect.CRASH

    _START = "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
    _CONVERT = "ValueError: Cannot convert '10' to a shape"
    bad = [
        Example(
            _START + "model = keras.Sequential([layers.Dense(1, input_shape=(10))])\n",
            raises=_CONVERT,
            raises_on_2="TypeError: 'int' object is not iterable",
        ),
        Example(
            _START + "x = np.zeros((4, 10))\nmodel = keras.Sequential()\n"
            "model.add(layers.Dense(1, input_shape=x.shape[1]))\n",
            raises=_CONVERT,
            raises_on_2="TypeError: 'int' object is not iterable",
        ),
        Example(_START + "inputs = keras.Input(shape=(10))\n", raises=_CONVERT, keras=(3,)),
        Example(
            _START + "inputs = keras.Input(batch_shape=10)\n",
            raises=_CONVERT,
            raises_on_2="TypeError: 'int' object is not subscriptable",
        ),
        Example(
            _START + "inputs = keras.Input(np.int64(10))\n",
            raises=_CONVERT,
            raises_on_2="TypeError: 'numpy.int64' object is not iterable",
        ),
    ]
    good = [
        Example(_START + "model = keras.Sequential([layers.Dense(1, input_shape=(10,))])\n"),
        Example(
            _START + "x = np.zeros((4, 10))\nmodel = keras.Sequential()\n"
            "model.add(layers.Dense(1, input_dim=x.shape[1]))\n"
        ),
        Example(_START + "inputs = keras.Input(shape=[10])\n"),
        Example(_START + "inputs = keras.Input(batch_shape=(10, 2))\n"),
        Example(_START + "inputs = keras.Input(np.array([10]))\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A declared shape that is no shape."""
        if event.contract is Contract.DECLARED_SHAPE:
            yield self.finding(event, f"{event.call}: {event.message}", repairs=_as_tuples(event))


SHAPES = (Argument(("shape",), 0), Argument(("batch_shape",)))
"""Where an input declares its shape."""


def _as_tuples(event: Refused) -> Iterator[Repair]:
    """The number as a tuple: where a layer among the operands is made, else in the call."""
    layers = [v for operand in event.operands for v in leaves(operand) if isinstance(v, Layer)]
    made = [layer.origin[0].site for layer in layers if layer.origin]
    given = Argument(("input_shape",))
    places = [Place(site, (given,)) for site in made]
    if not layers:
        places = [Place(event.site, (argument,)) for argument in (*SHAPES, given)]
    for place in places:
        change = Rewrite(place, "({},)")
        yield Repair("make the shape a tuple", (change,), is_safe=True)
