"""What TensorFlow makes a graph of: it runs on symbols, tensors that have no elements yet.

A tensor that was there before keeps its elements in a graph. So a symbol knows of which graph it
is one, and is taken for one only while that is made.
"""

from msgspec.structs import replace

from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.registry import Refusal
from ndlint.knowledge.tensorflow.symbols import (
    JOINING,
    OF_BOTH,
    OF_NUMPY,
    OF_TENSORFLOW,
    refused_by_numpy,
    refused_by_tensorflow,
)
from ndlint.target import current
from ndlint.values.array import ANY_GRAPH, Array, Kind
from ndlint.values.base import Bool, Dict, Float, Int, List, Tuple, Unknown, Value, elements
from ndlint.values.conversion import tensor_of
from ndlint.values.keras import KerasTensor

MOST = 8
"""So many items of a list are looked at: more than a few are numbers."""


def is_symbol(run: Run, value: Value) -> bool:
    """Whether it certainly is a tensor without elements, of a graph or of Keras."""
    if type(value) is KerasTensor:
        return True
    if type(value) is not Array or not value.origins.graph:
        return False
    return value.origins.graph == ANY_GRAPH or value.origins.graph in run.graphs


def as_symbol(tensor: Array, graph: int) -> Array:
    """The symbol that stands for a tensor in the graph."""
    return tensor.with_origins(replace(tensor.origins, graph=graph))


def as_symbols(run: Run, value: Value, graph: int) -> Value:
    """What a function is called with that makes a graph, for this value."""
    inner = run.live.peek(value)
    match inner:
        case Array(kind=Kind.VARIABLE):
            return value
        case Array():
            tensor = tensor_of(inner)
            return run.unknown() if tensor is None else run.live.box(as_symbol(tensor, graph))
        case Tuple(items):
            return Tuple(tuple(as_symbols(run, i, graph) for i in items))
        case List(items) if items is not None and items:
            return run.live.box(List(tuple(as_symbols(run, i, graph) for i in items)))
        case Dict(pairs) if pairs:
            made = tuple((k, as_symbols(run, v, graph)) for k, v in pairs)
            return run.live.box(Dict(made))
    return value


def as_returned(run: Run, value: Value) -> Value:
    """What a `tf.function` returns for what its body does: numbers and arrays become tensors."""
    inner = run.live.peek(value)
    match inner:
        case Array(kind=Kind.TENSOR):
            return value
        case Array() | Int() | Float() | Bool():
            tensor = tensor_of(inner)
            return run.unknown() if tensor is None else run.live.box(tensor)
        case Tuple(items) if all(type(i) is Int or type(i) is Unknown for i in items):
            return run.unknown()  # it may be a shape, which becomes one tensor
        case Tuple(items):
            return Tuple(tuple(as_returned(run, i) for i in items))
        case List(items) if items is not None:
            return run.live.box(List(tuple(as_returned(run, i) for i in items)))
        case Dict(pairs) if pairs:
            return run.live.box(Dict(tuple((k, as_returned(run, v)) for k, v in pairs)))
    return value


def given_as_symbols(run: Run, arguments: Arguments, graph: int) -> Arguments:
    """The arguments as a function gets them that makes a graph."""
    positional = [as_symbols(run, a, graph) for a in arguments.positional]
    keywords = {k: as_symbols(run, v, graph) for k, v in arguments.keywords.items()}
    return Arguments(positional, keywords, arguments.complete)


def refused_symbol(run: Run, path: str, given: Arguments) -> Refusal | None:
    """The error of a library function that takes no symbols, and is given one."""
    library, _, name = path.partition(".")
    if library == "numpy" and name in OF_NUMPY:
        first = given.positional[: 3 if name == "where" else 2 if name in OF_BOTH else 1]
        if name in JOINING and first:
            first = (elements(first[0]) or first)[:MOST]
        symbol = next((v for v in first if is_symbol(run, v)), None)
        return None if symbol is None else refused_by_numpy(name, symbol)
    if library == "tensorflow" and current().keras == 3 and path in OF_TENSORFLOW:
        items = (i for v in given.all for i in (elements(v) or (v,))[:MOST])
        if any(type(item) is KerasTensor for item in items):
            return refused_by_tensorflow(name)
    return None
