"""NumPy's functions that read arrays from files and bytes, and write them."""

from ndlint.knowledge.binding import ADType, Flag, Whole, as_dtype, as_text
from ndlint.knowledge.numpy.headers import stored
from ndlint.knowledge.numpy.outcome import natural, unset
from ndlint.knowledge.registry import models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.archive import Archive
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Int, Name, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import DType
from ndlint.values.shape import UNKNOWN_SHAPE

FLOAT = Name("builtins.float")
ALL = Int(-1)
NO = Bool(False)


@models("numpy.load", "numpy.lib.npyio.load")
def load(
    file: Value,
    mmap_mode: Value = NOTHING,
    allow_pickle: Value = NO,
    fix_imports: Value = UNKNOWN,
    encoding: Value = UNKNOWN,
    *,
    max_header_size: Value = UNKNOWN,
) -> Value:
    """The array of an `.npy` file, or an `.npz` file's arrays by name, by what its header says.

    Objects are loaded only where pickles are allowed; otherwise NumPy raises, if the file is
    still like that.
    """
    name = as_text(file)
    found = UNKNOWN if name is None else stored(name)
    if allow_pickle != NO:
        return found
    if isinstance(found, Archive):
        return Archive(tuple((n, UNKNOWN if _holds_objects(a) else a) for n, a in found.items))
    return UNKNOWN if _holds_objects(found) else found


def _holds_objects(value: Value) -> bool:
    return isinstance(value, Array) and value.dtype == dtypes.OBJECT


@models("numpy.save", "numpy.savez", "numpy.savez_compressed", "numpy.savetxt")
def save(file: Value, *args: Value, **kwds: Value) -> Value:
    """None; a file is written."""
    return NOTHING


@models("numpy.fromiter")
def fromiter(iter: Value, dtype: ADType, count: Value = ALL) -> Value:
    """One axis of what the iterable yields, or of the first `count`."""
    return _flat(dtype, count)


def _flat(dtype: DType, count: Value) -> Array:
    length: Dim = UNKNOWN_DIM
    if isinstance(count, Int) and count.number is not None and count.number >= 0:
        length = natural(count.size)
    return Array(dtype=dtype, shape=shapes.of((length,)), facts=unset(dtype))


@models("numpy.frombuffer")
def frombuffer(
    buffer: Value,
    dtype: ADType | None = None,
    count: Value = ALL,
    offset: Value = UNKNOWN,
) -> Value:
    """One axis of what the bytes hold, float64 by default."""
    return _flat(dtype or dtypes.FLOAT64, count)


@models("numpy.fromfile")
def fromfile(
    file: Value,
    dtype: ADType | None = None,
    count: Value = ALL,
    sep: Value = UNKNOWN,
    offset: Value = UNKNOWN,
) -> Value:
    """One axis of what the file holds, at most `count`, float64 by default."""
    return _flat(dtype or dtypes.FLOAT64, ALL)


@models("numpy.fromstring")
def fromstring(
    string: Value, dtype: ADType | None = None, count: Value = ALL, *, sep: Value
) -> Value:
    """One axis of the numbers in a text, float64 by default."""
    return _flat(dtype or dtypes.FLOAT64, ALL)


@models("numpy.loadtxt")
def loadtxt(
    fname: Value,
    dtype: ADType | None = None,
    comments: Value = UNKNOWN,
    delimiter: Value = UNKNOWN,
    converters: Value = UNKNOWN,
    skiprows: Value = UNKNOWN,
    usecols: Value = UNKNOWN,
    unpack: Flag = False,
    ndmin: Whole = 0,
    encoding: Value = UNKNOWN,
    max_rows: Value = UNKNOWN,
    *,
    quotechar: Value = UNKNOWN,
    like: Value = UNKNOWN,
) -> Value:
    """The numbers of a text file, float64 by default; at most two axes, as the file has."""
    dtype = dtype or dtypes.FLOAT64
    if dtype.may_be("void"):
        return UNKNOWN
    shape = shapes.unknown_of_rank(2) if ndmin == 2 else UNKNOWN_SHAPE
    return Array(dtype=dtype, shape=shape, facts=unset(dtype))


@models("numpy.genfromtxt")
def genfromtxt(
    fname: Value,
    dtype: Value = FLOAT,
    comments: Value = UNKNOWN,
    delimiter: Value = UNKNOWN,
    skip_header: Value = UNKNOWN,
    skip_footer: Value = UNKNOWN,
    converters: Value = UNKNOWN,
    missing_values: Value = UNKNOWN,
    filling_values: Value = UNKNOWN,
    usecols: Value = UNKNOWN,
    names: Value = NOTHING,
    *,
    autostrip: Value = UNKNOWN,
    unpack: Value = UNKNOWN,
    usemask: Flag = False,
    loose: Value = UNKNOWN,
    invalid_raise: Value = UNKNOWN,
    max_rows: Value = UNKNOWN,
    encoding: Value = UNKNOWN,
    ndmin: Whole = 0,
) -> Value:
    """The numbers of a text file, NaN where one is missing; float64 by default."""
    read = as_dtype(dtype)
    if dtype == NOTHING or names != NOTHING or read is None or read.name is None:
        return UNKNOWN  # columns of their own dtypes, or a structured array
    if usemask or not read.is_one_of(dtypes.NUMPY_NUMBERS):
        return UNKNOWN
    shape = shapes.unknown_of_rank(2) if ndmin == 2 else UNKNOWN_SHAPE
    return Array(dtype=read, shape=shape, facts=unset(read))
