"""Estimators of scikit-learn, known by their class: nothing is imported here."""

from ndlint.knowledge.sklearn.estimators import CLUSTERING, PREDICTING, TRANSFORMING
from ndlint.knowledge.sklearn.scaling import SCALERS
from ndlint.knowledge.sklearn.tables import Estimator
from ndlint.values.base import Value
from ndlint.values.dimension import UNKNOWN_DIM

FOLLOWED = frozenset((*SCALERS, *TRANSFORMING, *CLUSTERING, *PREDICTING))


def lift_estimator(thing: object) -> Value | None:
    """A scaler or another estimator with the number of features that it has learned."""
    kind = type(thing)
    library, _, module = str(getattr(kind, "__module__", "")).partition(".")
    path = f"{library}.{module.partition('.')[0]}.{kind.__name__}"
    if path not in FOLLOWED or not getattr(thing, "copy", True):
        return None
    features = getattr(thing, "n_features_in_", None)
    return Estimator(path, features if isinstance(features, int) else UNKNOWN_DIM)
