"""How statements are run."""

import builtins
from collections.abc import Callable, Sequence

from ndlint.interpreter import lowered as op
from ndlint.interpreter.assignment import assign
from ndlint.interpreter.functions import define_class, define_function
from ndlint.interpreter.imports import import_from, import_modules
from ndlint.interpreter.lowered import Block
from ndlint.interpreter.operators import augment
from ndlint.interpreter.run import Loop, Run, executes
from ndlint.interpreter.sequences import UNROLLED, items_of
from ndlint.interpreter.state import State
from ndlint.interpreter.truth import truth
from ndlint.values.base import NOTHING, UNKNOWN, Name, Value, elements

PASSES = 3
"""How often a loop of unknown length is run before what still changes is forgotten."""
WIDENINGS = 12
"""How often what still changes is forgotten before everything is."""
DATA_ERRORS = (ValueError, TypeError, AttributeError, IndexError, RuntimeError)
"""What NumPy, TensorFlow and Keras raise for data that does not fit."""


@executes(op.Assign)
def _assign(run: Run, node: op.Assign) -> None:
    value = run.evaluate(node.value)
    for target in node.targets:
        assign(run, target, value)


@executes(op.Augment)
def _augment(run: Run, node: op.Augment) -> None:
    augment(run, node)


@executes(op.Evaluate)
def _evaluate(run: Run, node: op.Evaluate) -> None:
    run.evaluate(node.value)


@executes(op.Return)
def _return(run: Run, node: op.Return) -> None:
    value = NOTHING if node.value is None else run.evaluate(node.value)
    if run.state is not None and run.frame.function is not None:
        run.frame.returns.append((run.state, value))
    run.state = None


@executes(op.Function)
def _function(run: Run, node: op.Function) -> None:
    run.store(node.name, define_function(run, node))


@executes(op.Class)
def _class(run: Run, node: op.Class) -> None:
    run.store(node.name, define_class(run, node))


@executes(op.Import)
def _import(run: Run, node: op.Import) -> None:
    import_modules(run, node)


@executes(op.ImportFrom)
def _import_from(run: Run, node: op.ImportFrom) -> None:
    import_from(run, node)


@executes(op.Assert)
def _assert(run: Run, node: op.Assert) -> None:
    if truth(run, run.evaluate(node.test)) is False:
        run.state = None


@executes(op.Raise)
def _raise(run: Run, node: op.Raise) -> None:
    if node.value is not None:
        run.evaluate(node.value)
    run.state = None


@executes(op.Delete)
def _delete(run: Run, node: op.Delete) -> None:
    for target in node.targets:
        if isinstance(target, op.Load):
            run.live.variables(run.frame.scopes[0]).pop(target.name, None)
        elif isinstance(target, op.Subscript):
            run.live.disturb(run.evaluate(target.value))


@executes(op.Jump)
def _jump(run: Run, node: op.Jump) -> None:
    if run.loops and run.state is not None:
        loop = run.loops[-1]
        (loop.breaks if node.word == "break" else loop.continues).append(run.state)
    run.state = None


@executes(op.Branch)
def _branch(run: Run, node: op.Branch) -> None:
    decided = truth(run, run.evaluate(node.test))
    if run.state is None:
        return
    if decided is not None:
        run.execute_block(node.then if decided else node.otherwise)
        return
    _alternatives(run, [node.then, node.otherwise])


@executes(op.Choice)
def _choice(run: Run, node: op.Choice) -> None:
    run.evaluate(node.subject)
    if run.state is None:
        return
    before = run.state
    ends = [before.fork()]
    for names, guard, body in node.cases:
        run.state = before.fork()
        for name in names:
            run.store(name, UNKNOWN)
        with run.conditionally():
            if guard is not None:
                run.evaluate(guard)
            run.execute_block(body)
        ends.append(run.state)
    run.state = joined(ends)


def _alternatives(run: Run, blocks: list[Block]) -> None:
    before = run.live
    ends = []
    for block in blocks:
        run.state = before.fork()
        with run.conditionally():
            run.execute_block(block)
        ends.append(run.state)
    run.state = joined(ends)


def joined(states: Sequence[State | None]) -> State | None:
    """The state in which one of these holds; None where none can be reached."""
    alive = [s for s in states if s is not None]
    if not alive:
        return None
    result = alive[0]
    for state in alive[1:]:
        result = result.join(state)
    return result


# ---- loops


