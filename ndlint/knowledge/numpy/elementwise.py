"""Functions of each element that are no ufuncs, give several results, or are seldom used."""

from msgspec.structs import replace

from ndlint.knowledge.binding import AnyArray, Size
from ndlint.knowledge.numpy.attributes import attribute
from ndlint.knowledge.numpy.operators import binary
from ndlint.knowledge.numpy.outcome import SomeArray, refuse, refuse_shapes, without_wild
from ndlint.knowledge.numpy.sampling import PlainArray, as_plain_array, made, sampled
from ndlint.knowledge.registry import models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Tuple, Value, elements
from ndlint.values.conversion import joint_dtype
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth, between
from ndlint.values.shape import Shape

VECTOR = (1,)


@models("numpy.modf")
def modf(x: PlainArray) -> Value:
    """The fraction and the whole part of each element. Shapes: as `x`."""
    return _two("modf", x)


@models("numpy.frexp")
def frexp(x: PlainArray) -> Value:
    """Mantissa and exponent of each element. Shapes: as `x`."""
    return _two("frexp", x)


def _two(function: str, x: Array) -> Value:
    found = sampled(function, (x, VECTOR), results=2)
    return UNKNOWN if found is None else Tuple(tuple(made((x,), d, x.shape) for d in found))


@models("numpy.divmod")
def divmod(x1: Value, x2: Value) -> Value:
    """Quotient and remainder. Raises: ValueError where the shapes do not broadcast."""
    return Tuple((binary("floor_divide", "//", x1, x2), binary("remainder", "%", x1, x2)))


def _register_binary(name: str) -> None:
    def call(x1: Value, x2: Value) -> Value:
        """The ufunc on each pair of elements. Raises: ValueError where shapes do not broadcast."""
        return binary(name, "", x1, x2)

    models(f"numpy.{name}")(call)


for _name in ("gcd", "lcm", "ldexp"):
    _register_binary(_name)


def _register_unary(name: str, form: tuple[int, ...] = VECTOR) -> None:
    def call(x: PlainArray) -> Value:
        """A function of each element. Shape: as `x`."""
        found = sampled(name, (x, form))
        return UNKNOWN if found is None else made((x,), found[0], x.shape)

    models(f"numpy.{name}")(call)


for _name in ("spacing", "sinc", "isreal", "iscomplex"):
    _register_unary(_name)


@models("numpy.bitwise_count")
def bitwise_count(x: PlainArray) -> Value:
    """How many bits of each integer are set, uint8. Shape: as `x`."""
    is_whole = x.dtype.is_one_of(dtypes.INTEGERS | {"bool"})
    if x.dtype.is_one_of(dtypes.FLOATS | dtypes.COMPLEX):
        refuse(f"bitwise_count takes integers, not {x.dtype}", "TypeError")
    return made((x,), dtypes.UINT8, x.shape, between(0, 64)) if is_whole else UNKNOWN


@models("numpy.real", "numpy.imag", view=True)
def real(val: Value) -> Value:
    """The real or imaginary part of each element. Shape: as `val`."""
    if not isinstance(val, Array) or not val.is_numpy or val.kind is Kind.MASKED:
        return UNKNOWN
    if not val.dtype.is_one_of(dtypes.NUMPY_NUMBERS):
        return UNKNOWN
    part = attribute(replace(val, facts=UNKNOWN_FACTS), "real")
    return part if isinstance(part, Array) else UNKNOWN


@models("numpy.angle")
def angle(z: PlainArray, deg: Value = UNKNOWN) -> Value:
    """The angle of each complex element. Shape: as `z`."""
    found = sampled("angle", (z, VECTOR))
    if found is None:
        return UNKNOWN
    return made((z,), found[0], z.shape, Facts(z.facts.nan.either(Truth.MAYBE), Truth.NO))


@models("numpy.ndarray.conj", "numpy.ndarray.conjugate", view=True)
def conj(a: AnyArray) -> Value:
    """The complex conjugate of each element; real ones are their own."""
    is_plain = a.kind is Kind.NDARRAY and a.dtype.is_one_of(dtypes.NUMPY_NUMBERS)
    return replace(a) if is_plain else UNKNOWN


def _register_question(name: str) -> None:
    def call(x: Value) -> Value:
        """A Python bool."""
        return Bool()

    models(f"numpy.{name}")(call)


