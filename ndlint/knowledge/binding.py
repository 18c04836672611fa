"""How abstract arguments become the parameters of a knowledge function.

A parameter's annotation says how its argument is read: `Size`, `AnArray`, … are types
that carry a reader, a function from a value to what the parameter takes, or to None where
the value cannot be read. One unreadable argument makes the whole result unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, signature
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from ndlint.knowledge.registry import Function
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, as_array, tensor_of
from ndlint.values.base import (
    NOTHING,
    Bool,
    Float,
    Int,
    Name,
    Str,
    Unknown,
    Value,
    elements,
)
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def as_any_array(value: Value) -> Array | None:
    """Like `as_array`, but anything unknown is an array of which nothing is known."""
    return Array() if isinstance(value, Unknown) else as_array(value)


def as_any_tensor(value: Value) -> Array | None:
    """The tensor that TensorFlow makes of an argument."""
    return tensor_of(value)


def as_dtype(value: Value) -> DType | None:
    """A dtype argument: `np.float32`, `"float32"`, `float`, `x.dtype`."""
    match value:
        case Name(path):
            return dtypes.parse(path.rpartition(".")[2]) or UNKNOWN_DTYPE
        case Str(text) if text is not None:
            return dtypes.parse(text) or UNKNOWN_DTYPE
        case DTypeValue(dtype):
            return dtype
    return UNKNOWN_DTYPE


@dataclass(frozen=True, slots=True)
class DTypeValue(Value):
    """A dtype object, as `x.dtype` and `np.dtype(...)` give it."""

    dtype: DType


def as_dim(value: Value) -> Dim | None:
    """A size argument."""
    match value:
        case Int(size):
            return size
        case Array(shape=shape, facts=facts) if shape.rank == 0 and facts.low == facts.high:
            return int(facts.low)
        case Unknown() | Array():
            return UNKNOWN_DIM
    return None


def as_shape(value: Value) -> Shape | None:
    """A shape argument: `3`, `(3, 4)`, `[3, 4]`, `x.shape`."""
    items = elements(value)
    if items is not None:
        dims = [as_dim(item) for item in items]
        return shapes.of([UNKNOWN_DIM if d is None else d for d in dims])
    if isinstance(value, Int):
        return shapes.of((value.size,))
    return UNKNOWN_SHAPE


def as_int(value: Value) -> int | None:
    """A whole number that must be known."""
    return value.number if isinstance(value, Int) else None


def as_flag(value: Value) -> bool | None:
    """A bool that must be known."""
    match value:
        case Bool(truth):
            return truth
        case Int(int(number)):
            return bool(number)
    return None


def as_text(value: Value) -> str | None:
    """A string that must be known."""
    return value.text if isinstance(value, Str) else None


def as_number(value: Value) -> float | None:
    """A number that must be known."""
    match value:
        case Int(int(number)):
            return number
        case Float(number):
            return number
        case Bool(truth):
            return truth
        case Array(shape=shape, facts=facts) if shape.rank == 0 and facts.low == facts.high:
            return facts.low
    return None


def as_axes(value: Value) -> tuple[int, ...] | None:
    """An axis argument, one number or several, that must be known."""
    items = elements(value)
    numbers = [as_int(item) for item in (items if items is not None else (value,))]
    known = tuple(n for n in numbers if n is not None)
    return known if len(known) == len(numbers) else None


AnArray = Annotated[Array, as_array]
AnyArray = Annotated[Array, as_any_array]
ATensor = Annotated[Array, as_any_tensor]
ADType = Annotated[DType, as_dtype]
Size = Annotated[Dim, as_dim]
AShape = Annotated[Shape, as_shape]
Whole = Annotated[int, as_int]
Flag = Annotated[bool, as_flag]
Text = Annotated[str, as_text]
Number = Annotated[float, as_number]
Axes = Annotated[tuple[int, ...], as_axes]

Reader = Callable[[Value], Any]


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call. Not `complete`: some hide behind `*args` or `**kwargs`."""

    positional: Sequence[Value] = ()
    keywords: Mapping[str, Value] = ()  # type: ignore[assignment]
    complete: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "keywords", dict(self.keywords))

    def with_receiver(self, receiver: Value) -> "Arguments":
        """The same arguments after a method's receiver."""
        return Arguments((receiver, *self.positional), self.keywords, self.complete)

    @property
    def all(self) -> tuple[Value, ...]:
        """Every argument, positional ones first."""
        return (*self.positional, *self.keywords.values())


def bind(function: Function, arguments: Arguments) -> dict[str, Any] | None:
    """The keyword arguments to call a knowledge function with, or None: nothing is known."""
    if not arguments.complete:
        return None
    parameters = _parameters(function)
    bound: dict[str, Any] = {}
    rest: dict[str, Value] = {}
    gather: str | None = None
    extra: str | None = None
    names: list[str] = []
    for name, (kind, _, _) in parameters.items():
        if kind is Parameter.VAR_POSITIONAL:
            gather = name
        elif kind is Parameter.VAR_KEYWORD:
            extra = name
        elif kind is not Parameter.KEYWORD_ONLY:
            names.append(name)
    given: dict[str, Value] = dict(zip(names, arguments.positional, strict=False))
    surplus = arguments.positional[len(names) :]
    if surplus and gather is None:
        return None
    for name, value in arguments.keywords.items():
        if name in given or (name not in parameters and extra is None):
            return None
        (given if name in parameters and name not in (gather, extra) else rest)[name] = value
    for name, (kind, reader, default) in parameters.items():
        if kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
            continue
        if name not in given:
            if default is Parameter.empty:
                return None
            continue
        value = given[name]
        if reader is None:
            bound[name] = value
        elif value == NOTHING and default is None:
            bound[name] = None
        else:
            read = reader(value)
            if read is None:
                return None
            bound[name] = read
    if gather is not None:
        bound[gather] = tuple(surplus)
    if extra is not None:
        bound.update(rest)
    return bound


def call(function: Function, bound: dict[str, Any]) -> object:
    """Call a knowledge function with what `bind` gave."""
    gather = next(
        (n for n, (k, _, _) in _parameters(function).items() if k is Parameter.VAR_POSITIONAL),
        None,
    )
    if gather is None:
        return function(**bound)
    bound = dict(bound)
    surplus = bound.pop(gather)
    before = []
    for name, (kind, _, default) in _parameters(function).items():
        if kind is Parameter.VAR_POSITIONAL:
            break
        before.append(bound.pop(name, default))
    return function(*before, *surplus, **bound)


@cache
def _parameters(function: Function) -> dict[str, tuple[Any, Reader | None, object]]:
    """Each parameter's kind, reader and default."""
    hints = get_type_hints(function, include_extras=True)
    return {
        name: (p.kind, _reader(hints.get(name)), p.default)
        for name, p in signature(function).parameters.items()
    }


def _reader(hint: object) -> Reader | None:
    if get_origin(hint) in (Union, UnionType):
        return next((r for r in map(_reader, get_args(hint)) if r is not None), None)
    if get_origin(hint) is Annotated:
        reader: Reader = get_args(hint)[1]
        return reader
    return None
