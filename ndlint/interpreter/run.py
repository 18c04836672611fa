"""One abstract run of one module: its state, its budget, and the dispatch of operations."""

from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import Event
from ndlint.interpreter import lowered as op
from ndlint.interpreter.choices import Assumption, Choices
from ndlint.interpreter.frames import Frame, Loaded, Loop
from ndlint.interpreter.lowered import Operation
from ndlint.interpreter.objects import Closure, Tracing, UserClass
from ndlint.interpreter.state import Keys, State
from ndlint.source.project import Chain, Project
from ndlint.source.text import Source
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Name, Unknown, Value
from ndlint.values.trace import Site

OPERATIONS = 100_000
"""How many operations a run may take. Counted, not timed: the same on every machine."""
CALL_DEPTH = 24
RECURSION = 2
SPARE_OBJECTS = 200
"""So many objects more than were reachable, and the heap is cleaned up."""


class BudgetSpent(Exception):
    """The module takes more operations than the budget allows."""


class Reached(Struct, frozen=True):
    """How a place was reached: under a condition that is not decided, inside a `try` that
    may catch what is raised there, inside a block that is to raise an error.

    `alone` is the function that is run because nothing calls it, `meant` the functions that
    are to fail when they are: it grows until the run ends. A place in another module than the
    one that is checked was reached by what the checked one does at `through`; None there: when
    the other module was loaded.
    """

    conditionally: bool
    guarded: bool
    expected: bool = False
    alone: op.Node | None = None
    meant: Set[op.Node] = frozenset()
    is_elsewhere: bool = False
    through: Site | None = None

    @property
    def is_meant(self) -> bool:
        """Whether an error is what the program is written to show. Ask when the run is over:
        what expects a function to fail may come after it."""
        return self.expected or self.alone in self.meant


Listener = Callable[[Event, Reached], bool]
"""Takes an event; returns whether the call certainly raises."""


