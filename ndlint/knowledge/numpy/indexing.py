"""Subscripts of arrays: what `a[key]` gives and what `a[key] = value` leaves."""

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.numpy.casting import cast_facts, limits
from ndlint.knowledge.numpy.outcome import (
    array_kind,
    has_elements,
    refuse,
    refuse_shapes,
    tail,
)
from ndlint.knowledge.numpy.slices import is_whole_scalar, slice_length
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind, Objects, Origins
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Ellipse,
    Float,
    Int,
    List,
    Nothing,
    Slice,
    Str,
    Tuple,
    Value,
    elements,
)
from ndlint.values.conversion import as_array
from ndlint.values.dimension import (
    UNKNOWN_DIM,
    Dim,
)
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, Truth
from ndlint.values.shape import SCALAR, UNKNOWN_SHAPE, Shape

WHOLE_AXIS = Slice(NOTHING, NOTHING, NOTHING)


class Selection(Struct, frozen=True):
    """What a key selects. `is_all`: every element, in whatever order; `is_element`: just one."""

    shape: Shape
    is_all: bool = False
    is_element: bool = False
    may_be_element: bool = False
    is_basic: bool = False


def index(a: Array, key: Value) -> Value:
    """`a[key]`.

    Raises: IndexError for too many indices, one that is out of range, or a mask that does
    not fit. Source: NumPy, "Indexing on ndarrays".
    """
    if isinstance(key, Str):
        return _field(a, key.text)
    if any(isinstance(part, Str) for part in _parts(key)):
        return UNKNOWN
    if a.dtype.may_be("void") and _may_name_fields(key):
        return UNKNOWN
    chosen = select(a.shape, key)
    if chosen is None:
        rest = Shape(a.shape.dims[1:], False) if _takes_rows(a, key) else UNKNOWN_SHAPE
        facts, masked = a.facts.of_a_part(), a.masked.weakened()
        return Array(array_kind((a,)), a.dtype, rest, facts, masked, origins=CHOSEN)
    if chosen.may_be_element:
        if a.dtype.may_be("object", "void", "str", "bytes", "datetime64", "timedelta64"):
            return UNKNOWN
    if chosen.is_element and a.kind is Kind.MASKED and a.masked is not Truth.NO:
        return UNKNOWN
    facts, masked, origins = a.facts, a.masked, Origins()
    if not chosen.is_all:
        facts = _of_some(a, key, chosen)
        masked = masked.weakened()
        origins = CHOSEN if _may_look_at_elements(a, key, chosen) else origins
    kind = Kind.SCALAR if chosen.is_element else array_kind((a,))
    return Array(kind, a.dtype, chosen.shape, facts, masked, a.objects, origins)


CHOSEN = Origins(partly=True)
"""Of elements that an index array or a mask takes."""


def _may_look_at_elements(a: Array, key: Value, chosen: Selection) -> bool:
    """Whether what is chosen may have been chosen for what it is. Places that are drawn have
    nothing to do with the elements there, and whole images hardly anything."""
    if chosen.is_basic:
        return False
    if not isinstance(key, Array):
        return True
    takes_images = key.shape.rank == 1 and (a.shape.rank or 0) > 2
    return not takes_images and not key.facts.draws and not _are_places(key)


def _are_places(key: Array) -> bool:
    """Whether these are all or some of the places of an axis, each once: such are those of a
    permutation, and have nothing to do with the elements there."""
    return key.facts.distinct > 0 and key.facts.distinct == key.shape.size


def _of_some(a: Array, key: Value, chosen: Selection) -> Facts:
    """The facts of the elements that are chosen."""
    whole, size = a.shape.size, chosen.shape.size
    if chosen.is_basic and chosen.shape.rank_known:
        facts = a.facts.of_places(size, whole)
        # Where no element occurs twice, none does in a part.
        is_known = a.facts.distinct == whole and isinstance(size, int)
        return replace(facts, distinct=size) if is_known else facts
    if not isinstance(key, Array) or not key.dtype.is_one_of(dtypes.INTEGERS):
        return a.facts.of_a_part()
    if _are_places(key):
        return a.facts.of_places(size, whole)
    count, places = a.shape.axis(0), key.facts
    if not isinstance(count, int) or not places.is_dense or places.ends != (0, count - 1):
        return a.facts.of_a_part()
    # `names[ids]`, where each id occurs: so does each name.
    is_each = a.shape.rank == 1 and a.facts.distinct == count
    return replace(a.facts, draws=places.draws if is_each else 0)


