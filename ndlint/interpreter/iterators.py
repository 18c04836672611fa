"""What `itertools` makes, and what is folded to one value."""

import itertools
from collections.abc import Callable, Iterable

from ndlint.interpreter import lowered as op
from ndlint.interpreter.builtins import going_once, peeked_items
from ndlint.interpreter.functions import called
from ndlint.interpreter.lists import LONGEST
from ndlint.interpreter.operators import binary
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import UNROLLED, Iterated, Stepping
from ndlint.interpreter.standard import standard
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import NOTHING, Float, Int, List, Tuple, Value
from ndlint.values.likely import is_likely

OPERATORS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%"}
"""The functions of `operator` by what they stand for."""


@standard("itertools.chain")
def _chain(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    return None if arguments.keywords else _chained(run, tuple(arguments.positional), node)


@standard("itertools.chain.from_iterable")
def _chain_of(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.all) != 1 or not arguments.positional:
        return None
    sources = peeked_items(run, arguments.positional[0])
    return None if sources is None else _chained(run, sources, node, arguments.positional[0])


def _chained(run: Run, sources: tuple[Value, ...], node: op.Node, *held_in: Value) -> Value:
    known = [peeked_items(run, source) for source in sources]
    full = [items for items in known if items is not None]
    if len(full) < len(known) or sum(map(len, full)) > LONGEST:
        return run.live.box(Stepping("chain", sources, node))
    return going_once(run, tuple(itertools.chain(*full)), (*held_in, *sources))


@standard("itertools.product")
def _product(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if arguments.keywords or not arguments.positional:
        return None
    columns = [peeked_items(run, a) for a in arguments.positional]
    full = [c for c in columns if c is not None]
    if len(full) == len(columns):
        return _rows(run, itertools.product(*full), arguments)
    return None


@standard("itertools.combinations")
def _chosen(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (iterable, Int(int(size))) if size >= 0 and not is_likely(size):
            items = peeked_items(run, iterable)
        case _:
            return None
    if items is None:
        return None
    return _rows(run, itertools.combinations(items, size), arguments)


def _rows(run: Run, rows: Iterable[tuple[Value, ...]], arguments: Arguments) -> Value | None:
    """An iterator over rows of items, where these are not too many."""
    found = tuple(map(Tuple, itertools.islice(rows, LONGEST + 1)))
    return None if len(found) > LONGEST else going_once(run, found, tuple(arguments.positional))


@standard("itertools.repeat")
def _repeat(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (item,) if not arguments.keywords:
            return Iterated(None, sources=(item,), each=item)
        case (item, Int(int(times))) if times <= LONGEST and not is_likely(times):
            return going_once(run, (item,) * times, (item,))
    return None


@standard("itertools.count")
def _count(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    given = arguments.all
    return Iterated(None, each=Int()) if all(isinstance(a, Int) for a in given) else None


@standard("itertools.cycle")
def _cycle(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.all) != 1 or not arguments.positional:
        return None
    return run.live.box(Stepping("some", tuple(arguments.positional), node))


@standard("itertools.islice")
def _islice(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (source, *bounds) if 0 < len(bounds) < 4 and not arguments.keywords:
            items = peeked_items(run, source)
        case _:
            return None
    numbers = [None if b == NOTHING else getattr(b, "number", -1) for b in bounds]
    is_known = all(n is None or (type(n) is int and n >= 0) for n in numbers)
    if items is None or not is_known or (len(numbers) == 3 and numbers[2] == 0):
        return run.live.box(Stepping("some", (source,), node))
    return going_once(run, items[slice(*numbers)], (source,))


@standard("functools.reduce")
def _reduce(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (function, iterable, *start) if len(start) < 2 and not arguments.keywords:
            items = peeked_items(run, iterable)
        case _:
            return None
    if items is None or len(items) > UNROLLED:
        return None
    return folded(run, (*start, *items), lambda a, b: called(run, function, (a, b), node))


def folded(
    run: Run, items: tuple[Value, ...], combine: Callable[[Value, Value], Value]
) -> Value | None:
    """The items put together from the left; None: there are none."""
    if not items:
        return None
    found = items[0]
    for item in items[1:]:
        if run.state is not None:
            found = combine(found, item)
    return found


@standard("builtins.sum")
def _sum(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (given, *start) if len(start) < 2 and not arguments.keywords:
            items, inner = peeked_items(run, given), run.live.peek(given)
        case _:
            return None
    if items is None:
        if not isinstance(inner, List) or start:
            return None
        if isinstance(inner.each, Int):
            return Int()
        return Float() if isinstance(inner.each, Float) and inner.has_items else None
    numbers = [i.number for i in items if isinstance(i, Int | Float)]
    known = [n for n in numbers if n is not None]
    if len(known) == len(items) and not start:
        total = sum(known)
        return Int(total) if isinstance(total, int) else Float(total)
    if all(isinstance(i, Int) for i in items) and len(items) > UNROLLED and not start:
        return Int()
    if len(items) > UNROLLED:
        return None
    return folded(run, (*(start or [Int(0)]), *items), lambda a, b: binary(run, "+", a, b, node))


@standard("math.prod")
def _prod(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    if len(arguments.positional) != 1 or not arguments.keywords.keys() <= {"start"}:
        return None
    start = arguments.keywords.get("start", Int(1))
    (given,) = arguments.positional
    items = peeked_items(run, given)
    inner = run.live.peek(given)
    if items is None:
        is_whole = isinstance(inner, List) and isinstance(inner.each, Int)
        return Int() if is_whole and isinstance(start, Int) else None
    if not all(isinstance(item, Int | Float) for item in (*items, start)):
        return None
    return folded(run, (start, *items), lambda a, b: binary(run, "*", a, b, node))


def _operator(symbol: str) -> None:
    @standard(*(f"operator.{name}" for name, known in OPERATORS.items() if known == symbol))
    def operate(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
        match arguments.positional:
            case (a, b):
                return binary(run, symbol, a, b, node)
        return None


for _symbol in OPERATORS.values():
    _operator(_symbol)


@standard("builtins.divmod")
def _divmod(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case ((Int() | Float()) as a, (Int() | Float()) as b):
            return Tuple((binary(run, "//", a, b, node), binary(run, "%", a, b, node)))
    return None


@standard("builtins.pow")
def _pow(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case ((Int() | Float()) as a, (Int() | Float()) as b):
            return binary(run, "**", a, b, node)
    return None
