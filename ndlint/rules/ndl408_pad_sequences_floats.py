"""NDL408."""

from collections.abc import Iterator

from ndlint.events import Contract, Preparation, Prepared, Refused
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.repair import Argument, Place, Repair, SetArgument
from ndlint.rules.base import Example, Rule
from ndlint.values.dtype import FLOATS, INTEGERS
from ndlint.values.facts import Truth

DTYPE = Argument(("dtype",), 2)


class PadSequencesFloats(Rule):
    """`pad_sequences` makes integers of floating-point numbers.

    ## What it does
    Finds `pad_sequences` of sequences with fractions, where no `dtype` is given, or one of
    integers; and of texts or None, of which it can make no integers.

    ## Why is this bad
    The default dtype is int32, for ids of words. Nothing raises where the numbers have fractions:
    these are cut off. A text raises ValueError ("invalid literal for int()").

    ## Example
    ```python
    rows = keras.utils.pad_sequences([[0.2, 1.5], [0.9]])
    ```

    ## Use instead
    ```python
    rows = keras.utils.pad_sequences([[0.2, 1.5], [0.9]], dtype="float32")
    ```

    ## Fix safety
    Unsafe: the rows become floating-point numbers.
    """

    code = "NDL408"
    name = "pad-sequences-floats"
    effect = Effect.SILENT

    _START = "import numpy as np\nfrom tensorflow import keras\npad = keras.utils.pad_sequences\n"
    bad = [
        Example(
            _START + "r = keras.utils.pad_sequences([[0.2, 1.5], [0.9]])\n",
            shows="r.tolist() == [[0, 1], [0, 0]]",
        ),
        Example(
            _START + "from tensorflow.keras.preprocessing.sequence import pad_sequences\n"
            "r = pad_sequences([np.array([0.5]), np.array([1.5, 2.0])], 2, 'int64')\n",
            shows="r.tolist() == [[0, 0], [1, 2]]",
        ),
        Example(
            _START + "steps = [np.random.rand(n, 2) for n in (3, 4, 5)]\nr = pad(steps)\n",
            shows="not r.any()",
        ),
        Example(
            _START + "r = pad([['a', 'b'], ['c']])\n",
            raises="ValueError: invalid literal for int()",
            has_fix=False,
        ),
    ]
    good = [
        Example(_START + "r = pad([[0.2, 1.5], [0.9]], dtype='float32')\n"),
        Example(_START + "r = pad([[1.0, 2.0], [3.0]], 2, 'int64')\n"),
        Example(
            _START + "steps = [np.random.rand(n, 2) for n in (3, 4, 5)]\n"
            "r = pad(steps, dtype='float32')\n"
        ),
        Example(_START + "r = pad([['a', 'b'], ['c']], dtype=object, value='')\n"),
        Example(_START + "r = pad([['1', '2'], ['3']])\n"),
        Example(_START + "r = pad([[1, 2], [3]])\n"),
    ]

    def on_prepared(self, event: Prepared) -> Iterator[Finding]:
        """Numbers with fractions that are padded as integers."""
        dtype, data = event.dtype, event.data
        if event.step is not Preparation.PADDED or dtype is None or not dtype.is_one_of(INTEGERS):
            return
        if not data.dtype.is_one_of(FLOATS) or data.facts.fractions is Truth.NO:
            return
        yield self.finding(
            event,
            f"{event.call} makes {dtype} of sequences of {data.dtype}, and their fractions are cut "
            'off; write dtype="float32"',
            data.origins.dtype,
            Certainty.CERTAIN if data.facts.fractions is Truth.YES else Certainty.UNPROVEN,
            repairs=[
                Repair(
                    'pad them with dtype="float32"',
                    (SetArgument(Place(event.site), DTYPE, '"float32"'),),
                )
            ],
        )

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """An element of which no integer can be made."""
        if event.contract is Contract.PADDING:
            yield self.finding(
                event,
                f"{event.call}: {event.message}, and the rows are integers: it raises; give "
                "numbers, or dtype=object",
                effect=Effect.CRASH,
            )
