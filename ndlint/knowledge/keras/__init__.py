"""What Keras does. Facts hold for Keras 3; where Keras 2 differs, the target decides."""

from ndlint.knowledge.keras import feeds, layers, models, tensors, training

__all__ = ["feeds", "layers", "models", "tensors", "training"]
