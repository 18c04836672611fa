"""How abstract arguments become the parameters of a knowledge function.

A parameter's annotation says how its argument is read: `Size`, `AnArray`, … are types
that carry a reader, a function from a value to what the parameter takes, or to None where
the value cannot be read. One unreadable argument makes the whole result unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from inspect import Parameter, signature
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct, field

from ndlint.knowledge.registry import Function
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import (
    NOTHING,
    Bool,
    Float,
    Int,
    List,
    Name,
    Str,
    Tuple,
    Unknown,
    Value,
    elements,
)
from ndlint.values.conversion import as_array, tensor_of
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.frame import as_numpy
from ndlint.values.shape import SCALAR, UNKNOWN_SHAPE, Shape


def as_any_array(value: Value) -> Array | None:
    """Like `as_array`, but anything unknown is an array of which nothing is known."""
    return Array() if isinstance(value, Unknown) else as_array(value)


def as_any_tensor(value: Value) -> Array | None:
    """The tensor that TensorFlow makes of an argument."""
    return tensor_of(as_numpy(value))


def as_dtype(value: Value) -> DType | None:
    """A dtype argument: `np.float32`, `"float32"`, `float`, `x.dtype`."""
    match value:
        case Name(path):
            return dtypes.parse(path.rpartition(".")[2]) or UNKNOWN_DTYPE
        case Str(text) if text is not None:
            return dtypes.parse(text) or UNKNOWN_DTYPE
        case DTypeValue(dtype):
            return dtype
        case List(items) if items:
            return _structured(items)
    return UNKNOWN_DTYPE


def _structured(items: tuple[Value, ...]) -> DType:
    """The dtype of a list of fields: `[("a", "f4"), ("b", "i4", (2,))]`."""
    fields = []
    for item in items:
        parts = elements(item) or ()
        if len(parts) not in (2, 3) or not isinstance(parts[0], Str) or not parts[0].text:
            return UNKNOWN_DTYPE
        dtype, shape = as_dtype(parts[1]), as_shape(parts[2]) if len(parts) == 3 else SCALAR
        if dtype is None or shape is None or shape.numbers is None:
            return UNKNOWN_DTYPE
        fields.append((parts[0].text, dtype, shape.numbers))
    return dtypes.structured(tuple(fields))


KIND_LETTERS = "buifc"
"""What NumPy calls the kinds of numbers, in the order of `dtypes.KINDS`."""


class DTypeValue(Value, frozen=True):
    """A dtype object, as `x.dtype` and `np.dtype(...)` give it."""

    dtype: DType

    def attribute(self, name: str) -> Value | None:
        """`self.name`; None: it is a method, or not known."""
        known = self.dtype.name
        if name == "names" and self.dtype.fields:
            return Tuple(tuple(Str(field) for field, _, _ in self.dtype.fields))
        if known is None or known not in dtypes.NUMPY_NUMBERS - {"longdouble"}:
            return None
        kind, size = KIND_LETTERS[dtypes.KINDS[known]], dtypes.BYTES[known]
        match name:
            case "name":
                return Str(known)
            case "kind":
                return Str(kind)
            case "str":
                return Str(f"{'|' if size == 1 else '<'}{kind}{size}")
            case "itemsize":
                return Int(size)
            case "type":
                return Name(f"numpy.{known}")
            case "names":
                return NOTHING
        return None


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
    """A shape argument: `3`, `(3, 4)`, `[3, 4]`, `x.shape`, `tf.shape(x)`."""
    items = elements(value)
    if items is not None:
        dims = [as_dim(item) for item in items]
        return shapes.of([UNKNOWN_DIM if d is None else d for d in dims])
    if isinstance(value, Int):
        return shapes.of((value.size,))
    if isinstance(value, Array) and value.shape.rank == 1 and type(value.shape.dims[0]) is int:
        return shapes.unknown_of_rank(value.shape.dims[0])
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


class Arguments(Struct, frozen=True):
    """The arguments of a call. Not `complete`: some hide behind `*args` or `**kwargs`."""

    positional: Sequence[Value] = ()
    keywords: Mapping[str, Value] = field(default_factory=dict)
    complete: bool = True

    def with_receiver(self, receiver: Value) -> "Arguments":
        """The same arguments after a method's receiver."""
        return Arguments((receiver, *self.positional), self.keywords, self.complete)

    @property
    def all(self) -> tuple[Value, ...]:
        """Every argument, positional ones first."""
        given = tuple(self.positional)
        return (*given, *self.keywords.values()) if self.keywords else given


