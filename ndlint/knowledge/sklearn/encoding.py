"""Encoders of labels, categories and texts.

Source: scikit-learn 1.9, `preprocessing/_label.py`, `preprocessing/_encoders.py`,
`feature_extraction/text.py`.
"""

from ndlint.knowledge.registry import Refusal, models
from ndlint.values.array import Array, SparseMatrix, as_array
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Value
from ndlint.values.dimension import UNKNOWN_DIM, differ
from ndlint.values.dtype import FLOAT64, INT64
from ndlint.values.frame import as_numpy, samples_in
from ndlint.values.shape import Shape

PREPROCESSING = "sklearn.preprocessing"
TEXT = "sklearn.feature_extraction.text"
LABELS = f"{PREPROCESSING}.LabelEncoder"
BINARIZERS = (f"{PREPROCESSING}.LabelBinarizer", f"{PREPROCESSING}.MultiLabelBinarizer")
ONE_HOT = f"{PREPROCESSING}.OneHotEncoder"
ORDINAL = f"{PREPROCESSING}.OrdinalEncoder"
VECTORIZERS = {f"{TEXT}.TfidfVectorizer": FLOAT64, f"{TEXT}.CountVectorizer": INT64}
ENCODERS = (LABELS, *BINARIZERS, ONE_HOT, ORDINAL, *VECTORIZERS)
OTHER_RESULTS = frozenset({"dtype", "neg_label", "pos_label", "sparse_output", "sparse"})
"""Arguments that make something else of the results."""


class Encoder(Value, frozen=True):
    """An encoder; what it has learned is not followed. `is_dense`: it makes arrays."""

    path: str
    is_dense: bool = True

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return UNKNOWN


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
        if not chosen:
            return Encoder(path, is_dense)
        return Encoder(path) if chosen == [Bool(False)] else UNKNOWN


for _path in ENCODERS:
    _register(_path, is_dense=_path != ONE_HOT and _path not in VECTORIZERS)


@models(*(f"{path}.fit" for path in ENCODERS))
def fit(encoder: Value, X: Value, y: Value = NOTHING) -> Value:
    """The encoder itself."""
    return encoder


@models(*_methods(LABELS, name="transform"))
def numbered(encoder: Value, y: Value) -> Value:
    """The number of each label. Shape: (n) or (n, 1) -> (n). Raises: ValueError for others."""
    array = as_array(as_numpy(y))
    if array is None:
        return UNKNOWN
    rank = array.shape.rank
    if rank not in (None, 1) and (rank != 2 or differ(array.shape.dims[1], 1)):
        raise Refusal("ValueError", f"labels have one axis, not {array.shape}")
    return Array(dtype=INT64, shape=Shape((samples_in(array),)))


@models(*_methods(*BINARIZERS, name="transform"))
def binarized(encoder: Value, y: Value) -> Value:
    """A column for each label, but one for two. Shape: (n) -> (n, columns)."""
    return Array(dtype=INT64, shape=Shape((samples_in(y), UNKNOWN_DIM)))


def _table(value: Value) -> Array | None:
    """Raises: ValueError for an array that is no table."""
    array = as_array(as_numpy(value))
    if array is not None and array.shape.rank not in (None, 2):
        raise Refusal("ValueError", f"an encoder takes a table, not {array.shape}")
    return array


@models(*_methods(ONE_HOT, name="transform"))
def one_hot(encoder: Value, X: Value, y: Value = NOTHING) -> Value:
    """A column for each category. Shape: (n, columns) -> (n, categories)."""
    array = _table(X)
    shape = Shape((UNKNOWN_DIM if array is None else samples_in(array), UNKNOWN_DIM))
    if not isinstance(encoder, Encoder):
        return UNKNOWN
    return Array(dtype=FLOAT64, shape=shape) if encoder.is_dense else SparseMatrix(FLOAT64, shape)


@models(*_methods(ORDINAL, name="transform"))
def ordinal(encoder: Value, X: Value, y: Value = NOTHING) -> Value:
    """The number of each category. Shape: kept."""
    array = _table(X)
    return UNKNOWN if array is None else Array(dtype=FLOAT64, shape=array.shape)


def _vectorizer(path: str) -> None:
    @models(*_methods(path, name="transform"))
    def vectorized(encoder: Value, raw_documents: Value, y: Value = NOTHING) -> Value:
        """How often each word is in each text. Shape: (texts, words)."""
        return SparseMatrix(VECTORIZERS[path], Shape((samples_in(raw_documents), UNKNOWN_DIM)))


for _path in VECTORIZERS:
    _vectorizer(_path)
