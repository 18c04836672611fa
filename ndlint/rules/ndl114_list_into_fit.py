"""NDL114."""

from collections.abc import Iterator

from ndlint.events import Feed, LossCall
from ndlint.findings import Effect, Finding
from ndlint.fixes.calls import place_of_role
from ndlint.fixes.repair import Argument, Place, rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.fed import Holds, Listed
from ndlint.values.wording import with_article


class ListIntoFit(Rule):
    """A Python list of numbers, or what is no data at all, stands where an array belongs.

    ## What it does
    Finds lists and tuples of numbers as x, y or sample weights of `fit`, `evaluate`,
    `predict` and the batch methods; there also None, sets, generators as y, and what `range`,
    `zip`, `map` and their like return. Of a model that is called, several numbers, and for Keras 2
    also a DataFrame or a Series. For Keras 3 also lists of labels that a loss object is called
    with, and generators that yield a list of x and y instead of a tuple, or, as a `PyDataset` may,
    a list for the arrays of several inputs.

    ## Why is this bad
    Keras takes a list for the arrays of a model with several inputs or outputs. Keras 3
    raises "Unrecognized data type". Keras 2 takes x and y where both are lists of numbers,
    and raises where one of them is an array.

    ## Example
    ```python
    model.fit(x, [0.0, 1.0, 1.0])
    ```

    ## Use instead
    ```python
    model.fit(x, np.array([0.0, 1.0, 1.0]))
    ```

    ## Fix safety
    Unsafe: NumPy may choose another dtype than is wanted.
    """

    code = "NDL114"
    name = "list-into-fit"
    effect = Effect.CRASH
    outranks = frozenset({"NDL501", "NDL201", "NDL202"})

    _START = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\nx = np.ones((3, 2), 'float32')\n"
        "rows = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]\n"
    )
    _TWO = (
        "one, two = keras.Input((2,)), keras.Input((2,))\ny = np.ones(3, 'float32')\n"
        "both = keras.Model([one, two], keras.layers.Dense(1)(one + two))\n"
        "both.compile('sgd', 'mse')\ndef batches():\n"
    )
    bad = [
        Example(
            _START + "model([[1.0, 2.0]])\n",
            raises="Only input tensors may be passed as positional arguments",
            raises_on_2="expects 1 input(s), but it received 2 input tensors",
        ),
        Example(
            _START + "model.fit(x, [0.0, 1.0, 1.0], verbose=0)\n",
            raises="Unrecognized data type",
            raises_on_2="Failed to find data adapter",
        ),
        Example(
            _START + "model.fit(rows, [0.0, 1.0, 1.0], verbose=0)\n",
            raises="Unrecognized data type",
            keras=(3,),
        ),
        Example(
            _START + "model.predict(rows, verbose=0)\n",
            raises="Unrecognized data type",
            keras=(3,),
        ),
        Example(
            _START + "y = np.ones(3, 'float32')\n"
            "model.fit(x, y, validation_data=(rows, y), verbose=0)\n",
            raises="Unrecognized data type",
            raises_on_2="Failed to find data adapter",
        ),
        Example(
            _START + "labels = []\nfor row in rows:\n    labels.append(row[0])\n"
            "model.evaluate(x, labels, verbose=0)\n",
            raises="Unrecognized data type",
            raises_on_2="Failed to find data adapter",
        ),
        Example(
            _START + "model.train_on_batch(rows, np.ones(3, 'float32'))\n",
            raises="Only input tensors may be passed as positional arguments",
            raises_on_2="'float' object has no attribute 'shape'",
        ),
        Example(
            _START + "model.train_on_batch(x, [0.0, 1.0, 1.0])\n",
            raises="y_true and y_pred have different structures",
            raises_on_2="'float' object has no attribute 'shape'",
        ),
        Example(
            _START + "model.fit(x, map(float, range(3)), verbose=0)\n",
            raises="Unrecognized data type",
            raises_on_2="Failed to find data adapter",
            has_fix=False,
        ),
        Example(
            _START + "model.fit(x, {0.0, 1.0}, verbose=0)\n",
            raises="Unrecognized data type",
            raises_on_2="Failed to find data adapter",
            has_fix=False,
        ),
        Example(
            _START + "model.fit(x, (row[0] for row in rows), verbose=0)\n",
            raises="Unrecognized data type",
            raises_on_2="Failed to find data adapter",
            has_fix=False,
        ),
        Example(
            _START + "model.fit(range(3), np.ones(3, 'float32'), verbose=0)\n",
            raises="Unrecognized data type",
            raises_on_2="Failed to find data adapter",
            has_fix=False,
        ),
        Example(
            _START + "model.predict(None, verbose=0)\n",
            raises="pop from an empty set",
            has_fix=False,
        ),
        Example(
            _START + _TWO + "    while True:\n        yield [x, x], y\n"
            "both.fit(batches(), steps_per_epoch=2, verbose=0)\n",
            raises="must contain objects that are subclass of `tf.TypeSpec`",
            keras=(3,),
            has_fix=False,
        ),
        Example(
            _START + "def batches():\n    while True:\n        labels = []\n"
            "        for row in rows:\n            labels.append(row[0])\n"
            "        yield x, labels\n"
            "model.fit(batches(), steps_per_epoch=2, verbose=0)\n",
            raises="the arrays must be",
            keras=(3,),
            has_fix=False,
        ),
        Example(
            _START + "import pandas as pd\nmodel(pd.DataFrame({'a': [1.0], 'b': [2.0]}))\n",
            raises="AttributeError",
            keras=(2,),
        ),
        Example(
            _START + "model(range(2))\n",
            raises="Only input tensors may be passed",
            keras=(3,),
            has_fix=False,
        ),
        Example(
            _START + "keras.losses.MeanSquaredError()([0.0, 1.0, 1.0], model(x)[:, 0])\n",
            raises="Expected an instance of list",
            keras=(3,),
        ),
    ]
    good = [
        Example(_START + "model(np.array([[1.0, 2.0]], 'float32'))\n"),
        Example(_START + "model.fit(x, np.array([0.0, 1.0, 1.0]), verbose=0)\n"),
        Example(_START + "model.fit(np.array(rows), np.array([0.0, 1.0, 1.0]), verbose=0)\n"),
        Example(_START + "model.predict(np.array(rows), verbose=0)\n"),
        Example(
            _START + "class Batches(keras.utils.Sequence):\n    def __len__(self):\n"
            "        return 1\n    def __getitem__(self, index):\n"
            "        return [x, np.ones(3, 'float32')]\nmodel.fit(Batches(), verbose=0)\n"
        ),
        Example(
            _START + "y = np.ones(3, 'float32')\n"
            "model.fit(x, y, validation_data=[np.array(rows), y], verbose=0)\n"
        ),
        Example(
            _START + "import pandas as pd\ntable = pd.DataFrame({'a': [1.0], 'b': [2.0]})\n"
            "model(table.to_numpy())\nmodel.predict(table, verbose=0)\n"
        ),
        Example(_START + "model.evaluate([x], [np.ones(3, 'float32')], verbose=0)\n"),
        Example(_START + "model.train_on_batch(np.array(rows), np.ones(3, 'float32'))\n"),
        Example(_START + "y = np.array(list(map(float, range(3))))\nmodel.fit(x, y, verbose=0)\n"),
        Example(
            _START + "y = np.array([row[0] for row in rows])\n"
            "model.fit(((x, y) for _ in range(2)), verbose=0)\n"
        ),
        Example(
            _START + _TWO + "    while True:\n        yield (x, x), y\n"
            "both.fit(batches(), steps_per_epoch=2, verbose=0)\n"
            "both.fit([x, x], y, verbose=0)\n"
        ),
        Example(_START + "two = np.array([range(3), range(3)]).T\nmodel.predict(two, verbose=0)\n"),
        Example(
            _START + "keras.losses.MeanSquaredError()(np.array([0.0, 1.0, 1.0], 'float32'), "
            "model(x)[:, 0])\n"
        ),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Every list of numbers that Keras refuses."""
        for listed in event.lists:
            if listed.holds is Holds.NO_DATA:
                advice = (
                    "give it the data" if listed.kind == "None" else "write np.array(list(...))"
                )
                kind = "None" if listed.kind == "None" else with_article(listed.kind)
                what = f"{listed.role} of {event.call} is {kind}"
                message = f"{what}, which Keras does not take for an array: {advice}"
                yield self.finding(event, message, event.model.origin, subject=listed.role)
            if listed.holds is Holds.LISTS:
                lists = "lists" if listed.count is None else f"lists of {listed.count}"
                message = (
                    f"{listed.role} of {event.call} yields {lists}, and Keras 3 takes x and y from "
                    "a tuple only: yield a tuple"
                )
                yield self.finding(event, message, event.model.origin, subject=listed.role)
            if listed.holds is Holds.LIST_INSIDE:
                message = (
                    f"{listed.role} of {event.call} yields batches with a list for {listed.kind}, "
                    f"which Keras 3 does not take: {_instead(event, listed)}"
                )
                yield self.finding(event, message, event.model.origin, subject=listed.role)
            if listed.holds is Holds.TABLE:
                why = "which a model of Keras 2 does not take for an array when it is called"
                message = f"{listed.kind}, {why}: write .to_numpy()"
                texts = ("{}.to_numpy()", '{}.to_numpy(dtype="float32")')
                yield self._to_array(event, listed, message, *texts)
            if listed.holds is Holds.NUMBERS:
                why = "which Keras does not take for an array"
                count = "numbers" if listed.count is None else listed.count
                message = f"{listed.kind} of {count}, {why}: write np.array(...)"
                texts = ("<numpy.array>({})", '<numpy.array>({}, dtype="float32")')
                yield self._to_array(event, listed, message, *texts)

    def on_loss(self, event: LossCall) -> Iterator[Finding]:
        """Labels in a list, which are given to a loss."""
        for listed in event.lists:
            labels = Place(event.site, (Argument(("y_true",), 0),))
            yield self.finding(
                event,
                f"{listed.role} of {event.call} are a {listed.kind} of {listed.count}, which Keras "
                "takes for those of several outputs: write np.array(...)",
                subject=listed.role,
                repairs=rewrites("make it an array", labels, "<numpy.array>({})"),
            )

    def _to_array(self, event: Feed, listed: Listed, message: str, *texts: str) -> Finding:
        """What is no array, and the texts that make it one."""
        return self.finding(
            event,
            f"{listed.role} of {event.call} is a {message}",
            event.model.origin,
            subject=listed.role,
            repairs=rewrites("make it an array", place_of_role(event, listed.role), *texts),
        )


def _instead(event: Feed, listed: Listed) -> str:
    """What to yield for a list: what a model of several inputs, or outputs, takes, or an array."""
    if not event.model.is_known:
        return "yield a tuple of arrays, or write np.array(...)"
    parts = {"x": event.model.inputs, "y": event.model.outputs}.get(listed.kind, ())
    return "yield a tuple of the arrays" if len(parts) > 1 else "write np.array(...)"
