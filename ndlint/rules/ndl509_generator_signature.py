"""NDL509."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused, Yielded
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule


class GeneratorSignature(Rule):
    """What a generator yields does not fit what `from_generator` is told of it.

    ## What it does
    Finds `tf.data.Dataset.from_generator` without `output_signature` and `output_types`, with a
    list where a tuple belongs, and generators of the program that yield another shape, another
    structure, or numbers that the integers of the signature do not hold.

    ## Why is this bad
    Without a signature it raises TypeError. An element that does not fit raises
    InvalidArgumentError when it is taken, "`generator` yielded an element that did not match the
    expected structure": a list is no tuple. Numbers are cast without a word: 1.7 becomes 1.

    ## Example
    ```python
    def samples():
        for row in np.random.rand(8, 4):
            yield row


    data = tf.data.Dataset.from_generator(
        samples, output_signature=tf.Tensortf.TensorSpec((4,), tf.int32)
    )
    ```

    ## Use instead
    ```python
    def samples():
        for row in np.random.rand(8, 4):
            yield row


    data = tf.data.Dataset.from_generator(
        samples, output_signature=tf.Tensortf.TensorSpec((4,), tf.float32)
    )
    ```

    ## Fix safety
    No fix: whether the generator or the signature is wrong is the author's to know.
    """

    code = "NDL509"
    name = "generator-signature"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nimport tensorflow as tf\n"
        "def pairs():\n    for i in range(3):\n        yield np.full(4, i + 0.5), 1.0\n"
        "def lists():\n    for i in range(3):\n        yield [np.full(4, i), 1.0]\n"
        "def rows():\n    for i in range(3):\n        yield np.full(4, 1.5)\n"
    )
    _TAKE = "first = next(iter(data))\n"
    _MADE = _START + "data = tf.data.Dataset.from_generator"
    _PAIR = "(tf.TensorSpec((4,)), tf.TensorSpec(()))"
    bad = [
        Example(_MADE + "(rows)\n", raises="either the `output_signature` argument or"),
        Example(
            _MADE + "(rows, output_signature=[tf.TensorSpec((4,))])\n",
            raises="subclass of `tf.TypeSpec` but found <class 'list'>",
        ),
        Example(
            _MADE + "(rows, output_signature=tf.TensorSpec((3,)))\n" + _TAKE,
            raises="yielded an element of shape (4,) where an element of shape (3,) was expected",
        ),
        Example(
            _MADE + "(pairs, (tf.float32, tf.float32), ((None, 1), ()))\n" + _TAKE,
            raises="yielded an element of shape (4,) where an element of shape (None, 1)",
        ),
        Example(
            _MADE + f"(lists, output_signature={_PAIR})\n" + _TAKE,
            raises="did not match the expected structure",
        ),
        Example(
            _MADE + f"(rows, output_signature={_PAIR})\n" + _TAKE,
            raises="did not match the expected structure",
        ),
        Example(
            _MADE + "(pairs, output_types=(tf.float32,) * 3)\n" + _TAKE,
            raises="did not match the expected structure",
        ),
        Example(
            _MADE + "(rows, output_signature=tf.TensorSpec((4,), tf.int32))\n" + _TAKE,
            shows="first.numpy().tolist() == [1, 1, 1, 1]",
        ),
    ]
    good = [
        Example(_MADE + "(rows, tf.float32)\n" + _TAKE),
        Example(_MADE + f"(pairs, output_signature={_PAIR})\n" + _TAKE),
        Example(_MADE + "(rows, output_signature=tf.TensorSpec((4,)))\n" + _TAKE),
        Example(_MADE + "(pairs, (tf.float32, tf.float32), ((None,), ()))\n" + _TAKE),
        Example(_MADE + "(lambda: ([i, i] for i in range(3)), tf.float32)\n" + _TAKE),
        Example(_MADE + "(rows, output_signature=tf.TensorSpec(None))\n" + _TAKE),
        Example(_MADE + "(pairs, output_types=(tf.float32,) * 2)\n" + _TAKE),
        Example(_MADE + "(rows, output_signature=tf.TensorSpec((4,), tf.float64))\n" + _TAKE),
        Example(
            "import tensorflow as tf\ndef counts(n):\n    for i in range(n):\n        yield i\n\n"
            "data = tf.data.Dataset.from_generator(counts, tf.uint8, (), args=(3,))\n" + _TAKE
        ),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A signature that is none."""
        if event.contract is Contract.SIGNATURE:
            yield self.finding(event, f"{event.call}: {event.message}, and it raises")

    def on_yielded(self, event: Yielded) -> Iterator[Finding]:
        """What does not fit. It does so when it is taken, if it is."""
        unfit = event.unfit
        if unfit is not None:
            ending = ": it raises when an element is taken" if unfit.raises else ""
            yield self.finding(
                event,
                f"{event.call}: the generator yields {unfit.told}{ending}",
                certainty=Certainty.LIKELY,
                effect=Effect.CRASH if unfit.raises else Effect.SILENT,
            )
