"""What NumPy does."""

from ndlint.knowledge.numpy import (
    attributes,
    choosing,
    conversion,
    creation,
    distributions,
    files,
    joining,
    masked,
    products,
    pure,
    random,
    reductions,
    shaping,
    ufuncs,
)

__all__ = [
    "attributes",
    "choosing",
    "conversion",
    "creation",
    "distributions",
    "files",
    "joining",
    "masked",
    "products",
    "pure",
    "random",
    "reductions",
    "shaping",
    "ufuncs",
]
