"""The classes of a library whose methods an object has."""

from ndlint.knowledge.registry import MODELS, OBSERVERS
from ndlint.values.array import Array, Kind
from ndlint.values.base import Value
from ndlint.values.keras import KerasTensor, Layer, Model

OF_KIND = {
    Kind.MASKED: ("numpy.ma.MaskedArray", "numpy.ndarray"),
    Kind.VARIABLE: ("tensorflow.Variable", "tensorflow.Tensor"),
    Kind.TENSOR: ("tensorflow.Tensor",),
}
"""The classes of arrays that are more, or other, than NumPy's own."""


def method_path(owner: Value, name: str) -> str | None:
    """The public name of a method, or None where nothing of that name is known."""
    for base in _classes(owner):
        path = f"{base}.{name}"
        if path in MODELS or path in OBSERVERS:
            return path
    return None


def _classes(owner: Value) -> tuple[str, ...]:
    match owner:
        case Array(kind=kind):
            return OF_KIND.get(kind, ("numpy.ndarray",))
        case Model(sequential=sequential):
            return ("keras.Sequential", "keras.Model") if sequential else ("keras.Model",)
        case Layer(path):
            return (path, "keras.layers.Layer")
        case KerasTensor():
            return ("keras.KerasTensor",)
    opaque = getattr(owner, "path", None)
    return (opaque,) if isinstance(opaque, str) else ()
