"""NDL106."""

from collections.abc import Iterator

from ndlint.events import Arithmetic, Converts
from ndlint.findings import Effect, Finding
from ndlint.fixes.casts import cast_operand
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.dtype import NUMPY_NUMBERS


class NdarrayFirst(Rule):
    """A NumPy array is the first operand of a function that converts the others to its dtype.

    ## What it does
    Finds `tf.matmul`, `tf.add` and their like whose first operand is an array of another
    dtype than the tensor that follows, and `tf.tensordot` with such a pair in any order.

    ## Why is this bad
    Operators, and most functions, convert an array to the dtype of the tensor. These
    convert it by itself, and two tensors of different dtypes do not mix: it raises
    InvalidArgumentError ("cannot compute MatMul as input #1 was expected to be a double
    tensor but is a float tensor"). NumPy makes float64 by default, TensorFlow float32.

    ## Example
    ```python
    tf.matmul(np.random.rand(2, 3), tf.ones((3, 4)))
    ```

    ## Use instead
    ```python
    tf.matmul(np.random.rand(2, 3).astype("float32"), tf.ones((3, 4)))
    ```

    ## Fix safety
    Unsafe: which of the two precisions is meant is the author's to know.
    """

    code = "NDL106"
    name = "ndarray-first"
    effect = Effect.CRASH
    of_dtypes = True
    outranks = frozenset({"NDL107"})
    assumes_floatx = True
    assumes_no_promotion = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\n"
        "x = np.random.rand(2, 2)\nt = tf.ones((2, 2))\n"
    )
    bad = [
        Example(_START + "r = tf.matmul(x, t)\n", raises="InvalidArgumentError: cannot compute"),
        Example(_START + "r = tf.add(x, t)\n", raises="InvalidArgumentError: cannot compute AddV2"),
        Example(_START + "r = tf.tensordot(t, x, 1)\n", raises="InvalidArgumentError: cannot comp"),
        Example(
            _START + "r = tf.matmul(np.arange(4).reshape(2, 2), t)\n",
            raises="InvalidArgumentError: cannot compute",
        ),
    ]
    good = [
        Example(_START + "r = tf.matmul(x.astype('float32'), t)\n"),
        Example(_START + "r = tf.add(t, x)\n"),
        Example(_START + "r = tf.tensordot(t, tf.cast(x, t.dtype), 1)\n"),
        Example(_START + "r = x @ t\ns = tf.multiply(x, t)\nu = tf.matmul(t, x)\n"),
    ]

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """An array that is converted by itself, and a tensor of another dtype."""
        array = _converted_alone(event)
        if array is None or not array.dtype.is_one_of(NUMPY_NUMBERS):
            return
        for tensor in event.tensors:
            if tensor.dtype.name and array.dtype.name and tensor.dtype != array.dtype:
                where = "first" if event.converts is Converts.TO_FIRST else "by itself"
                yield self.finding(
                    event,
                    f"{event.call} of {array.described} and {tensor.described}: it "
                    f"converts the array {where}, to {array.dtype}, and raises; write "
                    f"tf.cast(..., {tensor.dtype}) around the array",
                    array.origins.dtype,
                    repairs=cast_operand(event, array, tensor.dtype.name),
                )
                return


def _converted_alone(event: Arithmetic) -> Array | None:
    """The array that becomes a tensor of its own dtype."""
    if event.converts is Converts.TO_TENSOR or len(event.operands) != 2:
        return None
    first, second = event.operands
    if isinstance(first, Array) and first.is_numpy:
        return first
    if event.converts is Converts.ALONE and isinstance(second, Array) and second.is_numpy:
        return second
    return None
