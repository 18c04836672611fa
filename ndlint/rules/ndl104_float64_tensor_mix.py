"""NDL104."""

from collections.abc import Iterator

from ndlint.events import Arithmetic
from ndlint.findings import Effect, Finding
from ndlint.fixes.casts import cast_operand, created_as_float32
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.dtype import FLOAT32, FLOAT64


class Float64TensorMix(Rule):
    """A float64 tensor meets a float32 tensor: TensorFlow does not promote, it raises.

    ## What it does
    Finds operators and functions whose operands are a float64 and a float32 tensor or
    variable. An ndarray is converted to the other operand's dtype and is not meant here.

    ## Why is this bad
    It raises InvalidArgumentError ("cannot compute … as input #1 was expected to be a
    float tensor but is a double tensor"), or TypeError for a division.

    ## Example
    ```python
    t = tf.convert_to_tensor(np.random.rand(3))  # float64, as NumPy made it
    t * tf.ones(3)
    ```

    ## Use instead
    ```python
    t = tf.convert_to_tensor(np.random.rand(3), dtype=tf.float32)
    t * tf.ones(3)
    ```

    ## Fix safety
    Unsafe: which of the two precisions is meant is the author's to know.
    """

    code = "NDL104"
    name = "float64-tensor-mix"
    effect = Effect.CRASH
    of_dtypes = True
    outranks = frozenset({"NDL107"})
    assumes_floatx = True
    assumes_no_promotion = True

    _START = "import numpy as np\nimport tensorflow as tf\n"
    bad = [
        Example(
            _START + "t = tf.convert_to_tensor(np.random.rand(3))\nt * tf.ones(3)\n",
            raises="InvalidArgumentError: cannot compute Mul",
        ),
        Example(
            _START + "w = tf.Variable(np.random.randn(2, 2))\ntf.matmul(tf.ones((2, 2)), w)\n",
            raises="MatMul as input #1(zero-based) was expected to be a float tensor",
        ),
        Example(
            _START + "tf.ones(2) / tf.ones(2, tf.float64)\n",
            raises="TypeError: `x` and `y` must have the same dtype",
        ),
    ]
    good = [
        Example(
            _START
            + "t = tf.convert_to_tensor(np.random.rand(3), dtype=tf.float32)\nt * tf.ones(3)\n"
        ),
        Example(_START + "tf.ones((2, 2)) @ np.random.randn(2, 2)\n"),
        Example(_START + "tf.ones(2) / tf.cast(tf.ones(2, tf.float64), tf.float32)\n"),
    ]

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """Two tensors of the two dtypes."""
        tensors = [v for v in event.operands if isinstance(v, Array) and v.is_tensor]
        wide = next((t for t in tensors if t.dtype == FLOAT64), None)
        narrow = next((t for t in tensors if t.dtype == FLOAT32), None)
        if wide is None or narrow is None:
            return
        yield self.finding(
            event,
            f"{event.call} of {wide.described} and {narrow.described}: TensorFlow "
            "does not promote and raises; make both float32, with dtype=tf.float32 at the "
            "conversion or tf.cast",
            wide.origins.dtype,
            repairs=[*created_as_float32(wide), *cast_operand(event, wide)],
        )
