"""What scikit-learn makes of arrays."""

from ndlint.knowledge.sklearn import (
    datasets,
    encoding,
    estimators,
    folding,
    scaling,
    scoring,
    splitting,
    weighting,
)

__all__ = [
    "datasets", "encoding", "estimators", "folding", "scaling", "scoring", "splitting", "weighting",
]  # fmt: skip
