"""What TensorFlow does."""

from ndlint.knowledge.tensorflow import conversion, creation, data, math, operators

__all__ = ["conversion", "creation", "data", "math", "operators"]
