"""NDL606."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array


class AmbiguousTruth(Rule):
    """A condition is an array or a tensor of more than one element.

    ## What it does
    Finds `if`, `while`, `assert`, `and`, `or`, `not`, `bool()` and chains of comparisons that ask
    for the truth value of an array of NumPy's or an eager tensor that certainly has more than one
    element, or of a frame or series of pandas'. In a graph, TensorFlow has words of its own for
    tensors: nothing is said of them there.

    ## Why is this bad
    It raises ValueError: "The truth value of an array with more than one element is ambiguous".

    ## Example
    ```python
    x = np.array([[0.2, 0.7], [1.3, 0.1]])
    if 0 <= x <= 1:
        print("is scaled")
    ```

    ## Use instead
    ```python
    x = np.array([[0.2, 0.7], [1.3, 0.1]])
    if ((0 <= x) & (x <= 1)).all():
        print("is scaled")
    ```

    ## Fix safety
    There is no fix: whether any element is meant, or all, is the author's to know.
    """

    code = "NDL606"
    name = "ambiguous-truth"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nimport pandas as pd\nimport tensorflow as tf\n"
        "x, t = np.array([0.2, 0.7]), tf.constant([0.2, 0.7])\nframe = pd.DataFrame({'a': [1]})\n"
    )
    _RAISES = "ValueError: The truth value of an array with more than one element is ambiguous"
    bad = [
        Example(_START + "if x > 0.5:\n    print(1)\n", raises=_RAISES),
        Example(_START + "r = 1 if t > 0.5 else 0\n", raises=_RAISES),
        Example(_START + "r = 0 <= x <= 1\n", raises=_RAISES),
        Example(_START + "r = not tf.Variable(t)\n", raises=_RAISES),
        Example(_START + "assert x == np.array([0.2, 0.7])\n", raises=_RAISES),
        Example(_START + "r = bool(t)\n", raises=_RAISES),
        Example(_START + "while t < 5:\n    t = t + 1\n", raises=_RAISES),
        Example(_START + "r = [row for row in (x, x) if row]\n", raises=_RAISES),
        Example(
            _START + "r = x[frame['a'] == 1 and frame['a'] == 2]\n",
            raises="ValueError: The truth value of a Series is ambiguous",
        ),
        Example(
            _START + "r = frame or None\n",
            raises="ValueError: The truth value of a DataFrame is ambiguous",
        ),
    ]
    good = [
        Example(_START + "if (x > 0.5).any():\n    print(1)\n"),
        Example(_START + "r = 1 if tf.reduce_all(t > 0.5) else 0\n"),
        Example(_START + "r = (0 <= x) & (x <= 1)\n"),
        Example(_START + "r = not tf.Variable(t)[:1]\n"),
        Example(_START + "assert (x == np.array([0.2, 0.7])).all()\nassert x is not None\n"),
        Example(_START + "r = bool(t[0]) and t\n"),
        Example(_START + "while t[0] < 5:\n    t = t + 1\n"),
        Example(_START + "r = [row for row in (x, x) if row.size]\nassert np.ones((1, 1))\n"),
        Example(_START + "r = frame[(frame['a'] == 1) & (frame['a'] == 2)]\n"),
        Example(_START + "r = None if frame.empty else frame\n"),
        Example(
            _START + "@tf.function\ndef other(mask):\n    return not mask\n\nr = other(t > 0.5)\n"
        ),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A condition that has no truth value."""
        if event.contract is Contract.TRUTH:
            array = event.operands[0]
            trace = array.origins.shape if isinstance(array, Array) else ()
            yield self.finding(event, f"{event.call}: {event.message}", trace)
