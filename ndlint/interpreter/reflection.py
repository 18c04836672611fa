"""Attributes that are asked for by name: `getattr`, `hasattr`, `setattr`."""

from ndlint.interpreter import lowered as op
from ndlint.interpreter.access import attribute
from ndlint.interpreter.assignment import set_attribute
from ndlint.interpreter.builtins import builtin
from ndlint.interpreter.classes import find
from ndlint.interpreter.objects import Instance, Record, UserClass, identities
from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Ref, Str, Value


@builtin("getattr")
def _getattr(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (owner, Str(str(name))):
            return attribute(run, owner, name)
        case (owner, Str(str(name)), default):
            is_there = _has(run, owner, name)
            if is_there is None:
                return None
            return attribute(run, owner, name) if is_there else default
    return None


@builtin("hasattr")
def _hasattr(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (owner, Str(str(name))):
            is_there = _has(run, owner, name)
        case _:
            is_there = None
    if is_there is not None:
        return Bool(is_there)
    given = [a for value in arguments.all for a in identities(value)]
    return Bool() if all(isinstance(a, Ref) for a in given) else None


@builtin("setattr")
def _setattr(run: Run, arguments: Arguments, node: op.Node) -> Value | None:
    match arguments.positional:
        case (owner, Str(str(name)), value):
            set_attribute(run, owner, name, value)
            return NOTHING
    return None


def _has(run: Run, owner: Value, name: str) -> bool | None:
    """Whether an object of the program has an attribute; None: not known."""
    inner = run.live.peek(owner)
    match inner:
        case Instance(cls):
            own = inner.get(name)
        case Record(cls=cls):
            own = inner.get(name)
        case UserClass() as cls:
            own = None
        case _:
            return None
    if own is not None:
        return None if own == UNKNOWN else True
    found = find(run, cls.order, name)
    if found is not None:
        return None if found == UNKNOWN else True
    is_open = cls.has_foreign_base or find(run, cls.order, "__getattr__") is not None
    return None if is_open or hasattr(object, name) or name.startswith("__") else False
