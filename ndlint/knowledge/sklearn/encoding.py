"""Encoders of labels, categories and texts.

Source: scikit-learn 1.9, `preprocessing/_label.py`, `preprocessing/_encoders.py`,
`feature_extraction/text.py`.
"""

from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.registry import Changed, Refusal, models
from ndlint.knowledge.sklearn.tables import Estimator, learned, table
from ndlint.values.array import Array, Origins, SparseMatrix
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Value
from ndlint.values.conversion import as_array
from ndlint.values.dimension import UNKNOWN_DIM, differ
from ndlint.values.dtype import FLOAT64, INT64
from ndlint.values.facts import up_to
from ndlint.values.frame import Frame, as_numpy, samples_in
from ndlint.values.shape import Shape

PREPROCESSING = "sklearn.preprocessing"
TEXT = "sklearn.feature_extraction.text"
LABELS = f"{PREPROCESSING}.LabelEncoder"
BINARY = f"{PREPROCESSING}.LabelBinarizer"
SEVERAL = f"{PREPROCESSING}.MultiLabelBinarizer"
ONE_HOT = f"{PREPROCESSING}.OneHotEncoder"
ORDINAL = f"{PREPROCESSING}.OrdinalEncoder"
VECTORIZERS = {f"{TEXT}.TfidfVectorizer": FLOAT64, f"{TEXT}.CountVectorizer": INT64}
OF_LABELS = (LABELS, BINARY)
TABLES = (ONE_HOT, ORDINAL)
"""Those that take a table."""
PAIR = 2
ENCODERS = (LABELS, BINARY, SEVERAL, ONE_HOT, ORDINAL, *VECTORIZERS)
OTHER_RESULTS = frozenset({"dtype", "neg_label", "pos_label", "sparse_output", "sparse"})
"""Arguments that make something else of the results."""

FEWER = frozenset({"drop", "categories", "min_frequency", "max_categories"})
"""Arguments with which a category may have no column of its own."""


class Encoder(Estimator, frozen=True):
    """An encoder. `is_dense`: it makes arrays; `is_whole`: no category is left out. `classes` is
    how many different labels, or categories in all columns, it has learned; None: not known."""

    is_dense: bool = True
    is_whole: bool = True
    classes: int | None = None


def _methods(*paths: str, name: str) -> tuple[str, ...]:
    """The methods of this name, and that which learns first."""
    return tuple(f"{path}.{method}" for path in paths for method in (name, f"fit_{name}"))


def _register(path: str, is_dense: bool) -> None:
    @models(path)
    def make(*arguments: Value, **options: Value) -> Value:
        """An encoder, if its results are of the usual kind."""
        asked = options.keys() & OTHER_RESULTS
        if arguments or (asked and path != ONE_HOT) or "dtype" in asked:
            return UNKNOWN
        chosen = [options[name] for name in asked]
        is_whole = options.keys().isdisjoint(FEWER)
        if not chosen:
            return Encoder(path, is_dense=is_dense, is_whole=is_whole)
        return Encoder(path, is_whole=is_whole) if chosen == [Bool(False)] else UNKNOWN


for _path in ENCODERS:
    _register(_path, is_dense=_path != ONE_HOT and _path not in VECTORIZERS)


@models(*(f"{path}.fit" for path in ENCODERS if path not in (*TABLES, *OF_LABELS)))
def fit(encoder: Value, X: Value, y: Value = NOTHING) -> Value:
    """The encoder itself."""
    return encoder


@models(f"{ORDINAL}.fit")
def fit_ordinal(encoder: Value, X: Value, y: Value = NOTHING) -> object:
    """The encoder itself. Raises: as `table`."""
    return learned(encoder, X, encoder)


@models(*(f"{path}.fit" for path in OF_LABELS))
def fit_labels(encoder: Value, y: Value) -> object:
    """The encoder itself."""
    return _knowing(encoder, classes_in(y), encoder)


def _knowing(encoder: Value, classes: int | None, result: Value) -> object:
    """The result of a method by which an encoder learns how many labels there are."""
    if not isinstance(encoder, Encoder):
        return result
    return Changed(replace(encoder, classes=classes), result)


def _labels(y: Value) -> Array:
    """The labels, flat. Raises: ValueError where there are several columns of them."""
    array = as_array(as_numpy(y)) or Array()
    rank = array.shape.rank
    if rank not in (None, 1) and (rank != 2 or differ(array.shape.dims[1], 1)):
        told = f"labels have one axis, not {array.shape}; write y[:, i] for one column"
        raise Refusal("ValueError", told, Contract.ESTIMATOR, y)
    return replace(array, shape=Shape((samples_in(array),)))


@models(f"{LABELS}.fit_transform")
def learned_numbers(encoder: Value, y: Value) -> object:
    """The number of each label. Shape: (n) or (n, 1) -> (n). Raises: ValueError for others."""
    labels = _labels(y)
    made = Array(dtype=INT64, shape=labels.shape, facts=labels.facts.numbered())
    return _knowing(encoder, classes_in(labels), made)


