"""The program's own functions and classes: defined, called, instantiated."""

from ndlint.interpreter import lowered as op
from ndlint.interpreter.objects import Closure, Instance, UserClass
from ndlint.interpreter.run import CALL_DEPTH, Frame, Run
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Dict,
    Name,
    Str,
    Tuple,
    Value,
)

KEEPS_FUNCTION = frozenset({"tensorflow.function", "builtins.staticmethod", "functools.wraps"})
"""Decorators under which calling the function still runs its body as it stands."""
RECURSION = 2


def define_function(run: Run, node: op.Function) -> Value:
    """The value of a `def` or `lambda`."""
    defaults = tuple(
        (p.name, run.evaluate(p.default)) for p in node.parameters if p.default is not None
    )
    closure = Closure(node, run.frame.scopes, defaults)
    run.closures.append(closure)
    decorators = [run.evaluate(d) for d in node.decorators]
    if all(isinstance(d, Name) and d.path in KEEPS_FUNCTION for d in decorators):
        return closure
    return UNKNOWN


def define_class(run: Run, node: op.Class) -> Value:
    """The value of a `class`: its body runs in a scope of its own."""
    bases = tuple(run.live.peek(run.evaluate(b)) for b in node.bases)
    decorators = [run.evaluate(d) for d in node.decorators]
    scope = run.keys.new()
    outer = run.frame.scopes
    # Functions in the body do not see the class's scope.
    run.frame.scopes = (scope, *outer)
    first = len(run.closures)
    try:
        run.execute_block(node.body)
    finally:
        run.frame.scopes = outer
    attributes: dict[str, Value] = {}
    for name, value in run.live.scopes.get(scope, {}).items():
        attributes[name] = _without_scope(value, scope)
    run.live.leave(scope)
    run.closures[first:] = [
        c if scope not in c.scopes else Closure(c.function, _outside(c, scope), c.defaults)
        for c in run.closures[first:]
    ]
    if decorators:
        return UNKNOWN
    return UserClass(node.name, bases, tuple(attributes.items()))


def _without_scope(value: Value, scope: int) -> Value:
    if isinstance(value, Closure):
        return Closure(value.function, _outside(value, scope), value.defaults)
    return value


def _outside(closure: Closure, scope: int) -> tuple[int, ...]:
    return tuple(s for s in closure.scopes if s != scope)


def instantiate(run: Run, cls: UserClass, arguments: Arguments) -> Value:
    """`Class(arguments)`"""
    instance = run.live.box(Instance(cls))
    init = cls.find("__init__")
    if isinstance(init, Closure):
        enter(run, init, arguments.with_receiver(instance))
    else:
        for value in arguments.all:
            run.live.disturb(value)
    return instance


def enter(run: Run, closure: Closure, arguments: Arguments) -> Value:
    """Run the body of a function of the program with these arguments."""
    function = closure.function
    depth = sum(f.function is function for f in run.frames)
    if depth >= RECURSION or len(run.frames) >= CALL_DEPTH or run.state is None:
        for value in arguments.all:
            run.live.disturb(value)
        return run.unknown()
    scope = run.keys.new()
    if not _bind(run, closure, arguments, scope):
        return run.unknown()
    run.called.add(id(function))
    frame = Frame((scope, *closure.scopes), function, run.keys.last)
    first = len(run.closures)
    loops, run.loops = run.loops, []
    run.frames.append(frame)
    before = run.live
    try:
        run.execute_block(function.body)
    finally:
        run.frames.pop()
        run.loops = loops
    if run.state is not None:
        frame.returns.append((run.state, NOTHING))
    result = _returned(run, frame)
    if run.state is None:
        # Every path raises; whoever calls the function does not get past it.
        run.last_alive = before
        return UNKNOWN
    if not any(scope in c.scopes for c in run.closures[first:]):
        run.state.leave(scope)
    if function.is_generator or function.is_async:
        return run.unknown()
    return result


def _returned(run: Run, frame: Frame) -> Value:
    """The joint result of a function and the joint state in which it returns."""
    if not frame.returns:
        run.state = None
        return UNKNOWN
    scope = frame.scopes[0]
    states = []
    for state, value in frame.returns:
        state.variables(scope)["return"] = value
        states.append(state)
    joint = states[0]
    for state in states[1:]:
        joint = joint.join(state)
    run.state = joint
    return joint.variables(scope).pop("return")


def _bind(run: Run, closure: Closure, arguments: Arguments, scope: int) -> bool:
    """Bind the parameters in a new scope. Returns whether the call can succeed."""
    variables = run.live.variables(scope)
    keywords = dict(arguments.keywords)
    positional = list(arguments.positional)
    defaults = dict(closure.defaults)
    gathers = False
    for parameter in closure.function.parameters:
        slot = parameter.name
        if parameter.star == 1:
            known = arguments.complete
            variables[slot] = Tuple(tuple(positional)) if known else run.unknown()
            positional, gathers = [], True
        elif parameter.star == 2:
            items = tuple((Str(k), v) for k, v in keywords.items())
            variables[slot] = run.live.box(Dict(items if arguments.complete else None))
            keywords = {}
        elif positional and not parameter.keyword_only:
            variables[slot] = positional.pop(0)
        elif parameter.name in keywords and not parameter.positional_only:
            variables[slot] = keywords.pop(parameter.name)
        elif not arguments.complete:
            variables[slot] = run.unknown(parameter.name)
        elif parameter.name in defaults:
            variables[slot] = defaults[parameter.name]
        else:
            return False
    return gathers or not positional


def run_uncalled(run: Run) -> None:
    """Run every function that nothing called, with arguments of which nothing is known.

    Whatever calls it from elsewhere, what certainly goes wrong in it goes wrong there.
    """
    base = run.live.fork()
    done: set[int] = set()
    while True:
        waiting = [
            c
            for c in run.closures
            if id(c.function) not in run.called and id(c.function) not in done
        ]
        if not waiting:
            return
        for closure in waiting:
            done.add(id(closure.function))
            run.state = base.fork()
            keywords: dict[str, Value] = {}
            for parameter in closure.function.parameters:
                if not parameter.star:
                    keywords[parameter.name] = run.unknown(parameter.name)
            positional = [
                keywords.pop(p.name) for p in closure.function.parameters if p.positional_only
            ]
            enter(run, closure, Arguments(positional, keywords, complete=False))
