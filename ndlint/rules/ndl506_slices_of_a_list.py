"""NDL506."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused, Sliced
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import List, Tuple, Value
from ndlint.values.conversion import is_ragged
from ndlint.values.dimension import is_positive, same
from ndlint.values.keras import shape_trace

PAIR = 2
FLAT = 2
"""Features and labels of the same shape have at most so many axes."""


class SlicesOfAList(Rule):
    """`from_tensor_slices` is given a list of arrays, two arguments, or a single number.

    ## What it does
    Finds `tf.data.Dataset.from_tensor_slices([x, y])` and `from_tensor_slices(x, y)`, where
    features and labels belong into a tuple, and what has no axis to be cut along.

    ## Why is this bad
    A list is one tensor: if x and y have the same shape, the data set has two elements, x and y,
    and nothing raises; if not, it raises ValueError, "Can't convert non-rectangular Python
    sequence to Tensor". The second argument is the name of the operation: ValueError, "The truth
    value of an array with more than one element is ambiguous".

    ## Example
    ```python
    data = tf.data.Dataset.from_tensor_slices([x, y])
    ```

    ## Use instead
    ```python
    data = tf.data.Dataset.from_tensor_slices((x, y))
    ```

    ## Fix safety
    No fix: what the list was to be is the author's to know.
    """

    code = "NDL506"
    name = "slices-of-a-list"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nimport tensorflow as tf\n"
        "x = np.ones((8, 4), 'float32')\ny = np.ones((8, 1), 'float32')\n"
    )
    bad = [
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices([y, 2 * y])\n",
            shows="len(data) == 2",
        ),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices([x, y])\n",
            raises="Can't convert non-rectangular Python sequence",
        ),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices([x, y[:, 0]])\n",
            raises="non-rectangular Python sequence",
        ),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices(x, y)\n",
            raises="The truth value of an array with more than one element is ambiguous",
        ),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices(x, [1] * 8)\n",
            raises="has no attribute 'isidentifier'",
        ),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices(len(x))\n",
            raises="Unbatching a tensor is only supported for rank >= 1",
        ),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices((x, 1.0))\n",
            raises="Unbatching a tensor is only supported for rank >= 1",
        ),
    ]
    good = [
        Example(_START + "data = tf.data.Dataset.from_tensor_slices((y, 2 * y))\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices((x, y))\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices((x, y[:, 0]))\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices({'x': x, 'y': y})\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices((x, [1] * 8), name='pairs')\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices(np.arange(len(x)))\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices((x, np.ones(len(x))))\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices([x[0], x[1]])\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices([x, x, x])\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices([1, 2])\n"),
        Example(_START + "data = tf.data.Dataset.from_tensor_slices([[1, 2], [3, 4]])\n"),
    ]

    def on_sliced(self, event: Sliced) -> Iterator[Finding]:
        """A list of arrays, or an array where a name belongs."""
        trace = shape_trace([event.value, *event.items])
        if _is_data(event.name):
            yield self.finding(
                event,
                f"{event.call} takes one argument, and the second is the name of an operation: it "
                "raises; write a tuple (x, y)",
                trace,
            )
        elif isinstance(event.value, List) and _are_arrays(event.items):
            count = len(event.items)
            if is_ragged(event.value):
                yield self.finding(
                    event,
                    f"{event.call} of a list makes one tensor of it, and its arrays have different "
                    "shapes: it raises; write a tuple",
                    trace,
                )
            elif count == PAIR and _are_alike(event.items):
                yield self.finding(
                    event,
                    f"{event.call} of a list makes one tensor of it: the data set has {count} "
                    "elements, and not pairs of rows; write a tuple",
                    trace,
                    Certainty.LIKELY,
                    Effect.SILENT,
                )

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """What cannot be cut."""
        if event.contract is Contract.SLICES:
            yield self.finding(event, f"{event.call}: {event.message}, and it raises")


def _is_data(value: Value) -> bool:
    return isinstance(value, Array | List | Tuple)


def _are_arrays(items: tuple[Value, ...]) -> bool:
    """Whether they are several arrays, none of which is a row of another one."""
    found = [i for i in items if isinstance(i, Array) and i.shape.rank and i.origins.row is None]
    return len(found) == len(items) > 1


def _are_alike(items: tuple[Value, ...]) -> bool:
    """Whether they are of one shape, in which features and labels may be."""
    first, *rest = [item.shape for item in items if isinstance(item, Array)]
    if not first.rank or first.rank > FLAT or not is_positive(first.dims[0]):
        return False
    return first.dims[0] != 1 and all(
        len(other.dims) == first.rank and all(map(same, other.dims, first.dims)) for other in rest
    )
