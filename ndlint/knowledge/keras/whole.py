"""Numbers that Keras takes as an `int` of Python's only, or as whole numbers only.

NumPy's functions return numbers of its own (`np.prod(shape)`, `x.max() + 1`), and `/` a float.
Source: measured on Keras 3.15 and tf_keras 2.21, every parameter of the tables with each kind
of number; the tests do so again.
"""

from collections.abc import Callable, Iterable

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values.array import Array, Kind
from ndlint.values.base import Float, Value
from ndlint.values.dtype import FLOATS, INTEGERS
from ndlint.values.keras import Layer

Parameters = dict[str, tuple[str, ...]]
WINDOWS: Parameters = {
    **{
        f"{kind}{n}D{way}": ("kernel_size", "strides", "dilation_rate")
        for kind, ways, dims in (
            ("Conv", ("", "Transpose"), (1, 2, 3)),
            ("SeparableConv", ("",), (1, 2)),
            ("DepthwiseConv", ("",), (1, 2)),
        )
        for way in ways
        for n in dims
    },
    **{
        f"{kind}Pooling{n}D": ("pool_size", "strides")
        for kind in ("Max", "Average")
        for n in (1, 2, 3)
    },
    "UpSampling2D": ("size",),
    "UpSampling3D": ("size",),
    **{f"ZeroPadding{n}D": ("padding",) for n in (1, 2, 3)},
    **{f"Cropping{n}D": ("cropping",) for n in (1, 2, 3)},
    "RepeatVector": ("n",),
    "LayerNormalization": ("axis",),
}
"""Layer -> the parameters that take an `int` of Python's, or a tuple, in both Kerases."""
INTS: dict[int, Parameters] = {
    3: {
        **WINDOWS,
        "Dense": ("units",),
        "Embedding": ("input_dim", "output_dim"),
        "GRU": ("units",),
        "SimpleRNN": ("units",),
        "MultiHeadAttention": ("num_heads", "key_dim"),
        "GroupNormalization": ("groups",),
        "UpSampling1D": ("size",),
    },
    2: {**WINDOWS, "BatchNormalization": ("axis",)},
}
"""Keras -> layer -> the parameters of which anything but an `int` is refused at once."""
DOUBLE = frozenset({"float64"})
FILTERS = tuple(f"Conv{n}D{way}" for n in (1, 2, 3) for way in ("", "Transpose"))
WHOLE: dict[int, Parameters] = {
    3: {
        **dict.fromkeys((*FILTERS, "SeparableConv1D", "SeparableConv2D"), ("filters",)),
        "DepthwiseConv1D": ("depth_multiplier",),
        "DepthwiseConv2D": ("depth_multiplier",),
        "LSTM": ("units",),
        "CategoryEncoding": ("num_tokens",),
    },
    2: {
        "Embedding": ("input_dim", "output_dim"),
        "GRU": ("units",),
        "SimpleRNN": ("units",),
        "DepthwiseConv1D": ("depth_multiplier",),
        "DepthwiseConv2D": ("depth_multiplier",),
    },
}
"""Keras -> layer -> the parameters that must be whole when its weights are made."""
AT_ONCE_2: Parameters = {"LSTM": ("units",)}
"""Those that must be whole when the layer is made, in Keras 2."""
COUNTS = {
    3: ("batch_size", "epochs", "initial_epoch", "steps_per_epoch", "steps"),
    2: ("batch_size", "epochs", "initial_epoch"),
}
"""Keras -> the arguments of `fit`, `evaluate` and `predict` that must be whole."""


def check_made(layer: Layer) -> None:
    """Look at the numbers that a layer is made with. Raises: Refusal."""
    keras = current().keras
    _check(layer, INTS[keras], _no_int)
    if keras == 2:
        _check(layer, AT_ONCE_2, _no_whole)


def check_built(layer: Layer) -> None:
    """Look at the numbers that the weights of a layer are made with. Raises: Refusal."""
    _check(layer, WHOLE[current().keras], _no_whole, f"{layer.name}: ")


def check_counts(given: Iterable[tuple[str, Value]]) -> None:
    """Look at the numbers that a method of a model is given. Raises: Refusal."""
    names = COUNTS[current().keras]
    for name, value in given:
        if name in names:
            _refuse_if(name, value, _float, "TypeError")


def _check(layer: Layer, table: Parameters, what: Callable[[Value], str], before: str = "") -> None:
    for name in table.get(layer.name, ()):
        value = layer.option(name)
        if value is not None:
            _refuse_if(f"{before}{name}", value, what)


def _refuse_if(
    name: str, value: Value, what: Callable[[Value], str], error: str = "ValueError"
) -> None:
    found = what(value)
    if found:
        is_float = not found.startswith(("int", "uint"))
        advice = "use //, or write int(…)" if is_float else "write int(…)"
        taken = "an int of Python's" if what is _no_int else "whole numbers"
        article = "an" if found.startswith("int") else "a"
        message = f"{name} is {article} {found}, and Keras takes {taken} only; {advice}"
        raise Refusal(error, message, Contract.WHOLE_NUMBER, value)


def _no_int(value: Value) -> str:
    """The name of a number that is certainly no `int` of Python's, or ""."""
    return _float(value) or _described(value, INTEGERS)


def _float(value: Value) -> str:
    """The name of a number that is certainly a float, or ""."""
    if isinstance(value, Float):
        return "float"
    return _described(value, FLOATS)


def _no_whole(value: Value) -> str:
    """The same of a float that is not a float32 or smaller, which shapes may be made of."""
    return _described(value, DOUBLE) if isinstance(value, Array) else _float(value)


def _described(value: Value, names: frozenset[str]) -> str:
    is_number = isinstance(value, Array) and value.kind is Kind.SCALAR
    if is_number and isinstance(value, Array) and value.dtype.is_one_of(names):
        return f"{value.dtype} of NumPy's"
    return ""
