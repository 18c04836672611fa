"""`train_test_split` and the scalers against scikit-learn, and what holds of unknown lengths."""

from importlib import import_module
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import issparse
from sklearn import metrics, model_selection, preprocessing
from sklearn.feature_extraction import text
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_class_weight, compute_sample_weight

from ndlint.knowledge import registry
from ndlint.knowledge.binding import Arguments, bind, call
from ndlint.knowledge.registry import MODELS, Changed, Refusal
from ndlint.knowledge.sklearn.datasets import HELD
from ndlint.knowledge.sklearn.encoding import ENCODERS
from ndlint.knowledge.sklearn.estimators import CLUSTERING, OF_SAMPLES, PREDICTING, TRANSFORMING
from ndlint.knowledge.sklearn.folding import OF_CLASSES, SPLITTERS
from ndlint.knowledge.sklearn.scaling import CLASSES, SCALERS
from ndlint.knowledge.sklearn.scoring import METRICS, OF_PROBABILITIES
from ndlint.knowledge.sklearn.splitting import split_sizes
from ndlint.lift import lift as lift_all
from ndlint.values.array import Array, SparseMatrix
from ndlint.values.base import NOTHING, UNKNOWN, Float, Int, List, Tuple, Value
from ndlint.values.dataset import Elements
from ndlint.values.dimension import Affine, Dim, add, differ, same, symbol
from ndlint.values.shape import Shape
from tests.knowledge.data.test_bundled import MADE
from tests.knowledge.numpy.lifting import inside, lift, weakenings

SPLIT = "sklearn.model_selection.train_test_split"
SIZES = (None, 0.1, 0.2, 0.25, 0.33, 0.5, 0.7, 0.9, 0.99, 1, 2, 5, 9)
COUNTS = (2, 3, 5, 8, 10, 11, 97)


def asked(name: str, *given: Value, **options: Value) -> Value:
    registry.load()
    function = MODELS[name].function
    bound = bind(function, Arguments(given, options))
    assert bound is not None, name
    result = call(function, bound)
    if isinstance(result, Changed):
        result = result.result
    assert isinstance(result, Value)
    return result


def learned(path: str, made: Value, *given: Value) -> Value:
    """An estimator after `fit`."""
    function = MODELS[f"{path}.fit"].function
    changed = function(made, *given)
    return changed.receiver if isinstance(changed, Changed) else made


@pytest.mark.parametrize("count", COUNTS)
def test_sizes(count: int) -> None:
    x, y = np.ones((count, 3), "float32"), np.arange(count)
    for test_size, train_size, shuffle in product(SIZES, SIZES, (True, False)):
        options = {"test_size": test_size, "train_size": train_size, "shuffle": shuffle}
        try:
            real = train_test_split(x, y, **options)
        except ValueError:
            continue
        given = {name: lift(value) for name, value in options.items()}
        found = asked(SPLIT, lift(x), lift(y), **given)
        assert inside(real, found) is None, options
        assert isinstance(found, List)
        assert [a.shape.numbers for a in found.items or () if isinstance(a, Array)] == [
            part.shape for part in real
        ], options


def test_other_arguments() -> None:
    x, y = np.random.default_rng(0).random((12, 2)), np.arange(12) % 3
    real = train_test_split(x, y, y, test_size=3, stratify=y, random_state=1)
    given = (lift(x), lift(y), lift(y))
    options = {"test_size": Int(3), "stratify": lift(y), "random_state": Int(1)}
    assert inside(real, asked(SPLIT, *given, **options)) is None
    for weak in weakenings(lift(x)):
        assert inside(real, asked(SPLIT, weak, *given[1:], **options)) is None
    for value in (NOTHING, Int(), Float(), UNKNOWN, Int(3)):
        assert inside(real, asked(SPLIT, *given, test_size=value)) is None or value == NOTHING
    rows = train_test_split(x.tolist(), y, test_size=3)
    assert inside(rows, asked(SPLIT, lift(x.tolist()), lift(y), test_size=Int(3))) is None


def parts(count: Dim, **options: Value) -> tuple[Dim, Dim, Dim, Dim]:
    """The lengths of x_train, x_test, y_train, y_test, where only x's length is known."""
    x, y = Array(shape=Shape((count, 4))), Array(shape=Shape((symbol(9, 0, "y.shape[0]"),)))
    found = asked(SPLIT, x, y, **options)
    assert isinstance(found, List)
    a, b, c, d = (p.shape.axis(0) for p in found.items or () if isinstance(p, Array))
    return a, b, c, d


