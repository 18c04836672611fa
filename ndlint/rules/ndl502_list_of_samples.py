"""NDL502."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Effect, Finding
from ndlint.fixes.calls import place_of_role
from ndlint.fixes.repair import rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.fed import Holds


class ListOfSamples(Rule):
    """A list of arrays is given to a model with one input or output.

    ## What it does
    Finds x, or y, that is a list of one array for each sample, where the model has one
    input, or one output.

    ## Why is this bad
    Keras takes a list for the arrays of several inputs, each of which holds a part of every
    sample. It raises "Data cardinality is ambiguous", or tells of an input that does not
    fit. A Sequential model of Keras 3 silently takes the first array of a list, where that
    fits: this rule says nothing then.

    ## Example
    ```python
    model.predict([picture for picture in pictures])
    ```

    ## Use instead
    ```python
    model.predict(np.stack([picture for picture in pictures]))
    ```

    ## Fix safety
    Unsafe: what the list was meant to be is the author's to know.
    """

    code = "NDL502"
    name = "list-of-samples"
    effect = Effect.CRASH
    outranks = frozenset({"NDL301", "NDL114", "NDL201", "NDL202", "NDL501"})

    _START = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\none = np.ones(4, 'float32')\n"
        "y = np.ones(3, 'float32')\n"
    )
    _FUNCTIONAL = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "a = keras.Input((4,))\nmodel = keras.Model(a, keras.layers.Dense(1)(a))\n"
        "row = np.ones((1, 4), 'float32')\n"
    )
    bad = [
        Example(
            _START + "model.fit([one, one, one], y, verbose=0)\n",
            raises="Data cardinality is ambiguous",
        ),
        Example(
            _START + "samples = [one * i for i in range(4)]\nmodel.predict(samples, verbose=0)\n",
            raises="Invalid input shape for input",
            raises_on_2="expects 1 input(s), but it received 4 input tensors",
        ),
        Example(
            _START + "model.predict([one], verbose=0)\n",
            raises="Invalid input shape for input",
            raises_on_2="expected min_ndim=2, found ndim=1",
        ),
        Example(
            _START + "rows = [np.ones((1, 4), 'float32') for i in range(3)]\n"
            "model.fit(rows, y, verbose=0)\n",
            raises="Data cardinality is ambiguous",
        ),
        Example(
            _START + "samples, labels = [], []\nfor i in range(100):\n"
            "    samples.append(one * i)\n    labels.append(i)\n"
            "model.fit(samples, np.array(labels), verbose=0)\n",
            raises="Data cardinality is ambiguous",
        ),
        Example(
            _FUNCTIONAL + "model.predict([row, row, row], verbose=0)\n",
            raises="but it received 3 input tensors",
        ),
        Example(
            _START + "x = np.ones((3, 4), 'float32')\n"
            "model.fit(x, [np.ones(1, 'float32') for row in x], verbose=0)\n",
            raises="Data cardinality is ambiguous",
        ),
    ]
    good = [
        Example(_START + "model.fit(np.stack([one, one, one]), y, verbose=0)\n"),
        Example(
            _START + "samples = [one * i for i in range(4)]\n"
            "model.predict(np.stack(samples), verbose=0)\n"
        ),
        Example(_START + "model.predict([one[np.newaxis]], verbose=0)\n"),
        Example(
            _START + "rows = [np.ones((1, 4), 'float32') for i in range(3)]\n"
            "model.fit(np.concatenate(rows), y, verbose=0)\n"
        ),
        Example(_FUNCTIONAL + "model.predict(np.concatenate([row, row, row]), verbose=0)\n"),
        Example(
            _START + "x = np.ones((3, 4), 'float32')\n"
            "model.fit(x, np.stack([np.ones(1, 'float32') for row in x]), verbose=0)\n"
        ),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """The first list of arrays that the model takes for several inputs or outputs."""
        for listed in event.lists:
            if listed.holds not in (Holds.SAMPLES, Holds.BATCHES):
                continue
            part = "output" if listed.role.endswith("y") else "input"
            joining = "concatenate" if listed.holds is Holds.BATCHES else "stack"
            several = "arrays" if listed.count is None else f"{listed.count} arrays"
            count = "one array" if listed.count == 1 else several
            yield self.finding(
                event,
                f"{listed.role} of {event.call} is a {listed.kind} of {count}, which Keras takes "
                f"for as many {part}s, and the model has one: write np.{joining}(...)",
                event.model.origin,
                repairs=rewrites(
                    "make the list one array",
                    place_of_role(event, listed.role),
                    f"<numpy.{joining}>({{}})",
                ),
            )
            return
