"""NDL507."""

from collections.abc import Iterator

from ndlint.events import Parted
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.base import UNKNOWN, Int, Unknown, Value
from ndlint.values.dimension import Dim, same
from ndlint.values.trace import Step


class SplitAfterShuffle(Rule):
    """A data set is split into parts after it was shuffled anew for each of them.

    ## What it does
    Finds `take` and `skip` of one data set that `shuffle` mixes anew in every iteration, as it does
    by default, and as `image_dataset_from_directory` and its like do. `cache`, and
    `reshuffle_each_iteration=False`, keep the order.

    ## Why is this bad
    Each part is taken from another order, so that about as many samples of the one are in the other
    as if they were drawn at random: the validation data is trained on. A seed does not help.

    ## Example
    ```python
    data = data.shuffle(1000)
    train, val = data.take(800), data.skip(800)
    ```

    ## Use instead
    ```python
    data = data.shuffle(1000, reshuffle_each_iteration=False)
    train, val = data.take(800), data.skip(800)
    ```

    ## Fix safety
    No fix: whether to split first, or to keep the order, is the author's to choose.
    """

    code = "NDL507"
    name = "split-after-shuffle"
    effect = Effect.SILENT

    _START = "import tensorflow as tf\ndata = tf.data.Dataset.range(100)\n"
    _SPLIT = "train, val = data.take(50), data.skip(50)\n"
    _BOTH = "{int(n) for n in train} & {int(n) for n in val}"
    bad = [
        Example(_START + "data = data.shuffle(100)\n" + _SPLIT, shows=_BOTH),
        Example(_START + "data = data.shuffle(100, seed=1)\n" + _SPLIT, shows=_BOTH),
        Example(
            _START
            + "data = data.shuffle(100, reshuffle_each_iteration=True).map(lambda n: 2 * n)\n"
            "size = len(data) // 2\nval = data.skip(size)\ntrain = data.take(size)\n",
            shows=_BOTH,
        ),
        Example(
            _START + "data = data.shuffle(100)\nhalf = int(0.5 * 100)\n"
            "train = data.take(half).batch(5).unbatch()\nval = data.skip(half).take(20)\n",
            shows=_BOTH,
        ),
    ]
    good = [
        Example(_START + "data = data.shuffle(100, reshuffle_each_iteration=False)\n" + _SPLIT),
        Example(
            _START + "data = data.shuffle(100, seed=1, reshuffle_each_iteration=False)\n" + _SPLIT
        ),
        Example(_START + _SPLIT + "train = train.shuffle(50)\n"),
        Example(_START + _SPLIT + "data = data.shuffle(100).take(50)\n"),
        Example(
            _START + "def shuffled(data):\n    return data.shuffle(100)\n\n"
            "train = shuffled(data.take(50)).take(50)\nval = shuffled(data.skip(50)).skip(50)\n"
        ),
        Example(_START + "data = data.shuffle(1)\n" + _SPLIT),
        Example(
            _START + "data = data.shuffle(100)\nfor n in data.take(1):\n    print(n)\n"
            "rest = data.skip(2)\n"
        ),
        Example(
            _START + "data = data.shuffle(100)\nhead, rest = data.take(60), data.skip(20)\n"
            "middle = data.skip(20).take(20)\n"
        ),
        Example(_START + "data = data.shuffle(100)\npart = data.take(8), data.batch(2).skip(8)\n"),
    ]

    def __init__(self) -> None:
        self._parts: dict[int, list[Parted]] = {}
        """What was taken of each data set that is mixed."""

    def on_parted(self, event: Parted) -> Iterator[Finding]:
        """The second of two parts that are to have nothing in common."""
        data = event.dataset
        if not data.is_mixed or not data.mix:
            return
        earlier = self._parts.setdefault(data.mix, [])
        for other in earlier:
            is_same = _is_same(event.count, other.count)
            is_split = other.are_skipped != event.are_skipped and _form(other) == _form(event)
            if is_split and is_same is not False:
                yield self.finding(
                    event,
                    f"{event.call} and {other.call} see two orders: the data set is shuffled anew "
                    "whenever it is gone through, and both hold some of the same; write "
                    "shuffle(…, reshuffle_each_iteration=False)",
                    (*data.mixed_at, Step(other.site, f"the other part by {other.call}")),
                    Certainty.CERTAIN if is_same else Certainty.LIKELY,
                )
                break
        earlier.append(event)


def _form(event: Parted) -> tuple[Dim, int | None]:
    """What must be equal for a number of elements to mean the same."""
    return event.dataset.cardinality, event.dataset.batches


def _is_same(a: Value, b: Value) -> bool | None:
    """Whether as much is skipped as is taken; None: it may be."""
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return (a == b and a != UNKNOWN) or None
    if isinstance(a, Int) and isinstance(b, Int):
        return _is_same_size(a.size, b.size)
    return None


def _is_same_size(a: Dim, b: Dim) -> bool | None:
    if same(a, b):
        return a != 0 and b != 0
    return False if isinstance(a, int) or isinstance(b, int) else None
