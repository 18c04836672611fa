"""What scikit-learn makes of arrays."""

from ndlint.knowledge.sklearn import (
    encoding,
    estimators,
    folding,
    scaling,
    scoring,
    splitting,
    weighting,
)

__all__ = [
    "encoding", "estimators", "folding", "scaling", "scoring", "splitting", "weighting",
]  # fmt: skip
