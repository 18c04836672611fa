"""NDL112."""

from collections.abc import Iterator

from ndlint.events import Arithmetic
from ndlint.findings import Effect, Finding
from ndlint.fixes.casts import cast_operand
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array, Kind
from ndlint.values.base import Float, Int
from ndlint.values.dtype import BOOL, FLOATS, INTEGERS

NUMBERS = FLOATS | INTEGERS


class BoolMaskProduct(Rule):
    """A tensor of numbers times a tensor of booleans is a tensor of booleans.

    ## What it does
    Finds the operator `*` between a tensor of numbers and a tensor of booleans, and between a
    tensor of booleans and a number of Python's. An ndarray of
    booleans becomes numbers, and is not meant; `tf.multiply` raises, and is NDL118's.

    ## Why is this bad
    Nothing is raised since TensorFlow 2.21: the numbers become booleans, True where they are not 0,
    and `*` is a logical "and". What was to be masked is lost.

    ## Example
    ```python
    masked = values * (values > 0)
    ```

    ## Use instead
    ```python
    masked = values * tf.cast(values > 0, values.dtype)
    ```

    ## Fix safety
    Unsafe: that numbers are meant is all but sure.
    """

    code = "NDL112"
    name = "bool-mask-product"
    effect = Effect.SILENT
    of_dtypes = True
    assumes_floatx = True
    assumes_no_promotion = True

    _START = "import numpy as np\nimport tensorflow as tf\nt = tf.constant([0.5, 2.0, -1.0])\n"
    _WRONG = "r.dtype == tf.bool"
    bad = [
        Example(_START + "r = t * (t > 0)\n", shows=_WRONG),
        Example(_START + "r = (t > 0) * t\n", shows=_WRONG),
        Example(_START + "v = tf.Variable([1, 2, 3])\nr = v * tf.greater(t, 0)\n", shows=_WRONG),
        Example(_START + "r = (t > 0) * -1e9\n", shows=_WRONG),
    ]
    good = [
        Example(_START + "r = t * tf.cast(t > 0, t.dtype)\n"),
        Example(_START + "r = tf.cast(t > 0, tf.float32) * t\n"),
        Example(
            _START + "v = tf.Variable([1, 2, 3])\nr = v * tf.cast(tf.greater(t, 0), tf.int32)\n"
        ),
        Example(_START + "r = t * (t.numpy() > 0)\nm = (t > 0) * (t < 1)\n"),
    ]

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """The operator between numbers and booleans."""
        number = _number_after_mask(event)
        if number:
            mask = event.tensors[0]
            yield self.finding(
                event,
                f"{mask.described} times a number is a tensor of booleans; write "
                f"tf.cast(..., tf.{number}) around the mask",
                mask.origins.dtype,
                repairs=cast_operand(event, mask, number),
            )
        if not is_masked(event):
            return
        numbers, mask = sorted(event.tensors, key=lambda tensor: tensor.dtype == BOOL)
        dtype = numbers.dtype.name or "float32"
        yield self.finding(
            event,
            f"{numbers.described} times {mask.described} is a tensor of booleans; write "
            f"tf.cast(..., tf.{dtype}) around the mask",
            (*numbers.origins.dtype, *mask.origins.dtype),
            repairs=cast_operand(event, mask, dtype),
        )


def _number_after_mask(event: Arithmetic) -> str:
    """The dtype of the number of Python's in `tensor_of_booleans * number`; "": it is not that."""
    if event.operation or event.call != "*" or len(event.operands) != 2:
        return ""
    mask, number = event.operands
    if not isinstance(mask, Array) or mask.kind is not Kind.TENSOR or mask.dtype != BOOL:
        return ""
    return {Int: "int32", Float: "float32"}.get(type(number), "")


def is_masked(event: Arithmetic) -> bool:
    """Whether the operator `*` is between a tensor of numbers and one of booleans."""
    if event.operation or event.call != "*" or len(event.tensors) != 2:
        return False
    masks = [tensor for tensor in event.tensors if tensor.dtype == BOOL]
    others = [tensor for tensor in event.tensors if tensor.dtype.is_one_of(NUMBERS)]
    if len(masks) != 1 or len(others) != 1:
        return False
    # A variable of booleans raises as the second operand.
    return masks[0].kind is Kind.TENSOR or event.tensors[0] is masks[0]
