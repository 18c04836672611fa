"""How `try` and `with` are run: what catches an error, and what expects one."""

import ast
import builtins
from collections.abc import Iterator

from ndlint.interpreter import lowered as op
from ndlint.interpreter.assignment import assign
from ndlint.interpreter.classes import find, special
from ndlint.interpreter.jumps import Jumps, joined
from ndlint.interpreter.objects import Closure, Instance
from ndlint.interpreter.run import Run, executes
from ndlint.interpreter.state import State
from ndlint.source.libraries import LIBRARIES
from ndlint.source.nodes import nodes_in
from ndlint.values.archive import Archive
from ndlint.values.base import UNKNOWN, Method, Name, Opaque, Unknown, Value, elements

DATA_ERRORS = (ValueError, TypeError, AttributeError, IndexError, RuntimeError)
"""What NumPy, TensorFlow and Keras raise for data that does not fit."""
EXPECTS_ERROR = frozenset({"pytest.raises", "pytest.RaisesExc", "pytest.RaisesGroup"})
"""Functions that make a context in which an error is meant, whichever it is."""
EXPECTING_NAMES = ("assertRaises", "assert_raises")
"""How the names of methods and functions begin that do the same."""
EXPECTED_FAILURE = frozenset({"pytest.mark.xfail", "unittest.expectedFailure"})
"""Decorators of functions and classes that are meant to fail."""
SUPPRESS = "contextlib.suppress"
LAST_NAMES = frozenset(path.rpartition(".")[2] for path in (SUPPRESS, *EXPECTS_ERROR))
STACKS = frozenset({"contextlib.ExitStack", "contextlib.AsyncExitStack"})
"""Contexts that behave as the others that they are given later."""
LETS_PASS = frozenset({"pytest.warns", "pytest.deprecated_call"})
"""Of packages that are not known otherwise: contexts that let an error pass."""
NAMED = (op.Load, op.Attribute)


class Expectation(Value, frozen=True):
    """A context that goes on after errors of these types, and is there for them."""

    types: Value


ANY_ERROR = Expectation(Name("builtins.BaseException"))


@executes(op.Try)
def _try(run: Run, node: op.Try) -> None:
    jumps = Jumps(run)
    raised: list[State] = []
    run.attempts.append(raised)
    frame = run.frame
    frame.tries += 1
    frame.attempts += 1
    try:
        ends = _handled(run, node)
    finally:
        frame.attempts -= 1
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
        if any(_swallows(run, handler) for handler in node.handlers):
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


def _swallows(run: Run, handler: op.Handler) -> bool:
    """Whether a program may go on after this handler met such an error."""
    may_catch = handler.type is None or _catches(run.evaluate(handler.type))
    return may_catch and not any(isinstance(o, op.Raise) for o in handler.body[-1:])


def _catches(types: Value) -> bool:
    """Whether a handler of these types may catch what a library raises for data that does
    not fit."""
    items = elements(types)
    if items is None:
        return _may_be_data_error(types)
    return any(_catches(item) for item in items)


def _may_be_data_error(value: Value) -> bool:
    if isinstance(value, Name) and value.path.startswith("builtins."):
        caught = getattr(builtins, value.last, None)
        if isinstance(caught, type):
            return any(issubclass(e, caught) or issubclass(caught, e) for e in DATA_ERRORS)
    return True


@executes(op.With)
def _with(run: Run, node: op.With) -> None:
    (context, target), *others = node.items
    body = (op.With(node.place, tuple(others), node.body),) if others else node.body
    manager = run.evaluate(context)
    handler = _handler(run, context, manager)
    entered = special(run, manager, "__enter__")
    if entered is None and isinstance(manager, Archive | Opaque):
        entered = manager
    if entered is None:
        # What `__enter__` returns is known of a file as little as of others.
        entered = run.unknown()
        run.live.lose(manager)
    if target is not None:
        assign(run, target, entered)
    if handler is None:
        run.execute_block(body)
        return
    run.hand_over(manager)
    attempt = op.Try(node.place, body, (handler,), (), ())
    if isinstance(handler.type, op.Constant) and _catches(handler.type.value):
        run.expect_in(*_written_in(node), *_mentioned_in(run, node))
        with run.expecting():
            _try(run, attempt)
    else:
        _try(run, attempt)
    run.hand_over(manager)


