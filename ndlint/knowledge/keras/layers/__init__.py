"""What Keras' layers do: one module a family."""

from ndlint.knowledge.keras.layers import (
    attention,
    audio,
    base,
    calling,
    convolution,
    convolution_recurrent,
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
    "attention",
    "audio",
    "base",
    "calling",
    "convolution",
    "convolution_recurrent",
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