N, M = symbol(1, 0, "x.shape[0]"), symbol(2, 0, "z.shape[0]")


@pytest.mark.parametrize("size", [NOTHING, Float(0.2), Int(10)])
def test_parts_of_one_call_share_their_lengths(size: Value) -> None:
    x_train, x_test, y_train, y_test = parts(N, test_size=size)
    assert same(x_train, y_train)
    assert same(x_test, y_test)
    assert not same(x_train, x_test)


def test_lengths_of_different_calls() -> None:
    fifth = parts(N, test_size=Float(0.2))
    assert fifth == parts(N, test_size=Float(0.2))
    others = [parts(N, test_size=Float(0.3)), parts(M, test_size=Float(0.2))]
    others += [parts(add(N, 1), test_size=Float(0.2)), parts(N, train_size=Float(0.2))]
    for other in others:
        for mine, theirs in product(fifth, other):
            assert not same(mine, theirs)
            assert not differ(mine, theirs)
    assert parts(N, test_size=Int(10))[0] == add(N, 10, -1)
    assert isinstance(fifth[0], Affine)


def test_unknown_lengths() -> None:
    sizes = split_sizes(N, Float(), NOTHING)
    assert not isinstance(sizes.train, int | Affine)
    assert asked(SPLIT, UNKNOWN, UNKNOWN) == List((UNKNOWN,) * 4)


TABLES: tuple[Any, ...] = (
    np.ones((4, 2), "float32"),
    np.ones((4, 2)),
    np.ones((4, 2), "float16"),
    np.arange(12).reshape(6, 2).astype("uint8"),
    np.array([[True], [False]]),
    [[1, 2], [3, 4]],
    np.array([[1.0, np.nan], [2.0, 3.0]]),
    np.ones(4),
    np.ones((4, 2, 2)),
)
METHODS = ("fit_transform", "transform", "inverse_transform")


@pytest.mark.parametrize("name", CLASSES)
def test_scalers(name: str) -> None:
    path = f"sklearn.preprocessing.{name}"
    made = asked(path)
    for table, method in product(TABLES, METHODS):
        real = getattr(preprocessing, name)()
        try:
            scaled = getattr(real if method == "fit_transform" else real.fit(table), method)(table)
        except ValueError:
            with pytest.raises(Refusal):
                asked(f"{path}.{method}", made, lift(table))
            continue
        assert inside(scaled, asked(f"{path}.{method}", made, lift(table))) is None
        for weak in weakenings(lift(table)):
            assert inside(scaled, asked(f"{path}.{method}", made, weak)) is None
    for method in ("fit", "partial_fit"):
        assert asked(f"{path}.{method}", made, lift(TABLES[0])) is made
    assert asked(path, copy=lift(False)) == UNKNOWN


