"""What runs at one time: functions, generators, loops, and the modules they stand in."""

from contextlib import ExitStack

from msgspec import Struct, field

from ndlint.interpreter import lowered as op
from ndlint.interpreter.objects import Scopes
from ndlint.interpreter.state import State
from ndlint.source.project import Module
from ndlint.source.text import Source
from ndlint.values.base import Value


class Yields(Struct):
    """What a running generator gives: the states in which it does, each with the "item" that it
    gives in a `scope` of its own.

    `resumed` is the state in which each of its steps begins; None: any. What it made itself may
    have changed between two steps, too, where that `is_shared`. What runs `after` the first
    `yield` may not run at all.
    """

    scope: int
    resumed: State | None
    is_shared: bool = False
    states: list[State] = field(default_factory=list)
    after: ExitStack = field(default_factory=ExitStack)


class Frame(Struct):
    """One running function, or the module: `returns` collects what it may return.

    Objects with a number above `since` were made in it, or in what it called. `home` is
    the scope of the class that it is a method of, `inner` the number of comprehensions
    around what runs, `blocks` the number of its blocks that are running, `attempts` that of its
    running `try` statements, `tries` that of all that were begun, `at` the statement or the
    call that runs. `ways_out` is under how many conditions that are not decided it may have
    returned: what follows may not run at all.
    """

    scopes: Scopes
    function: op.Function | None = None
    since: int = 0
    home: int = 0
    inner: int = 0
    blocks: int = 0
    attempts: int = 0
    tries: int = 0
    at: op.Node | None = None
    ways_out: int = 0
    returns: list[tuple[State, Value]] = field(default_factory=list)
    yields: Yields | None = None


class Loaded(Struct):
    """A module in a run. Without a project, `module` is None: no import is followed."""

    source: Source
    module: Module | None = None
    star_modules: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the module finds as `__name__`."""
        return "__main__" if self.module is None else self.module.name


class Loop(Struct):
    """A running loop, or comprehension, at a `place`: the states in which it is left or goes on
    early. Objects with a number above `since` are made in it. `ways_out` is under how many
    conditions that are not decided the turn may have ended."""

    place: op.Node | None = None
    since: int = 0
    ways_out: int = 0
    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)