@models(f"{LABELS}.transform")
def numbered(encoder: Value, y: Value) -> Value:
    """As `learned_numbers`, of labels that were learned; of others it raises."""
    labels = _labels(y)
    known = encoder.classes if isinstance(encoder, Encoder) else None
    facts = labels.facts.numbered()
    if known is not None and labels.facts.classes != known:
        facts = up_to(known).of_a_part()
    return Array(dtype=INT64, shape=labels.shape, facts=facts)


@models(f"{BINARY}.fit_transform")
def learned_columns(encoder: Value, y: Value) -> object:
    """A column for each label, but one for two, and for one. Shape: (n) -> (n, columns)."""
    classes = classes_in(y)
    return _knowing(encoder, classes, _columns(y, classes))


@models(f"{BINARY}.transform")
def columns_of(encoder: Value, y: Value) -> Value:
    """As `learned_columns`, for the labels that were learned."""
    return _columns(y, encoder.classes if isinstance(encoder, Encoder) else None)


def _columns(y: Value, count: int | None) -> Array:
    columns = UNKNOWN_DIM if count is None else (1 if count <= PAIR else count)
    return Array(dtype=INT64, shape=Shape((samples_in(y), columns)))


@models(*_methods(SEVERAL, name="transform"))
def binarized(encoder: Value, y: Value) -> Value:
    """A column for each label that a sample may have. Shape: (n) -> (n, columns)."""
    return Array(dtype=INT64, shape=Shape((samples_in(y), UNKNOWN_DIM)))


def classes_in(y: Value) -> int | None:
    """How many labels there are; None: it is not known."""
    array = as_array(as_numpy(y))
    return None if array is None or array.shape.rank != 1 else array.facts.classes


@models(f"{ONE_HOT}.fit")
def fit_one_hot(encoder: Value, X: Value, y: Value = NOTHING) -> object:
    """The encoder itself. Raises: as `table`."""
    return learned(_counting(encoder, X), X, encoder)


@models(f"{ONE_HOT}.transform")
def one_hot(encoder: Value, X: Value) -> Value:
    """A column for each category. Shape: (n, columns) -> (n, categories). Raises: as `table`."""
    return _in_columns(encoder, table(encoder, X))


@models(f"{ONE_HOT}.fit_transform")
def learned_one_hot(encoder: Value, X: Value, y: Value = NOTHING) -> object:
    """As `one_hot`, of what it learns from."""
    counting = _counting(encoder, X)
    return learned(counting, X, _in_columns(counting, table(encoder, X, is_learned=False)))


def _counting(encoder: Value, X: Value) -> Value:
    """The encoder that knows how many categories all columns have, if it has one for each."""
    if not isinstance(encoder, Encoder):
        return encoder
    if isinstance(X, Frame):
        parts = [part.array.facts for part in X.parts] if X.rest is None else []
    else:
        array = as_array(X)
        parts = [array.facts] if array is not None and array.shape.axis(1) == 1 else []
    counts = [facts.classes for facts in parts]
    known = [count for count in counts if count is not None]
    is_known = encoder.is_whole and parts and len(known) == len(counts)
    return replace(encoder, classes=sum(known) if is_known else None)


def _in_columns(encoder: Value, array: Array | None) -> Value:
    if not isinstance(encoder, Encoder):
        return UNKNOWN
    columns = UNKNOWN_DIM if encoder.classes is None else encoder.classes
    shape = Shape((UNKNOWN_DIM if array is None else samples_in(array), columns))
    if not encoder.is_dense:
        return SparseMatrix(FLOAT64, shape, encoder.is_whole)
    return Array(dtype=FLOAT64, shape=shape, origins=Origins(encoded=encoder.is_whole))


@models(f"{ORDINAL}.transform")
def ordinal(encoder: Value, X: Value) -> Value:
    """The number of each category. Shape: kept. Raises: as `table`."""
    return _in_numbers(table(encoder, X))


@models(f"{ORDINAL}.fit_transform")
def learned_ordinal(encoder: Value, X: Value, y: Value = NOTHING) -> object:
    """As `ordinal`, of what it learns from."""
    return learned(encoder, X, _in_numbers(table(encoder, X, is_learned=False)))


def _in_numbers(array: Array | None) -> Value:
    return UNKNOWN if array is None else Array(dtype=FLOAT64, shape=array.shape)


def _vectorizer(path: str) -> None:
    @models(*_methods(path, name="transform"))
    def vectorized(encoder: Value, raw_documents: Value, y: Value = NOTHING) -> Value:
        """How often each word is in each text. Shape: (texts, words)."""
        return SparseMatrix(VECTORIZERS[path], Shape((samples_in(raw_documents), UNKNOWN_DIM)))


for _path in VECTORIZERS:
    _vectorizer(_path)
