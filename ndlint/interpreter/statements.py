"""How statements are run."""

import builtins
from collections.abc import Callable

from ndlint.interpreter import lowered as op
from ndlint.interpreter.assignment import assign
from ndlint.interpreter.calls import LIBRARIES
from ndlint.interpreter.classes import define_class, special
from ndlint.interpreter.functions import define_function
from ndlint.interpreter.imports import import_from, import_modules
from ndlint.interpreter.jumps import Jumps, joined
from ndlint.interpreter.lowered import Block
from ndlint.interpreter.objects import Closure, Instance
from ndlint.interpreter.operators import augment
from ndlint.interpreter.run import Loop, Run, executes
from ndlint.interpreter.sequences import UNROLLED, items_of, sources_of
from ndlint.interpreter.state import State
from ndlint.interpreter.truth import truth
from ndlint.values.base import NOTHING, UNKNOWN, Name, Tuple, Value, elements

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
    if run.attempts and run.state is not None:
        run.attempts[-1].append(run.state)
    run.state = None


@executes(op.Delete)
def _delete(run: Run, node: op.Delete) -> None:
    for target in node.targets:
        _unbind(run, target)


def _unbind(run: Run, target: op.Operation) -> None:
    match target:
        case op.Load(name=name):
            function = run.frame.function
            outer = (
                function is not None and name in function.rebinds_global | function.rebinds_outer
            )
            for scope in run.frame.scopes if outer else run.frame.scopes[:1]:
                run.live.variables(scope).pop(name, None)
        case op.Subscript(value=owner) | op.Attribute(value=owner):
            run.hand_over(run.evaluate(owner))
        case op.Display(items=items):
            for item in items:
                _unbind(run, item)


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
    run.live.lose(run.evaluate(node.subject))
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


# ---- loops


@executes(op.For)
def _for(run: Run, node: op.For) -> None:
    iterable = run.evaluate(node.iterable)
    # Bound to no name of the program, the items would be taken for garbage.
    sources = sources_of(run, iterable)
    run.store(f"<for {id(node)}>", Tuple((iterable, *sources)))
    items, each = items_of(run, iterable)
    if items is not None and len(items) <= UNROLLED:
        _unrolled(run, node, items)
    else:
        _repeated(run, node.body, node.otherwise, lambda: assign(run, node.target, each()))


def _unrolled(run: Run, node: op.For, items: tuple[Value, ...]) -> None:
    exits: list[State | None] = []
    before = _gone_through(run, node)
    for item in items:
        if run.state is None:
            break
        if _gone_through(run, node) != before:
            run.live.lose(*items)
            _repeated(
                run, node.body, node.otherwise, lambda: assign(run, node.target, run.unknown())
            )
            run.state = joined([run.state, *exits])
            return
        assign(run, node.target, item)
        loop = _pass(run, node.body)
        exits += loop.breaks
    if run.state is not None:
        run.execute_block(node.otherwise)
    run.state = joined([run.state, *exits])


def _gone_through(run: Run, node: op.For) -> list[Value]:
    """What a loop goes through, as it is now: the loop may change it."""
    kept = run.load(f"<for {id(node)}>")
    return [run.live.peek(v) for v in (kept.items[1:] if isinstance(kept, Tuple) else ())]


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
    before = run.live.fork()
    first = truth(run, run.evaluate(node.test))
    if first is False:
        run.execute_block(node.otherwise)
        return
    endless = isinstance(node.test, op.Constant)
    run.state = before

    def test() -> None:
        run.evaluate(node.test)

    if first is None:
        with run.conditionally():
            _repeated(run, node.body, node.otherwise, test, tests=True)
    else:
        _repeated(run, node.body, node.otherwise, test, tests=True, endless=endless)


def _repeated(
    run: Run,
    body: Block,
    otherwise: Block,
    step: Callable[[], None],
    *,
    tests: bool = False,
    endless: bool = False,
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
        before, head = head, head.join(run.state)
        unstable = before.changed_in(head, run.frame.scopes)
        if not unstable and before.aliases() >= head.aliases():
            break
        if number >= PASSES:
            head.forget(unstable or list(head.names()))
    else:
        head.forget(list(head.names()))
    run.state = None if endless else head
    if tests and run.state is not None:
        step()
    if run.state is not None:
        run.execute_block(otherwise)
    run.state = joined([run.state, *exits])


# ---- exceptions and contexts


@executes(op.Try)
def _try(run: Run, node: op.Try) -> None:
    jumps = Jumps(run)
    raised: list[State] = []
    run.attempts.append(raised)
    try:
        ends = _handled(run, node)
    finally:
        run.attempts.pop()
    if run.attempts:
        run.attempts[-1].extend(raised)
    if not node.finally_:
        run.state = joined(ends)
        return
    jumps.go_through(node.finally_)
    with run.conditionally():
        # What is raised goes on after `finally`, unless that leaves by itself.
        interrupted = joined(raised)
        run.state = interrupted.fork() if interrupted else None
        run.execute_block(node.finally_)
    run.state = joined(ends)
    run.execute_block(node.finally_)


def _handled(run: Run, node: op.Try) -> list[State | None]:
    """The ends of the body and of its handlers. What they raise goes to the last attempt."""
    seen: list[State] = [run.live.fork()]
    run.attempts.append(seen)
    try:
        if any(_catches(run, h) for h in node.handlers):
            with run.guarded():
                run.execute_block(node.body)
        else:
            run.execute_block(node.body)
    finally:
        run.attempts.pop()
    run.attempts[-1].extend(seen)
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
    return ends


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
    swallows = False
    entered: list[Value] = []
    for context, target in node.items:
        value = run.evaluate(context)
        swallows |= _may_swallow(run, context, value)
        found = special(run, value, "__enter__")
        entered.append(value)
        if found is None:
            # What `__enter__` returns is known of a tape or a file as little as of others.
            found = run.unknown()
            run.live.lose(value)
        if target is not None:
            assign(run, target, found)
    if not swallows:
        run.execute_block(node.body)
        return
    run.hand_over(*entered)
    _try(run, op.Try(node.place, node.body, (op.Handler(None, None, ()),), (), ()))
    run.hand_over(*entered)


SWALLOWING = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex"})


def _may_swallow(run: Run, context: op.Operation, value: Value) -> bool:
    """Whether a context manager may go on after what its block raises."""
    if isinstance(run.live.peek(value), Instance):
        return True
    if not isinstance(context, op.Call):
        return False
    callee = run.evaluate(context.callee)
    if isinstance(callee, Name):
        foreign = callee.path.partition(".")[0] not in LIBRARIES | {"builtins"}
        return foreign or callee.last in SWALLOWING
    return isinstance(callee, Closure) or isinstance(context.callee, op.Load)