def _field(a: Array, name: str | None) -> Value:
    """One field of a structured array. Shape: as `a`, then the field's own axes.

    Raises: ValueError where there is no such field.
    """
    fields = {field: (dtype, shape) for field, dtype, shape in a.dtype.fields}
    if not fields or name is None or a.kind is not Kind.NDARRAY:
        return UNKNOWN
    if name not in fields:
        refuse(f"there is no field {name}, but {', '.join(fields)}")
    dtype, own = fields[name]
    return Array(dtype=dtype, shape=Shape((*a.shape.dims, *own), a.shape.rank_known))


def _takes_rows(a: Array, key: Value) -> bool:
    """Whether the key is an integer array, of whatever shape: `np.eye(10)[y]`."""
    is_places = isinstance(key, Array) and key.dtype.is_one_of(dtypes.INTEGERS)
    return is_places and bool(a.shape.rank)


def _parts(key: Value) -> tuple[Value, ...]:
    return key.items if isinstance(key, Tuple) else (key,)


def _may_name_fields(key: Value) -> bool:
    """Whether the key may be a field's name or a list of them."""
    items = elements(key)
    if isinstance(key, List) and items:
        return any(not isinstance(i, Int | Bool | List | Array) for i in items)
    return not isinstance(key, Int | Slice | Ellipse | Nothing | Tuple | Bool | List | Array)


def is_basic(key: Value) -> bool:
    """Whether `a[key]` is a view: ints, slices, `...` and None only."""
    return all(_is_basic_part(part) for part in _parts(key))


def _is_basic_part(part: Value) -> bool:
    if isinstance(part, Array):
        return is_whole_scalar(part)
    return isinstance(part, Int | Slice | Ellipse | Nothing)


def select(shape: Shape, key: Value, *, places: bool = True) -> Selection | None:
    """What a key selects of an array of the shape; None where that is not known.

    `places`: also look whether index arrays hold places that are there.
    """
    parts = _normal_parts(_parts(key))
    if parts is None:
        return None
    used = sum(_axes_used(part) for part in parts)
    ellipses = [i for i, part in enumerate(parts) if isinstance(part, Ellipse)]
    if len(ellipses) > 1:
        refuse("an index can only have one '...'", "IndexError")
    if shape.rank is None:
        return _of_unknown_rank(shape, parts, ellipses)
    if used > shape.rank:
        refuse(f"{used} indices for an array of {shape.rank} axes", "IndexError")
    at = ellipses[0] if ellipses else len(parts)
    rest = (WHOLE_AXIS,) * (shape.rank - used)
    parts = (*parts[:at], *rest, *parts[at + 1 :])
    return _selected(shape, parts, bool(ellipses), places)


def _normal_parts(parts: tuple[Value, ...]) -> tuple[Value, ...] | None:
    """The parts with lists made arrays and scalars ints; None where one is not known."""
    known: list[Value] = []
    for part in parts:
        match part:
            case Int() | Slice() | Ellipse() | Nothing():
                known.append(part)
            case Tuple() | List():
                if elements(part) == ():
                    known.append(Array(dtype=dtypes.INT64, shape=shapes.of((0,)), facts=FINITE))
                    continue
                array = as_array(part)
                if array is None or not _can_index(array):
                    if array is not None and has_elements(array.shape):
                        _check_dtype(array)
                    return None
                known.append(array)
            case Array():
                if is_whole_scalar(part):
                    facts = part.facts
                    known.append(Int(int(facts.low)) if facts.low == facts.high else Int())
                elif _can_index(part) and part.shape.rank:
                    known.append(part)
                else:
                    _check_dtype(part)
                    return None
            case Float():
                refuse("a float is no index", "IndexError")
            case _:
                return None
    return tuple(known)


def _can_index(a: Array) -> bool:
    return a.dtype == dtypes.BOOL or a.dtype.is_one_of(dtypes.INTEGERS)


NO_INDEX = dtypes.FLOATS | dtypes.COMPLEX | {"str", "bytes", "object"}


def _check_dtype(a: Array) -> None:
    """Raises: IndexError for an array whose elements are certainly neither integers nor bools."""
    if a.is_numpy and a.dtype.is_one_of(NO_INDEX):
        refuse(f"an array of {a.dtype} is no index", "IndexError")


def _axes_used(part: Value) -> int:
    match part:
        case Nothing() | Ellipse():
            return 0
        case Array(dtype=dtype, shape=shape) if dtype == dtypes.BOOL:
            return len(shape.dims)
    return 1


