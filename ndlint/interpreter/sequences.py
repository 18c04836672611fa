"""What iterating over a value gives."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from ndlint.interpreter.objects import Instance
from ndlint.interpreter.origins import as_row
from ndlint.interpreter.run import Run
from ndlint.values.archive import Archive
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    UNKNOWN,
    Bool,
    Dict,
    Float,
    Int,
    List,
    Name,
    Ref,
    Str,
    Tuple,
    Value,
    elements,
)
from ndlint.values.dataset import INFINITE, Dataset, Elements, taken_out
from ndlint.values.likely import is_likely
from ndlint.values.shape import Shape

Each = Callable[[], Value]
UNROLLED = 16
"""A loop over at most this many items is run item by item."""


@dataclass(frozen=True, slots=True)
class Iterated(Value):
    """What `range`, `zip` and `enumerate` return; `items` is None where they are not known.

    What can be gone through only `once` has an identity; `sources` are what it goes through.
    """

    items: tuple[Value, ...] | None
    once: bool = False
    sources: tuple[Value, ...] = ()

    @property
    def is_mutable(self) -> bool:
        return self.once

    def disturbed(self) -> Value:
        return Iterated(None, self.once)


@dataclass(frozen=True, slots=True)
class View(Value):
    """The "keys", "values" or "items" of a dict, as they are when they are gone through."""

    owner: Value
    part: str


def _viewed(behind: Value, part: str) -> tuple[Value, ...] | None:
    pairs = behind.items if isinstance(behind, Dict | Archive) else None
    pick = {"keys": lambda p: p[0], "values": lambda p: p[1], "items": Tuple}[part]
    return None if pairs is None else tuple(pick(pair) for pair in pairs)


def items_of(run: Run, value: Value) -> tuple[tuple[Value, ...] | None, Each]:
    """The items, if they are known, and a maker of an item of which nothing else is known."""
    inner = run.live.peek(value)
    items = elements(inner)
    if items is not None and not any(isinstance(i, List) for i in items):
        return items, lambda: any_of(run, items)
    match inner:
        case View(owner, part):
            return _viewed(run.live.peek(owner), part), run.unknown
        case Iterated(items=known) if isinstance(value, Ref):
            run.live.write(value, Iterated(None, True))
            run.live.lose(*known or (), *inner.sources)
            return known, run.unknown
        case Iterated(items=known):
            return known, run.unknown
        case Dict(items=pairs) if pairs is not None:
            return tuple(k for k, _ in pairs), run.unknown
        case Archive(names=names):
            return names, run.unknown
        case Array(shape=shape) if shape.rank is not None and shape.rank > 0:
            length = shape.dims[0]

            def row() -> Value:
                now = run.live.peek(value)
                if shape.rank == 1 and "object" in inner.dtype.names:
                    return run.unknown()
                boxed = run.live.box(_row(now if isinstance(now, Array) else inner))
                run.live.link(value, boxed)
                return boxed

            if isinstance(length, int) and length <= UNROLLED and not is_likely(length):
                return tuple(row() for _ in range(length)), row
            return None, row
        case Dataset(element=element):
            return None, lambda: boxed(run, taken_out(element))
        case Elements(element):
            return None, lambda: boxed(run, element)
        case Instance():
            run.hand_over(value)
    run.live.lose(value)
    return None, run.unknown


def _row(array: Array) -> Value:
    shape = Shape(array.shape.dims[1:])
    kind = Kind.TENSOR if array.is_tensor else array.kind
    if kind is Kind.NDARRAY and not shape.dims:
        kind = Kind.SCALAR
    facts, masked = array.facts.of_a_part(), array.masked.weakened()
    return as_row(replace(array, kind=kind, shape=shape, facts=facts, masked=masked))


def boxed(run: Run, value: Value) -> Value:
    """A value that no variable holds yet, with an identity for each object in it."""
    match value:
        case Tuple(items):
            return Tuple(tuple(boxed(run, i) for i in items))
        case Dict(items) if items is not None:
            return run.live.box(Dict(tuple((k, boxed(run, v)) for k, v in items)))
    return run.unknown() if value == UNKNOWN else run.live.box(value)


def sources_of(run: Run, value: Value) -> list[Value]:
    """The objects that a loop over the value goes through."""
    match run.live.peek(value):
        case Iterated(sources=sources):
            return [found for source in sources for found in sources_of(run, source)]
        case View(owner):
            return [owner]
    return [value]


def any_of(run: Run, items: tuple[Value, ...]) -> Value:
    """One of the items."""
    if len(set(map(id, items))) == 1:
        return items[0]
    if all(isinstance(item, Int) for item in items):
        return Int()
    run.live.lose(*items)
    return run.unknown()


def is_known_key(value: Value) -> bool:
    """Whether a dict's key is known, and equal to no key of another type."""
    return isinstance(value, Str) and value.text is not None


