"""Methods of Python's own lists, dicts and strings."""

from ndlint.interpreter.lists import list_method
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import View, each_item, is_known_key
from ndlint.interpreter.strings import string_method
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.python import versions
from ndlint.values.archive import Archive
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Dict,
    List,
    Nothing,
    Ref,
    Str,
    Value,
)
from ndlint.values.version import Varying, Version

UNCHANGING = frozenset({"copy", "count", "index", "get", "items", "keys", "values"})


def container_method(
    run: Run, owner: Value, inner: Value, name: str, arguments: Arguments
) -> Value | None:
    """The result of a method of a list, dict or string; None: it is none of these."""
    match inner:
        case List():
            return list_method(run, owner, inner, name, arguments)
        case Dict():
            return _dict(run, owner, inner, name, arguments)
        case Archive():
            return _archive(run, owner, inner, name, arguments)
        case Str(text):
            return string_method(run, text, name, arguments)
        case Version() | Varying():
            given = arguments.positional
            return UNKNOWN if arguments.keywords else versions.method(inner, name, given)
    return None


def _dict(run: Run, owner: Value, inner: Dict, name: str, arguments: Arguments) -> Value:
    given = arguments.positional
    items = inner.items
    if name in UNCHANGING:
        match name:
            case "get" if items is not None and given and is_known_key(given[0]):
                found = dict(items).get(given[0])
                return found or (given[1] if len(given) > 1 else Nothing())
            case "get" if len(given) == 2 and items != ():
                return run.live.either(each_item(run, inner), given[1])
            case "get":
                run.live.lose(*given)
                return run.unknown()
            case "items" | "keys" | "values":
                return View(owner, name)
            case "copy":
                return run.live.box(Dict(items, inner.each))
        return run.unknown()
    after: Dict | None = None
    result: Value = run.unknown()
    known = dict(items) if items is not None else {}
    match name, given:
        case "setdefault", (key, default) if items is not None and is_known_key(key):
            result = known.setdefault(key, default)
            after = Dict(tuple(known.items()))
        case "setdefault", (_, default):
            after = Dict(None, like_values(run, inner, default))
            result = each_item(run, after)
        case "update", () if items is not None:
            known.update({Str(k): v for k, v in arguments.keywords.items()})
            after, result = Dict(tuple(known.items())), NOTHING
        case "update", (Ref() as other,) if not arguments.keywords:
            more = run.live.peek(other)
            if isinstance(more, Dict) and more.items is not None and items is not None:
                known.update(more.items)
                after, result = Dict(tuple(known.items())), NOTHING
            elif isinstance(more, Dict):
                values = (more.each,) if more.items is None else (v for _, v in more.items)
                after, result = Dict(None, like_values(run, inner, *values)), NOTHING
        case "pop", (key, *default) if items is not None and is_known_key(key):
            result = known.pop(key, default[0] if default else result)
            after = Dict(tuple(known.items()))
        case "clear", ():
            after, result = Dict(()), NOTHING
    if after is None or not arguments.complete:
        after = Dict(None)
        run.live.lose(*arguments.all)
    if isinstance(owner, Ref):
        run.live.write(owner, after)
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


def like_values(run: Run, value: Dict, *more: Value) -> Value:
    """What every value of the dict and each of these is like."""
    own = (value.each,) if value.items is None else tuple(v for _, v in value.items)
    return run.live.like_each(*own, *more) if own or more else UNKNOWN
