"""What Keras' layers do: one module a family."""

from ndlint.knowledge.keras.layers import (
    audio,
    base,
    convolution,
    core,
    discrete,
    images,
    merging,
    normalization,
    pooling,
    recurrent,
    reshaping,
    vocabularies,
)

__all__ = [
    "audio",
    "base",
    "convolution",
    "core",
    "discrete",
    "images",
    "merging",
    "normalization",
    "pooling",
    "recurrent",
    "reshaping",
    "vocabularies",
]