class Bound(Struct, frozen=True):
    """The arguments of a call as a knowledge function reads them."""

    positional: Sequence[Any]
    keywords: Mapping[str, Any]
    first: str
    """The name of the first parameter."""


class Parameters(Struct, frozen=True):
    """What a knowledge function takes: parameters by position, by name, and those that it
    needs, by position and by name only. `positional_star` and `keyword_star` tell of `*args`
    and `**kwargs`, `or_none` are the parameters that are None by default, `read` the places of
    those by position that have readers."""

    positional: tuple[str, ...]
    named: frozenset[str]
    needed: tuple[str, ...]
    needed_by_name: tuple[str, ...]
    positional_star: bool
    keyword_star: bool
    or_none: frozenset[str]
    readers: Mapping[str, Reader]
    read: tuple[tuple[int, str], ...]


UNREADABLE = object()


def bind(function: Function, arguments: Arguments) -> Bound | None:
    """The arguments as a knowledge function reads them, or None: nothing is known."""
    if not arguments.complete:
        return None
    takes = _parameters(function)
    given, keywords = arguments.positional, arguments.keywords
    count = len(given)
    if count > len(takes.positional) and not takes.positional_star:
        return None
    if keywords:
        if not takes.keyword_star and not keywords.keys() <= takes.named:
            return None
        if not keywords.keys().isdisjoint(takes.positional[:count]):
            return None
    for name in takes.needed[count:] + takes.needed_by_name:
        if name not in keywords:
            return None
    first = takes.positional[0] if takes.positional else ""
    if not takes.readers:
        return Bound(given, keywords, first)
    positional: list[Any] = [*given]
    named: dict[str, Any] = {**keywords}
    for at, name in takes.read:
        if at < count:
            positional[at] = _read(takes, name, given[at])
            if positional[at] is UNREADABLE:
                return None
    for name in keywords:
        if name in takes.readers:
            named[name] = _read(takes, name, keywords[name])
            if named[name] is UNREADABLE:
                return None
    return Bound(positional, named, first)


def _read(takes: Parameters, name: str, value: Value) -> Any:
    if value == NOTHING and name in takes.or_none:
        return None
    read = takes.readers[name](value)
    return UNREADABLE if read is None else read


def call(function: Function, bound: Bound) -> object:
    """Call a knowledge function with what `bind` gave."""
    return function(*bound.positional, **bound.keywords)


@cache
def _parameters(function: Function) -> Parameters:
    hints = get_type_hints(function, include_extras=True)
    parameters = signature(function).parameters.values()
    plain = [p for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    positional = [p for p in plain if p.kind is not p.KEYWORD_ONLY]
    by_name = [p for p in plain if p.kind is p.KEYWORD_ONLY]
    stars = {p.kind for p in parameters}
    readers = {name: reader for name, hint in hints.items() if (reader := _reader(hint))}
    return Parameters(
        positional=tuple(p.name for p in positional),
        named=frozenset(p.name for p in plain if p.kind is not p.POSITIONAL_ONLY),
        needed=tuple(p.name for p in positional if p.default is p.empty),
        needed_by_name=tuple(p.name for p in by_name if p.default is p.empty),
        positional_star=Parameter.VAR_POSITIONAL in stars,
        keyword_star=Parameter.VAR_KEYWORD in stars,
        or_none=frozenset(p.name for p in plain if p.default is None),
        readers=readers,
        read=tuple((at, p.name) for at, p in enumerate(positional) if p.name in readers),
    )


def _reader(hint: object) -> Reader | None:
    if get_origin(hint) in (Union, UnionType):
        return next((r for r in map(_reader, get_args(hint)) if r is not None), None)
    if get_origin(hint) is Annotated:
        reader: Reader = get_args(hint)[1]
        return reader
    return None
