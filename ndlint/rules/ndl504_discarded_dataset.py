"""NDL504."""

from collections.abc import Iterator

from ndlint.events import Discarded
from ndlint.findings import Effect, Finding
from ndlint.fixes.repair import Place, rewrites
from ndlint.rules.base import Example, Rule

CHANGING = frozenset({
    "apply", "batch", "bucket_by_sequence_length", "concatenate", "enumerate", "filter", "flat_map",
    "interleave", "map", "padded_batch", "ragged_batch", "rebatch", "rejection_resample", "repeat",
    "scan", "shard", "shuffle", "skip", "take", "take_while", "unbatch", "unique", "window",
})  # fmt: skip
"""Methods whose result has other elements, or gives them in another order."""
KEEPING = frozenset({"cache", "prefetch", "with_options"})
"""Methods whose result only gives them in another way."""


class DiscardedDataset(Rule):
    """What a method of a data set returns is dropped.

    ## What it does
    Finds statements like `data.batch(32)` or `data.shuffle(1000)` that are nothing but the call of
    a method of a `tf.data.Dataset`.

    ## Why is this bad
    A data set does not change: each method returns another one. Nothing raises here, and the
    program goes on with data that is not batched, not shuffled, not mapped.

    ## Example
    ```python
    data = tf.data.Dataset.from_tensor_slices((x, y))
    data.batch(32)
    ```

    ## Use instead
    ```python
    data = tf.data.Dataset.from_tensor_slices((x, y))
    data = data.batch(32)
    ```

    ## Fix safety
    Unsafe: from there on the program works with other data.
    """

    code = "NDL504"
    name = "discarded-dataset"
    effect = Effect.SILENT

    _START = (
        "import numpy as np\nimport tensorflow as tf\n"
        "data = tf.data.Dataset.from_tensor_slices(np.arange(8))\n"
    )
    bad = [
        Example(_START + "data.batch(4)\n", shows="data.element_spec.shape.rank == 0"),
        Example(
            _START + "data.shuffle(8, seed=1)\n", shows="[int(n) for n in data] == list(range(8))"
        ),
        Example(
            _START + "def double(n):\n    return 2 * n\n\ndata.map(double).take(4)\n",
            shows="[int(n) for n in data] == list(range(8))",
        ),
        Example(_START + "for size in (2, 3):\n    data.repeat(size)\n", shows="len(data) == 8"),
        Example(_START + "data.prefetch(1)\n", shows="'Prefetch' not in type(data).__name__"),
    ]
    good = [
        Example(_START + "data = data.batch(4)\n"),
        Example(_START + "data = data.shuffle(8, seed=1)\n"),
        Example(_START + "data = data.map(lambda n: 2 * n).take(4)\n"),
        Example(_START + "data = data.repeat(2)\n"),
        Example(_START + "data = data.prefetch(1)\n"),
        Example(_START + "data.cardinality()\n"),
        Example(_START + "def batched():\n    return data.batch(4)\n\nbatched()\n"),
        Example(_START + "tf.data.Dataset.range(3).batch(2)\n"),
        Example(_START + "try:\n    data.batch(4)\nexcept ValueError:\n    pass\n"),
    ]

    def on_discarded(self, event: Discarded) -> Iterator[Finding]:
        """A method that is called for nothing."""
        if event.method not in CHANGING | KEEPING:
            return
        yield self.finding(
            event,
            f"{event.call} changes nothing: it returns another data set, which is dropped; "
            f"write {event.owner} = {event.call}(…)",
            effect=Effect.COST if event.method in KEEPING else None,
            repairs=rewrites(
                "go on with what it returns", Place(event.site), f"{event.owner} = {{}}"
            ),
        )