@executes(op.For)
def _for(run: Run, node: op.For) -> None:
    iterable = run.evaluate(node.iterable)
    # Bound to no name of the program, the items would be taken for garbage.
    run.store(f"<for {id(node)}>", iterable)
    items, each = items_of(run, iterable)
    if items is not None and len(items) <= UNROLLED:
        _unrolled(run, node, items)
    else:
        _repeated(run, node.body, node.otherwise, lambda: assign(run, node.target, each()))


def _unrolled(run: Run, node: op.For, items: tuple[Value, ...]) -> None:
    exits: list[State | None] = []
    for item in items:
        if run.state is None:
            break
        assign(run, node.target, item)
        loop = _pass(run, node.body)
        exits += loop.breaks
    if run.state is not None:
        run.execute_block(node.otherwise)
    run.state = joined([run.state, *exits])


def _pass(run: Run, body: Block) -> Loop:
    """Run a loop's body once; the state afterwards joins `continue`."""
    loop = Loop()
    run.loops.append(loop)
    try:
        run.execute_block(body)
    finally:
        run.loops.pop()
    run.state = joined([run.state, *loop.continues])
    return loop


@executes(op.While)
def _while(run: Run, node: op.While) -> None:
    first = truth(run, run.evaluate(node.test))
    if first is False:
        run.execute_block(node.otherwise)
        return
    endless = isinstance(node.test, op.Constant)

    def test() -> None:
        run.evaluate(node.test)

    if first is None:
        with run.conditionally():
            _repeated(run, node.body, node.otherwise, test)
    else:
        _repeated(run, node.body, node.otherwise, test, endless=endless)


def _repeated(
    run: Run, body: Block, otherwise: Block, step: Callable[[], None], *, endless: bool = False
) -> None:
    """Run a body any number of times: to a fixed point, then with the changing forgotten."""
    if run.state is None:
        return
    head = run.state
    exits: list[State | None] = []
    for number in range(PASSES + WIDENINGS):
        run.state = head.fork()
        step()
        exits += _pass(run, body).breaks
        if run.state is None:
            break
        if number < PASSES:
            joint = head.join(run.state)
            if not head.changed_in(joint, run.frame.scopes):
                break
            head = joint
        else:
            unstable = head.changed_in(run.state, run.frame.scopes)
            if not unstable:
                break
            head.forget(unstable)
    else:
        head.forget(list(head.names()))
    run.state = None if endless else head
    if run.state is not None:
        run.execute_block(otherwise)
    run.state = joined([run.state, *exits])


# ---- exceptions and contexts


@executes(op.Try)
def _try(run: Run, node: op.Try) -> None:
    before = run.live.fork()
    seen: list[State] = [before]
    run.attempts.append(seen)
    try:
        if any(_catches(run, h) for h in node.handlers):
            with run.guarded():
                run.execute_block(node.body)
        else:
            run.execute_block(node.body)
    finally:
        run.attempts.pop()
    if run.attempts:
        run.attempts[-1].extend(seen[1:])
    if run.state is not None:
        run.execute_block(node.otherwise)
    ends = [run.state]
    interrupted = joined(list(seen))
    for handler in node.handlers:
        run.state = interrupted.fork() if interrupted else None
        if handler.name and run.state is not None:
            run.store(handler.name, UNKNOWN)
        with run.conditionally():
            run.execute_block(handler.body)
        ends.append(run.state)
    run.state = joined(ends)
    if run.state is not None:
        run.execute_block(node.finally_)
    elif interrupted is not None and node.finally_:
        run.state = interrupted
        run.execute_block(node.finally_)
        run.state = None


def _catches(run: Run, handler: op.Handler) -> bool:
    """Whether the handler may catch what a library raises for data that does not fit."""
    if handler.type is None:
        return True
    value = run.evaluate(handler.type)
    return any(_may_be_data_error(v) for v in elements(value) or (value,))


def _may_be_data_error(value: Value) -> bool:
    if isinstance(value, Name) and value.path.startswith("builtins."):
        caught = getattr(builtins, value.last, None)
        if isinstance(caught, type):
            return any(issubclass(e, caught) or issubclass(caught, e) for e in DATA_ERRORS)
    return True


@executes(op.With)
def _with(run: Run, node: op.With) -> None:
    for context, target in node.items:
        value = run.evaluate(context)
        if target is not None:
            # What `__enter__` returns is known of a tape or a file as little as of others.
            assign(run, target, run.unknown() if value is not None else UNKNOWN)
    run.execute_block(node.body)
