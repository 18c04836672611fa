"""What iterating over a value gives."""

from collections.abc import Callable
from functools import partial
from operator import eq

from msgspec.structs import replace

from ndlint.interpreter import lowered as op
from ndlint.interpreter.classes import special
from ndlint.interpreter.functions import called
from ndlint.interpreter.generators import steps
from ndlint.interpreter.members import members
from ndlint.interpreter.objects import Generated, Instance, UserClass
from ndlint.interpreter.origins import as_row
from ndlint.interpreter.run import Run
from ndlint.knowledge.python import versions
from ndlint.values.archive import Archive
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    UNKNOWN,
    Dict,
    Int,
    List,
    Nothing,
    Ref,
    Str,
    Tuple,
    Unknown,
    Value,
    elements,
)
from ndlint.values.dataset import Dataset, Elements, taken_out
from ndlint.values.dimension import UNKNOWN_DIM, Dim, add, counter, is_positive, symbol
from ndlint.values.equality import equal_apart_from
from ndlint.values.frame import Column, Frame
from ndlint.values.likely import is_likely
from ndlint.values.shape import Shape
from ndlint.values.version import Varying

Each = Callable[[], Value]
UNROLLED = 16
"""A loop over at most this many items is run item by item."""


class Iterated(Value, frozen=True):
    """What `range`, `zip` and `enumerate` return; `items` is None where they are not known:
    then there are `length` of them, each like `each`, if that is known.

    What can be gone through only `once` has an identity; `sources` are what it goes through.
    `span` tells of a `range` from which number on it counts, and how far at the most.
    """

    items: tuple[Value, ...] | None
    once: bool = False
    sources: tuple[Value, ...] = ()
    each: Value | None = None
    length: Dim = UNKNOWN_DIM
    was: tuple[Value, ...] = ()
    """What the sources were when it was made: known are its items only while they are so."""
    span: tuple[Dim, Dim] | None = None

    @property
    def is_mutable(self) -> bool:
        return self.once

    def disturbed(self) -> Value:
        return Iterated(None, self.once)


class View(Value, frozen=True):
    """The "keys", "values" or "items" of a dict, as they are when they are gone through."""

    owner: Value
    part: str


@equal_apart_from("place")
class Stepping(Value, frozen=True, eq=False):
    """What `enumerate`, `zip`, `map` and the like return of what is not known item by item:
    each step makes an item of one of each source. The first one of "map" and "filter" is
    the function. "chain" takes it of any source, "some" leaves out others."""

    form: str
    sources: tuple[Value, ...]
    place: op.Node
    is_fresh: bool = True
    """Whether no step was taken yet."""

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return replace(self, is_fresh=False)


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
    if type(inner) is Unknown:
        run.live.lose(value)
        return None, run.unknown
    match inner:
        case View(owner, part):
            return _viewed(run.live.peek(owner), part), lambda: _each_viewed(run, owner, part)
        case Stepping():
            return None, _stepping(run, value, inner)
        case Generated():
            return None, steps(run, value, inner)
        case List(None):
            return None, lambda: each_item(run, run.live.peek(value))
        case Iterated(items=known) if isinstance(value, Ref):
            run.live.write(value, Iterated(None, True))
            run.live.lose(*known or (), *inner.sources)
            is_current = all(map(eq, map(run.live.peek, inner.sources), inner.was))
            return known if is_current else None, run.unknown
        case Iterated(items=known, span=(first, most)):
            return known, lambda: Int(add(first, counter(run.keys.new(), most)))
        case Iterated(items=known, each=each):
            return known, run.unknown if each is None else lambda: each
        case Str(text):
            letters = None if text is None or len(text) > UNROLLED else tuple(map(Str, text))
            return letters, Str
        case Dict(items=pairs) if pairs is not None:
            return tuple(k for k, _ in pairs), run.unknown
        case Archive(names=names):
            return names, run.unknown
        case Array(shape=shape) if shape.rank is not None and shape.rank > 0:
            length, row = shape.dims[0], partial(_row_of, run, value, inner)
            if isinstance(length, int) and length <= UNROLLED and not is_likely(length):
                return tuple(row() for _ in range(length)), row
            return None, row
        case Frame(columns=columns, rest=None):
            return tuple(label for label, _ in columns), run.unknown
        case Frame() | Column():
            return None, run.unknown
        case Dataset():
            return None, _taking_out(run, inner)
        case Elements(element):
            return None, lambda: boxed(run, element)
        case UserClass(kind="enum"):
            found = members(run, inner)
            return found or None, run.unknown
        case Varying():
            return versions.parts(inner), run.unknown
        case Instance():
            made = special(run, value, "__iter__")
            if made is not None and not isinstance(run.live.peek(made), Instance):
                return items_of(run, made)
            run.hand_over(value)
    run.live.lose(value)
    return None, run.unknown


