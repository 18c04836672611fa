"""The Keras of an object, known by its class: nothing is imported here.

Source: Keras 3.15 (`keras.src`), tf_keras 2.21 (`tf_keras.src`).
"""

import sys
from types import FunctionType, ModuleType
from typing import Any

from ndlint.values.base import Name

PACKAGES = frozenset({"keras", "tf_keras"})
_OF_KERAS = ("losses", "metrics", "activations")
FUNCTIONS = {"keras": _OF_KERAS, "tf_keras": _OF_KERAS, "tensorflow": ("nn",)}
"""A package -> those of its modules whose functions are told by their names."""


def package_of(kind: Any) -> str:
    """The first part of the name of the module that a class or a function comes from."""
    return str(getattr(kind, "__module__", "")).partition(".")[0]


def library_of(thing: object) -> ModuleType | None:
    """The Keras to one of whose classes the object belongs, or None."""
    for kind in type(thing).__mro__:
        if package_of(kind) in PACKAGES:
            return sys.modules.get(package_of(kind))
    return None


def version_of(library: ModuleType) -> int:
    """The major version: 2 or 3."""
    return 2 if str(getattr(library, "__version__", "")).startswith("2") else 3


def is_own(thing: object) -> bool:
    """Whether the object's class is Keras' own, not one that a program made of it."""
    return package_of(type(thing)) in PACKAGES


def is_public(thing: object, module: ModuleType) -> bool:
    """Whether the object's class is the one that the module shows under its name."""
    return getattr(module, type(thing).__name__, None) is type(thing)


def is_symbol(thing: object) -> bool:
    """Whether it is one of Keras' symbolic tensors: Keras 2 does not show their class."""
    return any(
        kind.__name__ == "KerasTensor" and package_of(kind) in PACKAGES
        for kind in type(thing).__mro__
    )


def function_name(thing: object) -> Name | None:
    """The public name of one of Keras' or TensorFlow's own functions, or None.

    One of Keras' losses, metrics and activations, or one of `tensorflow.nn`.
    """
    if not isinstance(thing, FunctionType):
        return None
    package = package_of(thing)
    is_keras = package in PACKAGES
    name = thing.__name__ if is_keras else thing.__name__.removesuffix("_v2")
    for part in FUNCTIONS.get(package, ()):
        public = getattr(getattr(sys.modules.get(package), part, None), name, None)
        # What a program is shown may be wrapped.
        if public is not None and thing in (public, getattr(public, "__wrapped__", None)):
            return Name(f"{'keras' if is_keras else package}.{part}.{name}")
    return None
