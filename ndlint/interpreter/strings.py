"""Strings: their methods, and what is put together from known parts."""

import re
from collections.abc import Callable

from ndlint.interpreter import lowered as op
from ndlint.interpreter.run import Run, evaluates
from ndlint.interpreter.sequences import calls
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import (
    UNKNOWN,
    Bool,
    Float,
    Int,
    List,
    Nothing,
    Slice,
    Str,
    Tuple,
    Value,
    elements,
    plain,
)
from ndlint.values.likely import is_likely

LONGEST = 1000
"""A text of more characters is not known."""
STRINGS = frozenset({
    "capitalize", "casefold", "center", "expandtabs", "format", "join", "ljust", "lower", "lstrip",
    "removeprefix", "removesuffix", "replace", "rjust", "rstrip", "strip", "swapcase", "title",
    "upper", "zfill",
})  # fmt: skip
BOOLS = frozenset({
    "endswith", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower",
    "isnumeric", "isspace", "istitle", "isupper", "startswith",
})  # fmt: skip
INTS = frozenset({"count", "find", "rfind", "index", "rindex"})
LISTS = frozenset({"split", "rsplit", "splitlines"})
PARTS = frozenset({"partition", "rpartition"})
_WIDE = re.compile(r"\d{4}")
"""In what tells how to format: a width that is not to be tried."""
_NESTED = re.compile(r"\{[^{}]*\{")
"""In a format: a width that an argument tells."""


def string_method(run: Run, text: str | None, name: str, arguments: Arguments) -> Value:
    """What a method of a string returns."""
    for given in arguments.all:
        if calls(run, given):
            run.hand_over(given)
    known = _called(run, text, name, arguments)
    if known is not None:
        return known
    if name in STRINGS:
        return Str()
    if name in BOOLS:
        return Bool()
    if name in INTS:
        return Int()
    if name in LISTS:
        return run.live.box(List(None, Str()))
    return Tuple((Str(), Str(), Str())) if name in PARTS else UNKNOWN


def _called(run: Run, text: str | None, name: str, arguments: Arguments) -> Value | None:
    """The result, where all is known that it depends on."""
    if text is None or not arguments.complete or name not in STRINGS | BOOLS | INTS | LISTS | PARTS:
        return None
    positional = [_known(run, a) for a in arguments.positional]
    keywords = {k: _known(run, a) for k, a in arguments.keywords.items()}
    given = [*positional, *keywords.values()]
    is_format = name == "format"
    if UNKNOWN in given or (is_format and _WIDE.search(text)):
        return None
    tells_width = not is_format or _NESTED.search(text)
    if tells_width and any(isinstance(x, int) and abs(x) > LONGEST for x in given):
        return None
    try:
        return _result(run, getattr(text, name)(*positional, **keywords))
    except (TypeError, ValueError, LookupError, AttributeError, OverflowError):
        return None


def _result(run: Run, found: object) -> Value | None:
    if isinstance(found, str) and len(found) > LONGEST:
        return None
    if isinstance(found, list) and len(found) <= LONGEST:
        return run.live.box(List(tuple(map(Str, found))))
    return Tuple(tuple(map(Str, found))) if isinstance(found, tuple) else plain(found)


def _known(run: Run, value: Value) -> object:
    """The real object that a value is, or UNKNOWN."""
    match value:
        case Str(str(found)) | Bool(bool(found)) | Float(float(found)):
            return found
        case Int(int(number)) if not is_likely(number):
            return int(number)
        case Nothing():
            return None
    items = elements(run.live.peek(value))
    if items is None or len(items) > LONGEST:
        return UNKNOWN
    parts = [_known(run, item) for item in items]
    return UNKNOWN if UNKNOWN in parts else tuple(parts)


@evaluates(op.Text)
def _text(run: Run, node: op.Text) -> Value:
    """An f-string."""
    parts = [_part(run, part) for part in node.parts]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or sum(map(len, known)) > LONGEST:
        return Str()
    return Str("".join(known))


CONVERSIONS: dict[str, Callable[[object], str]] = {"s": str, "r": repr, "a": ascii}


def _part(run: Run, part: op.Part) -> str | None:
    value = run.evaluate(part.value)
    form: Value = Str("") if part.form is None else run.evaluate(part.form)
    run.live.lose(value)
    found = _known(run, value) if isinstance(value, Str | Int | Float | Bool | Nothing) else UNKNOWN
    if found is UNKNOWN or not isinstance(form, Str):
        return None
    if form.text is None or _WIDE.search(form.text):
        return None
    shown = CONVERSIONS[part.conversion](found) if part.conversion else found
    try:
        return format(shown, form.text)
    except (TypeError, ValueError):
        return None


def characters(text: str | None, index: Value) -> Value | None:
    """`text[index]`; None: it raises, or the index is not known to be one."""
    match index:
        case Int(int(at)) if text is not None and not is_likely(at):
            return Str(text[at]) if -len(text) <= at < len(text) else None
        case Int():
            return Str()
        case Slice():
            bounds = _bounds(index)
            return Str() if text is None or bounds is None else Str(text[bounds])
    return None


def _bounds(index: Slice) -> slice | None:
    found: list[int | None] = []
    for bound in (index.start, index.stop, index.step):
        match bound:
            case Nothing():
                found.append(None)
            case Int(int(number)) if not is_likely(number):
                found.append(number)
            case _:
                return None
    return None if found[2] == 0 else slice(*found)
