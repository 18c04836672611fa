"""Where what an event tells of stands in the program: the arguments of calls, the operands."""

from ndlint.events import Arithmetic, Conversion, Event, Fed, Feed
from ndlint.fixes.repair import Argument, Item, Operand, Place
from ndlint.values.base import elements
from ndlint.values.dataset import Dataset

ARGUMENTS = {
    "x": Argument(("x", "inputs"), 0),
    "y": Argument(("y",), 1),
    "sample_weight": Argument(("sample_weight",)),
}
"""The parameters of `fit`, `evaluate`, `predict`, batch methods and calls, by their roles."""
VALIDATION = Argument(("validation_data",), 7)
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