for _name in ("iscomplexobj", "isrealobj", "iterable"):
    _register_question(_name)


def _register_window(name: str) -> None:
    def call(M: Size) -> Value:
        """A window of float64. Shape: (M,)."""
        if isinstance(M, int):
            M = max(M, 0)
        return Array(
            dtype=dtypes.FLOAT64, shape=without_wild(shapes.of((M,))), facts=between(-1e-9, 1)
        )

    models(f"numpy.{name}")(call)


for _name in ("hanning", "hamming", "blackman", "bartlett"):
    _register_window(_name)


@models("numpy.kaiser")
def kaiser(M: Size, beta: Value) -> Value:
    """A window of float64. Shape: (M,)."""
    if isinstance(M, int):
        M = max(M, 0)
    return Array(dtype=dtypes.FLOAT64, shape=without_wild(shapes.of((M,))))


@models("numpy.i0")
def i0(x: PlainArray) -> Value:
    """A Bessel function of each element. Shape: as `x`."""
    found = sampled("i0", (x, VECTOR))
    return UNKNOWN if found is None else Array(dtype=found[0], shape=x.shape)


@models("numpy.piecewise")
def piecewise(x: PlainArray, condlist: Value, funclist: Value, *args: Value) -> Value:
    """What one of several functions makes of each element. Dtype and shape: as `x`."""
    return UNKNOWN if not x.shape.rank else Array(dtype=x.dtype, shape=x.shape)


@models("numpy.select")
def select(condlist: Value, choicelist: Value, default: Value = NOTHING) -> Value:
    """An element of the first choice whose condition holds. Raises: ValueError: no broadcast."""
    conditions, choices = elements(condlist), elements(choicelist)
    if not conditions or not choices or len(conditions) != len(choices):
        return UNKNOWN
    arrays = [as_plain_array(v) for v in (*conditions, *choices)]
    known = [a for a in arrays if a is not None]
    if len(known) < len(arrays) or (as_plain_array(default) is None and default != NOTHING):
        return UNKNOWN
    extra = [] if default == NOTHING else [as_plain_array(default)]
    shape: Shape | None = shapes.SCALAR
    for array in (*known, *extra):
        shape = None if shape is None or array is None else shapes.broadcast(shape, array.shape)
        if shape is None:
            refuse_shapes("conditions and choices do not broadcast")
    chosen = known[len(conditions) :]
    own = {a.dtype for a in chosen if a.shape.rank != 0}
    only_arrays = len(own) == 1 and all(isinstance(v, Array) for v in choices)
    is_weak = default == NOTHING or not isinstance(default, Array)
    floats = only_arrays and next(iter(own)).is_one_of(dtypes.FLOATS - {"float16"}) and is_weak
    dtype = joint_dtype(chosen) if floats else dtypes.UNKNOWN_DTYPE
    return Array(dtype=dtype, shape=shape or shapes.SCALAR, facts=UNKNOWN_FACTS)


@models("numpy.choose", "numpy.ndarray.choose")
def choose(a: PlainArray, choices: Value, out: Value = NOTHING, mode: Value = UNKNOWN) -> Value:
    """For each place an element of the choice of that number. Shape: what they broadcast to."""
    arrays = [as_plain_array(v) for v in elements(choices) or ()]
    known = [x for x in arrays if x is not None]
    if not known or len(known) < len(arrays) or out != NOTHING:
        return UNKNOWN
    shape: Shape | None = a.shape
    for array in known:
        shape = shapes.broadcast(shape, array.shape) if shape is not None else None
        if shape is None:
            refuse_shapes("the choices do not broadcast")
    same = {x.dtype for x in known}
    dtype = known[0].dtype if len(same) == 1 else dtypes.UNKNOWN_DTYPE
    facts = known[0].facts.of_a_part()
    for array in known[1:]:
        facts = facts.both(array.facts.of_a_part())
    return made(tuple(known), dtype, shape or shapes.SCALAR, facts)


@models("numpy.real_if_close", view=True)
def real_if_close(a: SomeArray, tol: Value = UNKNOWN) -> Value:
    """The real parts, where the imaginary ones are as good as 0. Shape: as `a`."""
    return UNKNOWN if a.shape.rank == 0 else Array(shape=a.shape)
