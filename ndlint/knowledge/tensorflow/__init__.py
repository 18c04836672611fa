"""What TensorFlow does."""

from ndlint.knowledge.tensorflow import (
    conversion,
    creation,
    data,
    environment,
    gradients,
    mapping,
    math,
    operators,
)

__all__ = [
    "conversion",
    "creation",
    "data",
    "environment",
    "gradients",
    "mapping",
    "math",
    "operators",
]
