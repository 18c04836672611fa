"""What scikit-learn makes of arrays."""

from ndlint.knowledge.sklearn import encoding, scaling, scoring, splitting, weighting

__all__ = ["encoding", "scaling", "scoring", "splitting", "weighting"]
