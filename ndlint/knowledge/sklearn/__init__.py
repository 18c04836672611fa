"""What scikit-learn makes of arrays."""

from ndlint.knowledge.sklearn import encoding, scaling, splitting, weighting

__all__ = ["encoding", "scaling", "splitting", "weighting"]
