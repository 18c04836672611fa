"""What TensorFlow does."""

from ndlint.knowledge.tensorflow import (
    choosing,
    conversion,
    creation,
    data,
    elementwise,
    environment,
    gradients,
    mapping,
    math,
    operators,
    reductions,
    shaping,
)

__all__ = [
    "choosing",
    "conversion",
    "creation",
    "data",
    "elementwise",
    "environment",
    "gradients",
    "mapping",
    "math",
    "operators",
    "reductions",
    "shaping",
]
