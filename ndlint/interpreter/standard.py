"""Functions of Python's standard library that work on objects of the program, and its functions;
and the one of TensorFlow that does so."""

from collections.abc import Callable

from msgspec.structs import replace

from ndlint.interpreter import lowered as op
from ndlint.interpreter.builtins import BUILTINS, Builtin
from ndlint.interpreter.classes import find
from ndlint.interpreter.functions import MAKES_GRAPH, SIGNATURE, as_graph
from ndlint.interpreter.objects import BoundClosure, Closure, Field, Instance, Partial, UserClass
from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.values.array import Array
from ndlint.values.base import (
    UNKNOWN,
    Bool,
    Dict,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Ref,
    Str,
    Tuple,
    Value,
    elements,
)


def standard(*paths: str) -> Callable[[Builtin], Builtin]:
    """Register what a function of the standard library does."""

    def register(function: Builtin) -> Builtin:
        BUILTINS.update(dict.fromkeys(paths, function))
        return function

    return register


@standard("collections.namedtuple", "typing.NamedTuple")
def _named_tuple(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (Str(str(name)), listed):
            names = _names(run, listed)
        case _:
            return None
    given = elements(run.live.peek(arguments.keywords.get("defaults", Tuple(()))))
    if names is None or given is None or not arguments.keywords.keys() <= {"defaults"}:
        return None
    first = len(names) - len(given)
    fields = tuple(Field(n, given[i - first] if i >= first else None) for i, n in enumerate(names))
    cls = UserClass(name, (Name("builtins.tuple"),), run.keys.new(), fields, "tuple")
    run.live.variables(cls.scope)
    run.classes[cls.scope] = cls
    return cls


def _names(run: Run, listed: Value) -> list[str] | None:
    """The names of the items: one string, a list of names, or of names with types."""
    if isinstance(listed, Str):
        return None if listed.text is None else listed.text.replace(",", " ").split()
    items = elements(run.live.peek(listed)) or ()
    firsts = [(elements(run.live.peek(i)) or (i,))[0] for i in items]
    names = [f.text for f in firsts if isinstance(f, Str) and f.text is not None]
    return names if items and len(names) == len(items) else None


@standard("functools.partial")
def _partial(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (function, *given):
            return Partial(function, tuple(given), tuple(arguments.keywords.items()))
    return None


@standard(MAKES_GRAPH)
def _graph(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (Closure() as function,) if SIGNATURE not in arguments.keywords:
            return as_graph(function)
        case (BoundClosure(closure, receiver),) if SIGNATURE not in arguments.keywords:
            return BoundClosure(as_graph(closure), receiver)
    return None


@standard("copy.deepcopy")
def _deep_copy(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.all) != 1 or not arguments.positional:
        return None
    return _copied(run, arguments.positional[0], {})


def _copied(run: Run, value: Value, known: dict[Value, Value]) -> Value | None:
    """Arrays of NumPy's, and lists, dicts and tuples of these, with new identities; None: it
    holds something of which a copy is not known."""
    inner = run.live.peek(value)
    if value in known:
        return known[value]
    made: Value | None = None
    match inner:
        case Tuple(items) if type(inner) is Tuple:
            parts = [_copied(run, i, known) for i in items]
            kept = [p for p in parts if p is not None]
            made = Tuple(tuple(kept)) if len(kept) == len(parts) else None
        case List(items) if items is not None:
            parts = [_copied(run, i, known) for i in items]
            kept = [p for p in parts if p is not None]
            made = run.live.box(List(tuple(kept))) if len(kept) == len(parts) else None
        case Dict(pairs) if pairs is not None:
            parts = [_copied(run, v, known) for _, v in pairs]
            kept = [p for p in parts if p is not None]
            keys = [k for k, _ in pairs]
            if len(kept) == len(parts):
                made = run.live.box(Dict(tuple(zip(keys, kept, strict=True))))
        case Array() if inner.is_numpy:
            # Of an array of objects, these are copied, too.
            made = None if inner.dtype.may_be("object") else run.live.box(replace(inner))
        case Int() | Float() | Bool() | Str() | Nothing():
            made = inner
    if made is not None and isinstance(value, Ref):
        known[value] = made
    return made


@standard("copy.copy")
def _shallow_copy(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.all) != 1 or not arguments.positional:
        return None
    inner = run.live.peek(arguments.positional[0])
    match inner:
        case List() | Dict():
            return run.live.box(replace(inner))
        case Array() if inner.is_numpy:
            return None if inner.dtype.may_be("object") else run.live.box(replace(inner))
        case Instance(cls) if not cls.has_foreign_base:
            ways = ("__copy__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__")
            if all(find(run, cls.order, way) is None for way in ways):
                return run.live.box(replace(inner))
        case Int() | Float() | Bool() | Str() | Nothing() | Tuple():
            return inner
    return None


@standard("types.SimpleNamespace", "argparse.Namespace")
def _namespace(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if arguments.positional:
        return None
    cls = UserClass("SimpleNamespace", (), run.keys.new())
    run.classes[cls.scope] = cls
    run.live.variables(cls.scope)
    return run.live.box(Instance(cls, tuple(arguments.keywords.items())))


@standard("dataclasses.replace")
def _replaced(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    inner = run.live.peek(arguments.positional[0]) if arguments.positional else UNKNOWN
    if not isinstance(inner, Instance) or inner.cls.fields is None:
        return None
    if any(not f.is_parameter for f in inner.cls.fields):
        return None
    if run.live.get(inner.cls.scope, "__post_init__") is not None:
        return None
    after = inner
    for name, value in arguments.keywords.items():
        after = after.with_attribute(name, value)
    return run.live.box(after)
