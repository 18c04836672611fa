"""The real objects of TensorFlow and Keras behind the public names of the knowledge."""

import os
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from ndlint.source.legacy import ON, SWITCH

ROOTS = {"tensorflow": ("tensorflow",), "keras": ("keras", "tf_keras")}
"""The first part of a public name -> the packages that it may mean."""
PACKAGES = frozenset(package for packages in ROOTS.values() for package in packages)
INTERNAL = frozenset({"python", "src", "compiler", "core", "lite", "tools"})
"""Parts of the names of modules that a user does not import from."""


def is_public(name: str) -> bool:
    """Whether a module is one from which a user takes TensorFlow's and Keras' functions."""
    root, *parts = name.split(".", 1)
    return root in PACKAGES and (not parts or INTERNAL.isdisjoint(parts[0].split(".")))


def public_modules() -> list[ModuleType]:
    """The imported modules of that kind."""
    return [
        module
        for name, module in list(sys.modules.items())
        if isinstance(module, ModuleType) and is_public(name)
    ]


def is_loaded(package: str) -> bool:
    """Whether a package is imported, to its end."""
    module = sys.modules.get(package)
    spec = getattr(module, "__spec__", None)
    return module is not None and not getattr(spec, "_initializing", False)


def resolve(package: str, path: str) -> tuple[Any, str, Any] | None:
    """The owner of the last part of a public name, that part, and the object; or None."""
    owner: Any = sys.modules[package]
    *above, name = path.split(".")[1:]
    try:
        for part in above:
            owner = getattr(owner, part)
        return owner, name, getattr(owner, name)
    except AttributeError:
        return None  # this version does not have it


def family(cls: type) -> Iterator[type]:
    """A class and the libraries' own classes below it, each once."""
    seen: set[type] = set()
    pending = [cls]
    while pending:
        current = pending.pop()
        if current not in seen and current.__module__.partition(".")[0] in PACKAGES:
            seen.add(current)
            yield current
            pending += type.__subclasses__(current)


def version_of_keras() -> int:
    """The major version of the Keras that the program uses: what `tf.keras` is, if both."""
    keras = sys.modules.get("keras")
    is_legacy = "tf_keras" in sys.modules and (keras is None or os.environ.get(SWITCH) in ON)
    version = "2" if is_legacy else str(getattr(keras, "__version__", "3"))
    return 2 if version.startswith("2") else 3


def keras_module(version: int) -> ModuleType | None:
    """The imported Keras of this major version."""
    if version == 2 and "tf_keras" in sys.modules:
        return sys.modules["tf_keras"]
    return sys.modules.get("keras")


def computes_in_float32(version: int) -> bool:
    """Whether Keras' default dtype, and that of its layers, is float32."""
    keras = keras_module(version)
    if keras is None:
        return True
    policy = _policy(keras, version)
    return bool(keras.backend.floatx() == "float32" and policy in (None, "float32"))


def _policy(keras: ModuleType, version: int) -> str | None:
    """The name of the dtype policy; None where none was chosen yet.

    The function of Keras 3 that tells it chooses one for the rest of the program.
    """
    if version == 2:
        return str(keras.mixed_precision.global_policy().name)
    state = sys.modules.get("keras.src.backend.common.global_state")
    policy = None if state is None else state.get_global_attribute("dtype_policy")
    return None if policy is None else str(policy.name)


def takes_channels_last(version: int) -> bool:
    """Whether Keras takes the channels last where nothing is said."""
    keras = keras_module(version)
    return keras is None or keras.backend.image_data_format() == "channels_last"


def promotes() -> bool:
    """Whether TensorFlow promotes as NumPy does."""
    ops = sys.modules.get("tensorflow.python.framework.ops")
    return ops is not None and bool(ops.is_numpy_style_type_promotion())
