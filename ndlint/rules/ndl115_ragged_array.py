"""NDL115."""

from collections.abc import Iterator

from ndlint.events import Contract, Conversion, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.conversion import is_ragged

ADVICE = (
    "write keras.utils.pad_sequences(...) to fill them up, or tf.ragged.constant to keep "
    "them as they are"
)


class RaggedArray(Rule):
    """Nested sequences of different lengths are made an array or a tensor.

    ## What it does
    Finds `np.array`, `np.asarray`, `tf.constant`, `tf.convert_to_tensor` and their like
    that are given rows of different lengths.

    ## Why is this bad
    It raises ValueError: "setting an array element with a sequence. The requested array has
    an inhomogeneous shape", or "Can't convert non-rectangular Python sequence to Tensor".
    NumPy before 1.24 made an array of objects, which TensorFlow then refused.

    ## Example
    ```python
    x = np.array([[1, 2, 3], [4, 5]])
    ```

    ## Use instead
    ```python
    x = keras.utils.pad_sequences([[1, 2, 3], [4, 5]])
    ```

    ## Fix safety
    Unsafe: how the rows are to be made equal is the author's to know.
    """

    code = "NDL115"
    name = "ragged-array"
    effect = Effect.CRASH

    _START = "import numpy as np\nimport tensorflow as tf\nrows = [[1, 2, 3], [4, 5]]\n"
    bad = [
        Example(_START + "x = np.array(rows)\n", raises="inhomogeneous shape"),
        Example(_START + "t = tf.constant(rows)\n", raises="non-rectangular Python sequence"),
        Example(
            _START + "x = np.asarray([np.ones(2), np.ones(3)], dtype='float32')\n",
            raises="inhomogeneous shape",
        ),
    ]
    good = [
        Example(_START + "x = np.array(rows, dtype=object)\n"),
        Example(_START + "t = tf.ragged.constant(rows)\n"),
        Example(_START + "x = np.asarray([np.ones(2), np.zeros(2)], dtype='float32')\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """NumPy refuses rows of different lengths."""
        if event.contract is Contract.RAGGED:
            yield self.finding(event, f"{event.call}: {event.message}, and it raises; {ADVICE}")

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """TensorFlow does, too."""
        if is_ragged(event.value):
            yield self.finding(
                event,
                f"{event.call}: the rows of the nested sequence have different lengths, and it "
                f"raises; {ADVICE}",
            )
