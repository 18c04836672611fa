"""NDL405."""

from collections.abc import Iterator

from ndlint import events
from ndlint.events import Computed, Contract, Conversion, Event, Refused
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import Value
from ndlint.values.conversion import as_array
from ndlint.values.dtype import FLOATS, INTEGERS
from ndlint.values.facts import Facts, Truth

SCALES = frozenset({255, 256, 65535})
"""By what images are scaled: the greatest number of their integers."""
HIDDEN = "…"
"""What a method's name begins with where its receiver is no plain name."""
ADVICE = 'keep it float, for example with .astype("float32")'


class ScaledToIntegers(Rule):
    """Data is scaled to 0..1 in integers, where nothing is left of it.

    ## What it does
    Finds `x // 255` of an integer array with values up to 255, and numbers from -1 to 1 with
    fractions that become integers: by `.astype("uint8")`, `x[...] = x / 255` into an integer
    array, or `tf.cast`. Also `x /= 255` and other updates in place of an integer array by floats.

    ## Why is this bad
    Nothing raises, and all that lies between the ends becomes 0: the images are black. Only an
    update in place raises UFuncTypeError ("Cannot cast ufunc 'divide' output").

    ## Example
    ```python
    (x, y), _ = tf.keras.datasets.mnist.load_data()
    x = x // 255
    ```

    ## Use instead
    ```python
    (x, y), _ = tf.keras.datasets.mnist.load_data()
    x = x / 255
    ```

    ## Fix safety
    There is no fix: which of the steps is wrong is the author's to know.
    """

    code = "NDL405"
    name = "scaled-to-integers"
    effect = Effect.SILENT

    _START = "import numpy as np\nimport tensorflow as tf\nx = np.array([0, 100, 250], np.uint8)\n"
    bad = [
        Example(_START + "r = x // 255\n", shows="r.tolist() == [0, 0, 0]"),
        Example(_START + "r = np.array([200], np.uint8) // 255\n", shows="r.tolist() == [0]"),
        Example(_START + "r = (x / 255).astype('uint8')\n", shows="r.tolist() == [0, 0, 0]"),
        Example(_START + "x[:] = x / 255\n", shows="x.tolist() == [0, 0, 0]"),
        Example(
            _START + "r = tf.cast(x / 255, tf.int32)\n", shows="np.array(r).tolist() == [0, 0, 0]"
        ),
        Example(_START + "x /= 255\n", raises="Cannot cast ufunc 'divide' output"),
        Example(_START + "x -= x.mean()\n", raises="Cannot cast ufunc 'subtract' output"),
    ]
    good = [
        Example(_START + "r = x / 255\n"),
        Example(_START + "r = (x / 255).astype('float32')\n"),
        Example(_START + "x = x.astype('float32')\nx[:] = x / 255\n"),
        Example(_START + "r = tf.cast(x / 255, tf.float32)\n"),
        Example(_START + "r = x // 128\n"),
        Example(_START + "r = np.array([0, 255], np.uint8) // 255\n"),
        Example(_START + "r = np.round(x / 255).astype('uint8')\n"),
        Example(_START + "r = (x / 255 > 0.5).astype('uint8')\n"),
        Example(_START + "r = (x / 255 * 10).astype('uint8')\n"),
    ]

    def on_computed(self, event: Computed) -> Iterator[Finding]:
        """NumPy divides integers, or makes integers of floats."""
        if event.operation == "//":
            yield from self._judge_quotient(event)
        elif event.result.dtype.is_one_of(INTEGERS):
            if event.operation == events.CAST and event.result.shape.rank != 0:
                yield from self._judge_cast(event, event.call, event.operands[0])
            elif event.operation == events.STORE:
                what = f"{event.call} to {event.result.dtype}"
                yield from self._judge_cast(event, what, event.operands[1])

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """An array that `tf.cast` makes a tensor of integers."""
        if event.as_is_first and event.dtype is not None and event.dtype.is_one_of(INTEGERS):
            yield from self._judge_cast(event, event.call, event.value)

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """An update in place with results that the array cannot hold."""
        if event.contract is Contract.IN_PLACE:
            array = event.operands[0]
            yield self.finding(
                event,
                f"{event.call}: {event.message}, and NumPy raises; {ADVICE}",
                array.origins.dtype if isinstance(array, Array) else (),
                effect=Effect.CRASH,
            )

    def _judge_quotient(self, event: Computed) -> Iterator[Finding]:
        """`x // 255` of integers that are not much larger than that."""
        array, divisor = event.operands[0], as_array(event.operands[1])
        if not isinstance(array, Array) or array.shape.rank == 0 or divisor is None:
            return
        scale, facts = divisor.facts, array.facts
        if scale.low != scale.high or scale.low not in SCALES or facts.low < 0:
            return
        if facts.high <= scale.low and array.dtype.is_one_of(INTEGERS):
            yield self.finding(
                event,
                f"{event.call} {scale.low:.0f} of {array.described} with numbers from "
                f"{facts.low:.0f} to {facts.high:.0f}: all that is below {scale.low:.0f} "
                f"becomes 0; write / {scale.low:.0f}",
                array.origins.dtype,
                Certainty.CERTAIN if _vanishes(facts, scale.low) else Certainty.UNPROVEN,
            )

    def _judge_cast(self, event: Event, what: str, value: Value) -> Iterator[Finding]:
        """Numbers from -1 to 1 that become integers."""
        array = as_array(value)
        if array is None or not array.dtype.is_one_of(FLOATS) or not array.is_numpy:
            return
        vanishes = array.facts.vanishes
        if vanishes is not Truth.NO:
            low, high = array.facts.ends
            yield self.finding(
                event,
                f"{what.lstrip(HIDDEN)} of {array.described} with numbers from {low:g} to "
                f"{high:g}: all that lies between -1 and 1 becomes 0; {ADVICE}",
                array.origins.dtype,
                Certainty.CERTAIN if vanishes is Truth.YES else Certainty.UNPROVEN,
            )


def _vanishes(facts: Facts, scale: float) -> bool:
    """Whether a number from 1 to below the scale certainly is there, of which 0 is left."""
    return facts.varied or (facts.reached and any(0 < end < scale for end in facts.ends))
