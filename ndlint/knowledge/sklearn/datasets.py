"""Data sets that scikit-learn holds, or makes.

Source: scikit-learn 1.9, `datasets/_base.py`, `datasets/_samples_generator.py`,
`datasets/_california_housing.py`.
"""

from msgspec import Struct

from ndlint.knowledge.binding import as_int, as_number
from ndlint.knowledge.numpy.outcome import natural
from ndlint.knowledge.registry import models
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Dict, Float, Int, Str, Tuple, Value
from ndlint.values.conversion import as_array
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import FLOAT64, INT64, DType
from ndlint.values.facts import FINITE, Facts, between, up_to, whole
from ndlint.values.frame import DEFAULT_INDEX, Column, Frame
from ndlint.values.shape import Shape

DATASETS = "sklearn.datasets"
NO, YES, ONE, TWO = Bool(False), Bool(True), Int(1), Int(2)
FIVE, TEN, TWENTY, HUNDRED = Int(5), Int(10), Int(20), Int(100)
RARELY, DENSE = Float(0.01), Str("dense")
TEXTS = ("target_names", "feature_names", "frame", "DESCR")
LEAST = 10
"""Of so many samples of a class, some keep their label where few are changed."""
FEW = 0.1


class Held(Struct, frozen=True):
    """A data set: samples, features, and the facts of its labels; `pixels` are its features."""

    samples: int
    features: int
    labels: Facts
    dtype: DType = INT64
    pixels: Facts = FINITE


HELD = {
    "load_iris": Held(150, 4, up_to(3)),
    "load_digits": Held(1797, 64, up_to(10), pixels=whole(0, 16)),
    "load_wine": Held(178, 13, up_to(3)),
    "load_breast_cancer": Held(569, 30, up_to(2)),
    "load_diabetes": Held(442, 10, between(25, 346), FLOAT64),
    "fetch_california_housing": Held(20_640, 8, between(0.1, 5.1), FLOAT64),
}


def _register(name: str, held: Held) -> None:
    @models(f"{DATASETS}.{name}")
    def load(
        *arguments: Value, return_X_y: Value = NO, as_frame: Value = NO, **options: Value
    ) -> Value:
        """The features and the labels, or a bunch of them. Shapes: (n, features), (n)."""
        if as_frame not in (NO, YES) or options.keys() & {"n_class"} or arguments:
            return UNKNOWN
        x, y = _arrays(held)
        pair: tuple[Value, Value] = (x, y)
        if as_frame == YES:
            pixels = Array(dtype=FLOAT64, shape=y.shape, facts=held.pixels)
            features = Column(pixels, "", index=DEFAULT_INDEX)
            frame = Frame((), features, held.samples, held.features, True)
            pair = (frame, Column(y, "", index=DEFAULT_INDEX))
        if return_X_y == YES:
            return Tuple(pair)
        return _bunch(name, *pair) if return_X_y == NO else UNKNOWN


def _arrays(held: Held) -> tuple[Array, Array]:
    shape = Shape((held.samples, held.features))
    x = Array(dtype=FLOAT64, shape=shape, facts=held.pixels)
    return x, Array(dtype=held.dtype, shape=Shape((held.samples,)), facts=held.labels)


def _bunch(name: str, x: Value, y: Value) -> Value:
    images = Array(dtype=FLOAT64, shape=Shape((1797, 8, 8)), facts=whole(0, 16))
    known: dict[str, Value] = dict.fromkeys(TEXTS, UNKNOWN) | {"data": x, "target": y}
    if name == "load_digits":
        known["images"] = images
    return Dict(tuple((Str(key), value) for key, value in known.items()), is_bunch=True)


for _name, _held in HELD.items():
    _register(_name, _held)


def _samples(count: Value) -> Dim:
    return natural(count.size) if isinstance(count, Int) else UNKNOWN_DIM


def _pair(count: Value, features: Value, y: Array) -> Value:
    x = Array(dtype=FLOAT64, shape=Shape((_samples(count), _samples(features))), facts=FINITE)
    return Tuple((x, y))


