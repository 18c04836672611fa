"""Methods of Python's own lists, dicts and strings."""

from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import View, items_of
from ndlint.knowledge.binding import Arguments
from ndlint.values.archive import Archive
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Dict,
    Int,
    List,
    Nothing,
    Ref,
    Str,
    Value,
)

UNCHANGING = frozenset({"copy", "count", "index", "get", "items", "keys", "values"})


def container_method(
    run: Run, owner: Value, inner: Value, name: str, arguments: Arguments
) -> Value | None:
    """The result of a method of a list, dict or string; None: it is none of these."""
    match inner:
        case List(items):
            return _list(run, owner, items, name, arguments)
        case Dict(items):
            return _dict(run, owner, items, name, arguments)
        case Archive():
            return _archive(run, owner, inner, name, arguments)
        case Str(text):
            return _string(text, name, arguments)
    return None


def _list(
    run: Run,
    owner: Value,
    items: tuple[Value, ...] | None,
    name: str,
    arguments: Arguments,
) -> Value:
    given = tuple(arguments.positional)
    after: tuple[Value, ...] | None = None
    result: Value = NOTHING
    match name:
        case "append" if items is not None and len(given) == 1:
            after = (*items, given[0])
        case "extend" if items is not None and len(given) == 1:
            more, _ = items_of(run, given[0])
            after = None if more is None else (*items, *more)
        case "insert" if items is not None and len(given) == 2 and isinstance(given[0], Int):
            at = given[0].number
            after = None if at is None else (*items[:at], given[1], *items[at:])
        case "pop" if items and not given:
            after, result = items[:-1], items[-1]
        case "reverse" if items is not None:
            after = items[::-1]
        case "clear":
            after = ()
        case "copy":
            return run.live.box(List(items))
        case _ if name in UNCHANGING:
            return run.unknown()
        case "pop":
            result = run.unknown()
    if after is None:
        run.live.lose(*arguments.all)
    if isinstance(owner, Ref):
        run.live.write(owner, List(after))
    return result


def _dict(
    run: Run,
    owner: Value,
    items: tuple[tuple[Value, Value], ...] | None,
    name: str,
    arguments: Arguments,
) -> Value:
    given = arguments.positional
    if name in UNCHANGING:
        if items is None:
            return run.unknown()
        match name:
            case "get" if given and isinstance(given[0], Str) and given[0].text is not None:
                found = dict(items).get(given[0])
                return found or (given[1] if len(given) > 1 else Nothing())
            case "get":
                run.live.lose(owner, *given)
                return run.unknown()
            case "items" | "keys" | "values":
                return View(owner, name)
            case "copy":
                return run.live.box(Dict(items))
        return run.unknown()
    after: tuple[tuple[Value, Value], ...] | None = None
    result: Value = run.unknown()
    known = dict(items) if items is not None else {}
    match name, given:
        case "setdefault", (Str(str()) as key, default) if items is not None:
            result = known.setdefault(key, default)
            after = tuple(known.items())
        case "update", () if items is not None:
            known.update({Str(k): v for k, v in arguments.keywords.items()})
            after, result = tuple(known.items()), NOTHING
        case "update", (Ref() as other,) if items is not None and not arguments.keywords:
            more = run.live.peek(other)
            if isinstance(more, Dict) and more.items is not None:
                known.update(more.items)
                after, result = tuple(known.items()), NOTHING
        case "pop", (Str(str()) as key, *default) if items is not None:
            result = known.pop(key, default[0] if default else result)
            after = tuple(known.items())
        case "clear", ():
            after, result = (), NOTHING
    if after is None or not arguments.complete:
        after = None
        run.live.lose(*arguments.all)
    if isinstance(owner, Ref):
        run.live.write(owner, Dict(after))
    return result


def _archive(run: Run, owner: Value, inner: Archive, name: str, arguments: Arguments) -> Value:
    match name, arguments.positional:
        case (("keys" | "values" | "items"), ()):
            return View(owner, name)
        case "get", (key, *_):
            return run.live.box(inner.get(key))
        case "close", ():
            return NOTHING
    return run.unknown()


def _string(text: str | None, name: str, arguments: Arguments) -> Value:
    if (
        name in ("lower", "upper", "strip", "lstrip", "rstrip", "title")
        and not arguments.positional
    ):
        return Str(getattr(text, name)() if text is not None else None)
    if name in ("format", "join", "replace"):
        return Str()
    if name in ("startswith", "endswith", "isdigit", "isalpha"):
        return Bool()
    return UNKNOWN
