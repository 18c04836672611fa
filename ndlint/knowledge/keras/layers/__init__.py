"""What Keras' layers do: one module a family."""

from ndlint.knowledge.keras.layers import base, core

__all__ = ["base", "core"]
