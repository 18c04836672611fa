"""NDL201."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.inputs import fitting
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.shape import Shape


class InputMismatch(Rule):
    """The array's shape is not what the model takes.

    ## What it does
    Compares the shape of each array that reaches a model with the input shape that the
    model declares, or was built for, and runs the model's layers on it.

    ## Why is this bad
    It raises ValueError, often from deep inside a layer, and only after the data has been
    loaded. What Keras adapts by itself is not reported: a missing or additional last axis
    of size 1, and another size of an axis that the layers of a Sequential model leave free.

    ## Example
    ```python
    x = np.ones((32, 5))
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.predict(x)
    ```

    ## Use instead
    ```python
    x = np.ones((32, 5))
    model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(1)])
    model.predict(x)
    ```

    ## Fix safety
    Unsafe: whether the data or the model is wrong is the author's to know.
    """

    code = "NDL201"
    name = "input-mismatch"
    effect = Effect.CRASH

    _START = "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
    _CUBE = "x = np.array([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])\n"
    bad = [
        Example(
            _START + _CUBE + "model = keras.Sequential([layers.Dense(10, input_shape=(2, 2))])\n"
            "model.predict(x, verbose=0)\n",
            raises="ValueError: Exception encountered when calling Sequential.call()",
            raises_on_2="expected shape=(None, 2, 2), found shape=(None, 2, 3)",
        ),
        Example(
            _START + "inputs = keras.Input((4,))\n"
            "model = keras.Model(inputs, layers.Dense(1)(inputs))\n"
            "model(np.ones((8, 5), 'float32'))\n",
            raises="expected shape=(None, 4), found shape=(8, 5)",
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), "
            "layers.Dense(10)])\nmodel.predict(np.ones((4, 32, 32), 'float32'), verbose=0)\n",
            raises="expected axis -1 of input shape to have value 784",
            raises_on_2="expected shape=(None, 28, 28), found shape=(None, 32, 32)",
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((8, 6, 3)), layers.Conv2D(2, 3)])\n"
            "model.predict(np.ones((4, 3, 8, 6), 'float32'), verbose=0)\n",
            raises="expected axis -1 of input shape to have value 3",
            raises_on_2="expected shape=(None, 8, 6, 3), found shape=(None, 3, 8, 6)",
        ),
        Example(
            _START + "inputs = keras.Input((8, 6, 3))\n"
            "model = keras.Model(inputs, layers.Conv2D(2, 3)(inputs))\n"
            "model.predict(np.ones((4, 6, 8, 3), 'float32'), verbose=0)\n",
            raises="expected shape=(None, 8, 6, 3), found shape=",
        ),
        Example(
            _START + "model = keras.Sequential([layers.Conv2D(2, 3)])\n"
            "model.predict(np.ones((4, 8, 8), 'float32'), verbose=0)\n",
            raises="expected min_ndim=4, found ndim=3",
        ),
        Example(
            _START + "model = keras.Sequential([layers.Dense(1)])\n"
            "model.predict(np.ones(5, 'float32'), verbose=0)\n",
            raises="expected min_ndim=2, found ndim=1",
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((2, 3)), layers.ReLU()])\n"
            "model.predict(np.ones((4, 2), 'float32'), verbose=0)\n",
            raises="Invalid input shape for input",
            keras=(3,),
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((5, 3), batch_size=4), "
            "layers.LSTM(2, stateful=True)])\n"
            "model.predict(np.ones((10, 5, 3), 'float32'), batch_size=4, verbose=0)\n",
            raises="InvalidArgumentError: Graph execution error",
        ),
    ]
    good = [
        Example(
            _START + _CUBE + "model = keras.Sequential([layers.Dense(10, input_shape=(2, 3))])\n"
            "model.predict(x, verbose=0)\n"
        ),
        Example(
            _START + "inputs = keras.Input((4,))\n"
            "model = keras.Model(inputs, layers.Dense(1)(inputs))\n"
            "model(np.ones((8, 4, 1)))\n"
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), "
            "layers.Dense(10)])\nmodel.predict(np.ones((4, 28, 28), 'float32'), verbose=0)\n"
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])\n"
            "model.predict(np.ones(5, 'float32'), verbose=0)\n"
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((3,), batch_size=4), "
            "layers.Dense(2)])\n"
            "model.predict(np.ones((10, 3), 'float32'), batch_size=5, verbose=0)\n"
        ),
        Example(
            _START + "model = keras.Sequential([keras.Input((5, 3), batch_size=4), "
            "layers.LSTM(2, stateful=True)])\n"
            "model.predict(np.ones((8, 5, 3), 'float32'), batch_size=4, verbose=0)\n"
        ),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Every array that the model refuses."""
        for fed in event.inputs:
            problem = fed.misfit
            if problem is None:
                continue
            expects, advice = "refuses it", problem.advice
            if problem.expected.rank_known:
                expects = f"expects {problem.expected}"
                one = Shape(problem.found.dims[1:] or (1,))
                declared = f"declare {one} or " if problem.found.dims else ""
                advice = advice or f"{declared}bring the array into shape"
            array = fed.value
            trace = array.origins.shape if isinstance(array, Array) else ()
            yield self.finding(
                event,
                f"{fed.role} of {event.call} has shape {problem.found}, but the model "
                f"{expects}: {problem.reason}{advice and '; '}{advice}",
                (*trace, *event.model.origin),
                Certainty.CERTAIN if problem.is_certain else Certainty.LIKELY,
                repairs=fitting(event, fed, problem),
            )
