"""Lists: their methods, and what is known of one that is not known item by item."""

from msgspec.structs import replace

from ndlint.interpreter.loops import settled
from ndlint.interpreter.objects import held_by
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import (
    each_item,
    extent,
    is_changed,
    is_made_by_code,
    items_of,
    seen,
    sources_of,
)
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Float,
    Int,
    List,
    Ref,
    Str,
    Value,
)
from ndlint.values.dimension import UNKNOWN_DIM, Dim, add

LONGEST = 256
"""A list that grows beyond this is not known item by item."""
PLAIN = (Int, Float, Bool, Str)


def like_all(run: Run, value: List, length: Dim | None = None) -> List:
    """The list as one whose every item is like all of them; `length` if it becomes another."""
    size = value.size if length is None else length
    filled = value.has_items and length is None
    each = value.each if value.items is None else run.live.like_each(*value.items)
    return List(None, each, size, filled)


def list_of(run: Run, iterable: Value) -> List:
    """The list of what an iteration gives."""
    sources, (length, is_filled) = sources_of(run, iterable), extent(run, iterable)
    items, each = items_of(run, iterable)
    if items is not None and len(items) <= LONGEST:
        return List(items)
    if items is not None:
        return like_all(run, List(items))
    since = run.keys.last
    found: Value = UNKNOWN

    def once() -> None:
        nonlocal found
        item = each()
        found = run.live.like_each(item, since=since) if run.state else UNKNOWN

    if not is_made_by_code(run, iterable):
        once()
        return List(None, found, length, is_filled)
    before = seen(run, sources)
    run.state, is_stable = settled(run, once)
    length = UNKNOWN_DIM if is_changed(run, before) else length
    return List(None, found if is_stable else UNKNOWN, length, is_filled)


def exhaust(run: Run, iterable: Value) -> None:
    """Go through what code of the program makes, and keep nothing of it."""
    if is_made_by_code(run, iterable):
        run.live.lose(*held_by(list_of(run, iterable)))


def extended(run: Run, value: List, more: List) -> List:
    """The list with the items of another one behind its own."""
    if value.items is not None and more.items is not None:
        if len(value.items) + len(more.items) <= LONGEST:
            return List((*value.items, *more.items))
    parts = [each_item(run, part) for part in (value, more) if part.items != ()]
    each = run.live.like_each(*parts) if parts else UNKNOWN
    size = add(value.size, more.size)
    return List(None, each, size, value.has_items or more.has_items)


def list_method(run: Run, owner: Value, value: List, name: str, arguments: Arguments) -> Value:
    """The result of a method of a list, which changes with it."""
    given = tuple(arguments.positional)
    items = value.items
    after: List | None = None
    result: Value = NOTHING
    match name, given:
        case (("index" | "count"), _):
            return Int()
        case "copy", ():
            return run.live.box(replace(value))
        case "append", (item,):
            after = extended(run, value, List((item,)))
        case "extend", (iterable,):
            more = list_of(run, iterable)
            now = run.live.peek(owner)
            after = extended(run, now, more) if isinstance(now, List) else None
        case "insert", (Int(int(at)), item) if items is not None:
            after = List((*items[:at], item, *items[at:]))
        case "insert", (_, item):
            after = extended(run, value, List((item,)))
            after = like_all(run, after)
        case "pop", () if items:
            after, result = List(items[:-1]), items[-1]
        case "pop", (Int(int(at)),) if items and -len(items) <= at < len(items):
            at %= len(items)
            after, result = List((*items[:at], *items[at + 1 :])), items[at]
        case "pop", _ if len(given) < 2:
            after = like_all(run, value, add(value.size, -1))
            result = each_item(run, after)
        case "remove", (_,):
            after = like_all(run, value, add(value.size, -1))
        case "sort", ():
            _call_key(run, value, arguments)
            after = in_order(run, value, arguments)
        case "reverse", ():
            after = value if items is None else List(items[::-1])
        case "clear", ():
            after = List(())
        case (("__len__" | "__contains__"), _):
            return run.unknown()
    if after is None or not arguments.complete or run.state is None:
        run.live.lose(*arguments.all)
        after, result = List(None), result if after is not None else run.unknown()
    if isinstance(owner, Ref):
        run.live.write(owner, after)
    return result


def _call_key(run: Run, value: List, arguments: Arguments) -> None:
    """The function that tells by what a list is sorted may be any."""
    if arguments.keywords:
        run.hand_over(*arguments.all, *(() if value.items is None else value.items))


def in_order(run: Run, value: List, arguments: Arguments) -> List:
    """The list sorted."""
    items = value.items
    if items is not None and not arguments.keywords:
        numbers = [getattr(i, "number", None) for i in items if isinstance(i, Int | Float)]
        if len(numbers) == len(items) and all(n is not None and n == n for n in numbers):
            return List(tuple(sorted(items, key=lambda i: getattr(i, "number", 0))))
        texts = [i.text for i in items if isinstance(i, Str) and i.text is not None]
        if len(texts) == len(items):
            return List(tuple(map(Str, sorted(texts))))
    if items is not None and len(items) < 2:
        return value
    return like_all(run, value)


def unknown_length(value: List) -> List:
    """Some of the items of a list."""
    return replace(value, length=UNKNOWN_DIM, is_filled=False)
