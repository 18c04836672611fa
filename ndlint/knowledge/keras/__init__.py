"""What Keras does. Facts hold for Keras 3; where Keras 2 differs, the target decides."""

from ndlint.knowledge.keras import (
    applications,
    configuration,
    datasets,
    directories,
    feeds,
    image_generators,
    layers,
    model_weights,
    models,
    optimizers,
    padding,
    pixels,
    tensors,
    training,
    utils,
)

__all__ = [
    "applications",
    "configuration",
    "datasets",
    "directories",
    "feeds",
    "image_generators",
    "layers",
    "model_weights",
    "models",
    "optimizers",
    "padding",
    "pixels",
    "tensors",
    "training",
    "utils",
]