def _of_unknown_rank(
    shape: Shape, parts: tuple[Value, ...], ellipses: list[int]
) -> Selection | None:
    """Only the last axes are known: what the key says of the first ones is dropped."""
    if not all(isinstance(p, Int | Slice | Ellipse | Nothing) for p in parts):
        return None
    if ellipses == [0] and len(parts) > 1:
        after = parts[1:]
        used = sum(_axes_used(p) for p in after)
        if used <= len(shape.dims):
            kept = shape.dims[: len(shape.dims) - used]
            end = _selected(
                Shape(shape.dims[len(shape.dims) - used :]), after, True, True
            ).shape.dims
            return Selection(Shape((*kept, *end), rank_known=False), is_basic=True)
        return Selection(UNKNOWN_SHAPE, is_basic=True)
    if parts == (Ellipse(),):
        return Selection(shape, is_all=True, is_basic=True)
    used = sum(_axes_used(p) for p in parts)
    if ellipses and parts[-1] != Ellipse():
        return Selection(UNKNOWN_SHAPE, is_basic=True)
    rest = tail(shape.dims[used:])
    ints_only = not rest.dims and all(isinstance(p, Int) for p in parts)
    return Selection(rest, is_basic=True, may_be_element=ints_only)


def _selected(
    shape: Shape, parts: tuple[Value, ...], has_ellipsis: bool, checks_places: bool
) -> Selection:
    """What a part for each axis selects. Index arrays, and ints beside them, broadcast."""
    advanced = any(isinstance(p, Array) for p in parts)
    axis = 0
    dims: list[Dim] = []
    is_all = True
    joint = SCALAR
    places: list[int] = []
    first = 0
    for i, part in enumerate(parts):
        if isinstance(part, Nothing):
            dims.append(1)
            continue
        if isinstance(part, Array):
            is_all = is_all and not places and _reorders(part, shape.dims[axis])
            places.append(i)
            first = len(dims) if len(places) == 1 else first
            joint = _joined(joint, _indices_shape(shape, axis, part))
            if checks_places and part.dtype != dtypes.BOOL:
                check_indices(part, shape.dims[axis], axis)
            axis += _axes_used(part)
            continue
        size = shape.dims[axis]
        axis += 1
        if isinstance(part, Int):
            _check_index(part, size, axis - 1)
            is_all = is_all and size == 1
            if advanced:
                places.append(i)
                first = len(dims) if len(places) == 1 else first
        elif isinstance(part, Slice):
            length = slice_length(part, size)
            is_all = is_all and _keeps_all(part, size, length)
            dims.append(length)
    if advanced:
        together = places == list(range(places[0], places[-1] + 1))
        at = first if together else 0
        dims[at:at] = joint.dims
    ints_only = not has_ellipsis and all(isinstance(p, Int) for p in parts)
    return Selection(
        Shape(tuple(dims)),
        is_all=is_all and len(places) <= 1,
        is_element=not dims and ints_only,
        may_be_element=not dims and ints_only,
        is_basic=not advanced,
    )


def _reorders(part: Array, size: Dim) -> bool:
    """Whether an index array certainly holds each place of an axis once."""
    holds_each = part.facts.is_dense and part.facts.low == 0 and part.shape.dims == (size,)
    return holds_each and isinstance(size, int) and part.facts.high == size - 1


def _indices_shape(shape: Shape, axis: int, part: Array) -> Shape:
    """The axes that an index array stands for; a mask is as long as it has True elements."""
    if part.dtype != dtypes.BOOL:
        return part.shape
    for offset, size in enumerate(part.shape.dims):
        of = shape.dims[axis + offset]
        differs = isinstance(size, int) and isinstance(of, int) and size != of
        if differs and size:  # NumPy does not look at an axis of a mask that has no elements
            refuse_shapes(f"a mask of shape {part.shape} does not fit {shape}", error="IndexError")
    return shapes.of((0 if 0 in part.shape.dims else UNKNOWN_DIM,))


def _joined(a: Shape, b: Shape) -> Shape:
    joint = shapes.broadcast(a, b)
    if joint is None:
        refuse_shapes(f"index arrays of shapes {a} and {b} do not broadcast", error="IndexError")
    return joint


def _check_index(part: Int, size: Dim, axis: int) -> None:
    number = part.number
    if number is not None and isinstance(size, int) and not -size <= number < size:
        refuse(f"index {number} is out of range for axis {axis} of size {size}", "IndexError")


def check_indices(part: Array, size: Dim, axis: int) -> None:
    """Raises: IndexError where an index array certainly holds one that is out of range."""
    if not isinstance(size, int) or not has_elements(part.shape):
        return
    low, high = part.facts.ends
    if not part.facts.has_ends:
        # Of a range, all of it must be out of range; no index is in an axis of size 0.
        low, high = (high, low) if size else (0, 0)
    if high >= size or low < -size:
        worst = high if high >= size else low
        refuse(f"index {worst} is out of range for axis {axis} of size {size}", "IndexError")


def _keeps_all(part: Slice, size: Dim, length: Dim) -> bool:
    """Whether a slice takes every element of its axis."""
    if length == size and size is not UNKNOWN_DIM:
        return True
    return part.start in (NOTHING, Int(0)) and part.stop == NOTHING and part.step == NOTHING


