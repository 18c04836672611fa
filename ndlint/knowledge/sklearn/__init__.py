"""What scikit-learn makes of arrays."""

from ndlint.knowledge.sklearn import scaling, splitting

__all__ = ["scaling", "splitting"]
