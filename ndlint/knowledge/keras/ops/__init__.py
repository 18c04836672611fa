"""What `keras.ops` does, which Keras 2 has not: mostly what NumPy does, with tensors."""

from ndlint.knowledge.keras.ops import (
    arithmetic,
    creation,
    elementwise,
    joining,
    products,
    reductions,
    shaping,
)

__all__ = [
    "arithmetic",
    "creation",
    "elementwise",
    "joining",
    "products",
    "reductions",
    "shaping",
]
