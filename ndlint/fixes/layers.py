"""Where layers are made, and their arguments."""

from ndlint.fixes.repair import Argument, Place
from ndlint.knowledge.keras.layers.base import position_of
from ndlint.values.keras import Layer


def place_of_layer(layer: Layer) -> Place | None:
    """Where the layer is made; None: not known."""
    return Place(layer.origin[0].site) if layer.origin else None


def argument_of(layer: Layer, parameter: str) -> Argument:
    """A parameter of the layer's class."""
    return Argument((parameter,), position_of(layer, parameter))
