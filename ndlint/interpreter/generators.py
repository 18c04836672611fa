"""Generator functions of the program: what they give, step by step.

Between two steps the program runs, and may change what the generator sees. So its body is run
once for all its steps, from the start, and after each `yield` in any state in which a step may
begin. Whoever steps through it in a loop runs the loop to a fixed point, whose state is that.
"""

from collections.abc import Callable

from msgspec.structs import replace

from ndlint.interpreter.frames import Frame, Yields
from ndlint.interpreter.jumps import joined
from ndlint.interpreter.objects import (
    INERT,
    Closure,
    Generated,
    ModuleObject,
    UserClass,
    held_by,
)
from ndlint.interpreter.run import Run
from ndlint.interpreter.state import State
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Ref, Value
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.shape import Shape


def generated(run: Run, closure: Closure, scope: int) -> Value:
    """What a call of a generator function makes, its parameters being bound in the scope."""
    variables = run.live.variables(scope)
    run.live.leave(scope)
    return run.live.box(Generated(closure, tuple(variables), tuple(variables.values())))


def give(run: Run, value: Value) -> None:
    """`yield value`: what comes after it runs when, and if, the next step is taken."""
    frame = run.frame
    yields = frame.yields
    if run.state is None:
        return
    if yields is None:
        run.live.lose(value)
        return
    if yields.resumed is None:
        run.hand_over(value)
        return
    given = run.state.fork()
    given.variables(yields.scope)["item"] = value
    if not yields.states:
        yields.after.enter_context(run.conditionally())
    yields.states.append(given)
    if yields.is_shared:
        run.state.disturb(*(Ref(key) for key in run.state.heap if key > frame.since))
    run.state = run.state.join(yields.resumed)


class Steps:
    """The steps through a generator that one loop takes. Each gives an item, it is not known
    which; the state is one in which it gave any, came to its end, or did not run at all."""

    def __init__(self, run: Run, generated: Generated) -> None:
        self.run = run
        self.ends: list[State] = []
        """The states in which the last step may have found the end instead."""
        self._generated = generated
        self._made: dict[int, Value] = {}
        """The objects that steps have made, as they left them."""
        self._is_shared = False

    def __call__(self) -> Value:
        """An item. Where there is certainly none, the state is one in which it came to its end."""
        item = self.step()
        if self.run.state is None:
            self.run.state = joined(self.ends)
        return item

    def step(self) -> Value:
        """An item; nothing is reached where there is certainly none."""
        run, since = self.run, self.run.keys.last
        before = run.live.fork()
        for key, value in self._made.items():
            self._is_shared |= before.heap.get(key, value) is not value
        item, self.ends = _run_through(
            run, self._generated, Yields(run.keys.new(), before, self._is_shared)
        )
        self._made.update((k, v) for k, v in run.live.heap.items() if k > since)
        return item


def run_through(run: Run, value: Value) -> None:
    """Run a generator from start to end, whoever steps through it."""
    inner = run.live.peek(value)
    if isinstance(inner, Generated):
        _run_through(run, inner, Yields(run.keys.new(), None))


def _run_through(run: Run, generated: Generated, yields: Yields) -> tuple[Value, list[State]]:
    """What it gives, and the states in which it is at its end."""
    closure = generated.closure
    function = closure.function
    if run.is_too_deep(function):
        run.hand_over(closure, *generated.sources)
        return run.unknown(), []
    scope, first = run.keys.new(), len(run.closures)
    run.live.variables(scope).update(zip(generated.names, generated.sources, strict=False))
    scopes = (scope, *closure.scopes)
    frame = Frame(scopes, function, run.keys.last, closure.home, yields=yields)
    with yields.after:
        run.run_body(frame, function)
    ends = [state for state, _ in frame.returns]
    run.state = joined([*yields.states, *ends, yields.resumed]) if yields.states else None
    is_captured = any(scope in c.scopes for c in run.closures[first:])
    for state in ends if run.state is None else (run.state, *ends):
        if not is_captured:
            state.leave(scope)
        state.collect(frame.since)
    if run.state is None:
        run.live = run.live.fork()
        return UNKNOWN, ends
    item = run.state.variables(yields.scope)["item"]
    run.state.leave(yields.scope)
    return item, ends


def steps(run: Run, value: Value, generated: Generated) -> Callable[[], Value]:
    """A maker of an item for a loop over a generator, of which nothing is known afterwards."""
    if isinstance(value, Ref):
        run.live.write(value, replace(generated, is_lost=True))
    if _is_followed(run, generated):
        return Steps(run, generated)

    def step() -> Value:
        run.hand_over(value)
        return run.unknown()

    return step


def following(run: Run, value: Ref, generated: Generated) -> Value:
    """`next(generator)`"""
    if not _is_followed(run, generated):
        run.hand_over(value)
        return run.unknown()
    before = _seen_by(run, generated)
    if generated.was is None:
        item = Steps(run, generated).step()
    else:
        with run.conditionally():
            item = Steps(run, generated).step()
    after = replace(generated, sources=(*generated.sources, item))
    is_pure = _seen_by(run, generated) == before
    after = replace(after, was=_seen_by(run, after)) if is_pure else replace(after, is_lost=True)
    run.live.write(value, after)
    return item


def _is_followed(run: Run, generated: Generated) -> bool:
    """Whether its steps until now saw all as it is now."""
    is_new = generated.was is None
    return not generated.is_lost and (is_new or generated.was == _seen_by(run, generated))


def _seen_by(run: Run, generated: Generated) -> tuple[object, ...]:
    """All that the generator, and what it calls, can find outside its own variables."""
    state = run.live
    found: list[object] = []
    seen: set[Value] = set()
    pending: list[Value] = [generated.closure, *generated.sources]
    while pending:
        value = pending.pop()
        if type(value) in INERT or value in seen:
            continue
        if isinstance(value, Ref | Closure | UserClass | ModuleObject):
            seen.add(value)
        if isinstance(value, Ref):
            value = state.peek(value)
            found.append(_but_for_names(value))
        elif isinstance(value, Closure):
            loaded = value.function.loads
            around = [state.scopes[s] for s in value.scopes if s in state.scopes]
            held = [names.get(name) for names in around for name in loaded]
            found += held
            pending += [v for v in held if v is not None]
        elif isinstance(value, UserClass | ModuleObject):
            held = list(state.scopes.get(value.scope, {}).values())
            found += held
            pending += [v for v in held if v is not None]
        pending += held_by(value)
    return tuple(found)


def _but_for_names(value: Value) -> object:
    """An object without what may be learnt of it later: names of axes of unknown size."""
    if not isinstance(value, Array):
        return value
    sizes = tuple(d if isinstance(d, int) else UNKNOWN_DIM for d in value.shape.dims)
    return replace(value, shape=Shape(sizes, value.shape.rank_known))
