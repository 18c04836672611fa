"""NDL202."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Effect, Finding
from ndlint.fixes.calls import place_of_fed
from ndlint.fixes.repair import rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import Value


class MissingBatchAxis(Rule):
    """One sample is given to a model that takes a batch.

    ## What it does
    Finds `model.predict(x[0])` and its like: an index, or a loop over the samples, took the
    batch axis away, and with it the sample would fit.

    ## Why is this bad
    A model takes a batch of samples, even if it is a batch of one. The first axis of the
    sample is taken for the batch, and ValueError tells of a wrong number of axes.

    ## Example
    ```python
    model.predict(x_test[0])
    ```

    ## Use instead
    ```python
    model.predict(x_test[0:1])
    ```

    ## Fix safety
    Unsafe: what is done with the result may rely on its shape.
    """

    code = "NDL202"
    name = "missing-batch-axis"
    effect = Effect.CRASH
    outranks = frozenset({"NDL201"})

    _START = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "x = np.ones((10, 4), 'float32')\n"
        "model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
    )
    _IMAGES = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "x = np.ones((10, 8, 8), 'float32')\n"
        "inputs = keras.Input((8, 8))\n"
        "model = keras.Model(inputs, layers.Dense(2)(layers.Flatten()(inputs)))\n"
    )
    bad = [
        Example(
            _START + "model.predict(x[0], verbose=0)\n",
            raises="Invalid input shape for input",
            raises_on_2="expected min_ndim=2, found ndim=1",
        ),
        Example(
            _IMAGES + "for picture in x / 255:\n    model(picture)\n",
            raises="Invalid input shape for input",
            raises_on_2='Input 0 of layer "dense" is incompatible with the layer',
        ),
        Example(
            _IMAGES + "i = 3\none = x[i] / 255\nmodel.predict(one, verbose=0)\n",
            raises="Invalid input shape for input",
            raises_on_2='Input 0 of layer "dense" is incompatible with the layer',
        ),
    ]
    good = [
        Example(_START + "model.predict(x[0:1], verbose=0)\n"),
        Example(_IMAGES + "for picture in x / 255:\n    model(picture[np.newaxis])\n"),
        Example(_IMAGES + "model.predict(np.expand_dims(x[3] / 255, 0), verbose=0)\n"),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Every refused row that would fit with its batch axis."""
        for fed in event.inputs:
            problem = fed.misfit
            if problem is None or problem.row is None:
                continue
            array = fed.value
            trace = array.origins.shape if isinstance(array, Array) else ()
            from_index = f" ({problem.row} took the batch axis away)" if problem.row else ""
            yield self.finding(
                event,
                f"{fed.role} of {event.call} is one sample of shape {problem.found}{from_index}, "
                f"but the model expects {problem.expected}: {_advice(problem.row)}",
                (*trace, *event.model.origin),
                repairs=rewrites(
                    "make it a batch of one",
                    place_of_fed(event, fed),
                    f"<{_library(array)}.expand_dims>({{}}, 0)",
                ),
            )


def _advice(row: str) -> str:
    """How to keep the axis: x[i] -> x[i:i+1]."""
    array, _, index = row.removesuffix("]").rpartition("[")
    if index.isidentifier():
        return f"write {array}[{index}:{index} + 1], or np.expand_dims(..., 0)"
    if index.isdecimal():
        return f"write {array}[{index}:{int(index) + 1}], or np.expand_dims(..., 0)"
    return "give it one with np.expand_dims(..., 0)"


def _library(sample: Value) -> str:
    """Whose function adds an axis to it."""
    return "tensorflow" if isinstance(sample, Array) and sample.is_tensor else "numpy"
