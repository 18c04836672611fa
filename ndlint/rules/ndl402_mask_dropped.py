"""NDL402."""

from collections.abc import Iterator

from ndlint.events import Arithmetic, Conversion, Event, Feed
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.calls import place_of_converted, place_of_fed, place_of_operand
from ndlint.fixes.repair import Place, rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array, Kind
from ndlint.values.base import Value
from ndlint.values.facts import Truth

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})


class MaskDropped(Rule):
    """A masked array reaches TensorFlow, which ignores its mask.

    ## What it does
    Finds NumPy masked arrays that become a tensor or are given to a model.

    ## Why is this bad
    TensorFlow reads the data below the mask: the values that were to be hidden, often -999
    or NaN, take part in everything. Nothing raises.

    ## Example
    ```python
    x = np.ma.masked_equal([1.0, -999.0], -999.0)
    t = tf.convert_to_tensor(x)
    ```

    ## Use instead
    ```python
    x = np.ma.masked_equal([1.0, -999.0], -999.0)
    t = tf.convert_to_tensor(x.filled(0))
    ```

    ## Fix safety
    Unsafe: what stands for a hidden value is the author's to know.
    """

    code = "NDL402"
    name = "mask-dropped"
    effect = Effect.SILENT

    _START = "import numpy as np\nimport tensorflow as tf\n"
    _X = "x = np.ma.array([1.0, -999.0], mask=[False, True])\n"
    _MODEL = (
        "from tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, "
        "kernel_initializer='ones')])\n"
    )
    bad = [
        Example(
            _START + _X + "t = tf.convert_to_tensor(x, dtype=tf.float32)\n",
            shows="float(t[1]) == -999.0",
        ),
        Example(
            _START
            + _MODEL
            + _X.replace("[1.0, -999.0]", "[[1.0, -999.0]]").replace(
                "[False, True]", "[[False, True]]"
            )
            + "out = model.predict(x.astype('float32'), verbose=0)\n",
            shows="float(out[0, 0]) == -998.0",
        ),
    ]
    good = [
        Example(_START + _X + "t = tf.convert_to_tensor(x.filled(0), dtype=tf.float32)\n"),
        Example(
            _START + _MODEL + "x = np.ma.array([[1.0, -999.0]], mask=[[False, True]])\n"
            "out = model.predict(x.filled(0).astype('float32'), verbose=0)\n"
        ),
        Example(_START + _X + "t = x >= tf.zeros(2, tf.float64)\nassert t.mask[1]\n"),
    ]

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """A masked array that becomes a tensor."""
        yield from self._judge(event, f"{event.call} of", event.value, place_of_converted(event))

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """A masked array that is given to a model."""
        for fed in event.inputs:
            what = f"{fed.role} of {event.call} is"
            yield from self._judge(event, what, fed.value, place_of_fed(event, fed))

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """A masked array that meets a tensor, where TensorFlow computes."""
        # `masked >= tensor` is NumPy's: its result is masked, too.
        numpy_compares = event.call in COMPARISONS
        for index, value in enumerate(event.operands):
            if index or not numpy_compares:
                place = place_of_operand(event, index)
                yield from self._judge(event, f"{event.call} of", value, place)

    def _judge(
        self, event: Event, what: str, value: Value, place: Place | None
    ) -> Iterator[Finding]:
        if not isinstance(value, Array) or value.kind is not Kind.MASKED:
            return
        if value.masked is Truth.NO:
            return
        yield self.finding(
            event,
            f"{what} {value.described}: TensorFlow ignores the mask and the hidden values "
            "go in; write .filled(…) with a value that may stand for them",
            value.origins.facts,
            Certainty.CERTAIN if value.masked is Truth.YES else Certainty.LIKELY,
            repairs=rewrites("fill what is masked with 0", place, "{}.filled(0)"),
        )
