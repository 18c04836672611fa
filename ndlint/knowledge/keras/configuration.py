"""What Keras is set up to: the format of images, the dtype, the library behind it.

Source: keras/src/backend/config.py (Keras 3.15); tf_keras/src/backend_config.py.
"""

from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values.base import Str, Value

MODULES = ("keras.backend", "keras.config")


@models(*(f"{module}.image_data_format" for module in MODULES))
def image_data_format() -> Value:
    """Where the channels are."""
    return Str("channels_last" if current().usual_format else None)


@models("keras.backend.image_dim_ordering")
def image_dim_ordering() -> Value:
    """The same, as Keras 1 told it."""
    return Str("tf" if current().usual_format else None)


@models(*(f"{module}.floatx" for module in MODULES))
def floatx() -> Value:
    """The dtype of what is not said to have another."""
    return Str("float32" if current().usual_floatx else None)


@models(*(f"{module}.backend" for module in MODULES))
def backend() -> Value:
    """The library that computes."""
    return Str("tensorflow" if current().usual_backend else None)
