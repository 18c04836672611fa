"""What a rule proposes: places in the program, and what is to change there.

No syntax is looked at here; `edits` finds the places in the source and makes the text.

In a text that goes into a program, `{}` stands for the expression that was there, and
`<numpy.array>` for a public name as the program calls it, imported where it is not.
"""

from collections.abc import Set

from msgspec import Struct

from ndlint.values.equality import equal_apart_from
from ndlint.values.trace import Site


class Argument(Struct, frozen=True, tag=True):
    """An argument of a call: by one of its names, or by position; None: by name only."""

    names: tuple[str, ...]
    position: int | None = None


class Operand(Struct, frozen=True, tag=True):
    """The operand of an operator, or the argument of a call without keywords before it, of
    this number."""

    index: int


class Item(Struct, frozen=True, tag=True):
    """An item of a tuple or list as it is written out."""

    index: int


class Key(Struct, frozen=True, tag=True):
    """The value under a string in a dict as it is written out."""

    text: str


Part = Argument | Operand | Item | Key


class Place(Struct, frozen=True):
    """The expression at a site, or a part of it: `parts` lead from the one to the other."""

    site: Site
    parts: tuple[Part, ...] = ()

    def part(self, *parts: Part) -> "Place":
        """A part of the expression here."""
        return Place(self.site, (*self.parts, *parts))


class Rewrite(Struct, frozen=True, tag=True):
    """Write `text` instead of the expression; `{}` in it is the expression itself."""

    place: Place
    text: str


class SetArgument(Struct, frozen=True, tag=True):
    """Give an argument of the call at `place` this value, whether or not it is given now.

    `of` names the functions that take it, where the one that is called is not known.
    """

    place: Place
    argument: Argument
    text: str
    of: frozenset[str] = frozenset()


class DropArgument(Struct, frozen=True, tag=True):
    """Leave out a keyword argument of the call at `place`."""

    place: Place
    name: str


class SetCallee(Struct, frozen=True, tag=True):
    """Call another public function or class at `place`, written like the one called now."""

    place: Place
    name: str


class AddLayer(Struct, frozen=True, tag=True):
    """Put a layer before the one that is made by the call at `place`, or `after` it.

    `name` is its public name, `arguments` what it is made with.
    """

    place: Place
    name: str
    arguments: str = ""
    after: bool = False


class RemoveLayer(Struct, frozen=True, tag=True):
    """Leave out the layer that is made by the call at `place`."""

    place: Place


Change = Rewrite | SetArgument | DropArgument | SetCallee | AddLayer | RemoveLayer


@equal_apart_from("only_fed_at")
class Repair(Struct, frozen=True, eq=False):
    """One way to repair a finding: all of its changes together. Rules give the best first.

    It is *safe* if the program's results change by nothing but what the finding says; else
    `is_safe` is False. Where `only_fed_at` is given, it is safe under the condition that the
    value of the changed expression goes nowhere but into the calls at these sites (the set
    may grow until the run ends), which do with it what the change does.
    """

    message: str
    changes: tuple[Change, ...]
    is_safe: bool = False
    only_fed_at: Set[Site] | None = None


def rewrites(message: str, place: Place | None, *texts: str) -> tuple[Repair, ...]:
    """A repair for each text that may be written at a place; none where that is not known."""
    if place is None:
        return ()
    return tuple(Repair(message, (Rewrite(place, text),)) for text in texts)
