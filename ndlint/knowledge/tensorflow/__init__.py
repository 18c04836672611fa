"""What TensorFlow does."""

from ndlint.knowledge.tensorflow import (
    conversion,
    creation,
    data,
    gradients,
    mapping,
    math,
    operators,
)

__all__ = ["conversion", "creation", "data", "gradients", "mapping", "math", "operators"]
