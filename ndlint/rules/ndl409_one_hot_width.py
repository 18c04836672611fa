"""NDL409."""

from collections.abc import Iterator
from math import isfinite

from ndlint.events import Contract, Preparation, Prepared, Refused
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.repair import Argument, DropArgument, Place, Repair, SetArgument
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.conversion import as_array
from ndlint.values.dtype import FLOATS
from ndlint.values.facts import Truth

CLASSES = Argument(("num_classes",), 1)


class OneHotWidth(Rule):
    """`to_categorical` is given labels for which there is no column.

    ## What it does
    Finds labels for `to_categorical` that are negative, have fractions, or are not below
    `num_classes`; labels that are no numbers, and a number of classes that is no integer.

    ## Why is this bad
    The columns are counted from 0, up to the largest label where `num_classes` is not given. A
    label beyond raises IndexError; of one in a tensor, Keras 3 makes a row of zeros. A negative one
    is counted from the end, as an index is: of -1 and 1, both go into the last column. Fractions
    are cut off. Nothing raises for these two.

    ## Example
    ```python
    y = keras.utils.to_categorical([1, 2, 3], num_classes=3)
    ```

    ## Use instead
    ```python
    y = keras.utils.to_categorical([1, 2, 3], num_classes=4)
    ```

    ## Fix safety
    Unsafe: whether the labels or the classes are miscounted is the author's to know.
    """

    code = "NDL409"
    name = "one-hot-width"
    effect = Effect.SILENT

    _START = (
        "import numpy as np\nfrom tensorflow import keras\nencode = keras.utils.to_categorical\n"
    )
    bad = [
        Example(
            _START + "y = keras.utils.to_categorical(np.array([1, 2, 3]), num_classes=3)\n",
            raises="IndexError: index 3 is out of bounds for axis 1 with size 3",
        ),
        Example(
            _START + "y = encode([[0], [-1], [1]])\n",
            shows="y.tolist() == [[1, 0], [0, 1], [0, 1]]",
            has_fix=False,
        ),
        Example(
            _START + "y = encode(np.array([0.2, 1.7, 0.9]))\n",
            shows="y.tolist() == [[1, 0], [0, 1], [1, 0]]",
            has_fix=False,
        ),
        Example(
            _START + "labels = np.array([0.0, 1.0, 2.0])\ny = encode(labels, labels.max() + 1)\n",
            raises="TypeError: 'numpy.float64' object cannot be interpreted as an integer",
        ),
        Example(
            _START + "y = encode(['cat', 'dog'])\n",
            raises="ValueError: invalid literal for int()",
            has_fix=False,
        ),
        Example(
            _START + "import tensorflow as tf\ny = encode(tf.constant([0, 1, 2]), 2)\n",
            shows="np.array(y).tolist() == [[1, 0], [0, 1], [0, 0]]",
            raises_on_2="IndexError: index 2 is out of bounds for axis 1 with size 2",
        ),
    ]
    good = [
        Example(_START + "y = keras.utils.to_categorical(np.array([1, 2, 3]), num_classes=4)\n"),
        Example(_START + "y = encode([[0], [2], [1]])\n"),
        Example(_START + "y = encode(np.round([0.2, 1.7, 0.9]))\n"),
        Example(
            _START
            + "labels = np.array([0.0, 1.0, 2.0])\ny = encode(labels, int(labels.max()) + 1)\n"
        ),
        Example(_START + "y = encode(['0', '1'])\n"),
        Example(_START + "import tensorflow as tf\ny = encode(tf.constant([0, 1, 1]), 2)\n"),
        Example(_START + "y = encode(np.array([True, False]))\n"),
    ]

    def on_prepared(self, event: Prepared) -> Iterator[Finding]:
        """Labels that get another column than their own."""
        if event.step is not Preparation.ENCODED:
            return
        labels, facts = event.data, event.data.facts
        trace = labels.origins.dtype
        if labels.dtype.is_one_of(FLOATS) and facts.fractions is not Truth.NO:
            yield self.finding(
                event,
                f"{event.call} makes integers of the labels, and cuts their fractions off; give "
                "class ids that are whole numbers",
                trace,
                Certainty.CERTAIN if facts.fractions is Truth.YES else Certainty.UNPROVEN,
            )
        elif isfinite(facts.low) and facts.low < 0:
            goes = "gets no column" if labels.is_tensor else "is counted from the last column back"
            yield self.finding(
                event,
                f"{event.call} of labels from {facts.low:.0f} on: a negative one {goes}; count the "
                "classes from 0",
                trace,
                Certainty.CERTAIN if facts.has_ends else Certainty.UNPROVEN,
            )
        elif isinstance(event.limit, int) and isfinite(facts.high) and facts.high >= event.limit:
            yield self.finding(
                event,
                f"{event.call} of labels up to {facts.high:.0f}, and {event.limit} columns: what "
                f"has none becomes a row of zeros; write num_classes={facts.high + 1:.0f}",
                trace,
                Certainty.CERTAIN if facts.has_ends else Certainty.UNPROVEN,
                repairs=_wide_enough(event, labels),
            )

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """Labels, or a number of classes, for which it raises."""
        if event.contract is not Contract.ENCODING:
            return
        labels = as_array(event.operands[0])
        yield self.finding(
            event,
            f"{event.call}: {event.message}, and it raises; the classes are counted from 0",
            labels.origins.dtype if labels is not None else (),
            effect=Effect.CRASH,
            repairs=() if labels is None else _wide_enough(event, labels),
        )


def _wide_enough(event: Prepared | Refused, labels: Array) -> tuple[Repair, ...]:
    """As many columns as the largest label asks for."""
    facts, place = labels.facts, Place(event.site)
    if not facts.has_ends or facts.low < 0:
        return ()
    number = str(int(facts.high) + 1)
    return (
        Repair(f"make {number} columns", (SetArgument(place, CLASSES, number),)),
        Repair("count the columns by the labels", (DropArgument(place, "num_classes"),)),
    )
