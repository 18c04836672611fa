"""NDL118."""

from collections.abc import Iterator

from ndlint.events import Arithmetic, Conversion
from ndlint.findings import Effect, Finding
from ndlint.fixes.casts import cast_operand
from ndlint.rules.base import Example, Rule
from ndlint.rules.ndl112_bool_mask_product import is_masked
from ndlint.values.array import Array
from ndlint.values.dtype import FLOATS, INTEGERS

NUMBERS = (FLOATS | INTEGERS | {"bool"}) - {"longdouble"}
PAIR = frozenset({"float32", "float64"})
"""Two dtypes whose meeting is NDL104's to tell."""


class TensorDtypeMix(Rule):
    """An integer tensor meets a float tensor, or one of another width: TensorFlow raises.

    ## What it does
    Finds operators and functions whose operands are two tensors or variables of different dtypes:
    int32 and float32, int32 and int64, float16 and float32, bool and float32. float64 and float32
    are NDL104's, and the product of a tensor and one of booleans is NDL112's. Also
    `tf.convert_to_tensor`, `tf.constant` and `tf.Variable` of a tensor with another dtype.

    ## Why is this bad
    TensorFlow promotes nothing between tensors. It raises InvalidArgumentError ("cannot compute …
    as input #1 was expected to be a float tensor but is a int32 tensor"), or TypeError for a
    division.

    ## Example
    ```python
    labels = tf.constant([0, 1, 1])
    error = model(x)[:, 0] - labels
    ```

    ## Use instead
    ```python
    labels = tf.constant([0, 1, 1])
    error = model(x)[:, 0] - tf.cast(labels, tf.float32)
    ```

    ## Fix safety
    Unsafe: which of the two dtypes is meant is the author's to know.
    """

    code = "NDL118"
    name = "tensor-dtype-mix"
    effect = Effect.CRASH
    of_dtypes = True
    outranks = frozenset({"NDL107"})
    assumes_floatx = True
    assumes_no_promotion = True

    _START = "import numpy as np\nimport tensorflow as tf\n"
    bad = [
        Example(
            _START + "labels = tf.constant([0, 1, 1])\ntf.ones(3) - labels\n",
            raises="InvalidArgumentError: cannot compute Sub",
        ),
        Example(
            _START + "tf.equal(tf.argmax(tf.eye(3), 1), tf.constant([0, 1, 1]))\n",
            raises="InvalidArgumentError: cannot compute Equal",
        ),
        Example(
            _START + "t = tf.ones(2)\ntf.multiply(t, t > 0)\n",
            raises="InvalidArgumentError: cannot compute Mul",
        ),
        Example(
            _START + "tf.convert_to_tensor(tf.ones(2, tf.float64), tf.float32)\n",
            raises="Tensor conversion requested dtype float32 for Tensor with dtype float64",
            has_fix=False,
        ),
        Example(
            _START + "tf.constant(tf.range(3), dtype=tf.float32)\n",
            raises="with dtype tf.float32, but got dtype tf.int32",
            has_fix=False,
        ),
        Example(
            _START + "tf.ones(2) / tf.ones(2, tf.int32)\n",
            raises="TypeError: `x` and `y` must have the same dtype",
        ),
        Example(
            _START + "from tensorflow import keras\n"
            "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
            "x, y = np.ones((8, 4), 'float32'), np.ones((8, 1), 'int64')\n"
            "for a, b in tf.data.Dataset.from_tensor_slices((x, y)).batch(4):\n"
            "    error = model(a) - b\n",
            raises="InvalidArgumentError: cannot compute Sub",
        ),
    ]
    good = [
        Example(
            _START + "labels = tf.constant([0, 1, 1])\ntf.ones(3) - tf.cast(labels, tf.float32)\n"
        ),
        Example(
            _START + "tf.equal(tf.argmax(tf.eye(3), 1, output_type=tf.int32), "
            "tf.constant([0, 1, 1]))\n"
        ),
        Example(_START + "t = tf.ones(2)\ntf.multiply(t, tf.cast(t > 0, tf.float32))\n"),
        Example(_START + "tf.convert_to_tensor(np.ones(2), tf.float32)\n"),
        Example(_START + "tf.constant(tf.cast(tf.range(3), tf.float32), dtype=tf.float32)\n"),
        Example(_START + "tf.ones(2) / np.ones(2, 'int32')\n"),
        Example(
            _START + "from tensorflow import keras\n"
            "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
            "x, y = np.ones((8, 4), 'float32'), np.ones((8, 1), 'float32')\n"
            "for a, b in tf.data.Dataset.from_tensor_slices((x, y)).batch(4):\n"
            "    error = model(a) - b\n"
        ),
    ]

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """A tensor of which another dtype is asked for."""
        tensor, dtype = event.value, event.dtype
        if not event.keeps or not isinstance(tensor, Array) or not tensor.is_tensor:
            return
        if dtype is None or dtype.name not in NUMBERS or tensor.dtype.name not in NUMBERS:
            return
        if dtype != tensor.dtype:
            yield self.finding(
                event,
                f"{event.call} asks for {dtype} of {tensor.described}, which TensorFlow does "
                f"not convert: it raises; write tf.cast(..., tf.{dtype})",
                tensor.origins.dtype,
            )

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """The first two tensors of different dtypes."""
        known = [t for t in event.tensors if t.dtype.name in NUMBERS]
        if not known or len(known) != len(event.tensors):
            return
        first = known[0]
        other = next((t for t in known if t.dtype != first.dtype), None)
        if other is None or {first.dtype.name, other.dtype.name} == PAIR or is_masked(event):
            return
        cast, dtype = _cast(first, other)
        yield self.finding(
            event,
            f"{event.call} of {first.described} and {other.described}: TensorFlow does "
            f"not promote and raises; write tf.cast(..., tf.{dtype}) around the {cast.dtype} "
            f"{cast.kind.value}",
            (*first.origins.dtype, *other.origins.dtype),
            repairs=cast_operand(event, cast, dtype),
        )


def _cast(first: Array, other: Array) -> tuple[Array, str]:
    """Which of the two is to be cast, and to which dtype: integers to that of floats."""
    is_first = other.dtype.is_one_of(FLOATS) and not first.dtype.is_one_of(FLOATS)
    cast, kept = (first, other) if is_first else (other, first)
    return cast, str(kept.dtype)
