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
    """How often the graph runs that a call of a `tf.function` makes; None: once, for all that is
    known."""
    site = run.site(function.function.place)
    if len(run.frames) == 1 and not run.frame.blocks:  # Nothing calls it.
        return Tracing(len(run.frames), again=None, function=site)
    keywords = sorted(arguments.keywords.items())
    given = [(n, _alike(run, v)) for n, v in [*enumerate(arguments.positional), *keywords]]
    if any(text == "" for _, text in given) or not arguments.complete:
        return None
    is_known = all(text is not None for _, text in given)
    again = False if not run.loops else True if is_known else None
    return Tracing(len(run.frames), again, site, str(given) if is_known else "")


def _alike(run: Run, value: Value) -> str | None:
    """What another argument must have alike to go into the same graph; None: it is not known;
    "": each number makes another graph, and which one it is, is not known."""
    inner = run.live.peek(value)
    match inner:
        case Array(kind=Kind.VARIABLE):
            return f"variable {value.key}" if isinstance(value, Ref) else None
        case Array(dtype=dtype, shape=shape):
            is_known = shape.rank is not None and all(isinstance(d, int) for d in shape.dims)
            return f"{dtype} {shape}" if is_known and dtype.name else None
        case Int(number=number) | Float(number=number):
            return "" if number is None else f"{type(inner).__name__} {number}"
        case Str(text=known) | Bool(truth=known):
            return "" if known is None else repr(known)
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
