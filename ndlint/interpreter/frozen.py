"""What is drawn while TensorFlow makes a graph: a number, or a time, that is a constant in it."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from ndlint.events import Frozen
from ndlint.interpreter import lowered as op
from ndlint.interpreter.lowered import dotted
from ndlint.interpreter.objects import Closure, Tracing
from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.source.nodes import nodes_in
from ndlint.values.array import Array, Kind
from ndlint.values.base import Bool, Float, Int, Name, Nothing, Ref, Str, Value

_PYTHON = (
    "random", "uniform", "randint", "randrange", "choice", "choices", "sample", "gauss",
    "normalvariate", "betavariate", "expovariate", "triangular", "getrandbits",
)  # fmt: skip
_NUMPY = (
    "rand", "randn", "random", "random_sample", "ranf", "sample", "randint", "integers", "normal",
    "standard_normal", "uniform", "choice", "permutation", "beta", "binomial", "exponential",
    "gamma", "laplace", "lognormal", "poisson",
)  # fmt: skip
_TIMES = (
    "time.time", "time.time_ns", "time.perf_counter", "time.monotonic", "datetime.datetime.now",
    "datetime.datetime.utcnow", "datetime.datetime.today",
)  # fmt: skip
_SOURCES = ("numpy.random", "numpy.random.RandomState", "numpy.random.Generator")
DRAWS = frozenset((
    *(f"random.{name}" for name in _PYTHON),
    *(f"{source}.{name}" for source in _SOURCES for name in _NUMPY),
    *_TIMES,
))  # fmt: skip
"""Functions that return something else each time that they run."""
EXCUSES = frozenset({
    "Variable", "add_weight", "init_scope", "executing_eagerly", "inside_function", "py_function",
    "numpy_function", "seed", "default_rng", "RandomState", "Random",
})  # fmt: skip
"""What a function mentions that may mean to draw once, draws the same each time, or draws outside
of the graph."""
UNALIKE = "?"


@contextmanager
def tracing(run: Run, graph: int, made: Tracing | None) -> Iterator[None]:
    """What runs inside is the function of which a graph is made."""
    if made is not None and graph:
        run.tracings[graph] = made
    try:
        yield
    finally:
        run.tracings.pop(graph, None)


def tracing_of(run: Run, function: Closure, arguments: Arguments) -> Tracing | None:
    """How often the graph runs that a call of a `tf.function` makes, the innermost; None: that is
    not known."""
    outer = run.tracings.get(run.graphs[-2]) if len(run.graphs) > 1 else None
    if outer is not None and outer.again:
        return outer
    values = [*arguments.positional, *arguments.keywords.values()]
    given = [_alike(run, value) for value in values]
    if not arguments.complete or UNALIKE in given:
        return None
    is_known = None not in given
    text = str((given, [*arguments.keywords])) if is_known else ""
    again: bool | None = False
    if run.loops and not any(isinstance(v, Int | Float | Str) for v in values):
        if _is_made_in(run, function, values):
            return None
        again = True if is_known else None
    return Tracing(len(run.frames), again, function, text)


def _is_made_in(run: Run, function: Closure, values: list[Value]) -> bool:
    """Whether each turn of the loop may have another function, or other objects."""
    loop = run.loops[-1]
    names, defines = _bound(loop.place)
    objects = [v for v in values if isinstance(v, Ref) and not isinstance(run.live.peek(v), Array)]
    if defines or any(key > loop.since for key in (*function.scopes, *(o.key for o in objects))):
        return True
    of_turn = [run.load(name) for name in names]
    return any(value in of_turn for value in (function, *objects))


@lru_cache(maxsize=256)
def _bound(loop: ast.AST | None) -> tuple[frozenset[str], bool]:
    """The names that a loop binds, and whether a function or a `tf.function` is made in it."""
    names, defines = set(), False
    for part in nodes_in(loop) if loop is not None else ():
        match part:
            case ast.FunctionDef() | ast.Name(id="function") | ast.Attribute(attr="function"):
                defines = True
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
    return frozenset(names), defines


def _alike(run: Run, value: Value) -> str | None:
    """What another argument must have alike to go into the same graph; None: it is not known;
    UNALIKE: each number makes another graph, and which one it is, is not known."""
    inner = run.live.peek(value)
    match inner:
        case Array(kind=Kind.VARIABLE):
            return f"variable {value.key}" if isinstance(value, Ref) else None
        case Array(dtype=dtype, shape=shape):
            is_known = shape.rank is not None and all(isinstance(d, int) for d in shape.dims)
            return f"{dtype} {shape}" if is_known and dtype.name else None
        case Int(number=number) | Float(number=number):
            return UNALIKE if number is None else f"{type(inner).__name__} {number}"
        case Str(text=known) | Bool(truth=known):
            return UNALIKE if known is None else repr(known)
        case Nothing() | Name():
            return repr(inner)
    return f"object {value.key}" if isinstance(value, Ref) else None


def tell_frozen(run: Run, path: str, node: op.Call) -> None:
    """Tell of a call of what draws, where the innermost graph is one that is known to run more
    than once, or may be."""
    made = run.tracings.get(run.graphs[-1]) if run.graphs else None
    if made is None or not isinstance(node.place, ast.Call):
        return
    functions = [f.function for f in run.frames[made.depth :] if f.function is not None]
    if any(_is_excused(f.place, node.place) for f in functions):
        return
    event = Frozen(
        drawn=path,
        function=made.function,
        graph=run.graphs[-1],
        again=made.again,
        given=made.given,
    )
    run.emit(event, node.place, dotted(node.callee) or path)


@lru_cache(maxsize=256)
def _is_excused(function: ast.AST, call: ast.AST) -> bool:
    """Whether the function means to draw once, or drops what it draws."""
    for part in nodes_in(function):
        match part:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in EXCUSES:
                return True
            case ast.Expr(value=dropped) if dropped is call:
                return True
            case ast.Call(func=ast.Name(id="print")) if call in nodes_in(part):
                return True
    return False