def iterate(run: Run, path: str, arguments: tuple[Value, ...]) -> Value | None:
    """The value of a call of `range`, `zip`, `enumerate`, `list`, … or None: not one of these."""
    match path:
        case "builtins.range":
            numbers = [a.number if isinstance(a, Int) else None for a in arguments]
            known = [n for n in numbers if n is not None]
            if known and len(known) == len(numbers) and len(known) <= 3:
                try:
                    counted = range(*known)
                except ValueError:
                    return UNKNOWN
                if len(counted) <= UNROLLED and not any(map(is_likely, known)):
                    return Iterated(tuple(Int(i) for i in counted))
            return Iterated(None)
        case "builtins.zip":
            columns = [items_of(run, a)[0] for a in arguments]
            full = [c for c in columns if c is not None]
            if len(full) == len(columns):
                rows = tuple(Tuple(row) for row in zip(*full, strict=False))
                return run.live.box(Iterated(rows, True, arguments))
            return Iterated(None, sources=arguments)
        case "builtins.enumerate" if len(arguments) == 1:
            element = _element(arguments[0])
            if element is not None:
                return Elements(Tuple((Int(), element)))
            items = items_of(run, arguments[0])[0]
            if items is not None:
                pairs = tuple(Tuple((Int(i), v)) for i, v in enumerate(items))
                return run.live.box(Iterated(pairs, True, arguments))
            return Iterated(None)
        case "builtins.reversed" if len(arguments) == 1:
            items = elements(run.live.peek(arguments[0]))
            if items is None or any(isinstance(i, List) for i in items):
                return None
            return run.live.box(Iterated(items[::-1], True, arguments))
        case "builtins.list" | "builtins.tuple":
            items = items_of(run, arguments[0])[0] if arguments else ()
            if path == "builtins.tuple":
                return UNKNOWN if items is None else Tuple(items)
            return run.live.box(List(items))
        case "builtins.len" if arguments:
            return _length(run, arguments[0])
        case "builtins.iter" if len(arguments) == 1:
            element = _element(arguments[0])
            return None if element is None else Elements(element)
        case "builtins.next" if arguments and isinstance(arguments[0], Elements):
            return boxed(run, arguments[0].element)
    return None


def _element(value: Value) -> Value | None:
    """What each step through a data set gives; None: it is none."""
    match value:
        case Dataset(element=element):
            return taken_out(element)
        case Elements(element):
            return element
    return None


def _length(run: Run, value: Value) -> Value:
    inner = run.live.peek(value)
    match inner:
        case Tuple(items) | List(items) | Dict(items):
            return Int(len(items)) if items is not None else Int()
        case Str(text):
            return Int(len(text)) if text is not None else Int()
        case Array(shape=shape) if shape.rank:
            return Int(shape.dims[0])
        case Dataset(cardinality=size) if size != INFINITE:
            return Int(size)
    return Int()


PLAIN = {f"builtins.{n}" for n in ("str", "list", "tuple", "dict", "int", "float", "bool")}


def is_one(value: Value, kinds: tuple[Value, ...]) -> Bool:
    """Whether a value is of one of the kinds that `isinstance` is asked for."""
    names = {k.path for k in kinds if isinstance(k, Name)}
    if len(names) < len(kinds) or not names <= PLAIN | {"numpy.ndarray"}:
        return Bool()
    match value:
        case Str():
            return Bool("builtins.str" in names)
        case List():
            return Bool("builtins.list" in names)
        case Tuple():
            return Bool("builtins.tuple" in names)
        case Bool():
            return Bool(not names.isdisjoint({"builtins.bool", "builtins.int"}))
        case Int():
            return Bool("builtins.int" in names)
        case Float():
            return Bool("builtins.float" in names)
        case Dict():
            return Bool("builtins.dict" in names)
        case Array(kind=Kind.NDARRAY) if "numpy.ndarray" in names:
            return Bool(True)
        case Array(kind=Kind.NDARRAY) if names <= {
            "builtins.list",
            "builtins.tuple",
            "builtins.str",
        }:
            return Bool(False)
    return Bool()
