"""NDL107."""

from collections.abc import Iterator

from ndlint.events import Arithmetic, Converts
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.dtype import FLOATS, INTEGERS
from ndlint.values.facts import Truth

WIDE = frozenset({"int32", "int64"})
FOR_WIDE = frozenset({"**", "@", "squared_difference"})
"""Operations that other integers do not have: they raise."""
RAISES = frozenset({"atan2"})
"""Operations that no integer has."""
KEEPS_TARGET = frozenset({"assign"})
"""What converts on purpose: the variable's dtype is asked for."""


class IntegerTensorTruncates(Rule):
    """An integer tensor meets a NumPy float, which TensorFlow truncates to an integer.

    ## What it does
    Finds operators and functions on an integer tensor and an array or NumPy number of
    floats that holds, or may hold, a fraction.

    ## Why is this bad
    Nothing raises. TensorFlow converts what is no tensor to the dtype of the tensor:
    `tf.range(3) * np.float64(0.5)` is 0, 0, 0, and a comparison is made with the truncated
    number. A Python float raises instead.

    ## Example
    ```python
    tf.constant([10, 20]) * np.float64(2.5)  # 20, 40
    ```

    ## Use instead
    ```python
    tf.cast(tf.constant([10, 20]), tf.float32) * np.float64(2.5)  # 25.0, 50.0
    ```

    ## Fix safety
    Unsafe: the result becomes a float tensor.
    """

    code = "NDL107"
    name = "integer-tensor-truncates"
    effect = Effect.SILENT
    assumes_no_promotion = True

    _START = "import numpy as np\nimport tensorflow as tf\nt = tf.constant([10, 20])\n"
    bad = [
        Example(
            _START + "r = t * np.float64(2.5)\n",
            shows="np.array(r).tolist() == [20, 40]",
        ),
        Example(
            _START + "r = np.array([0.5, 1.5]) + t\n",
            shows="np.array(r).tolist() == [10, 21]",
        ),
        Example(
            _START + "r = t / np.array([0.5, 2.5])\n",
            shows="np.isinf(np.array(r)).tolist() == [True, False]",
        ),
        Example(
            _START + "r = tf.maximum(np.random.rand(2) + 10.25, t)\n",
            shows="r.dtype == tf.int32 and int(r[0]) == 10",
        ),
        Example(
            _START + "r = tf.constant([1, 2], tf.uint8) - np.float64(127.5)\n",
            shows="np.array(r).tolist() == [130, 131]",
        ),
    ]
    good = [
        Example(_START + "r = tf.cast(t, tf.float32) * np.float64(2.5)\n"),
        Example(_START + "r = np.array([1, 2]) + t\n"),
        Example(_START + "r = t / np.float64(255.0)\n"),
        Example(
            _START + "r = tf.maximum(np.random.rand(2) + 10.25, tf.cast(t, tf.float64))\n",
        ),
        Example(_START + "r = np.array([1.0, 2.0]) + t\n"),
    ]

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """A NumPy float that is converted to the integers of a tensor."""
        tensor = next((t for t in event.tensors if _is_integer(event, t)), None)
        if tensor is None or event.does in RAISES | KEEPS_TARGET:
            return
        if event.converts is Converts.ALONE:
            return
        if event.converts is Converts.TO_FIRST and event.operands[0] is not tensor:
            return
        for array in event.operands:
            if not isinstance(array, Array) or array.is_tensor:
                continue
            loses = array.facts.fractions
            if not array.dtype.is_one_of(FLOATS) or loses is Truth.NO:
                continue
            certain = loses is Truth.YES
            yield self.finding(
                event,
                f"{event.call} of a {tensor.description} and a {array.description}: TensorFlow "
                f"truncates the floats to {tensor.dtype}; write tf.cast(..., tf.float32) around "
                "the tensor",
                array.origins.dtype,
                Certainty.CERTAIN if certain else Certainty.LIKELY,
            )
            return


def _is_integer(event: Arithmetic, tensor: Array) -> bool:
    names = WIDE if event.does in FOR_WIDE else INTEGERS
    return tensor.dtype.name is not None and tensor.dtype.is_one_of(names)
