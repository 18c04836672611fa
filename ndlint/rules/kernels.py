"""Which integers TensorFlow's operations compute with.

Source: measured on TensorFlow 2.21 and 2.15, each operation given tensors of each dtype; that no
kernel is there holds of `jit_compile=True`, too.
"""

from ndlint.values.dtype import INTEGERS, SIGNED

WIDE = frozenset({"int32", "int64"})
KERNELS = {"@": WIDE, "squared_difference": WIDE, "**": SIGNED, "atan2": frozenset[str]()}
"""The integers that an operation takes, where these are not all; it raises for others."""


def refused_by(operation: str) -> frozenset[str]:
    """The integers of which the operation has no kernel."""
    return INTEGERS - KERNELS.get(operation, INTEGERS)


def taken_by(operation: str) -> str:
    """What the operation takes, for a message."""
    return ", ".join(("floating-point numbers", *sorted(KERNELS[operation])))