def _taking_out(run: Run, data: Dataset) -> Each:
    """A maker of the elements of one pass through a data set."""
    order = (data.mix, run.keys.new()) if data.mix and data.is_mixed else None

    def take() -> Value:
        rows = symbol(run.keys.new(), 0, UNKNOWN_DIM.value) if data.rows_match else UNKNOWN_DIM
        return boxed(run, taken_out(data, order=order, rows=rows))

    return take


def _row_of(run: Run, value: Value, array: Array) -> Value:
    """A row of the array behind a value, as it is now; it was like `array`."""
    if array.shape.rank == 1 and "object" in array.dtype.names:
        return run.unknown()
    now = run.live.peek(value)
    row = run.live.box(_row(now if isinstance(now, Array) else array))
    run.live.link(value, row)
    return row


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
        case List(items) if items is not None:
            return run.live.box(List(tuple(boxed(run, i) for i in items)))
        case Dict(items) if items is not None:
            return run.live.box(replace(value, items=tuple((k, boxed(run, v)) for k, v in items)))
    return run.unknown() if value == UNKNOWN else run.live.box(value)


def sources_of(run: Run, value: Value) -> list[Value]:
    """The objects that a loop over the value goes through."""
    match run.live.peek(value):
        case Iterated(sources=sources) | Stepping(sources=sources):
            return [found for source in sources for found in sources_of(run, source)]
        case View(owner):
            return [owner]
    return [value]


def any_of(run: Run, items: tuple[Value, ...]) -> Value:
    """One of the items, it is not known which."""
    if not items:
        return run.unknown()
    if len(items) > UNROLLED:
        return boxed(run, run.live.like_each(*items))
    found = items[0]
    for item in items[1:]:
        found = run.live.either(found, item)
    if found == UNKNOWN:
        run.live.lose(*items)
        return run.unknown()
    return found


def one_of(run: Run, iterable: Value) -> Each:
    """A maker of an item of the iterable, as it is when it is made."""
    sources = sources_of(run, iterable)
    known, each = items_of(run, iterable)
    before = seen(run, sources)
    inner = run.live.peek(iterable)
    is_counted = isinstance(inner, Iterated) and inner.span is not None

    def take() -> Value:
        now = run.live.peek(iterable)
        if isinstance(now, List):
            return each_item(run, now)
        if known is not None and is_changed(run, before):
            run.live.lose(*known, *sources)
            return run.unknown()
        return each() if known is None or is_counted else any_of(run, known)

    return take


def each_item(run: Run, value: Value) -> Value:
    """An item of a list, or a value of a dict: it is not known which."""
    match value:
        case List(items) if items is not None:
            return any_of(run, items)
        case Dict(items) if items is not None:
            return any_of(run, tuple(v for _, v in items))
        case List(None, each) | Dict(None, each):
            return boxed(run, each)
    return run.unknown()


def _each_viewed(run: Run, owner: Value, part: str) -> Value:
    value = each_item(run, run.live.peek(owner)) if part != "keys" else run.unknown()
    return Tuple((run.unknown(), value)) if part == "items" else value


