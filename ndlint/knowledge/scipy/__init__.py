"""What SciPy does."""

from ndlint.knowledge.scipy import sparse

__all__ = ["sparse"]
