"""What Keras' layers do: one module a family."""

from ndlint.knowledge.keras.layers import (
    attention,
    base,
    convolution,
    convolution_recurrent,
    core,
    merging,
    normalization,
    pooling,
    recurrent,
    reshaping,
)

__all__ = [
    "attention",
    "base",
    "convolution",
    "convolution_recurrent",
    "core",
    "merging",
    "normalization",
    "pooling",
    "recurrent",
    "reshaping",
]
