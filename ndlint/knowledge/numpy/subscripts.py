"""NumPy's objects that are only there to be indexed: np.mgrid, np.ogrid, np.r_, np.c_, np.s_."""

from msgspec.structs import replace

from ndlint.knowledge.numpy.creation import arange
from ndlint.knowledge.numpy.joining import column_stack, concatenate
from ndlint.knowledge.numpy.outcome import rearranged
from ndlint.knowledge.numpy.sampling import as_plain_array
from ndlint.knowledge.numpy.shaping import widened
from ndlint.knowledge.registry import models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Complex, Int, List, Slice, Tuple, Value
from ndlint.values.conversion import joint_facts
from ndlint.values.facts import UNKNOWN_FACTS
from ndlint.values.shape import Shape

FIRST, ONE = Int(0), Int(1)


def _parts(key: Value) -> tuple[Value, ...]:
    return key.items if isinstance(key, Tuple) else (key,)


@models("numpy.s_.__getitem__")
def s_(key: Value) -> Value:
    """The index itself."""
    return key


@models("numpy.index_exp.__getitem__")
def index_exp(key: Value) -> Value:
    """The index as a tuple."""
    return key if isinstance(key, Tuple) else Tuple((key,))


def _ticks(part: Value) -> Array | None:
    """The numbers that a slice stands for; None: not known (a complex step counts them)."""
    if not isinstance(part, Slice) or part.stop == NOTHING or isinstance(part.step, Complex):
        return None
    start = FIRST if part.start == NOTHING else part.start
    step = ONE if part.step == NOTHING else part.step
    made = arange(start, part.stop, step)
    return made if isinstance(made, Array) else None


def _grid(key: Value) -> list[Array] | None:
    """The numbers on each axis of a grid, all of one dtype."""
    found = [_ticks(part) for part in _parts(key)]
    known = [ticks for ticks in found if ticks is not None]
    if len(known) < len(found) or not known:
        return None
    names = {ticks.dtype for ticks in known}
    if not names <= {dtypes.INT64, dtypes.FLOAT64}:
        return [Array(shape=ticks.shape) for ticks in known]
    dtype = dtypes.FLOAT64 if dtypes.FLOAT64 in names else dtypes.INT64
    same = len(names) == 1
    return [
        replace(ticks, dtype=dtype, facts=ticks.facts if same else UNKNOWN_FACTS) for ticks in known
    ]


@models("numpy.mgrid.__getitem__")
def mgrid(key: Value) -> Value:
    """A grid's coordinates. Shape: (rank, n, m, …), or (n,) for one slice."""
    found = _grid(key)
    if found is None or not isinstance(key, Tuple):
        return UNKNOWN if found is None else found[0]
    dims = [ticks.shape.dims[0] for ticks in found]
    facts = joint_facts([replace(t, facts=t.facts.of_a_part()) for t in found])
    return Array(dtype=found[0].dtype, shape=shapes.of((len(dims), *dims)), facts=facts)


@models("numpy.ogrid.__getitem__")
def ogrid(key: Value) -> Value:
    """A grid's coordinates, each along its own axis. Shapes: (n, 1, …), (1, m, …), …"""
    found = _grid(key)
    if found is None or not isinstance(key, Tuple):
        return UNKNOWN if found is None else found[0]
    items = tuple(
        replace(t, shape=Shape((1,) * i + t.shape.dims + (1,) * (len(found) - 1 - i)))
        for i, t in enumerate(found)
    )
    return Tuple(items) if current().numpy == 2 else List(items)


def _pieces(key: Value) -> tuple[Array, ...] | None:
    """The arrays that a key lists; None where one is a number, a text or not known."""
    found = []
    for part in _parts(key):
        array = _ticks(part)
        if isinstance(part, Array | List):
            array = as_plain_array(part)
        if array is None or array.shape.rank in (0, None):
            return None
        found.append(array)
    return tuple(found)


@models("numpy.r_.__getitem__")
def r_(key: Value) -> Value:
    """Arrays and ranges put together along the first axis; numbers beside them are not followed.

    Raises: ValueError where they do not fit.
    """
    arrays = _pieces(key)
    return UNKNOWN if arrays is None else concatenate(arrays)


@models("numpy.c_.__getitem__")
def c_(key: Value) -> Value:
    """Arrays put together along the last axis, vectors as columns. Raises: ValueError."""
    arrays = _pieces(key)
    if arrays is None:
        return UNKNOWN
    if all(a.shape.rank in (1, 2) for a in arrays):
        return column_stack(arrays)
    return concatenate(tuple(rearranged(a, widened(a.shape, 2)) for a in arrays), Int(-1))
