"""Weights of classes and samples.

Source: scikit-learn 1.9, `utils/class_weight.py`.
"""

from ndlint.knowledge.registry import models
from ndlint.values.array import Array, as_array
from ndlint.values.base import NOTHING, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import FLOAT64
from ndlint.values.frame import as_numpy
from ndlint.values.shape import Shape

MODULE = "sklearn.utils.class_weight"


@models(f"{MODULE}.compute_class_weight")
def compute_class_weight(
    class_weight: Value, *, classes: Value, y: Value, sample_weight: Value = NOTHING
) -> Value:
    """A weight for each class, in the order of `classes`. Shape: (classes)."""
    return Array(dtype=FLOAT64, shape=Shape((_length(classes),)))


@models(f"{MODULE}.compute_sample_weight")
def compute_sample_weight(class_weight: Value, y: Value, *, indices: Value = NOTHING) -> Value:
    """A weight for each sample. Shape: (samples)."""
    return Array(dtype=FLOAT64, shape=Shape((_length(y),)))


def _length(value: Value) -> Dim:
    array = as_array(as_numpy(value))
    return array.shape.dims[0] if array is not None and array.shape.rank else UNKNOWN_DIM
