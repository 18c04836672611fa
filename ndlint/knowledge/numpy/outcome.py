"""What the functions of NumPy share: how operands are read, results formed and errors raised."""

from collections.abc import Iterable
from typing import Annotated, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, List, Tuple, Unknown, Value, elements
from ndlint.values.conversion import as_array
from ndlint.values.dimension import UNKNOWN_DIM, Affine, Dim, is_natural
from ndlint.values.dtype import DType
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, Truth
from ndlint.values.shape import UNKNOWN_SHAPE, Shape, normal_axis


def refuse(
    message: str, error: str = "ValueError", contract: Contract = Contract.OTHER
) -> NoReturn:
    """Say that NumPy raises."""
    raise Refusal(error, message, contract)


def refuse_shapes(message: str, advice: str = "", error: str = "ValueError") -> NoReturn:
    """Say that NumPy raises because shapes do not go together, and what to write instead."""
    refuse(f"{message}{advice and '; '}{advice}", error, Contract.BROADCAST)


def as_some_array(value: Value) -> Array | None:
    """What a function that calls `asarray` works on; sequences and the unknown are arrays too."""
    if isinstance(value, Unknown):
        return Array()
    if isinstance(value, Tuple | List):
        return as_array(value) or Array()
    return as_array(value)


class Alike(Struct, frozen=True):
    """A sequence of `length` arrays, each like this one."""

    array: Array
    length: Dim


def as_any_arrays(value: Value) -> tuple[Array, ...] | Alike | None:
    """A sequence of arrays; None where nothing is known of one."""
    if isinstance(value, List) and value.items is None and value.each != UNKNOWN:
        row = as_some_array(value.each)
        return None if row is None else Alike(row, value.length)
    return as_arrays(value)


def as_arrays(value: Value) -> tuple[Array, ...] | None:
    """A sequence of arrays; None where their number is not known."""
    items = elements(value)
    if items is None:
        if not isinstance(value, Array) or not value.shape.rank:
            return None
        count = value.shape.dims[0]
        if not isinstance(count, int) or count > 64:
            return None
        row = replace(value, shape=Shape(value.shape.dims[1:]), facts=value.facts.of_a_part())
        return (row,) * count
    arrays = [as_some_array(item) for item in items]
    known = tuple(a for a in arrays if a is not None)
    return known if len(known) == len(arrays) else None


def as_known_array(value: Value) -> Array | None:
    """What a function works on that other libraries' objects answer themselves (pandas does)."""
    return None if isinstance(value, Unknown) else as_some_array(value)


SomeArray = Annotated[Array, as_some_array]
KnownArray = Annotated[Array, as_known_array]
Arrays = Annotated[tuple[Array, ...], as_arrays]
AnyArrays = Annotated[tuple[Array, ...], as_any_arrays]


def array_kind(arrays: Iterable[Array]) -> Kind:
    """The kind of an array that a function makes of others."""
    return Kind.MASKED if any(a.kind is Kind.MASKED for a in arrays) else Kind.NDARRAY


def element_kind(shape: Shape, arrays: Iterable[Array]) -> Kind:
    """The kind of a ufunc's or reduction's result, which is a scalar where it has no axes."""
    kind = array_kind(arrays)
    return Kind.SCALAR if shape.rank == 0 and kind is Kind.NDARRAY else kind


def rearranged(a: Array, shape: Shape) -> Array:
    """A new array of the same elements."""
    return replace(a, kind=array_kind((a,)), shape=shape)


def part(a: Array, shape: Shape) -> Array:
    """A new array of some of the elements."""
    return replace(
        a,
        kind=array_kind((a,)),
        shape=shape,
        facts=a.facts.of_a_part(),
        masked=a.masked.weakened(),
    )


def either_masked(arrays: Iterable[Array]) -> Truth:
    """Whether an array made of all the elements hides one."""
    result = Truth.NO
    for array in arrays:
        result = result.either(array.masked)
    return result


def is_nonempty(a: Array) -> bool:
    """Whether the array certainly has an element."""
    if Truth.YES in (a.facts.nan, a.facts.inf, a.masked):
        return True
    return has_elements(a.shape)


def has_elements(shape: Shape) -> bool:
    """Whether an array of the shape certainly has an element."""
    numbers = shape.numbers
    return numbers is not None and all(n > 0 for n in numbers)


def is_filled_beside(a: Array, other: Array) -> bool:
    """Whether `a` certainly has an element where `other`, of the same expression, has one."""
    if is_nonempty(a):
        return True
    return a.shape.rank_known and all(
        d > 0 if isinstance(d, int) else isinstance(d, Affine) and d in other.shape.dims
        for d in a.shape.dims
    )


def facts_in(shape: Shape, facts: Facts) -> Facts:
    """The facts of an array of the shape whose every element is as `facts` says."""
    return facts if has_elements(shape) else facts.of_a_part()


def unset(dtype: DType) -> Facts:
    """The facts of elements of which only the dtype is known."""
    return FINITE if dtype.is_one_of(dtypes.INTEGERS | {"bool"}) else UNKNOWN_FACTS


def with_axis(shape: Shape) -> Shape:
    """The shape that functions work on which take a number for an array of one axis."""
    return Shape((1,)) if shape.rank == 0 else shape


def checked_axis(axis: int, rank: int, of: str = "the array") -> int:
    """`axis` counted from the front. Raises: AxisError, a ValueError, where there is none."""
    normal = normal_axis(axis, rank)
    if normal is None:
        refuse(f"axis {axis} is out of range: {of} has {rank} axes")
    return normal


def checked_axes(axes: Iterable[int], rank: int, of: str = "the array") -> tuple[int, ...]:
    """Each axis counted from the front. Raises: ValueError where one repeats or is missing."""
    normal = tuple(checked_axis(axis, rank, of) for axis in axes)
    if len(set(normal)) < len(normal):
        refuse("an axis is named twice")
    return normal


def checked_shape(shape: Shape) -> Shape:
    """The shape of a new array. Raises: ValueError where an axis is certainly negative."""
    for dim in shape.dims:
        if isinstance(dim, int) and dim < 0:
            refuse(f"an array cannot have an axis of size {dim}")
    return shape


def natural(dim: Dim) -> Dim:
    """The size of a new axis; unknown where a symbolic one may be negative."""
    return dim if isinstance(dim, int) or is_natural(dim) else UNKNOWN_DIM


def without_wild(shape: Shape) -> Shape:
    """The shape of a new array asked for as `shape`."""
    shape = checked_shape(shape)
    return Shape(tuple(natural(d) for d in shape.dims), shape.rank_known)


def tail(dims: tuple[Dim, ...]) -> Shape:
    """A shape of which only the last axes are known."""
    kept = list(dims)
    while kept and kept[0] is UNKNOWN_DIM:
        kept.pop(0)
    return Shape(tuple(kept), rank_known=False) if kept else UNKNOWN_SHAPE
