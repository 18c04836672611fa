"""What layers ask of the shapes that they get, and how their arguments are read."""

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import Bool, Int, Nothing, Str, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, render
from ndlint.values.keras import Layer
from ndlint.values.shape import Shape

SPATIAL = {1: ("steps",), 2: ("height", "width"), 3: ("depth", "height", "width")}
"""How the axes are called over which a layer of so many dimensions slides."""


def dim_of(value: Value | None) -> Dim:
    """A size among a layer's arguments."""
    if isinstance(value, Int):
        return value.size
    if isinstance(value, Array) and value.facts.low == value.facts.high:
        return int(value.facts.low)
    return UNKNOWN_DIM


def sizes(layer: Layer, name: str, count: int, default: int) -> tuple[Dim, ...]:
    """An argument that is one size for all axes or one for each."""
    value = layer.option(name)
    if value is None or isinstance(value, Nothing):
        return (default,) * count
    items = elements(value)
    if items is None:
        return (dim_of(value),) * count
    found = tuple(map(dim_of, items))
    return found if len(found) == count else (UNKNOWN_DIM,) * count


def flag(layer: Layer, name: str) -> bool | None:
    """A switch that is off by default; None: not known."""
    value = layer.option(name)
    if value is None or isinstance(value, Nothing):
        return False
    if isinstance(value, Bool):
        return value.truth
    return bool(value.number) if isinstance(value, Int) and value.number is not None else None


def text(layer: Layer, name: str, default: str | None) -> str | None:
    """A word among the arguments, in small letters; None: not known."""
    value = layer.option(name)
    if value is None or isinstance(value, Nothing):
        return default
    return value.text.lower() if isinstance(value, Str) and value.text is not None else None


def is_channels_first(layer: Layer) -> bool | None:
    """Whether the channels come before the axes that the layer slides over."""
    found = text(layer, "data_format", "channels_last" if current().usual_format else None)
    return None if found is None else found == "channels_first"


def refuse(layer: Layer, why: str, contract: Contract = Contract.LAYER_INPUT) -> Refusal:
    """The refusal whose message begins with the layer's class."""
    return Refusal("ValueError", f"{layer.name} {why}", contract)


def needs_rank(layer: Layer, x: Shape, axes: tuple[str, ...], or_more: bool = False) -> None:
    """Raises: Refusal, where the input has not the axes of these names."""
    if x.rank is None or x.rank == len(axes) or (or_more and x.rank > len(axes)):
        return
    least = "at least " if or_more else ""
    raise refuse(layer, f"needs {least}{len(axes)} axes, ({', '.join(axes)}), and gets {x}")


def needs_axis(layer: Layer, x: Shape, index: int, what: str) -> None:
    """Compare an axis that the layer's weights depend on.

    Raises: Refusal for another size than it was built for, or for one that is None when
    it is built.
    """
    found = x.axis(index)
    if layer.built is None:
        if found is FREE:
            raise refuse(layer, f"needs a known number of {what}, and gets {x}")
        return
    same_rank = None in (x.rank, layer.built.rank) or x.rank == layer.built.rank
    expected = layer.built.axis(index) if same_rank or index < 0 else UNKNOWN_DIM
    if shapes.conflict(expected, found):
        raise refuse(layer, f"was built for {render(expected)} {what}, and gets {x}")


def image_axes(count: int, channels_first: bool | None) -> tuple[str, ...]:
    """The names of all axes of what a layer slides over."""
    spatial = SPATIAL[count]
    last = "features" if count == 1 else "channels"
    return ("batch", last, *spatial) if channels_first else ("batch", *spatial, last)


def is_keras_2() -> bool:
    """Whether the program is meant for Keras 2."""
    return current().keras == 2