def _handler(run: Run, context: op.Operation, manager: Value) -> op.Handler | None:
    """The handler of the `try` that a context amounts to. Only of one that is there for
    errors are its types known; None: it lets every error pass."""
    made = manager
    if isinstance(context, op.Call):
        made = expectation(run, context) or manager
    if isinstance(made, Expectation):
        return op.Handler(op.Constant(context.place, made.types), None, ())
    return op.Handler(None, None, ()) if _may_swallow(run, context, manager) else None


def _may_swallow(run: Run, context: op.Operation, manager: Value) -> bool:
    """Whether a context of which nothing more is known may go on after an error."""
    inner = run.live.peek(manager)
    if isinstance(inner, Instance):
        return True
    if not isinstance(context, op.Call):
        return inner == UNKNOWN or (isinstance(inner, Unknown) and _is_parameter(run, context))
    callee = run.evaluate(context.callee)
    if isinstance(callee, Name):
        foreign = callee.path.partition(".")[0] not in LIBRARIES | {"builtins"}
        return callee.path in STACKS or (foreign and callee.path not in LETS_PASS)
    return isinstance(callee, Closure) or isinstance(context.callee, op.Load)


def _is_parameter(run: Run, context: op.Operation) -> bool:
    """Whether the running function was given it: it may be any context."""
    function = run.frame.function
    names = [p.name for p in function.parameters] if function else []
    return isinstance(context, op.Load) and context.name in names


# ---- expected errors


def may_expect(callee: op.Operation) -> bool:
    """Whether a callee may make a context for errors, by how it is written."""
    if isinstance(callee, op.Attribute):
        return callee.name in LAST_NAMES or callee.name.startswith(EXPECTING_NAMES)
    return isinstance(callee, op.Load)


def expectation(run: Run, call: op.Call) -> Expectation | None:
    """The context that a call makes, where it is one for errors."""
    name = _last_name(call.callee)
    if name.startswith(EXPECTING_NAMES):
        return ANY_ERROR
    made_by: Value | None = None
    if isinstance(call.callee, op.Load):
        made_by = run.load(name)
    elif name in LAST_NAMES:
        made_by = run.evaluate(call.callee)
    if made_by is None:
        return None
    match made_by:
        case Name(path) if path == SUPPRESS:
            types = [op.Starred(call.place, a.value) if a.star else a.value for a in call.arguments]
            return Expectation(run.evaluate(op.Display(call.place, "tuple", tuple(types))))
        case Name(path) if path in EXPECTS_ERROR or made_by.last.startswith(EXPECTING_NAMES):
            return ANY_ERROR
        case Method(_, method) if method.startswith(EXPECTING_NAMES):
            return ANY_ERROR
    return None


def trial(run: Run, call: op.Call) -> op.With | None:
    """The `with` that a call stands for which takes the code that is to fail:
    `pytest.raises(Error, f, x)` or `self.assertRaisesRegex(Error, text, f, x)`."""
    if len(call.arguments) < 2:
        return None
    before = 2 if "egex" in _last_name(call.callee) else 1
    first, rest = call.arguments[:before], call.arguments[before:]
    if not rest or any(a.star or a.name for a in (*first, rest[0])):
        return None
    if expectation(run, call) != ANY_ERROR:
        return None
    manager = op.Call(call.place, call.callee, first)
    tried = op.Evaluate(call.place, op.Call(call.place, rest[0].value, rest[1:]))
    return op.With(call.place, ((manager, None),), (tried,))


def _last_name(callee: op.Operation) -> str:
    return callee.name if isinstance(callee, NAMED) else ""


def note_expected_failure(run: Run, node: op.Function | op.Class) -> None:
    """Expect errors in a definition where a decorator says that it is to fail."""
    for decorator in node.decorators:
        by = run.evaluate(decorator.callee if isinstance(decorator, op.Call) else decorator)
        if isinstance(by, Name) and by.path in EXPECTED_FAILURE:
            run.expect_in(*_written_in(node))


def _written_in(node: op.Operation) -> Iterator[op.Node]:
    """The functions that are written in a statement."""
    for inner in nodes_in(node.place):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield inner


def _mentioned_in(run: Run, node: op.With) -> Iterator[op.Node]:
    """The functions of the program that the block calls, or gives to others."""
    function = run.frame.function
    first = function.parameters[0].name if function and function.parameters else None
    cls = run.classes.get(run.frame.home)
    for inner in nodes_in(node.place):
        found: Value | None = None
        match inner:
            case ast.Name(id=name):
                found = run.load(name)
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if cls and owner == first:
                found = find(run, cls.order, name)
        if isinstance(found, Closure):
            yield found.function.place
