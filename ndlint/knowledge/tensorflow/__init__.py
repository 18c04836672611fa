"""What TensorFlow does."""

from ndlint.knowledge.tensorflow import conversion, creation, math, operators

__all__ = ["conversion", "creation", "math", "operators"]
