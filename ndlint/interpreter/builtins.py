"""Python's own functions."""

from collections.abc import Callable, Sequence
from math import isfinite

from msgspec.structs import replace

from ndlint.interpreter import lowered as op
from ndlint.interpreter.classes import special, super_of
from ndlint.interpreter.functions import called
from ndlint.interpreter.generators import following
from ndlint.interpreter.kinds import is_one
from ndlint.interpreter.lists import LONGEST, exhaust, in_order, list_of
from ndlint.interpreter.objects import (
    Generated,
    Instance,
    Member,
    Record,
    held_by,
    identities,
)
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import (
    UNROLLED,
    Iterated,
    Stepping,
    View,
    any_of,
    boxed,
    each_item,
    extent,
    is_known_key,
    is_opened_once,
    items_of,
)
from ndlint.interpreter.truth import ask
from ndlint.knowledge import binding
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.python import versions
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    NOTHING,
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
from ndlint.values.dimension import UNKNOWN_DIM, Dim, add, is_natural
from ndlint.values.frame import Frame
from ndlint.values.likely import is_likely, made_of
from ndlint.values.version import Varying

Builtin = Callable[[Run, Arguments, op.Node], Value | None]
BUILTINS: dict[str, Builtin] = {}
"""The functions that are known, by public name. None: nothing is known of this call."""


def builtin(*names: str) -> Callable[[Builtin], Builtin]:
    """Register what a built-in function does."""

    def register(function: Builtin) -> Builtin:
        BUILTINS.update({f"builtins.{name}": function for name in names})
        return function

    return register


def call_builtin(run: Run, path: str, arguments: Arguments, node: op.Node) -> Value | None:
    """The value of a call; None: nothing is known of it."""
    function = BUILTINS.get(path)
    return function(run, arguments, node) if function and arguments.complete else None


# ---- what is gone through


