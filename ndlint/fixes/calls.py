"""Where what an event tells of stands in the program: the arguments of calls, the operands."""

from ndlint.events import Arithmetic, Computed, Conversion, Event, Feed, Refused, Supervised
from ndlint.fixes.repair import Argument, Item, Key, Operand, Place
from ndlint.values.base import Dict, Str, Value, elements
from ndlint.values.dataset import Dataset
from ndlint.values.fed import Fed
from ndlint.values.keras import Layer

ARGUMENTS = {
    "x": Argument(("x", "inputs"), 0),
    "y": Argument(("y",), 1),
    "sample_weight": Argument(("sample_weight",)),
}
"""The parameters of `fit`, `evaluate`, `predict`, batch methods and calls, by their roles."""
VALIDATION = Argument(("validation_data",), 7)
CLASS_WEIGHT = Argument(("class_weight",), 9)
PARTS = ("x", "y", "sample_weight")


def place_of_role(event: Event, role: str) -> Place:
    """Where what is fed in a role is written, if it is written in the call."""
    call = Place(event.site)
    if role.startswith("validation "):
        return call.part(VALIDATION, Item(PARTS.index(role.removeprefix("validation "))))
    return call.part(ARGUMENTS[role])


def place_of_dataset(event: Event, role: str) -> Place:
    """Where a data set is written, which is the whole of its argument."""
    call = Place(event.site)
    return call.part(VALIDATION if role.startswith("validation ") else ARGUMENTS[role])


def place_of_fed(event: Feed, fed: Fed) -> Place | None:
    """Where one array that is fed is written; None: it comes out of something else."""
    given = dict(event.given).get(fed.role)
    place = place_of_role(event, fed.role)
    items = None if given is None else elements(given)
    if items is not None:
        index = next((n for n, item in enumerate(items) if item is fed.value), None)
        return None if index is None else place.part(Item(index))
    return None if given is None or isinstance(given, Dataset) else place


def place_of_output(given: Value | None, pair: Supervised, place: Place) -> Place:
    """Where, in what is given at a place for all outputs of a model, that of one is written."""
    if isinstance(given, Dict):
        layer = pair.tensor.layer if pair.tensor else None
        name = layer.option("name") if isinstance(layer, Layer) else None
        return place.part(Key(name.text or "" if isinstance(name, Str) else ""))
    is_one_of_them = pair.count > 1 and given is not None and elements(given) is not None
    return place.part(Item(pair.index)) if is_one_of_them else place


def place_of_converted(event: Conversion) -> Place | None:
    """Where the value is written that becomes a tensor; None: not by itself."""
    if event.items is None:
        return None
    return Place(event.site, (Operand(0), *map(Item, event.items)))


def place_of_operand(event: Arithmetic, index: int) -> Place | None:
    """Where an operand is written; None: it is the receiver of a method."""
    if event.listed:
        return Place(event.site, (Operand(0), Item(index)))
    argument = index + event.skipped
    return None if argument < 0 else Place(event.site, (Operand(argument),))


def place_of_computed(event: Computed | Refused, index: int) -> Place | None:
    """Where an operand of NumPy's is written; None: it is the receiver of a method."""
    argument = index - (isinstance(event, Computed) and event.of_method)
    return None if argument < 0 else Place(event.site, (Operand(argument),))
