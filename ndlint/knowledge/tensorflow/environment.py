"""What TensorFlow runs on: it is known only when the program runs.

Source: TensorFlow 2.21, "tf.config", "tf.test".
"""

from ndlint.knowledge.registry import models
from ndlint.values.base import NOTHING, Bool, List, Str, Value


@models(*(f"tensorflow.config.{part}{kind}_devices" for part in ("", "experimental.")
          for kind in ("list_physical", "list_logical")))  # fmt: skip
def devices(device_type: Value = NOTHING) -> Value:
    """Some devices, or none."""
    return List(None)


@models("tensorflow.executing_eagerly", "tensorflow.test.is_gpu_available",
        "tensorflow.test.is_built_with_cuda")  # fmt: skip
def is_so(*arguments: Value, **options: Value) -> Value:
    """Whether it is so."""
    return Bool()


@models("tensorflow.test.gpu_device_name")
def name() -> Value:
    """The name of a device, "" where there is none."""
    return Str()