def is_opened_once(run: Run, value: Value) -> bool:
    """Whether code of the program makes the items: a loop asks it once for all that it takes."""
    return isinstance(run.live.peek(value), Generated | Instance)


def _stepping(run: Run, value: Value, stepping: Stepping) -> Each:
    """A maker of the items of an iterator, which is no longer at its beginning."""
    if isinstance(value, Ref) and stepping.is_fresh:
        run.live.write(value, stepping.disturbed())
    opened = [source for source in stepping.sources if is_opened_once(run, source)]
    through = {source: one_of(run, source) for source in opened}
    return lambda: _stepped(run, stepping, through)


def _stepped(run: Run, stepping: Stepping, through: dict[Value, Each]) -> Value:
    """The item of one step; `through` are makers of the items that code of the program makes."""
    takes = stepping.form in ("map", "filter")
    items = []
    for source in stepping.sources[takes:]:
        known, each = (None, through[source]) if source in through else items_of(run, source)
        items.append(each() if known is None else any_of(run, known))
    if takes and run.state is not None:
        made = called(run, stepping.sources[0], items, stepping.place)
        return made if stepping.form == "map" else items[0]
    match stepping.form:
        case "enumerate":
            return Tuple((Int(), items[0]))
        case "zip":
            return Tuple(tuple(items))
        case "chain":
            return any_of(run, tuple(items))
    return items[0]


def calls(run: Run, iterable: Value) -> bool:
    """Whether a step through it runs a function."""
    inner = run.live.peek(iterable)
    if type(inner) is not Stepping:
        return type(inner) is Generated
    return inner.form in ("map", "filter") or any(calls(run, s) for s in inner.sources)


def is_made_by_code(run: Run, iterable: Value) -> bool:
    """Whether code of the program makes an item: what it gave once, it may give again."""
    inner = run.live.peek(iterable)
    if not isinstance(inner, Stepping):
        return is_opened_once(run, iterable)
    return calls(run, iterable) or any(is_made_by_code(run, s) for s in inner.sources)


def seen(run: Run, sources: list[Value]) -> list[tuple[Value, Value]]:
    """What a loop goes through, each with what it is now."""
    return [(source, run.live.peek(source)) for source in sources]


def is_changed(run: Run, before: list[tuple[Value, Value]]) -> bool:
    """Whether something is not as it was seen: there may be more items, or fewer."""
    was = [value for _, value in before]
    return run.state is not None and [run.live.peek(source) for source, _ in before] != was


def extent(run: Run, value: Value) -> tuple[Dim, bool]:
    """How many items an iteration gives, and whether there certainly is one."""
    inner = run.live.peek(value)
    match inner:
        case List():
            return inner.size, inner.has_items
        case Tuple(items):
            return len(items), bool(items)
        case Array(shape=shape) if shape.rank:
            size = shape.dims[0]
        case Frame(rows=rows) | Column(rows=rows):
            size = rows
        case Stepping("filter" | "chain" | "some") | Stepping(is_fresh=False):
            return UNKNOWN_DIM, False
        case Stepping("map", sources) if len(sources) == 2:
            return extent(run, sources[1])
        case Stepping("zip" | "map", sources):
            extents = [extent(run, s) for s in sources[inner.form == "map" :]]
            same = len({size for size, _ in extents}) == 1
            return extents[0][0] if same else UNKNOWN_DIM, all(filled for _, filled in extents)
        case Stepping(_, sources):
            return extent(run, sources[0])
        case Iterated(items=items, once=False, length=length):
            size = length if items is None else len(items)
        case Dict(items) if items is not None:
            size = len(items)
        case View(owner):
            return extent(run, owner)
        case Str(str(text)):
            size = len(text)
        case _:
            return UNKNOWN_DIM, False
    return size, is_positive(size)


def is_known_key(value: Value) -> bool:
    """Whether a dict's key is known, and equal to no key of another type."""
    match value:
        case Str(str()) | Int(int()) | Nothing():
            return True
        case Tuple(items):
            return all(map(is_known_key, items))
    return False
