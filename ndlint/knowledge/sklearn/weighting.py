"""Weights of classes and samples.

Source: scikit-learn 1.9, `utils/class_weight.py`.
"""

from ndlint.knowledge.registry import models
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, Value
from ndlint.values.dtype import FLOAT64
from ndlint.values.frame import samples_in
from ndlint.values.shape import Shape

MODULE = "sklearn.utils.class_weight"


@models(f"{MODULE}.compute_class_weight")
def compute_class_weight(
    class_weight: Value, *, classes: Value, y: Value, sample_weight: Value = NOTHING
) -> Value:
    """A weight for each class, in the order of `classes`. Shape: (classes)."""
    return Array(dtype=FLOAT64, shape=Shape((samples_in(classes),)))


@models(f"{MODULE}.compute_sample_weight")
def compute_sample_weight(class_weight: Value, y: Value, *, indices: Value = NOTHING) -> Value:
    """A weight for each sample. Shape: (samples)."""
    return Array(dtype=FLOAT64, shape=Shape((samples_in(y),)))
