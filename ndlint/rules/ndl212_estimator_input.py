"""NDL212."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.fixes.repair import Operand, Place, Repair, rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import leaves
from ndlint.values.keras import shape_trace

FLAT = 1


class EstimatorInput(Rule):
    """A scaler, encoder or another estimator of scikit-learn is given an array that is no table.

    ## What it does
    Finds `fit`, `transform`, `predict` and their like with an array that has not two axes, or not
    as many columns as the estimator has learned; and labels for `LabelEncoder`, and for splitters
    that share out the classes, that have not one axis.

    ## Why is this bad
    It raises ValueError: "Expected 2D array, got 1D array instead", "Found array with dim 3", "X
    has 2 features, but StandardScaler is expecting 3 features", or, of predictions that
    `inverse_transform` is to bring back, "non-broadcastable output operand".

    ## Example
    ```python
    y = StandardScaler().fit_transform(y)  # y of shape (100,)
    ```

    ## Use instead
    ```python
    y = StandardScaler().fit_transform(y.reshape(-1, 1))
    ```

    ## Fix safety
    Unsafe: whether an array of one axis is one feature or one sample is the author's to know.
    """

    code = "NDL212"
    name = "estimator-input"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "from sklearn.preprocessing import MinMaxScaler, StandardScaler\n"
        "x = np.arange(24, dtype='float32').reshape(8, 3)\n"
    )
    bad = [
        Example(
            _START + "r = StandardScaler().fit_transform(x[:, 0])\n", raises="2D array, got 1D"
        ),
        Example(
            _START + "s = StandardScaler().fit(x)\nr = s.transform(x[0])\n",
            raises="2D array, got 1D",
        ),
        Example(
            _START + "r = MinMaxScaler().fit_transform(x.reshape(8, 3, 1))\n",
            raises="array with dim 3",
            has_fix=False,
        ),
        Example(
            _START + "s = StandardScaler().fit(x)\nr = s.transform(x[:, :2])\n",
            raises="X has 2 features, but StandardScaler is expecting 3 features",
            has_fix=False,
        ),
        Example(
            _START + "s = MinMaxScaler()\nx = s.fit_transform(x)\n"
            "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n"
            "p = s.inverse_transform(model.predict(x, verbose=0))\n",
            raises="non-broadcastable output operand",
            has_fix=False,
        ),
        Example(
            _START + "from sklearn.linear_model import LinearRegression\n"
            "r = LinearRegression().fit(x[:, 0], x[:, 1])\n",
            raises="2D array, got 1D",
        ),
        Example(
            _START + "from sklearn.model_selection import StratifiedKFold\n"
            "y = keras.utils.to_categorical(np.arange(8) % 2)\n"
            "for train, test in StratifiedKFold(2).split(x, y):\n    print(x[train])\n",
            raises="Supported target types are",
            has_fix=False,
        ),
    ]
    good = [
        Example(_START + "r = StandardScaler().fit_transform(x[:, :1])\n"),
        Example(_START + "s = StandardScaler().fit(x)\nr = s.transform(x[:1])\n"),
        Example(_START + "r = MinMaxScaler().fit_transform(x.reshape(8, -1))\n"),
        Example(_START + "s = StandardScaler().fit(x)\nr = s.fit_transform(x[:, :2])\n"),
        Example(
            _START + "s = MinMaxScaler()\ny = s.fit_transform(x[:, :1])\n"
            "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n"
            "p = s.inverse_transform(model.predict(x, verbose=0))\n"
        ),
        Example(
            _START + "from sklearn.linear_model import LinearRegression\n"
            "r = LinearRegression().fit(x[:, :1], x[:, 1])\n"
        ),
        Example(_START + "s = StandardScaler().fit(x[:, :1])\nr = s.inverse_transform(x)\n"),
        Example(
            _START + "from sklearn.model_selection import StratifiedKFold\ny = np.arange(8) % 2\n"
            "for train, test in StratifiedKFold(2).split(x, y):\n    print(x[train])\n"
        ),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """What an estimator refuses."""
        if event.contract is Contract.ESTIMATOR and event.argument is not None:
            arrays = [*leaves(event.argument)]
            told = f"{event.call}: {event.message}, and it raises"
            trace, repairs = shape_trace(arrays), _as_table(event)
            yield self.finding(event, told, trace, repairs=repairs)


def _as_table(event: Refused) -> tuple[Repair, ...]:
    """An array of one axis as one column or, where it was one row of a table, as one row."""
    array = event.argument
    if not isinstance(array, Array) or array.shape.rank != FLAT:
        return ()
    sizes = "1, -1" if array.origins.row is not None else "-1, 1"
    place = Place(event.site, (Operand(0),))
    return rewrites("give it two axes", place, f"{{}}.reshape({sizes})")