def _classes(count: Value, number: int | None, least: int = 1) -> Array:
    """The labels of as many samples of each class, of which there is at least the least number."""
    samples = _samples(count)
    facts = whole(0, float("inf") if number is None else number - 1)
    if number and isinstance(samples, int) and samples >= least * number:
        facts = up_to(number)
    return Array(dtype=INT64, shape=Shape((samples,)), facts=facts)


@models(f"{DATASETS}.make_classification")
def make_classification(
    n_samples: Value = HUNDRED,
    n_features: Value = TWENTY,
    *,
    n_classes: Value = TWO,
    weights: Value = NOTHING,
    flip_y: Value = RARELY,
    return_X_y: Value = YES,
    **options: Value,
) -> Value:
    """Features and class ids. Shapes: (n, features), (n)."""
    if return_X_y != YES:
        return UNKNOWN
    flipped = as_number(flip_y)
    is_even = weights == NOTHING and flipped is not None and flipped <= FEW
    y = _classes(n_samples, as_int(n_classes), LEAST)
    if not is_even:
        y = Array(dtype=INT64, shape=y.shape, facts=y.facts.of_a_part())
    return _pair(n_samples, n_features, y)


@models(f"{DATASETS}.make_blobs")
def make_blobs(
    n_samples: Value = HUNDRED,
    n_features: Value = TWO,
    *,
    centers: Value = NOTHING,
    return_centers: Value = NO,
    **options: Value,
) -> Value:
    """Features and class ids. Shapes: (n, features), (n)."""
    if return_centers != NO or not isinstance(n_samples, Int):
        return UNKNOWN
    if centers == NOTHING or isinstance(centers, Int):
        return _pair(n_samples, n_features, _classes(n_samples, as_int(centers) or 3))
    given = as_array(centers)
    if given is None or given.shape.rank != 2:
        return UNKNOWN
    number, width = given.shape.dims
    classes = _classes(n_samples, number if isinstance(number, int) else None)
    return _pair(n_samples, Int(width), classes)


@models(f"{DATASETS}.make_moons", f"{DATASETS}.make_circles")
def make_pair(n_samples: Value = HUNDRED, **options: Value) -> Value:
    """Points and one of two class ids. Shapes: (n, 2), (n)."""
    if not isinstance(n_samples, Int):
        return UNKNOWN
    return _pair(n_samples, TWO, _classes(n_samples, 2))


@models(f"{DATASETS}.make_regression")
def make_regression(
    n_samples: Value = HUNDRED,
    n_features: Value = HUNDRED,
    *,
    n_targets: Value = ONE,
    coef: Value = NO,
    **options: Value,
) -> Value:
    """Features and targets. Shapes: (n, features), (n) or (n, targets)."""
    if coef != NO or not isinstance(n_targets, Int) or n_targets.number is None:
        return UNKNOWN
    dims = (_samples(n_samples),)
    shape = Shape(dims if n_targets == ONE else (*dims, n_targets.number))
    return _pair(n_samples, n_features, Array(dtype=FLOAT64, shape=shape, facts=FINITE))


@models(f"{DATASETS}.make_friedman1")
def make_friedman(n_samples: Value = HUNDRED, n_features: Value = TEN, **options: Value) -> Value:
    """Features and targets. Shapes: (n, features), (n)."""
    y = Array(dtype=FLOAT64, shape=Shape((_samples(n_samples),)), facts=FINITE)
    return _pair(n_samples, n_features, y)


@models(f"{DATASETS}.make_multilabel_classification")
def make_multilabel(
    n_samples: Value = HUNDRED,
    n_features: Value = TWENTY,
    *,
    n_classes: Value = FIVE,
    sparse: Value = NO,
    return_indicator: Value = DENSE,
    return_distributions: Value = NO,
    **options: Value,
) -> Value:
    """Features and whether each class is a sample's. Shapes: (n, features), (n, classes)."""
    if sparse != NO or return_distributions != NO or return_indicator != DENSE:
        return UNKNOWN
    shape = Shape((_samples(n_samples), _samples(n_classes)))
    return _pair(n_samples, n_features, Array(dtype=INT64, shape=shape, facts=whole(0, 1)))