class Run:
    """The state of the run. `state` is None where the code cannot be reached.

    `modules` are the modules that were loaded, by the scope of their variables: that of the
    module that is checked is `home`. Other modules are found in `project`. Under an
    `assumption`, a condition that is not decided goes one way.
    """

    def __init__(
        self,
        source: Source,
        listener: Listener,
        project: Project | None = None,
        assumption: Assumption | None = None,
    ) -> None:
        self.listener = listener
        self.project = project
        self.assumption = assumption
        self.choices = Choices()
        self.keys = Keys()
        self.live = State(self.keys)
        """The state, where the code can be reached; else the last one in which it could."""
        self._state: State | None = self.live
        self.final: State | None = None
        """The state at the end of the module."""
        self.home = self.keys.new()
        self.modules = {self.home: Loaded(source, project.main if project else None)}
        self.scopes: dict[str, int] = {}
        """The scopes of modules by their paths."""
        self.global_names: dict[int, frozenset[str]] = {}
        """What functions declare to be global, by their scopes."""
        self.given_up: set[str] = set()
        """The paths of modules that take too much to be loaded."""
        self.imported = 0
        """The operations that were spent on loading modules."""
        self.frames: list[Frame] = [Frame((self.home,))]
        self.loops: list[Loop] = []
        self.attempts: list[list[State]] = []
        self.closures: list[Closure] = []
        self.called: set[int] = set()
        self.classes: dict[int, UserClass] = {}
        """The classes of the program by their scope."""
        self.graphs: list[int] = []
        """The graphs that are being made, from outside inwards."""
        self.tracings: dict[int, Tracing] = {}
        """How often those will run of which that can be told."""
        self.added: set[str] = set()
        """Attributes that the program itself sets on tensors, data sets, classes of libraries."""
        self.operations = 0
        self.heard = 0
        """How many events the listener has heard."""
        self.limit = OPERATIONS
        self._conditions = 0
        self._choosing = 0
        self._repeats = 0
        self._guards = 0
        self._expecting: list[int] = []
        """For each running block that expects an error, the number of frames around it."""
        self._meant: set[op.Node] = set()
        self._heap_limit = SPARE_OBJECTS

    def fork(self) -> "Run":
        """The run as it is between two statements of its module, to be gone on with. There, no
        loop runs, no `try`, and no function."""
        other = object.__new__(Run)
        other.__dict__.update(self.__dict__)
        other.choices = Choices()
        other.state = self.live.fork()
        other.modules = {
            scope: Loaded(loaded.source, loaded.module, loaded.star_modules.copy())
            for scope, loaded in self.modules.items()
        }
        other.scopes = self.scopes.copy()
        other.global_names = self.global_names.copy()
        other.given_up = self.given_up.copy()
        other.graphs = []
        other.frames = [Frame((self.home,))]
        other.closures = self.closures.copy()
        other.called = self.called.copy()
        other.classes = self.classes.copy()
        other._meant = self._meant.copy()
        return other

    # ---- dispatch

    def evaluate(self, operation: Operation) -> Value:
        """The value of an expression."""
        self.operations += 1
        if self.operations + self.keys.work > self.limit:
            raise BudgetSpent
        handler = EVALUATE.get(type(operation))
        return handler(self, operation) if handler else UNKNOWN

    def execute(self, operation: Operation) -> None:
        """Run a statement."""
        self.operations += 1
        self.frames[-1].at = operation.place
        handler = EXECUTE.get(type(operation))
        if handler:
            handler(self, operation)

    def execute_block(self, block: op.Block) -> None:
        """Run statements until one of them leaves the block."""
        frame = self.frames[-1]
        frame.blocks += 1
        for operation in block:
            if self._state is None:
                break
            if len(self.live.heap) > self._heap_limit:
                self.live.collect(frame.since)
                self._heap_limit = 2 * len(self.live.heap) + SPARE_OBJECTS
            self.execute(operation)
            if self.attempts and self._state is not None:
                self.attempts[-1].append(self._state.fork())
        frame.blocks -= 1

    @property
    def spent(self) -> int:
        """The operations until now."""
        return self.operations + self.keys.work

    # ---- modules

    @property
    def module(self) -> Loaded:
        """The module whose code runs."""
        return self.modules[self.frames[-1].scopes[-1]]

    @property
    def source(self) -> Source:
        """The program that is checked."""
        return self.modules[self.home].source

    @property
    def is_away(self) -> bool:
        """Whether code of another module than the checked one runs."""
        return self.frame.scopes[-1] != self.home

    @property
    def star_modules(self) -> list[str]:
        """What the running module imports everything from; "": something that is not known."""
        return self.module.star_modules

    def find(self, level: int, dotted: str) -> Chain | None:
        """The modules of the project that an import here loads; None: it is none of these."""
        importer = self.module.module
        if self.project is None or importer is None:
            return None
        return self.project.find(importer, level, dotted)

    # ---- state

    @property
    def state(self) -> State | None:
        """The state; None where the code cannot be reached."""
        return self._state

    @state.setter
    def state(self, state: State | None) -> None:
        self._state = state
        if state is not None:
            self.live = state

    @property
    def frame(self) -> Frame:
        """The running function."""
        return self.frames[-1]

    def is_too_deep(self, function: op.Function) -> bool:
        """Whether a call of the function is not followed here."""
        depth = sum(f.function is function for f in self.frames)
        return depth >= RECURSION or len(self.frames) >= CALL_DEPTH or self.state is None

    def run_body(self, frame: Frame, function: op.Function) -> None:
        """Run the body of a function; where it comes to its end, it returns None."""
        self.called.add(id(function))
        if function.rebinds_global:
            self.global_names[frame.scopes[0]] = function.rebinds_global
        loops, self.loops = self.loops, []
        self.frames.append(frame)
        try:
            self.execute_block(function.body)
        finally:
            self.end(self.frames.pop())
            self.loops = loops
        if self.state is not None:
            frame.returns.append((self.state, NOTHING))

    def load(self, name: str) -> Value | None:
        """A variable's value, looked up from the innermost scope outwards; None: not bound."""
        variables = self.live.scopes
        scopes = self.frames[-1].scopes
        for scope in scopes:
            found = variables.get(scope)
            if found is not None and name in found:
                return found[name]
            if name in self.global_names.get(scope, ()):
                return variables.get(scopes[-1], {}).get(name)
        return None

    def store(self, name: str, value: Value, inner: int = 0) -> None:
        """Bind a variable in the scope that Python would; not in the `inner` first ones."""
        frame = self.frames[-1]
        scopes = frame.scopes[inner:]
        scope = scopes[0]
        function = frame.function
        if function is not None:
            if name in function.rebinds_global:
                scope = scopes[-1]
            elif name in function.rebinds_outer:
                state = self.live
                scope = next((s for s in scopes[1:] if state.get(s, name) is not None), scope)
        self.live.variables(scope)[name] = value

    def unknown(self, label: str = "") -> Value:
        """An unknown value that is the same object as itself only."""
        return Unknown(self.keys.new(), label)

    def fail(self) -> Value:
        """What is evaluated does not return: it raises, or ends the program."""
        self.state = None
        return UNKNOWN

    def rebind(self) -> None:
        """Code that was not seen may have bound any variable, but for names of libraries."""
        live = self.live
        live.forget([v for v in live.names() if not isinstance(live.get(*v), Name)])

    def hand_over(self, *values: Value) -> None:
        """Code that was not seen runs, and has its hands on these from now on."""
        state = self.live
        state.disturb(*values)
        state.lose(*values)
        state.shake()

    # ---- events

    def emit(self, event: Event, place: op.Node, call: str, doubtful: bool = False) -> bool:
        """Tell the listener. Returns whether the call certainly raises.

        A `doubtful` event is one that rests on what is only assumed.
        """
        if self.state is None:
            return False
        placed = replace(event, site=self.site(place), call=call, in_graph=bool(self.graphs))
        self.heard += 1
        return self.listener(placed, self._reached(doubtful))

    def _reached(self, doubtful: bool) -> Reached:
        alone = self._alone()
        if self._expecting:
            called = self.frames[self._expecting[0] :]
        else:
            called = self.frames[2:] if alone in self._meant else []
        # What only such a block calls would fail when it is run alone, too.
        self.expect_in(*(f.function.place for f in called if f.function is not None))
        is_elsewhere = self.is_away
        return Reached(
            doubtful or self._conditions > 0 or self.live.assumed,
            self._guards > 0,
            bool(self._expecting),
            alone,
            self._meant,
            is_elsewhere,
            self._way_out() if is_elsewhere else None,
        )

    @property
    def is_in_expression(self) -> bool:
        """Whether a lambda or a comprehension runs: it is run for other items again."""
        function = self.frame.function
        return self.frame.inner > 0 or (function is not None and function.name == "<lambda>")

    @property
    def is_alone(self) -> bool:
        """Whether a function runs that is run because nothing calls it, or what that calls."""
        return self._alone() is not None

    @property
    def returns_to_nobody(self) -> bool:
        """Whether the running function is one that is run because nothing calls it."""
        return len(self.frames) == 2 and self._alone() is not None

    def _way_out(self) -> Site | None:
        """The call by which the module that is checked called into others; None: a module is
        being loaded."""
        for frame in reversed(self.frames):
            if frame.scopes[-1] == self.home:
                return self.modules[self.home].source.site(frame.at) if frame.at else None
            if frame.function is None:
                return None
        return None

    def _alone(self) -> op.Node | None:
        """The function that is run because nothing calls it: the module itself is over."""
        function = self.frames[1].function if len(self.frames) > 1 else None
        return None if function is None or self.frames[0].blocks else function.place

    def site(self, place: op.Node) -> Site:
        """The place of an operation."""
        return self.modules[self.frames[-1].scopes[-1]].source.site(place)

    @contextmanager
    def conditionally(self) -> Iterator[None]:
        """What runs inside may not run at all."""
        self._conditions += 1
        try:
            yield
        finally:
            self._conditions -= 1

    @contextmanager
    def choosing(self) -> Iterator[None]:
        """Of what is computed inside, only some elements may be kept."""
        self._choosing += 1
        try:
            yield
        finally:
            self._choosing -= 1

    def may_choose(self, computed: Array) -> bool:
        """Whether the program may have chosen by their values what this is computed of, one
        element under a condition, or what is kept of it."""
        return self._choosing > 0 or (self._conditions > 0 and not computed.shape.rank)

    def may_be_over(self, ended: Frame | Loop) -> None:
        """The function, or the turn of a loop, may have ended: what else runs of it may not run."""
        ended.ways_out += 1
        self._conditions += 1

    def end(self, ended: Frame | Loop) -> None:
        """The function, or the turn of a loop, is over."""
        self._conditions -= ended.ways_out

    @contextmanager
    def repeatedly(self) -> Iterator[None]:
        """What runs inside may run any number of times."""
        self._repeats += 1
        try:
            yield
        finally:
            self._repeats -= 1

    @property
    def is_repeated(self) -> bool:
        """Whether what runs now stands for any number of runs."""
        return self._repeats > 0

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """What is raised inside may be caught."""
        self._guards += 1
        try:
            yield
        finally:
            self._guards -= 1

    @property
    def expects_error(self) -> bool:
        """Whether what runs now is to raise an error, or may be there to see whether it does."""
        return bool(self._expecting) or self._guards > 0

    @contextmanager
    def in_graph(self) -> Iterator[int]:
        """What runs inside makes a graph: gives its number, 0 where none may be made."""
        graph = self.keys.new() if current().usual_graphs else 0
        self.graphs.append(graph)
        try:
            yield graph
        finally:
            self.graphs.pop()

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """What runs inside is to raise an error."""
        self._expecting.append(len(self.frames))
        try:
            yield
        finally:
            self._expecting.pop()

    def expect_in(self, *functions: op.Node) -> None:
        """These are to raise an error when they are run because nothing calls them."""
        self._meant.update(functions)


EVALUATE: dict[type[Operation], Callable[..., Value]] = {}
EXECUTE: dict[type[Operation], Callable[..., None]] = {}
E = TypeVar("E", bound=Callable[..., Value])
X = TypeVar("X", bound=Callable[..., None])


def evaluates(kind: type[Operation]) -> Callable[[E], E]:
    """Register how expressions of a kind are evaluated."""

    def register(handler: E) -> E:
        EVALUATE[kind] = handler
        return handler

    return register


def executes(kind: type[Operation]) -> Callable[[X], X]:
    """Register how statements of a kind are run."""

    def register(handler: X) -> X:
        EXECUTE[kind] = handler
        return handler

    return register