def assign(a: Array, key: Value, value: Value) -> Array:
    """The array after `a[key] = value`. Dtype and shape stay.

    Raises: IndexError as `index` does; ValueError where the value certainly does not
    broadcast to what is selected, or is NaN for an integer array.
    """
    if any(isinstance(p, Str) for p in _parts(key)):
        _check_number(a, value)
        return _assigned(a, None, value)
    chosen = select(a.shape, key, places=False)
    _check_number(a, value)
    changed = _assigned(a, chosen, value)
    select(a.shape, key)  # NumPy looks at the value before it looks for the places
    return changed


def _assigned(a: Array, chosen: Selection | None, value: Value) -> Array:
    """The array after the value is assigned to what is chosen. Raises: ValueError."""
    given = as_array(value)
    a = a.with_origins(replace(a.origins, columns=""))
    if given is None or not given.dtype.is_one_of(dtypes.NUMPY_NUMBERS):
        a = replace(a, objects=Objects.ANYTHING)
    elif a.objects is not Objects.ANYTHING:
        a = replace(a, objects=Objects.NO_STRING)
    if given is None or (given.kind is Kind.MASKED and not given.shape.rank):
        # What is assigned for `np.ma.masked` is NaN.
        return replace(a, facts=_with(a, UNKNOWN_FACTS), masked=a.masked.join(Truth.MAYBE))
    if chosen is not None and chosen.shape.rank_known and not a.dtype.may_be("object", "void"):
        _check_assignable(a, chosen, given.shape)
    facts = cast_facts(given.facts, given.dtype, a.dtype)
    if a.kind is Kind.MASKED:
        hides = Truth.MAYBE if given.kind is Kind.MASKED else a.masked.weakened()
        return replace(a, facts=_with(a, facts.of_a_part()), masked=hides)
    if chosen is None or not (chosen.is_basic and has_elements(chosen.shape)):
        if chosen is not None and chosen.is_all and chosen.is_basic:
            return replace(a, facts=facts.of_a_part())
        return _partly(a, facts.of_a_part())
    if chosen.is_all:
        return replace(a, facts=facts)
    return _partly(a, facts)


def _partly(a: Array, facts: Facts) -> Array:
    """The array after elements of these facts were assigned to a part of it."""
    joined = _with(a, facts)
    is_wider = joined.low < facts.low or joined.high > facts.high
    origins = replace(a.origins, partly=True) if is_wider else a.origins
    return replace(a, facts=joined, origins=origins)


def _check_number(a: Array, value: Value) -> None:
    """Raises: ValueError for NaN, OverflowError for Inf or a Python integer that is too large, if
    an array of integers is to hold it."""
    if a.kind is Kind.MASKED or not a.dtype.is_one_of(dtypes.INTEGERS):
        return
    if isinstance(value, Float) and _is_never_whole(value):
        error = "ValueError" if value.number != value.number else "OverflowError"
        refuse(f"an array of {a.dtype} cannot hold {value.number}", error)
    if isinstance(value, Int) and value.number is not None and current().numpy == 2:
        ranges = [limits(name) for name in a.dtype.names]
        if not any(least <= value.number <= greatest for least, greatest in ranges):
            refuse(
                f"the Python integer {value.number} does not fit {a.dtype}",
                "OverflowError",
                Contract.INTEGER_RANGE,
            )


def _is_never_whole(value: Float) -> bool:
    return value.number is not None and value.is_finite is False


def _with(a: Array, added: Facts) -> Facts:
    """The facts where some elements are replaced by others."""
    return a.facts.of_a_part().both(added)


def _check_assignable(a: Array, chosen: Selection, given: Shape) -> None:
    """Raises: ValueError where a value of shape `given` certainly does not fill what is chosen;
    TypeError, if that is one complex number."""
    if given.rank is None:
        return
    selected, dims = chosen.shape, given.dims
    is_complex = chosen.is_element and a.dtype.may_be(*dtypes.COMPLEX)
    error = "TypeError" if is_complex else "ValueError"
    if is_complex and not a.dtype.is_one_of(dtypes.COMPLEX):
        return
    while len(dims) > len(selected.dims) and dims[0] == 1:
        dims = dims[1:]
    if len(dims) > len(selected.dims):
        if all(isinstance(d, int) for d in dims):
            refuse_shapes(f"a value of shape {given} does not fit into {selected}", error=error)
        return
    for size, of in zip(reversed(dims), reversed(selected.dims), strict=False):
        if isinstance(size, int) and isinstance(of, int) and size not in (1, of):
            refuse_shapes(f"a value of shape {given} does not fit into {selected}")
