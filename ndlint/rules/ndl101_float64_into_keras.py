"""NDL101."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.casts import as_float32
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.dtype import FLOAT32, FLOAT64
from ndlint.values.trace import Site

WORTH_TELLING = 100_000
"""The bytes from which a message tells the size."""


class Float64IntoKeras(Rule):
    """A float64 array reaches Keras, which casts it to float32 and holds a second copy.

    ## What it does
    Finds float64 arrays that are given to `fit`, `evaluate`, `predict`, a batch method or a
    call of a model. It is reported once for each origin, where the array is first used.

    ## Why is this bad
    Nothing raises. NumPy makes float64 by default, Keras computes in float32: it casts the
    whole array before it starts. Measured for an array of 146 MB: `fit` takes 146 MB more
    on Keras 3 and 220 MB more on Keras 2, against 73 and 74 MB for the same numbers in
    float32. There is no gain in precision.

    ## Example
    ```python
    x = np.random.rand(60000, 784)
    model.fit(x, y)
    ```

    ## Use instead
    ```python
    x = np.random.rand(60000, 784).astype("float32")
    model.fit(x, y)
    ```

    ## Fix safety
    Safe where the array flows only into Keras, which casts it anyway; unsafe where other
    code computes with it.
    """

    code = "NDL101"
    name = "float64-into-keras"
    effect = Effect.COST
    of_dtypes = True
    assumes_floatx = True

    _START = (
        "import numpy as np\n"
        "from tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((1000,)), keras.layers.Dense(1)])\n"
        "model.compile(optimizer='sgd', loss='mse')\n"
        "y = np.zeros((20000, 1), dtype='float32')\n"
    )
    bad = [
        Example(
            _START + "x = np.zeros((20000, 1000))\nx[:] = 0.5\n"
            "model.fit(x, y, batch_size=10000, verbose=0)\n",
            extra_bytes=100_000_000,
        ),
        Example(
            "import numpy as np\n"
            "from tensorflow import keras\n"
            "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
            "x = np.random.rand(8, 4)\n"
            "out = model.predict(x, verbose=0)\n",
            shows="x.dtype == 'float64' and out.dtype == 'float32'",
        ),
    ]
    good = [
        Example(
            _START + "x = np.zeros((20000, 1000), dtype='float32')\nx[:] = 0.5\n"
            "model.fit(x, y, batch_size=10000, verbose=0)\n"
        ),
        Example(
            "import numpy as np\n"
            "from tensorflow import keras\n"
            "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
            "x = np.random.rand(8, 4).astype('float32')\n"
            "out = model.predict(x, verbose=0)\n"
        ),
        Example(
            "import numpy as np\n"
            "from tensorflow import keras\n"
            "inputs = keras.Input((4,), dtype='float64')\n"
            "outputs = keras.layers.Dense(1, dtype='float64')(inputs)\n"
            "model = keras.Model(inputs, outputs)\n"
            "model.predict(np.random.rand(8, 4), verbose=0)\n"
        ),
    ]

    def __init__(self) -> None:
        self._told: set[object] = set()
        self._fed_at: set[Site] = set()
        self._not_cast_at: set[Site] = set()

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """One finding for the float64 arrays of a call whose origin was not told yet."""
        if event.casts_to != FLOAT32 or not event.model.is_known:
            self._not_cast_at.add(event.site)
        else:
            self._fed_at.add(event.site)
        self._fed_at -= self._not_cast_at
        if event.casts_to != FLOAT32:
            return
        for fed in event.inputs:
            array = fed.value
            if not isinstance(array, Array) or array.is_tensor or array.dtype != FLOAT64:
                continue
            origin = array.origins.dtype[0] if array.origins.dtype else event.site
            if origin in self._told:
                continue
            self._told.add(origin)
            # A model that was loaded or not understood may have been made for another dtype.
            certainty = Certainty.CERTAIN if event.model.is_known else Certainty.LIKELY
            message = _message(event, fed.role, array)
            repairs = as_float32(array.origins.dtype, self._fed_at)
            yield self.finding(
                event, message, array.origins.dtype, certainty, subject=fed.role, repairs=repairs
            )


def _message(event: Feed, role: str, array: Array) -> str:
    known = array.nbytes is not None and array.nbytes >= WORTH_TELLING
    size = f" ({(array.nbytes or 0) / 1e6:,.1f} MB)" if known else ""
    return (
        f"{role} of {event.call} is {array.described}{size}: Keras casts it to float32 "
        f"and holds a second copy; make it float32 where it is created"
    )
