"""Enumerations and their members."""

from msgspec.structs import replace

from ndlint.interpreter.objects import Closure, Member, UserClass
from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import (
    UNKNOWN,
    Bool,
    Float,
    Int,
    Name,
    Nothing,
    Opaque,
    Str,
    Value,
)

ENUMERATIONS = frozenset(
    f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag")
)
PLAIN = frozenset(
    {"enum.IntEnum", "enum.StrEnum", "builtins.int", "builtins.str", "builtins.float"}
)
"""Bases whose members are numbers or strings themselves."""
COUNTED = frozenset({"enum.Enum", "enum.IntEnum"})
"""Bases whose `auto()` counts from 1."""
OWN_WAYS = ("__new__", "__eq__", "__hash__", "_generate_next_value_", "_ignore_", "_missing_")
"""Methods of an enumeration that make its members others than they look."""


def make_members(run: Run, cls: UserClass) -> UserClass | None:
    """The enumeration, whose variables become its members; None where these are not known."""
    paths = {base.path for base in cls.order if isinstance(base, Name)}
    is_seen = all(isinstance(base, Name | UserClass) for base in cls.order)
    variables = run.live.variables(cls.scope)
    if not is_seen or any(
        run.live.get(c.scope, w) is not None
        for c in cls.order
        if isinstance(c, UserClass)
        for w in OWN_WAYS
    ):
        return None
    made = replace(cls, kind="enum")
    known: dict[Value, Member] = {}
    last = 0
    for name, written in list(variables.items()):
        if isinstance(written, Closure) or _is_reserved(name):
            continue
        value = written
        if written == Opaque("enum.auto"):
            value = Int(last + 1) if paths <= COUNTED | {"builtins.object"} else run.unknown()
        if isinstance(value, Int) and value.number is not None:
            last = max(last, value.number)
        member = Member(made, name, value, not paths.isdisjoint(PLAIN))
        is_known = _plain(value) is not None
        variables[name] = known.setdefault(value, member) if is_known else member
    return made


def _is_reserved(name: str) -> bool:
    return name.startswith("__") or (name.startswith("_") and name.endswith("_"))


def _plain(value: Value) -> object:
    match value:
        case Str(text):
            return text
        case Int() | Float():
            return value.number
        case Bool(truth):
            return truth
    return None


def members(run: Run, cls: UserClass) -> tuple[Member, ...]:
    """The members in order, without other names of the same."""
    variables = run.live.scopes.get(cls.scope, {})
    return tuple(v for k, v in variables.items() if isinstance(v, Member) and v.name == k)


def member_of(run: Run, cls: UserClass, arguments: Arguments) -> Value:
    """`Enumeration(value)`"""
    if len(arguments.all) == 1 and arguments.positional:
        given = arguments.positional[0]
        if isinstance(given, Member):
            return given
        for member in members(run, cls):
            if _plain(given) is not None and member.value == given:
                return member
    run.live.lose(*arguments.all)
    return run.unknown()


def are_same(a: Value, b: Value) -> bool | None:
    """Whether a member is this value, which may be no member; None: not known."""
    if not isinstance(a, Member) or not isinstance(b, Member):
        other = b if isinstance(a, Member) else a
        return False if isinstance(other, Int | Float | Str | Bool | Nothing) else None
    if a.cls.scope != b.cls.scope:
        return False
    if a.name == b.name:
        return True
    return False if _plain(a.value) is not None and _plain(b.value) is not None else None


def compared(symbol: str, a: Value, b: Value) -> Value:
    """`a == b`, `a != b` where one is a member."""
    if symbol not in ("==", "!="):
        return UNKNOWN
    plain = [m for m in (a, b) if isinstance(m, Member) and m.is_plain]
    same = None if plain and are_same(a, b) is not True else are_same(a, b)
    return Bool(None if same is None else same is (symbol == "=="))