@builtin("range")
def _range(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    given = arguments.positional
    span = _span(given)
    numbers = [a.number if isinstance(a, Int) else None for a in given]
    known = [n for n in numbers if n is not None]
    if known and len(known) == len(numbers) and len(known) <= 3:
        try:
            counted = range(*known)
        except ValueError:
            return UNKNOWN
        length = made_of(len(counted), *known)
        if length <= LONGEST and not is_likely(length):
            return Iterated(tuple(map(Int, counted)), each=Int(), length=length, span=span)
        return Iterated(None, each=Int(), length=length, span=span)
    last = given[0] if len(given) == 1 else None
    size = last.size if isinstance(last, Int) and is_natural(last.size) else UNKNOWN_DIM
    return Iterated(None, each=Int(), length=size, span=span)


def _span(given: Sequence[Value]) -> tuple[Dim, Dim] | None:
    """From which number on a `range` counts, and how far from there at the most; None: it may
    count downwards or in the negative."""
    sizes = [a.size if isinstance(a, Int) else UNKNOWN_DIM for a in given]
    if not 0 < len(sizes) <= 3:
        return None
    start, stop, step = (0, *sizes, 1) if len(sizes) == 1 else (*sizes, 1)[:3]
    if not is_natural(start) or not isinstance(step, int) or step < 1:
        return None
    most = add(add(stop, start, -1), 1, -1)
    return start, most // step * step if isinstance(most, int) else most


@builtin("zip")
def _zip(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    given = tuple(arguments.positional)
    columns = [peeked_items(run, a) for a in given]
    full = [c for c in columns if c is not None]
    if len(full) == len(columns):
        rows = tuple(Tuple(row) for row in zip(*full, strict=False))
        return going_once(run, rows, given)
    return run.live.box(Stepping("zip", given, node))


ZIP = Name("builtins.zip")


def transposed(run: Run, rows: Value) -> Value | None:
    """`zip(*rows)` of rows that are not known one by one: what the first parts are like, the second
    ones and so on; None: it is not known."""
    held = list_of(run, rows)
    row = run.live.peek(held.each)
    if held.items is not None or not isinstance(row, Tuple):
        return None
    columns = (List(None, part, held.size, held.has_items) for part in row.items)
    return going_once(run, tuple(run.live.box(column) for column in columns), ())


@builtin("enumerate")
def _enumerate(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    given = tuple(arguments.positional)
    start = given[1] if len(given) == 2 else arguments.keywords.get("start", Int(0))
    if not 0 < len(given) < 3:
        return None
    element = _element(given[0])
    if element is not None:
        return Elements(Tuple((Int(), element)))
    items = peeked_items(run, given[0])
    if items is None or not isinstance(start, Int) or start.number is None:
        return run.live.box(Stepping("enumerate", given[:1], node))
    pairs = tuple(Tuple((Int(i), v)) for i, v in enumerate(items, start.number))
    return going_once(run, pairs, given[:1])


@builtin("reversed", "iter")
def _iterator(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 1:
        return None
    (given,) = arguments.positional
    element = _element(given)
    if element is not None:
        return Elements(element)
    if isinstance(run.live.peek(given), Generated):
        return given
    items = peeked_items(run, given)
    if items is not None:
        is_reversed = node is not None and _called(node) == "reversed"
        return going_once(run, items[::-1] if is_reversed else items, (given,))
    if not isinstance(run.live.peek(given), List | Array | Iterated | Stepping | View):
        return None
    return run.live.box(Stepping("iter", (given,), node))


def _called(node: op.Node) -> str:
    return getattr(getattr(node, "func", None), "id", "")


@builtin("map", "filter")
def _lazily(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) < 2:
        return None
    return run.live.box(Stepping(_called(node), tuple(arguments.positional), node))


def going_once(run: Run, items: tuple[Value, ...], sources: tuple[Value, ...]) -> Value:
    """An iterator over these items of the sources."""
    was = tuple(run.live.peek(s) for s in sources)
    return run.live.box(Iterated(items, True, sources, was=was))


def peeked_items(run: Run, value: Value) -> tuple[Value, ...] | None:
    """What an iteration gives, where it is known and calls nothing."""
    is_opened = isinstance(run.live.peek(value), Stepping) or is_opened_once(run, value)
    return None if is_opened else items_of(run, value)[0]


@builtin("next")
def _next(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 1:
        return None
    (given,) = arguments.positional
    inner = run.live.peek(given)
    if isinstance(inner, Elements):
        return boxed(run, inner.element)
    if isinstance(inner, Iterated) and inner.items and isinstance(given, Ref):
        items, _ = items_of(run, given)
        if items:
            run.live.write(given, replace(inner, items=items[1:]))
            return items[0]
    if isinstance(inner, Generated) and isinstance(given, Ref):
        return following(run, given, inner)
    if isinstance(inner, Stepping):
        return items_of(run, given)[1]()
    return None


@builtin("list")
def _list(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if arguments.keywords or len(arguments.positional) > 1:
        return None
    if not arguments.positional:
        return run.live.box(List(()))
    made = list_of(run, arguments.positional[0])
    return run.live.box(made)


@builtin("tuple")
def _tuple(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if not arguments.positional:
        return Tuple(())
    items = items_of(run, arguments.positional[0])[0]
    return None if items is None else Tuple(items)


@builtin("sorted")
def _sorted(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 1:
        return None
    made = list_of(run, arguments.positional[0])
    if "key" in arguments.keywords:
        run.hand_over(arguments.keywords["key"], *held_by(made))
    return run.live.box(in_order(run, made, arguments))


@builtin("len")
def _len(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 1:
        return None
    inner = run.live.peek(arguments.positional[0])
    if isinstance(inner, Dataset):
        return Int(inner.cardinality) if inner.cardinality != INFINITE else Int()
    found = special(run, arguments.positional[0], "__len__")
    if found is not None:
        return found
    return Int(extent(run, arguments.positional[0])[0])


@builtin("dict")
def _dict(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    items: dict[Value, Value] = {}
    if len(arguments.positional) > 1:
        return None
    for given in arguments.positional:
        inner = run.live.peek(given)
        if isinstance(inner, Dict):
            if inner.items is None:
                each = run.live.like_each(inner.each, *arguments.keywords.values())
                return run.live.box(Dict(None, each))
            items.update(inner.items)
            continue
        if isinstance(inner, Frame):
            if inner.rest is not None or not inner.is_flat:
                return None
            items.update((label, run.live.box(column)) for label, column in inner.columns)
            continue
        pairs = items_of(run, given)[0]
        if pairs is None:
            return None
        for pair in pairs:
            parts = items_of(run, pair)[0]
            if parts is None or len(parts) != 2 or not is_known_key(parts[0]):
                return None
            items[parts[0]] = parts[1]
    items.update({Str(k): v for k, v in arguments.keywords.items()})
    return run.live.box(Dict(tuple(items.items())))


def _element(value: Value) -> Value | None:
    """What each step through a data set gives; None: it is none."""
    match value:
        case Dataset():
            return taken_out(value)
        case Elements(element):
            return element
    return None


# ---- numbers


@builtin("int")
def _int(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 1:
        return Int()
    value = run.live.open(arguments.positional[0])
    number = _parsed(value)
    if number is not None and isfinite(number):
        return Int(made_of(int(number), number))
    if isinstance(value, Float):
        return Int()
    if isinstance(value, Varying):
        return versions.whole(value)
    size = binding.as_dim(value)
    return Int() if size is None else Int(size)


@builtin("float")
def _float(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 1:
        return Float()
    number = _parsed(run.live.open(arguments.positional[0]))
    return Float(None if number is None else made_of(float(number), number))


def _parsed(value: Value) -> float | None:
    """What `float(value)` gives, also of a string."""
    if isinstance(value, Str) and value.text is not None:
        try:
            return float(value.text)
        except ValueError:
            return None
    return binding.as_number(value)


@builtin("abs")
def _abs(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match tuple(arguments.positional):
        case (Int(int(number)),):
            return Int(abs(number))
        case (Float(float(number)),):
            return Float(abs(number))
        case (Int() as given,):
            return Int(given.size) if is_natural(given.size) else Int()
        case (Float(),):
            return Float()
    return None


@builtin("round")
def _round(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match tuple(arguments.positional):
        case (Int() as number, *_):
            return Int(number.number) if len(arguments.all) == 1 and number.number else Int()
        case (Float(number),):
            whole = number is not None and isfinite(number) and not arguments.keywords
            return Int(round(number)) if whole and number is not None else _rounded(arguments)
        case (Float(), _):
            return Float()
    return None


def _rounded(arguments: Arguments) -> Value:
    return UNKNOWN if arguments.keywords else Int()


@builtin("min", "max")
def _extreme(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    given = tuple(arguments.positional)
    if arguments.keywords.keys() == {"key"} and given:
        return _by_key(run, given, arguments.keywords["key"], node)
    if arguments.keywords:
        return None
    if len(given) == 1:
        inner = run.live.peek(given[0])
        if not isinstance(inner, List | Tuple):
            return None
        given = elements(inner) or (each_item(run, inner),)
        if elements(inner) is None:
            return type(given[0])() if isinstance(given[0], Int | Float | Str) else None
    pick = min if _called(node) == "min" else max
    numbers = [g.number for g in given if isinstance(g, Int | Float)]
    known = [n for n in numbers if n is not None and n == n]
    if given and len(known) == len(given) and _called(node) in ("min", "max"):
        return given[known.index(pick(known))]
    for kind in (Int, Float, Str):
        if given and all(isinstance(g, kind) for g in given):
            return kind()
    return None


def _by_key(run: Run, given: tuple[Value, ...], key: Value, node: op.Node) -> Value | None:
    """The one of these, or of the items of one, for which a function gives least or most."""
    items = given if len(given) > 1 else peeked_items(run, given[0])
    if not items or len(items) > UNROLLED or key == NOTHING:
        return None
    keys = [called(run, key, [item], node) for item in items]
    numbers = [k.number for k in keys if isinstance(k, Int | Float)]
    known = [n for n in numbers if n is not None and n == n and not is_likely(n)]
    if len(known) < len(items):
        return any_of(run, items)
    pick = min if _called(node) == "min" else max
    return items[known.index(pick(known))]


@builtin("any", "all")
def _any(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    for value in arguments.all:
        exhaust(run, value)
    return _bool_of_some_kind(run, arguments, node)


@builtin("callable", "issubclass")
def _bool_of_some_kind(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    given = [a for value in arguments.all for a in identities(value)]
    return Bool() if all(isinstance(a, Ref) for a in given) else None


@builtin("bool")
def _bool(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 1:
        return None
    value = arguments.positional[0]
    return (
        None if isinstance(run.live.peek(value), Instance) else Bool(ask(run, value, node, "bool"))
    )


# ---- strings and types


@builtin("str", "repr", "format", "input", "chr", "hex", "bin", "ascii")
def _str(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    given = arguments.positional
    if any(isinstance(run.live.peek(a), Instance) for a in given):
        return None
    match tuple(given):
        case (Str() as text,) if _called(node) == "str":
            return text
        case (Int(int(number)),) if _called(node) == "str":
            return Str(str(number))
    return Str()


@builtin("ord", "hash", "id")
def _number_of(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    return Int()


@builtin("type")
def _type(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 1:
        return None
    inner = run.live.peek(arguments.positional[0])
    match inner:
        case Instance(cls) | Record(cls=cls) | Member(cls):
            return cls
        case Array(kind=Kind.NDARRAY):
            return Name("numpy.ndarray")
        case Int() | Float() | Bool() | Str() | List() | Dict() | Tuple():
            return Name(f"builtins.{type(inner).__name__.lower()}")
    return None


@builtin("isinstance")
def _isinstance(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 2:
        return None
    value, kinds = map(run.live.peek, arguments.positional)
    return is_one(value, elements(kinds) or (kinds,))


@builtin("super")
def _super(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    return super_of(run, arguments)
