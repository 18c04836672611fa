"""NDL111."""

from collections.abc import Iterator
from math import isfinite, prod

from ndlint.events import TENSOR_MEAN, TENSOR_SUM, Computed
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.conversion import as_array
from ndlint.values.dtype import INTEGERS
from ndlint.values.overflow import integer_limits

NARROW = frozenset({"int8", "uint8", "int16", "uint16"})
"""Integers of which a few are enough for a sum that does not fit."""


class IntegerReduction(Rule):
    """The mean of an integer tensor is an integer, and the sum of a narrow one wraps.

    ## What it does
    Finds `tf.reduce_mean` of integers, and `tf.reduce_sum` of 8 and 16 bits whose sum may be larger
    than these hold.

    ## Why is this bad
    Nothing is raised. TensorFlow reduces in the dtype that it gets, where NumPy takes float64 for a
    mean and 64 bits for a sum: the mean of 0 and 1 is 0, that of hits counted as integers is an
    accuracy of 0, and the sum of uint8 pixels is what is left after whole multiples of 256.

    ## Example
    ```python
    hits = tf.cast(tf.equal(labels, classes), tf.int32)
    accuracy = tf.reduce_mean(hits)
    ```

    ## Use instead
    ```python
    hits = tf.cast(tf.equal(labels, classes), tf.float32)
    accuracy = tf.reduce_mean(hits)
    ```

    ## Fix safety
    There is no fix: where to cast, and to what, is the author's to know.
    """

    code = "NDL111"
    name = "integer-reduction"
    effect = Effect.SILENT

    _START = "import numpy as np\nimport tensorflow as tf\n"
    bad = [
        Example(
            _START + "hits = tf.cast(tf.equal([1, 2, 3], [1, 2, 4]), tf.int32)\n"
            "r = tf.reduce_mean(hits)\n",
            shows="r.numpy() == 0",
        ),
        Example(_START + "r = tf.reduce_mean(np.array([1, 2, 2]))\n", shows="r.dtype == tf.int64"),
        Example(
            _START + "r = tf.reduce_sum(np.full((4, 4), 200, 'uint8'))\n",
            shows="r.numpy() == 3200 % 256",
        ),
    ]
    good = [
        Example(
            _START + "hits = tf.cast(tf.equal([1, 2, 3], [1, 2, 4]), tf.float32)\n"
            "r = tf.reduce_mean(hits)\n"
        ),
        Example(_START + "r = tf.reduce_mean(np.array([1.0, 2.0, 2.0]))\n"),
        Example(_START + "r = tf.reduce_sum(np.full((4, 4), 200, 'uint8').astype('int32'))\n"),
        Example(_START + "r = tf.reduce_mean(np.full(3, 7))\ns = tf.reduce_sum(np.arange(9))\n"),
    ]

    def on_computed(self, event: Computed) -> Iterator[Finding]:
        """A mean or a sum in TensorFlow."""
        if event.operation not in (TENSOR_MEAN, TENSOR_SUM):
            return
        array = as_array(event.operands[0]) if event.operands else None
        if array is None or event.result.shape == array.shape:
            return
        is_mean = event.operation == TENSOR_MEAN
        certainty = _loses_fraction(array) if is_mean else _wraps(array)
        if certainty is None:
            return
        if event.result.shape.rank != 0:
            certainty = Certainty.LIKELY  # one line may be unlike the others
        what = f"{event.call} of {array.described}"
        if is_mean:
            what += (
                " is an integer: its fraction is lost; write tf.cast(..., tf.float32) around what "
                "is averaged"
            )
        else:
            what += (
                f" is {array.dtype}, too: what is larger wraps; write tf.cast(..., tf.int64) "
                "around what is summed"
            )
        yield self.finding(event, what, array.origins.dtype, certainty)


def _loses_fraction(array: Array) -> Certainty | None:
    """Whether the mean of the elements is no integer: surely so between two neighbours."""
    facts = array.facts
    if not array.dtype.is_one_of(INTEGERS) or facts.low == facts.high:
        return None
    between = facts.reached and facts.high - facts.low == 1
    return Certainty.CERTAIN if between else Certainty.LIKELY


def _wraps(array: Array) -> Certainty | None:
    """Whether the sum of the elements is more than the dtype holds."""
    sizes, facts = array.shape.numbers, array.facts
    if not array.dtype.is_one_of(NARROW) or sizes is None:
        return None
    greatest = max(integer_limits(name)[1] for name in array.dtype.names)
    if facts.low * prod(sizes) > greatest:
        return Certainty.CERTAIN
    largest = facts.high if isfinite(facts.high) else greatest
    return Certainty.LIKELY if largest * prod(sizes) > greatest else None
