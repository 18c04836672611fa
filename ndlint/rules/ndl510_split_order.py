"""NDL510."""

import re
from collections.abc import Iterator

from msgspec import Struct

from ndlint.events import Matched, Unpacked
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.repair import Item, Place, Repair, Rewrite
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array, Split
from ndlint.values.base import Unknown, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim, differ, same
from ndlint.values.frame import Column, Frame, split_of

TRAIN, TEST = "train", "test"
SIDES = {
    **dict.fromkeys(("train", "training", "trn", "tr"), TRAIN),
    **dict.fromkeys(
        ("test", "testing", "tst", "te", "validation", "valid", "val", "dev"), TEST
    ),
}  # fmt: skip
"""What a name says of the side that it holds."""
JOINED = re.compile(rf"(.*?)({'|'.join(sorted(SIDES, key=len, reverse=True))})")
"""A name whose parts are written together: "xtrain"."""

RETURNS = "returns both sides of the first array, then those of the next"
USUAL = ("x_train", "x_test", "y_train", "y_test")


class Named(Struct, frozen=True):
    """What a name says that it holds: which array, and which side of it."""

    array: str
    side: str


class SplitOrder(Rule):
    """What `train_test_split` returns is unpacked in the wrong order.

    ## What it does
    Finds names that say another thing than what they get, and a model that is given the two sides
    of one array as x and y.

    ## Why is this bad
    Both sides of the first array come first, then those of the next. If x_train, y_train stand
    first, the labels are rows of x: in `fit`, "Data cardinality is ambiguous"; or, where both sides
    are as large, nothing raises, and the model learns nonsense.

    ## Example
    ```python
    x_train, y_train, x_test, y_test = train_test_split(x, y)
    ```

    ## Use instead
    ```python
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    ```

    ## Fix safety
    Unsafe: the names get other values.
    """

    code = "NDL510"
    name = "split-order"
    effect = Effect.SILENT
    explained_by = frozenset({"NDL510"})

    _START = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "from sklearn.model_selection import train_test_split\n"
        "x, y = np.zeros((8, 4), 'float32'), np.ones((8, 4), 'float32')\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4)])\n"
        "model.compile('sgd', 'mse')\n"
    )
    _FIT = "model.fit(x_train, y_train, verbose=0)\n"
    _AMBIGUOUS = "Data cardinality is ambiguous"
    bad = [
        Example(
            _START + "x_train, y_train, x_test, y_test = train_test_split(x, y)\n",
            shows="not y_train.any()",
        ),
        Example(
            _START + "x_train, y_train, x_test, y_test = train_test_split(x, y)\n" + _FIT,
            raises=_AMBIGUOUS,
        ),
        Example(
            _START + "x_train, y_train, x_test, y_test = train_test_split(x, y, test_size=0.5)\n"
            + _FIT,
            shows="not y_train.any()",
        ),
        Example(
            _START + "X_train, X_test, y_test, y_train = train_test_split(x, y)\n"
            "model.fit(X_train, y_train, verbose=0)\n",
            raises=_AMBIGUOUS,
        ),
        Example(
            _START + "y_train, y_test, x_train, x_test = train_test_split(x, y)\n",
            shows="not y_train.any()",
        ),
    ]  # fmt: skip
    good = [
        Example(_START + "x_train, x_test, y_train, y_test = train_test_split(x, y)\n"),
        Example(_START + "x_train, x_test, y_train, y_test = train_test_split(x, y)\n" + _FIT),
        Example(
            _START + "x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.5)\n"
            + _FIT
        ),
        Example(
            _START + "X_train, X_test, y_train, y_test = train_test_split(x, y)\n"
            "model.fit(X_train, y_train, verbose=0)\n"
        ),
        Example(_START + "x_train, x_test, y_train, y_test = train_test_split(x, y)\n"),
        Example(_START + "a, b, c, d = train_test_split(x, y)\nmodel.fit(a, c, verbose=0)\n"),
        Example(
            _START + "x_test, x_train, y_test, y_train = train_test_split(x, y, test_size=0.75)\n"
            + _FIT
        ),
        Example(_START + "x_train, x_test = train_test_split(x)\nmodel.fit(x_train, x_train)\n"),
    ]  # fmt: skip

    def __init__(self) -> None:
        self._sides: dict[int, Split] = {}
        """The side that an unknown value is, by its key."""

    def on_unpacked(self, event: Unpacked) -> Iterator[Finding]:
        """Names that tell of another order."""
        for part, side in zip(event.parts, event.sides, strict=True):
            if isinstance(part, Unknown) and part.key is not None:
                self._sides[part.key] = side
        for side in event.sides[:1]:
            wanted = _right_order(side)
            if wanted is not None and wanted != side.names:
                yield self.finding(
                    event,
                    f"{', '.join(side.names)} do not hold what they say: {event.call} {RETURNS}, "
                    f"write {', '.join(wanted)}",
                    certainty=Certainty.LIKELY,
                    repairs=_reorder(side, wanted),
                )

    def on_matched(self, event: Matched) -> Iterator[Finding]:
        """Rows of one side with labels of the other."""
        rows, labels = self._side(event.rows), self._side(event.labels)
        if rows is None or labels is None or rows.at != labels.at:
            return
        wanted = _right_order(rows)
        is_wrong = wanted is not None and wanted != rows.names
        if rows.is_test == labels.is_test or not (is_wrong or rows.argument == labels.argument):
            return
        first, second = _length(event.rows), _length(event.labels)
        differs, is_same = differ(first, second), same(first, second)
        raises = not event.is_cut_off and (differs or (rows.is_uneven and not is_same))
        what = "x and y" if event.are_inputs else "predictions and labels"
        end = "it raises" if raises else "they are of other samples"
        yield self.finding(
            event,
            f"{what} of {event.call} are {_told(rows)} and {_told(labels)}: {end}; "
            f"train_test_split {RETURNS}, write {', '.join(wanted or USUAL)}",
            rows.at,
            Certainty.CERTAIN if differs or is_same else Certainty.LIKELY,
            Effect.CRASH if raises else Effect.SILENT,
            repairs=_reorder(rows, wanted or ()),
        )

    def _side(self, value: Value) -> Split | None:
        if isinstance(value, Unknown):
            return None if value.key is None else self._sides.get(value.key)
        return split_of(value)


