"""The keywords by which a layer declares its input, where Keras knows them no more, or not yet.

Source: measured on Keras 3.15 and tf_keras 2.21, every layer class with each of the keywords.
"""

from collections.abc import Iterable

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values.keras import Layer

INPUT = "InputLayer"
ANYTHING = frozenset({"HashedCrossing"})
"""Layers of Keras 3 that ignore what they do not know."""
LENGTHS = frozenset({"Embedding", "ReversibleEmbedding"})
LENGTHS_2 = LENGTHS | {
    "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "GRU", "LSTM", "RNN", "SimpleRNN"
}  # fmt: skip
"""Layers that take `input_length`."""
UNDECLARED = frozenset(
    {"Discretization", "IntegerLookup", "Pipeline", "SpatialDropout1D", "SpatialDropout2D",
     "SpatialDropout3D", "StringLookup"}
)  # fmt: skip
"""Layers of Keras 3 that take no shape at all."""
IN_FRONT = "give the model keras.Input({}) as its first layer"
INSTEAD_3 = {
    **dict.fromkeys(
        ("batch_input_shape", "batch_shape"),
        f"{IN_FRONT.format('batch_shape=…')}, or write input_shape=… without the batch",
    ),
    "shape": f"{IN_FRONT.format('shape=…')}, or write input_shape=…",
    "batch_size": IN_FRONT.format("shape, batch_size=…"),
    "input_length": f"leave it out, or {IN_FRONT.format('shape')}, which tells the length",
}
INSTEAD_2 = {
    "batch_shape": "write batch_input_shape=…",
    "shape": "write input_shape=…",
    "input_length": "write input_shape=…",
}
"""Keyword -> what to write instead."""


def check_keywords(layer: Layer, keywords: Iterable[str]) -> None:
    """Look at the keywords that a layer is made with. Raises: Refusal."""
    is_3 = current().keras == 3
    for name in keywords:
        instead = _instead_3(layer, name) if is_3 else _instead_2(layer, name)
        if instead:
            message = f"{layer.name} does not take {name}= in Keras {current().keras}: {instead}"
            raise Refusal("ValueError" if is_3 else "TypeError", message, Contract.KEYWORD)


def _instead_3(layer: Layer, keyword: str) -> str:
    """What to write where Keras 3 does not take the keyword; "": it does."""
    if layer.name in ANYTHING or layer.name == INPUT:
        return ""
    if layer.name in UNDECLARED and keyword in ("input_shape", "input_dim"):
        return IN_FRONT.format("shape")
    if layer.name in LENGTHS and keyword == "input_length":
        return ""
    return INSTEAD_3.get(keyword, "")


def _instead_2(layer: Layer, keyword: str) -> str:
    """What to write where Keras 2 does not take the keyword; "": it does."""
    is_length = layer.name in LENGTHS_2 and keyword == "input_length"
    return "" if is_length else INSTEAD_2.get(keyword, "")
