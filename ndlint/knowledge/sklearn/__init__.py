"""What scikit-learn makes of arrays."""

from ndlint.knowledge.sklearn import encoding, estimators, scaling, scoring, splitting, weighting

__all__ = ["encoding", "estimators", "scaling", "scoring", "splitting", "weighting"]
