"""NDL108."""

from collections.abc import Iterator

from ndlint.events import Arithmetic
from ndlint.findings import Effect, Finding
from ndlint.fixes.casts import cast_operand
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import Float, Value, elements
from ndlint.values.dtype import INTEGERS


class IntegerTensorPythonFloat(Rule):
    """An integer tensor meets a Python float.

    ## What it does
    Finds operators and functions on an integer tensor and a Python float, or a list with
    one in it: `images / 255.0` where the images are bytes.

    ## Why is this bad
    It raises TypeError ("Cannot convert 255.0 to EagerTensor of dtype uint8", "`x` and `y`
    must have the same dtype"): TensorFlow makes a number what the tensor is, and does not
    round a Python float.

    ## Example
    ```python
    tf.constant([1, 2]) * 0.5
    ```

    ## Use instead
    ```python
    tf.cast(tf.constant([1, 2]), tf.float32) * 0.5
    ```

    ## Fix safety
    Unsafe: the result becomes a float tensor, and which float is the author's to know.
    """

    code = "NDL108"
    name = "integer-tensor-python-float"
    effect = Effect.CRASH
    of_dtypes = True
    outranks = frozenset({"NDL107"})
    assumes_no_promotion = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\nt = tf.constant([1, 2])\n"
        "images = tf.constant(np.zeros((2, 4), 'uint8'))\n"
    )
    bad = [
        Example(_START + "r = t * 0.5\n", raises="TypeError: Cannot convert 0.5 to EagerTensor"),
        Example(_START + "r = images / 255.0\n", raises="must have the same dtype"),
        Example(_START + "r = 1.5 - t\n", raises="TypeError: Cannot convert 1.5 to EagerTensor"),
        Example(_START + "r = tf.maximum(t, [0.5, 1.5])\n", raises="TypeError: "),
        Example(
            _START + "def scale(x):\n    return x / 255.0\nr = scale(images)\n",
            raises="must have the same dtype",
        ),
    ]
    good = [
        Example(_START + "r = tf.cast(t, tf.float32) * 0.5\n"),
        Example(_START + "r = images / 255\n"),
        Example(_START + "r = 1 - t\n"),
        Example(_START + "r = tf.maximum(t, [1, 2])\n"),
        Example(
            _START + "def scale(x):\n    return tf.cast(x, tf.float32) / 255.0\nr = scale(images)\n"
        ),
    ]

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """A Python float beside a tensor of integers."""
        tensor = next((t for t in event.tensors if t.dtype.is_one_of(INTEGERS)), None)
        if tensor is None or not any(_holds_float(v) for v in event.operands):
            return
        if event.call == "*" and not tensor.shape.rank and _is_sequence(event.operands):
            return  # a number of no axes repeats a list
        yield self.finding(
            event,
            f"{event.call} of {tensor.described} and a Python float raises TypeError; write "
            "tf.cast(..., tf.float32) around the tensor",
            tensor.origins.dtype,
            repairs=cast_operand(event, tensor),
        )


def _is_sequence(operands: tuple[Value, ...]) -> bool:
    return any(elements(v) is not None for v in operands)


def _holds_float(value: Value) -> bool:
    """Whether the value is a Python float, or a sequence with one in it and no array."""
    items = elements(value)
    if items is None:
        return isinstance(value, Float)
    return any(map(_holds_float, items)) and not any(isinstance(i, Array) for i in items)
