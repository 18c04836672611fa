"""What TensorFlow does."""

from ndlint.knowledge.tensorflow import (
    conversion,
    creation,
    data,
    environment,
    generators,
    gradients,
    mapping,
    math,
    operators,
    regrouping,
    specs,
)

__all__ = [
    "conversion",
    "creation",
    "data",
    "environment",
    "generators",
    "gradients",
    "mapping",
    "math",
    "operators",
    "regrouping",
    "specs",
]
