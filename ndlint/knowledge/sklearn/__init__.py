"""What scikit-learn makes of arrays."""

from ndlint.knowledge.sklearn import encoding, scaling, splitting

__all__ = ["encoding", "scaling", "splitting"]
