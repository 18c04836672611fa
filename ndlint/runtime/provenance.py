"""What the static side knows and no object shows: where values came from.

A real array tells its dtype and shape, but not that it is one row of another, or made of a
model's output. What the static run knows of a variable completes what is read from it.
"""

import ast
from collections.abc import Collection

from msgspec import Struct, field
from msgspec.structs import replace

from ndlint.events import Computed, Event
from ndlint.interpreter.functions import run_uncalled
from ndlint.interpreter.interpret import deep_stack
from ndlint.interpreter.lower import lower
from ndlint.interpreter.lowered import Operation
from ndlint.interpreter.resume import names_read
from ndlint.interpreter.run import BudgetSpent, Reached, Run
from ndlint.runtime.checkpoints import Start, start_of
from ndlint.source.project import Project
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, List, Tuple, Value
from ndlint.values.dataset import Dataset
from ndlint.values.keras import Layer, Model
from ndlint.values.trace import Site

Provenance = dict[str, Value]
"""Variables: of each value only where it came from."""


class Origins(Struct, frozen=True):
    """Where values came from: the variables that statements read, by where those begin, and the
    operands of what NumPy computes, by its site."""

    variables: dict[Start, Provenance] = field(default_factory=dict)
    operands: dict[Site, tuple[Value, ...]] = field(default_factory=dict)


class _Noting(Run):
    """A run that notes the variables that certain statements read, when it first comes there."""

    wanted: Collection[Start] = ()
    noted: dict[Start, Provenance]

    def execute(self, operation: Operation) -> None:
        """Note, then run."""
        place = operation.place
        at = start_of(place)
        is_here = self.frame.scopes[-1] == self.home
        if is_here and isinstance(place, ast.stmt) and at in self.wanted and at not in self.noted:
            found = {name: self.load(name) for name in names_read(place)}
            self.noted[at] = {
                name: origin
                for name, value in found.items()
                if value is not None and (origin := _origin(self.live.open(value))) != UNKNOWN
            }
        super().execute(operation)


def note(project: Project, wanted: Collection[Start], sites: Collection[Site]) -> Origins:
    """Where the variables came from that the statements of a program read which begin there, and
    what is computed with at these sites."""
    operands: dict[Site, tuple[Value, ...]] = {}

    def hear(event: Event, reached: Reached) -> bool:
        if isinstance(event, Computed) and event.site in sites:
            operands.setdefault(event.site, tuple(map(_origin, event.operands)))
        return False

    run = _Noting(project.source, hear, project)
    run.wanted, run.noted = wanted, {}
    try:
        with deep_stack():
            run.execute_block(lower(project.source.tree).body)
            run_uncalled(run)
    except BudgetSpent:
        pass
    return Origins(run.noted, operands)


def _origin(value: Value) -> Value:
    """A value of which nothing is kept but where it came from."""
    match value:
        case Array(origins=origins):
            return Array(origins=origins)
        case Model(origin=origin):
            return Model(False, origin=origin)
        case Layer(path, origin=origin):
            return Layer(path, (), origin=origin)
        case Dataset(origin=origin):
            return Dataset(origin=origin)
        case Tuple(items):
            return Tuple(tuple(map(_origin, items)))
        case List(items) if items is not None:
            return List(tuple(map(_origin, items)))
        case List(None, each) if isinstance(each, Array):
            return List(None, _origin(each))
    return UNKNOWN


def completed(value: Value, origin: Value) -> Value:
    """A value that was read from a real object, with where it came from."""
    match value, origin:
        case Array(origins=own), Array(origins=known):
            output = own.output or known.output
            return replace(value, origins=replace(known, output=output, first=own.first))
        case Model(), Model(origin=step) if step:
            return replace(value, origin=step)
        case Layer(), Layer(origin=step) if step:
            return replace(value, origin=step)
        case Dataset(), Dataset(origin=step) if step:
            return replace(value, origin=step)
        case Tuple(items), Tuple(known) if len(items) == len(known):
            return Tuple(tuple(map(completed, items, known)))
        case List(items), List(known) if items and known and len(items) == len(known):
            return List(tuple(map(completed, items, known)))
        case List(items), List(None, each) if items and each != UNKNOWN:
            return List(tuple(completed(item, each) for item in items))
    return value
