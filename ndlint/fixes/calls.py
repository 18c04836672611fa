"""Where the arguments of watched calls stand in the program."""

from ndlint.events import Event, Fed, Feed
from ndlint.fixes.repair import Argument, Item, Operand, Place

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


def place_of_fed(event: Feed, fed: Fed) -> Place:
    """Where one array that is fed is written; one of several is an item of a list."""
    place = place_of_role(event, fed.role)
    same = [other for other in event.inputs if other.role == fed.role]
    if len(same) == 1:
        return place
    return place.part(Item(next(n for n, other in enumerate(same) if other is fed)))


def place_of_converted(event: Event) -> Place:
    """Where the value is written that a conversion makes a tensor of: its first argument."""
    return Place(event.site, (Operand(0),))


def place_of_dataset(event: Event, role: str) -> Place:
    """Where a data set is written, which is the whole of its argument."""
    call = Place(event.site)
    return call.part(VALIDATION if role.startswith("validation ") else ARGUMENTS[role])
