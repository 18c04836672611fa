"""`train_test_split`: the same samples of each array go to the same side.

Source: scikit-learn 1.9, `model_selection/_split.py`, `_validate_shuffle_split`.
"""

from math import ceil, floor

from msgspec import Struct
from msgspec.structs import replace

from ndlint.knowledge.registry import models
from ndlint.knowledge.sklearn.tables import check_lengths
from ndlint.values.array import Array, Kind, Split
from ndlint.values.base import NOTHING, UNKNOWN, Float, Int, List, Value
from ndlint.values.dimension import UNKNOWN_DIM, Affine, Dim, add, derived, render
from ndlint.values.frame import Column, Frame
from ndlint.values.likely import made_of
from ndlint.values.shape import Shape

SPLITS = (
    "sklearn.model_selection.train_test_split",
    "sklearn.cross_validation.train_test_split",
)
HALF = 0.5
QUARTER = Float(0.25)


class Sizes(Struct, frozen=True):
    """How many samples are for training and for tests."""

    train: Dim = UNKNOWN_DIM
    test: Dim = UNKNOWN_DIM


@models(*SPLITS)
def train_test_split(
    *arrays: Value,
    test_size: Value = NOTHING,
    train_size: Value = NOTHING,
    random_state: Value = UNKNOWN,
    shuffle: Value = UNKNOWN,
    stratify: Value = UNKNOWN,
) -> Value:
    """Each array twice: the samples for training, then those for tests.

    Raises: ValueError for arrays that do not hold as many samples.
    """
    check_lengths(**{f"array {n}": array for n, array in enumerate(arrays, start=1)})
    sizes = split_sizes(_samples(arrays), test_size, train_size)
    uneven = is_uneven(test_size, train_size)
    parts: list[Value] = []
    for number, array in enumerate(arrays):
        for is_test, count in ((False, sizes.train), (True, sizes.test)):
            split = Split(number, is_test, uneven)
            parts.append(marked(_part(array, count), split))
    return List(tuple(parts))


def is_uneven(test_size: Value, train_size: Value = NOTHING) -> bool:
    """Whether one side certainly gets a greater share."""
    share = train_size if test_size == NOTHING else test_size
    if share == NOTHING:
        return True
    return isinstance(share, Float) and share.number not in (None, HALF)


def marked(part: Value, split: Split) -> Value:
    """A part of an array, with the side that it is."""
    match part:
        case Array(origins=origins):
            return part.with_origins(replace(origins, split=split))
        case Column(array):
            return replace(part, array=marked(array, split))
        case Frame(rows=rows):
            columns = [marked(column, split) for column in part.parts]
            return part.with_parts([c for c in columns if isinstance(c, Column)], rows)
    return part


def _samples(arrays: tuple[Value, ...]) -> Dim:
    """The common length: where the arrays differ in it, scikit-learn raises."""
    found = [a.shape.axis(0) for a in arrays if isinstance(a, Array) and a.shape.rank]
    found += [a.rows for a in arrays if isinstance(a, Frame | Column)]
    found += [len(a.items) for a in arrays if isinstance(a, List) and a.items is not None]
    exact = [n for n in found if isinstance(n, int)]
    symbolic = [n for n in found if isinstance(n, Affine)]
    return (exact or symbolic or [UNKNOWN_DIM])[0]


def _part(array: Value, count: Dim) -> Value:
    """Some of the samples."""
    if isinstance(array, List):
        return List(None)
    if isinstance(array, Frame | Column):
        return array.of(count)
    if not isinstance(array, Array) or array.kind is not Kind.NDARRAY:
        return UNKNOWN
    shape = array.shape
    known = Shape((count, *shape.dims[1:])) if shape.rank else Shape(shape.dims[1:], False)
    return replace(array, shape=known, facts=array.facts.of_places(known.size, shape.size))


def split_sizes(samples: Dim, test_size: Value, train_size: Value) -> Sizes:
    """How many of the samples go where: shares of them, or numbers of their own."""
    if test_size == NOTHING and train_size == NOTHING:
        test_size = QUARTER
    test = _size(samples, test_size, rounds_up=True)
    train = _size(samples, train_size, rounds_up=False)
    if train_size == NOTHING:
        return Sizes(_rest(samples, test_size, test, rounds_up=True), test)
    if test_size == NOTHING:
        return Sizes(train, _rest(samples, train_size, train, rounds_up=False))
    return Sizes(train, test)


def _size(samples: Dim, asked: Value, rounds_up: bool) -> Dim:
    """A number as it is, a share rounded up for tests and down for training."""
    if isinstance(asked, Int):
        return asked.size
    if not isinstance(asked, Float) or asked.number is None or not 0 < asked.number < 1:
        return UNKNOWN_DIM
    share = asked.number
    if isinstance(samples, int):
        count = ceil(share * samples) if rounds_up else floor(share * samples)
        return made_of(count, share, samples)
    if not isinstance(samples, Affine):
        return UNKNOWN_DIM
    name = "ceil" if rounds_up else "floor"
    way = (rounds_up, *share.as_integer_ratio())
    return derived(samples, way, f"{name}({share} * {render(samples)})")


def _rest(samples: Dim, asked: Value, taken: Dim, rounds_up: bool) -> Dim:
    """What is left of the samples."""
    if isinstance(asked, Float) and isinstance(samples, Affine) and asked.number is not None:
        tag = (2 + rounds_up, *asked.number.as_integer_ratio())
        return derived(samples, tag, f"the rest of {render(samples)}")
    return add(samples, taken, -1)
