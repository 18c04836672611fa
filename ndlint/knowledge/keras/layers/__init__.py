"""What Keras' layers do: one module a family."""

from ndlint.knowledge.keras.layers import (
    base,
    convolution,
    core,
    merging,
    normalization,
    pooling,
    recurrent,
    reshaping,
)

__all__ = [
    "base",
    "convolution",
    "core",
    "merging",
    "normalization",
    "pooling",
    "recurrent",
    "reshaping",
]
