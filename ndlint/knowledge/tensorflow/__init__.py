"""What TensorFlow does."""

from ndlint.knowledge.tensorflow import (
    choosing,
    conversion,
    creation,
    data,
    elementwise,
    environment,
    gradients,
    images,
    linalg,
    mapping,
    math,
    networks,
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
    "images",
    "linalg",
    "mapping",
    "math",
    "networks",
    "operators",
    "reductions",
    "shaping",
]
