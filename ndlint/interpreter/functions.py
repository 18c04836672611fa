"""The program's own functions: defined, called."""

from collections.abc import Sequence

from msgspec.structs import replace

from ndlint.interpreter import lowered as op
from ndlint.interpreter.frames import Frame
from ndlint.interpreter.frozen import tracing, tracing_of
from ndlint.interpreter.generators import generated, run_through
from ndlint.interpreter.graphs import as_returned, given_as_symbols
from ndlint.interpreter.objects import BoundClosure, Closure
from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.target import current
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Dict,
    Method,
    Name,
    Str,
    Tuple,
    Value,
)

MAKES_GRAPH, SIGNATURE = "tensorflow.function", "input_signature"
KEEPS_FUNCTION = frozenset({
    MAKES_GRAPH, "functools.wraps", "tensorflow.autograph.experimental.do_not_convert",
})  # fmt: skip
"""Decorators under which calling the function still runs its body as it stands."""
KINDS = {f"builtins.{name}": name for name in ("staticmethod", "classmethod", "property")}


def define_function(run: Run, node: op.Function) -> Value:
    """The value of a `def` or `lambda`."""
    defaults = tuple(
        (p.name, run.evaluate(p.default)) for p in node.parameters if p.default is not None
    )
    closure = Closure(node, run.frame.scopes, defaults)
    run.closures.append(closure)
    value: Value = closure
    for decorator in reversed(node.decorators):
        value = _decorated(run, value, decorator)
    return value


def _decorated(run: Run, value: Value, decorator: op.Operation) -> Value:
    by = run.evaluate(decorator)
    if isinstance(decorator, op.Call) and not isinstance(by, Closure | BoundClosure):
        maker = run.evaluate(decorator.callee)
        by = maker if isinstance(maker, Name) and maker.path in KEEPS_FUNCTION else by
    match by:
        case Name(path) if path == MAKES_GRAPH and isinstance(value, Closure):
            options = decorator.arguments if isinstance(decorator, op.Call) else ()
            names = [option.name for option in options]
            # A signature casts what the function is given.
            return value if None in names or SIGNATURE in names else as_graph(value)
        case Name(path) if path in KEEPS_FUNCTION:
            return value
        case Name(path) if path in KINDS and isinstance(value, Closure):
            return replace(value, kind=KINDS[path])
        case Method(Closure(kind="property" | "descriptor"), _) if isinstance(value, Closure):
            return replace(value, kind="descriptor")
        case Closure():
            return enter(run, by, Arguments([value], {}, True))
    run.hand_over(value, by)
    return UNKNOWN


def as_graph(function: Closure) -> Closure:
    """The function as TensorFlow makes a graph of it."""
    return replace(function, is_graph=True)


def enter(run: Run, closure: Closure, arguments: Arguments) -> Value:
    """Run the body of a function of the program with these arguments."""
    if closure.is_graph and current().usual_graphs:
        with run.in_graph() as graph, tracing(run, graph, tracing_of(run, closure, arguments)):
            given = given_as_symbols(run, arguments, graph)
            returned = enter(run, replace(closure, is_graph=False), given)
            return UNKNOWN if run.state is None else as_returned(run, returned)
    if closure.is_graph:  # or not, it is not known: what either refuses is told
        with run.in_graph():
            return enter(run, replace(closure, is_graph=False), arguments)
    function = closure.function
    if run.is_too_deep(function):
        run.hand_over(closure, *arguments.all)
        return run.unknown()
    scope = run.keys.new()
    if not _bind(run, closure, arguments, scope):
        return run.unknown()
    if function.is_generator and not function.is_async:
        return generated(run, closure, scope)
    frame = Frame((scope, *closure.scopes), function, run.keys.last, closure.home)
    first = len(run.closures)
    before = run.live.fork() if function.is_async else run.live
    run.run_body(frame, function)
    result = _returned(run, frame)
    if run.state is None and function.is_async:
        run.state = before
        return run.unknown()
    if run.state is None:
        # Every path raises; whoever calls the function does not get past it.
        run.live = before
        return UNKNOWN
    if function.is_async:
        # It runs later, or not at all.
        run.state = run.state.join(before)
        run.hand_over(closure, result, *arguments.all)
        return run.unknown()
    if not any(scope in c.scopes for c in run.closures[first:]):
        run.state.leave(scope)
    return result


def called(run: Run, function: Value, items: Sequence[Value], place: op.Node) -> Value:
    """What a function returns for these."""
    if function == NOTHING:
        return UNKNOWN
    arguments = tuple(op.Argument(op.Constant(place, item)) for item in items)
    return run.evaluate(op.Call(place, op.Constant(place, function), arguments))


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
            run.live.lose(*(() if known else positional))
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
            run.live.lose(defaults.get(parameter.name, UNKNOWN))
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
        uncalled = [
            c
            for c in run.closures
            if id(c.function) not in run.called and id(c.function) not in done
        ]
        waiting = [c for c in uncalled if c.scopes[-1] == run.home]
        if not waiting:
            return
        # Whichever is called first, the others may find what it has bound.
        bound = {(c.scopes[-1], name) for c in uncalled for name in c.function.binds_outside}
        base.forget([(module, n) for module, n in bound if base.get(module, n) is not None])
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
            made = enter(run, closure, Arguments(positional, keywords, complete=False))
            run_through(run, made)
