"""Judges the calls of a running program as they are made."""

import os
from collections.abc import Callable, Collection, Iterable
from inspect import isroutine
from threading import Lock
from types import FrameType, ModuleType
from typing import Any

from msgspec.structs import replace

from ndlint.events import Arithmetic, Computed, Event
from ndlint.findings import Certainty, Finding
from ndlint.interpreter.resume import resume
from ndlint.interpreter.run import Reached
from ndlint.knowledge import binding, registry
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.registry import OBSERVERS
from ndlint.runtime.court import BY_ORIGIN, IN_STATEMENTS, RUNNING, Court
from ndlint.runtime.instruments import Instruments
from ndlint.runtime.places import Place, Places
from ndlint.runtime.provenance import Provenance, completed
from ndlint.runtime.reading import Reader, has_no_range, is_known
from ndlint.runtime.shield import Shield
from ndlint.runtime.sources import Sources
from ndlint.runtime.stops import Stop
from ndlint.runtime.visits import Visits
from ndlint.target import aiming_at
from ndlint.values.base import UNKNOWN, Value, leaves
from ndlint.values.trace import Site

RETURNS_OUTPUT = frozenset(
    {"keras.Model.predict", "keras.Model.predict_on_batch", "keras.Model.__call__"}
)
Tell = Callable[[Finding], object]


class Watcher:
    """Watches one process, and none that it forks, from `start` to `stop`.

    `tell` takes each finding as soon as it is made. `judged` are the sites that were judged
    with everything known, `ranged_partly` those where not all elements were looked at. A fault of
    ours is noted once and goes no further.
    """

    def __init__(self, tell: Tell, sources: Sources, shield: Shield) -> None:
        registry.load()
        self.judged: set[Site] = set()
        self.ranged_partly: set[Site] = set()
        self.court = Court()
        self.reader = Reader()
        self.visits = Visits()
        self.is_users = sources.is_users
        self._tell = tell
        self._places = Places(sources)
        self._instruments = Instruments(self, shield)
        self._process = 0
        self._lock = Lock()
        self._shield = shield

    def start(self) -> None:
        """Begin to watch this process."""
        self._process = os.getpid()
        self._instruments.start()

    def stop(self) -> None:
        """End it: everything is as it was. A wrapper that the program has kept does nothing."""
        self._process = 0
        self._instruments.stop()

    def attend(self, work: Callable[[], None]) -> None:
        """Do work of ours while watching, unless some is being done already."""
        if os.getpid() != self._process or not self._lock.acquire(blocking=False):
            return
        try:
            with self._shield:
                work()
        finally:
            self._lock.release()

    # ---- what the program does

    def call(self, path: str, args: tuple[Any, ...], kwargs: dict[str, Any], at: FrameType) -> None:
        """The function of this public name is about to be called."""
        self.attend(lambda: self._judge_call(path, args, kwargs, at))

    def operator(self, symbol: str, left: object, right: object, at: FrameType) -> None:
        """An operator is about to be applied to a tensor."""
        self.attend(lambda: self._judge_operator(symbol, left, right, at))

    def result(self, path: str, result: object) -> None:
        """The function has returned."""
        if path in RETURNS_OUTPUT:
            self.attend(lambda: self.reader.remember_output(result))

    # ---- judging

    def _judge_call(
        self, path: str, args: tuple[Any, ...], kwargs: dict[str, Any], at: FrameType
    ) -> None:
        place = self._place(at, path.rpartition(".")[2])
        given = (*args, *kwargs.values())
        if self.visits.is_due(place.site, given):
            values = self.read(given, place.site)
            named = dict(zip(kwargs, values[len(args) :], strict=True))
            arguments = Arguments(values[: len(args)], named)
            self.judge(path, arguments, Place(place.site, place.call or path))

    def judge(self, path: str, arguments: Arguments, place: Place) -> None:
        """Judge a call of the function of this public name."""
        observer = OBSERVERS[path]
        with aiming_at(self.court.target()):
            bound = binding.bind(observer, arguments)
            made = None if bound is None else binding.call(observer, bound)
        events = made if isinstance(made, tuple) else (made,)
        shown = [e for e in events if isinstance(e, Event) and not isinstance(e, BY_ORIGIN)]
        self._judge(shown, arguments.all, place)

    def _judge_operator(self, symbol: str, left: object, right: object, at: FrameType) -> None:
        place = self._place(at, "")
        if place.call and place.call != symbol:
            # Python tries `a < b` as `b > a`, too.
            symbol, left, right = place.call, right, left
        if self.visits.is_due(place.site, (left, right)):
            operands = tuple(self.read((left, right), place.site))
            self._judge([Arithmetic(operands=operands)], operands, Place(place.site, symbol))

    def _judge(self, events: Iterable[Event], values: Iterable[Value], place: Place) -> None:
        for event in events:
            placed = replace(event, site=place.site, call=place.call)
            for finding in self.court.ask(placed, RUNNING):
                self._tell(finding)
        if all(map(is_known, values)):
            self.judged.add(place.site)
        if any(has_no_range(leaf) for value in values for leaf in leaves(value)):
            self.ranged_partly.add(place.site)

    def judge_statement(self, stop: Stop, origins: Provenance) -> tuple[list[Finding], bool]:
        """What is found in a statement that is run abstractly over the real variables, beyond
        what its calls show when they are made, and whether all that it reads is known.
        `origins` completes what is read."""
        return self._run_statement(stop, origins, IN_STATEMENTS, self.court)

    def try_statement(self, stop: Stop, origins: Provenance) -> list[Finding]:
        """All that would be found in a statement, its calls included; nothing is kept of it."""
        return self._run_statement(stop, origins, (Event,), Court())[0]

    def _run_statement(
        self, stop: Stop, origins: Provenance, events: tuple[type[Event], ...], court: Court
    ) -> tuple[list[Finding], bool]:
        things = stop.variables()
        read = dict(zip(things, self.read(things.values(), stop.site), strict=True))
        values = {
            name: completed(value, origins.get(name, value))
            for name, value in read.items()
            if value != UNKNOWN or not _is_defined(things[name])
        }
        found: list[Finding] = []
        is_open = False

        def hear(event: Event, reached: Reached) -> bool:
            nonlocal is_open
            # Not what happens in a function of the program that the statement calls.
            if stop.holds(event.site) and isinstance(event, events):
                made = court.ask(event, reached)
                if isinstance(event, Computed) and any(map(_is_open, made)):
                    is_open = True
                else:
                    found.extend(made)
            return False

        with aiming_at(self.court.target()):
            resume(stop.source, stop.statement, values, hear)
        return found, not is_open and all(map(is_known, values.values()))

    def read(self, things: Collection[object], site: Site) -> list[Value]:
        """The values of real objects at a site."""
        with aiming_at(self.court.target()):
            return self.reader.read(things, site)

    def _place(self, at: FrameType, name: str) -> Place:
        return self._places.of(at.f_code, at.f_lasti, at.f_lineno, name)


def _is_open(finding: Finding) -> bool:
    """Whether values are not known well enough for a claim about what is computed."""
    return finding.certainty is not Certainty.CERTAIN


def _is_defined(thing: object) -> bool:
    """Whether an import or a definition binds it: then the source tells what it is."""
    return isinstance(thing, ModuleType | type) or isroutine(thing)
