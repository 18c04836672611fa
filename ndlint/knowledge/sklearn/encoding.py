"""Encoders of labels, categories and texts.

Source: scikit-learn 1.9, `preprocessing/_label.py`, `preprocessing/_encoders.py`,
`feature_extraction/text.py`.
"""

from ndlint.events import Contract
from ndlint.knowledge.binding import as_int
from ndlint.knowledge.registry import Refusal, models
from ndlint.knowledge.sklearn.tables import Estimator, learned, table
from ndlint.values.array import Array, Origins, SparseMatrix, as_array
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Str, Value, elements
from ndlint.values.dimension import UNKNOWN_DIM, differ
from ndlint.values.dtype import FLOAT64, INT64, INTEGERS
from ndlint.values.frame import as_numpy, samples_in
from ndlint.values.shape import Shape

PREPROCESSING = "sklearn.preprocessing"
TEXT = "sklearn.feature_extraction.text"
LABELS = f"{PREPROCESSING}.LabelEncoder"
BINARY = f"{PREPROCESSING}.LabelBinarizer"
SEVERAL = f"{PREPROCESSING}.MultiLabelBinarizer"
ONE_HOT = f"{PREPROCESSING}.OneHotEncoder"
ORDINAL = f"{PREPROCESSING}.OrdinalEncoder"
VECTORIZERS = {f"{TEXT}.TfidfVectorizer": FLOAT64, f"{TEXT}.CountVectorizer": INT64}
TABLES = (ONE_HOT, ORDINAL)
"""Those that take a table."""
PAIR = 2
ENCODERS = (LABELS, BINARY, SEVERAL, ONE_HOT, ORDINAL, *VECTORIZERS)
OTHER_RESULTS = frozenset({"dtype", "neg_label", "pos_label", "sparse_output", "sparse"})
"""Arguments that make something else of the results."""


class Encoder(Estimator, frozen=True):
    """An encoder. `is_dense`: it makes arrays; `is_whole`: no category is left out."""

    is_dense: bool = True
    is_whole: bool = True


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
        is_whole = "drop" not in options
        if not chosen:
            return Encoder(path, is_dense=is_dense, is_whole=is_whole)
        return Encoder(path, is_whole=is_whole) if chosen == [Bool(False)] else UNKNOWN


for _path in ENCODERS:
    _register(_path, is_dense=_path != ONE_HOT and _path not in VECTORIZERS)


@models(*(f"{path}.fit" for path in ENCODERS if path not in TABLES))
def fit(encoder: Value, X: Value, y: Value = NOTHING) -> Value:
    """The encoder itself."""
    return encoder


@models(*(f"{path}.fit" for path in TABLES))
def fit_table(encoder: Value, X: Value, y: Value = NOTHING) -> object:
    """The encoder itself. Raises: as `table`."""
    return learned(encoder, X, encoder)


@models(*_methods(LABELS, name="transform"))
def numbered(encoder: Value, y: Value) -> Value:
    """The number of each label. Shape: (n) or (n, 1) -> (n). Raises: ValueError for others."""
    array = as_array(as_numpy(y))
    if array is None:
        return UNKNOWN
    rank = array.shape.rank
    if rank not in (None, 1) and (rank != 2 or differ(array.shape.dims[1], 1)):
        told = f"labels have one axis, not {array.shape}; write y[:, i] for one column"
        raise Refusal("ValueError", told, Contract.ESTIMATOR, y)
    return Array(dtype=INT64, shape=Shape((samples_in(array),)))


@models(f"{BINARY}.fit_transform")
def learned_columns(encoder: Value, y: Value) -> Value:
    """A column for each label, but one for two, and for one. Shape: (n) -> (n, columns)."""
    count = classes_in(y)
    columns = UNKNOWN_DIM if count is None else (1 if count <= PAIR else count)
    return Array(dtype=INT64, shape=Shape((samples_in(y), columns)))


@models(f"{BINARY}.transform", *_methods(SEVERAL, name="transform"))
def binarized(encoder: Value, y: Value) -> Value:
    """A column for each label, but one for two. Shape: (n) -> (n, columns)."""
    return Array(dtype=INT64, shape=Shape((samples_in(y), UNKNOWN_DIM)))


def classes_in(y: Value) -> int | None:
    """How many labels there are; None: it is not known."""
    items = elements(y)
    if items:
        labels = {item.text if isinstance(item, Str) else as_int(item) for item in items}
        kinds = {type(item) for item in items}
        return len(labels) if None not in labels and len(kinds) == 1 else None
    array = as_array(as_numpy(y))
    if array is None or array.shape.rank != 1 or not array.dtype.is_one_of(INTEGERS):
        return None
    gap = array.facts.high - array.facts.low
    return int(gap) + 1 if array.facts.has_ends and gap <= 1 else None


@models(f"{ONE_HOT}.transform")
def one_hot(encoder: Value, X: Value) -> Value:
    """A column for each category. Shape: (n, columns) -> (n, categories). Raises: as `table`."""
    return _in_columns(encoder, table(encoder, X))


@models(f"{ONE_HOT}.fit_transform")
def learned_one_hot(encoder: Value, X: Value, y: Value = NOTHING) -> object:
    """As `one_hot`, of what it learns from."""
    return learned(encoder, X, _in_columns(encoder, table(encoder, X, is_learned=False)))


def _in_columns(encoder: Value, array: Array | None) -> Value:
    shape = Shape((UNKNOWN_DIM if array is None else samples_in(array), UNKNOWN_DIM))
    if not isinstance(encoder, Encoder):
        return UNKNOWN
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