def _told(split: Split) -> str:
    given = split.given[split.argument] if split.argument < len(split.given) else ""
    side = "test" if split.is_test else "training"
    return f"the {side} side of {given or f'array {split.argument + 1}'}"


def _reorder(split: Split, names: tuple[str, ...]) -> tuple[Repair, ...]:
    """The names in the right order."""
    if split.target is None or not names:
        return ()
    place = Place(split.target)
    changes = tuple(Rewrite(place.part(Item(i)), name) for i, name in enumerate(names))
    return (Repair("unpack in the order in which it is returned", changes),)


def _length(value: Value) -> Dim:
    if isinstance(value, Frame | Column):
        return value.rows
    return value.shape.axis(0) if isinstance(value, Array) else UNKNOWN_DIM


def _right_order(split: Split) -> tuple[str, ...] | None:
    """The names in the order in which the sides are returned; None: they do not tell."""
    names, given = split.names, split.given
    said = [_named(name) for name in names]
    known = {named: name for named, name in zip(said, names, strict=True) if named is not None}
    arrays = [*dict.fromkeys(named.array for named in known)]
    if len(known) != len(names) or len(names) != 2 * len(arrays) or len(given) != len(arrays):
        return None
    own = [name.rpartition(".")[2].lower() for name in given]
    if sorted(own) == sorted(arrays):
        arrays = own
    # Who calls the greater side the one for tests means it so.
    is_turned = all(named is not None and named.side == TEST for named in said[::2])
    sides = (TEST, TRAIN) if is_turned else (TRAIN, TEST)
    wanted = [known.get(Named(array, side)) for array in arrays for side in sides]
    found = tuple(name for name in wanted if name is not None)
    return found if len(found) == len(names) else None


def _named(name: str) -> Named | None:
    """What a name says: "x_train", "train_labels", "xTest"."""
    parts = name.rpartition(".")[2].lower().strip("_").split("_")
    sides = [part for part in parts if part in SIDES]
    if len(sides) == 1 and len(parts) > 1:
        return Named("_".join(part for part in parts if part not in SIDES), SIDES[sides[0]])
    joined = JOINED.fullmatch("".join(parts))
    return Named(joined[1], SIDES[joined[2]]) if joined and joined[1] else None