WORDS = ["a", "b", "a", "c"]
ENCODED: dict[str, tuple[Any, ...]] = {
    "LabelEncoder": (
        np.array(WORDS), WORDS, np.arange(4), np.ones((4, 1)), np.ones((4, 2)), pd.Series(WORDS),
        np.array([1.5, 2.0]), np.ones((2, 1, 1)), np.array([True, False]),
    ),
    "LabelBinarizer": (
        np.array(WORDS), WORDS, np.arange(4), pd.Series([1, 2, 1]), ["a", "b"], ["a", "a"], [3, 7],
        np.array([4, 5, 4]), np.array([4, 4]), [1, 2, 3, 1], np.array([0, 2]), ["a", "b", "c"],
    ),
    "MultiLabelBinarizer": ([["a"], ["b", "a"]],),
    "OneHotEncoder": (
        np.array(WORDS).reshape(-1, 1), np.arange(4), np.ones((3, 2)), pd.Series(WORDS),
        pd.DataFrame({"a": WORDS, "b": WORDS}), [["a", 1], ["b", 2]],
    ),
    "OrdinalEncoder": (np.ones((3, 2)), pd.DataFrame({"a": WORDS}), np.arange(3)),
    "TfidfVectorizer": (["a word", "two words"], pd.Series(["a word", "two words"])),
    "CountVectorizer": (["a word", "two words"], np.array(["one word", "no more"])),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:A column-vector")
@pytest.mark.parametrize("path", ENCODERS)
@pytest.mark.parametrize("method", ("fit_transform", "transform"))
def test_encoders(path: str, method: str) -> None:
    name = path.rpartition(".")[2]
    kinds = [{}, {"sparse_output": False}] if name == "OneHotEncoder" else [{}]
    module = text if name.endswith("Vectorizer") else preprocessing
    for given, options in product(ENCODED[name], kinds):
        made = asked(path, **{key: lift(value) for key, value in options.items()})
        encoder = getattr(module, name)(**options)
        try:
            real = getattr(encoder if method == "fit_transform" else encoder.fit(given), method)(
                given
            )
        except ValueError:
            with pytest.raises(Refusal):
                asked(f"{path}.{method}", made, lift_all(given))
            continue
        assert asked(f"{path}.fit", made, lift_all(given)) is made
        for value in (lift_all(given), UNKNOWN):
            found = asked(f"{path}.{method}", made, value)
            assert value == UNKNOWN or found != UNKNOWN
            assert issparse(real) is isinstance(found, SparseMatrix)
            assert inside(*_densely(real, found)) is None
    assert asked(path, dtype=lift("float32")) == UNKNOWN


RANDOM = np.random.default_rng(0)
X, CLASSES_OF_X = RANDOM.random((12, 3)), np.arange(12) % 2
OPTIONS: dict[str, dict[str, Any]] = {"QuantileTransformer": {"n_quantiles": 5}}
"""What an estimator needs for so little data."""
OTHERS = (
    X, X[:5], X[:, 0], X[0], X[:, :1], X[:, :2], np.hstack([X, X]), X.reshape(12, 3, 1),
    X.tolist(), pd.DataFrame(X), pd.Series(X[:, 0]), X[0].tolist(), np.float64(1.0),
)  # fmt: skip
FOLLOWED = (*TRANSFORMING, *CLUSTERING, *PREDICTING)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", (*FOLLOWED, *SCALERS))
def test_estimators(path: str) -> None:
    _, module, name = path.split(".")
    kind = getattr(import_module(f"sklearn.{module}"), name)
    real, made = kind(**OPTIONS.get(name, {})), asked(path)
    for given in OTHERS:
        for labels in (CLASSES_OF_X, CLASSES_OF_X[:5]):
            refuses(path, "fit", made, (given, labels), real.fit)
    real.fit(X, CLASSES_OF_X)
    made = learned(path, made, lift(X), lift(CLASSES_OF_X))
    for given, method in product(OTHERS, ("transform", "predict", *OF_SAMPLES)):
        if hasattr(real, method) and f"{path}.{method}" in MODELS:
            refuses(path, method, made, (given,), getattr(real, method))
    for given, labels in product(OTHERS, (CLASSES_OF_X, CLASSES_OF_X[:5])):
        if f"{path}.score" in MODELS:
            refuses(path, "score", made, (given, labels), real.score)
    assert lift_all(real) == made


@pytest.mark.parametrize("path", SCALERS)
@pytest.mark.parametrize("width", (1, 2, 3))
def test_scaled_back(path: str, width: int) -> None:
    real, made = getattr(preprocessing, path.rpartition(".")[2])(), asked(path)
    real.fit(X[:, :width])
    made = learned(path, made, lift(X[:, :width]))
    for given in OTHERS:
        refuses(path, "inverse_transform", made, (given,), real.inverse_transform)


def refuses(path: str, method: str, made: Value, given: tuple[Any, ...], real: Any) -> None:
    """Fail if ndlint refuses what scikit-learn takes, or takes what that refuses for its shape."""
    try:
        real(*given)
        told = ""
    except Exception as error:
        told = str(error)
    is_shape = any(word in told for word in SHAPES)
    try:
        asked(f"{path}.{method}", made, *map(lift_all, given))
        assert not is_shape, told
    except Refusal as refusal:
        assert told, refusal.message


SHAPES = (
    "Expected 2D array", "Expected a 2-dimensional", "Found array with dim", "features, but",
    "broadcast", "inconsistent numbers of samples", "does not match number of samples",
)  # fmt: skip
"""What scikit-learn and NumPy say of shapes."""


def test_weights() -> None:
    path, y = "sklearn.utils.class_weight.", np.array([0, 1, 1, 2])
    for classes, labels in ((np.unique(y), y), ([0, 1, 2], y.tolist()), (np.unique(y), y)):
        real = compute_class_weight("balanced", classes=np.array(classes), y=y)
        options = {"classes": lift(classes), "y": lift(labels)}
        found = asked(f"{path}compute_class_weight", lift("balanced"), **options)
        assert inside(real, found, exact=True) is None
        each = asked(f"{path}compute_sample_weight", lift("balanced"), lift(labels))
        assert inside(compute_sample_weight("balanced", labels), each, exact=True) is None
    assert asked(f"{path}compute_sample_weight", lift("balanced"), UNKNOWN) != UNKNOWN


ONE_COLUMN = (
    np.arange(8) % 3, np.arange(8) % 2, RANDOM.random(8), np.ones(8, bool), np.zeros((8, 1)),
    [0, 1, 2, 0, 1, 2, 0, 1], pd.Series(np.arange(8) % 2), np.array(list("abcabcab")),
)  # fmt: skip
COLUMNS = (
    RANDOM.random((8, 3)), np.eye(3)[np.arange(8) % 3], np.zeros((8, 2)), np.full((8, 2), 0.5),
    pd.DataFrame(np.eye(2)[np.arange(8) % 2]), np.arange(24).reshape(8, 3),
)  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", METRICS)
def test_metrics(name: str) -> None:
    given = (*ONE_COLUMN, *COLUMNS, ONE_COLUMN[0][:7], COLUMNS[0][:7])
    for y_true, y_pred in product(given, given):
        values = (lift_all(y_true), lift_all(y_pred))
        try:
            asked(f"sklearn.metrics.{name}", *values)
        except Refusal:
            with pytest.raises(ValueError):
                getattr(metrics, name)(y_true, y_pred)
            continue
        widths = [np.asarray(y).size // len(y) > 1 for y in (y_true, y_pred)]
        is_alike = widths[0] is widths[1] and len(y_true) == len(y_pred)
        assert is_alike or name in OF_PROBABILITIES


LABELS = (
    np.arange(12) % 2, (np.arange(12) % 2).reshape(-1, 1), np.eye(2)[np.arange(12) % 2],
    np.arange(12).reshape(12, 1, 1) % 2, np.arange(11) % 2, (np.arange(12) % 2).tolist(),
    pd.Series(np.arange(12) % 2), RANDOM.random((12, 2)),
)  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", SPLITTERS)
def test_splitters(name: str) -> None:
    path = f"sklearn.model_selection.{name}"
    x, groups = np.ones((12, 3)), np.arange(12) % 4
    made = getattr(model_selection, name)()
    if hasattr(made, "n_splits") and name != "TimeSeriesSplit":
        made.n_splits = 2
    for y in LABELS:
        try:
            found = asked(f"{path}.split", asked(path), lift(x), lift_all(y), lift(groups))
        except Refusal:
            with pytest.raises(ValueError):
                list(made.split(x, y, groups))
            continue
        assert isinstance(found, Elements) and isinstance(found.element, Tuple)
        try:
            folds = list(made.split(x, y, groups))
        except ValueError:
            assert name in ("StratifiedKFold", "StratifiedShuffleSplit") or len(y) != len(x)
            continue
        for fold in folds:
            for real, said in zip(fold, found.element.items, strict=True):
                assert inside(real, said) is None


def test_splitters_refuse_columns_of_classes() -> None:
    kept = [asked(f"sklearn.model_selection.{name}") for name in OF_CLASSES]
    for made, name in zip(kept, OF_CLASSES, strict=True):
        with pytest.raises(Refusal, match="one class id for each sample"):
            asked(f"sklearn.model_selection.{name}.split", made, lift(LABELS[0]), lift(LABELS[2]))


def _densely(real: Any, found: Value) -> tuple[Any, Value]:
    """What is compared of a sparse matrix: its dtype and shape."""
    if isinstance(found, SparseMatrix):
        return real.toarray(), Array(dtype=found.dtype, shape=found.shape)
    return real, found


def test_every_name_has_a_case() -> None:
    registry.load()
    methods = {*METHODS, "fit", "partial_fit"}
    tested = {SPLIT} | {f"sklearn.preprocessing.{c}" for c in CLASSES}
    tested |= {f"sklearn.preprocessing.{c}.{m}" for c in CLASSES for m in methods}
    # Before version 0.18, the function was in another module.
    old = {"sklearn.cross_validation.train_test_split"}
    tested |= {*ENCODERS, *(f"{e}.{m}" for e in ENCODERS for m in (*METHODS[:2], "fit"))}
    tested |= {f"sklearn.utils.class_weight.compute_{k}_weight" for k in ("class", "sample")}
    tested |= {f"sklearn.metrics.{name}" for name in METRICS}
    tested |= {f"sklearn.model_selection.{name}{m}" for name in SPLITTERS for m in ("", ".split")}
    names = (*HELD, *(call.partition("(")[0] for call in MADE))
    tested |= {f"sklearn.datasets.{name}" for name in names}
    tested |= {n for n in MODELS if n.rpartition(".")[0] in FOLLOWED} | {*FOLLOWED}
    assert {n for n in MODELS if n.startswith("sklearn.")} == tested | old
