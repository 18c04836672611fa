"""NDL208."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.base import leaves
from ndlint.values.keras import shape_trace


class NumpyShapeMismatch(Rule):
    """NumPy's arrays have shapes that do not go together.

    ## What it does
    Finds operators and functions of arrays that do not broadcast, matrix products whose inner
    sizes differ, `np.concatenate`, `np.stack` and their like of arrays that do not fit, parts
    that cannot be equal, and assignments of a shape that does not fill the other.

    ## Why is this bad
    It raises ValueError ("operands could not be broadcast together with shapes (3,4) (3,)"),
    or IndexError for an index.

    ## Example
    ```python
    x = np.zeros((100, 784))
    x = x / np.ones(100)
    ```

    ## Use instead
    ```python
    x = np.zeros((100, 784))
    x = x / np.ones(100)[:, None]
    ```

    ## Fix safety
    There is no fix: which of the shapes is wrong is the author's to know.
    """

    code = "NDL208"
    name = "numpy-shape-mismatch"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nimport tensorflow as tf\nx = np.zeros((100, 784), 'float32')\n"
        "y = np.zeros(100, 'float32')\n"
    )
    bad = [
        Example(
            _START + "r = x - y\n",
            raises="ValueError: operands could not be broadcast together with shapes (100,784) ",
        ),
        Example(_START + "r = x @ np.ones((10, 784), 'float32')\n", raises="ValueError: matmul: "),
        Example(
            _START + "r = np.concatenate([x, y])\n",
            raises="ValueError: all the input arrays must have same number of dimensions",
        ),
        Example(
            _START + "r = np.stack([x[0], y])\n",
            raises="ValueError: all input arrays must have the same shape",
        ),
        Example(
            _START + "r = np.hstack([x, np.ones((99, 1))])\n",
            raises="ValueError: all the input array dimensions except for the concatenation axis",
        ),
        Example(
            _START + "parts = np.split(x, 3)\n",
            raises="ValueError: array split does not result in an equal division",
        ),
        Example(
            _START + "x[:, 0] = np.ones((100, 1))\n",
            raises="ValueError: could not broadcast input array from shape (100,1)",
        ),
        Example(
            _START + "y += x.T\n", raises="ValueError: non-broadcastable output operand with shape"
        ),
    ]
    good = [
        Example(_START + "r = x - y[:, None]\n"),
        Example(_START + "r = x @ np.ones((10, 784), 'float32').T\n"),
        Example(_START + "r = np.concatenate([x, y[:, None]], axis=1)\n"),
        Example(_START + "r = np.stack([x[:, 0], y])\n"),
        Example(_START + "r = np.hstack([x, np.ones((100, 1))])\n"),
        Example(_START + "parts = np.split(x, 4)\n"),
        Example(_START + "x[:, 0] = np.ones(100)\n"),
        Example(_START + "y += x.T[0]\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """Arrays that NumPy cannot bring together."""
        if event.contract is Contract.BROADCAST:
            arrays = [leaf for operand in event.operands for leaf in leaves(operand)]
            yield self.finding(event, f"{event.call}: {event.message}", shape_trace(arrays))
