"""NumPy's generators of random numbers, and random integers, choices and orders."""

from math import inf
from typing import Annotated

from msgspec import structs

from ndlint.knowledge.binding import as_dtype
from ndlint.knowledge.numpy.distributions import NEW, ASize, drawn, joint
from ndlint.knowledge.numpy.outcome import SomeArray, part, rearranged, refuse, without_wild
from ndlint.knowledge.registry import models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Int, Name, Value
from ndlint.values.conversion import as_array
from ndlint.values.dtype import DType
from ndlint.values.facts import (
    FINITE,
    UNKNOWN_FACTS,
    Facts,
    Truth,
    between,
    evenly_drawn,
    holds_each,
    up_to,
)
from ndlint.values.shape import Shape


class RandomSource(Value, frozen=True):
    """A generator of random numbers; `path` names its class."""

    path: str


@models("numpy.random.default_rng", "numpy.random.Generator")
def default_rng(seed: Value = NOTHING) -> Value:
    """A generator."""
    return seed if isinstance(seed, RandomSource) else RandomSource(NEW)


@models("numpy.random.RandomState")
def random_state(seed: Value = NOTHING) -> Value:
    """A generator of the old kind."""
    return RandomSource("numpy.random.RandomState")


PYTHON_INT = Name("builtins.int")


def _integers(
    low: Value, high: Value, size: Shape | None, dtype: Value, closed: bool, scalar: bool
) -> Value:
    """Integers in [low, high), or up to `high` where `closed`; `scalar`: one is NumPy's."""
    if high == NOTHING:
        low, high = Int(0), low
    ends = [as_array(v) for v in (low, high)]
    result = dtypes.INT64 if dtype == NOTHING else as_dtype(dtype) or dtypes.UNKNOWN_DTYPE
    first, last = (e.facts.low if e and e.facts.low == e.facts.high else None for e in ends)
    facts = FINITE
    if first is not None and last is not None:
        if first > last or (first == last and not closed):
            refuse(f"there is no integer from {first} to below {last}")
        facts = between(first, last if closed else last - 1)
    if size is not None:
        return Array(dtype=result, shape=without_wild(size), facts=_of_draws(facts, size))
    known = [e for e in ends if e is not None]
    if len(known) < 2 or any(e.shape.rank is None for e in known):
        return UNKNOWN
    shape = joint(known)
    if shape.rank:
        return Array(dtype=result, shape=shape, facts=facts)
    if dtype == PYTHON_INT or (dtype == NOTHING and not scalar):
        return Int()
    if not isinstance(dtype, Name) and dtype != NOTHING:
        return UNKNOWN
    if result.may_be("bool") or dtype == Name("builtins.bool"):
        return UNKNOWN
    return Array(Kind.SCALAR, result, shapes.SCALAR, facts)


def _of_draws(facts: Facts, size: Shape) -> Facts:
    """The facts of so many whole numbers of this range, which are all as likely."""
    count = without_wild(size).size
    if not isinstance(count, int) or not 0 <= facts.high - facts.low < inf:
        return facts
    return evenly_drawn(int(facts.low), int(facts.high), count)


def _of_choices(array: Array, size: Shape) -> Facts:
    """The facts of so many elements of an array, which are all as likely."""
    facts, number, count = array.facts, array.shape.size, without_wild(size).size
    if not isinstance(number, int) or not isinstance(count, int) or not number:
        return facts.of_a_part()
    if facts.distinct == number:
        return facts.drawn(count)
    return structs.replace(facts, draws=0) if holds_each(number, count) else facts.of_a_part()


@models("numpy.random.randint")
def randint(
    low: Value, high: Value = NOTHING, size: ASize | None = None, dtype: Value = NOTHING
) -> Value:
    """Integers in [low, high), int64 by default. Raises: ValueError where there are none."""
    return _integers(low, high, size, dtype, False, False)


@models("numpy.random.RandomState.randint")
def randint_method(
    self: Value,
    low: Value,
    high: Value = NOTHING,
    size: ASize | None = None,
    dtype: Value = NOTHING,
) -> Value:
    """Integers in [low, high), int64 by default. Raises: ValueError where there are none."""
    return randint(low, high, size, dtype)


@models("numpy.random.Generator.integers")
def integers(
    self: Value,
    low: Value,
    high: Value = NOTHING,
    size: ASize | None = None,
    dtype: Value = NOTHING,
    endpoint: Value = NOTHING,
) -> Value:
    """Integers in [low, high), int64 by default. Raises: ValueError where there are none."""
    if endpoint != NOTHING:
        return (
            UNKNOWN
            if size is None
            else Array(dtype=as_dtype(dtype) or DType(frozenset()), shape=size)
        )
    return _integers(low, high, size, dtype, False, True)


@models("numpy.random.choice")
def choice(
    a: Value,
    size: ASize | None = None,
    replace: Value = UNKNOWN,
    p: Value = NOTHING,
    axis: Value = NOTHING,
) -> Value:
    """Elements of an array, or ints below a number. Shape: the size, then the element's axes."""
    if axis not in (NOTHING, Int(0)):
        return UNKNOWN
    if isinstance(a, Int):
        facts = FINITE if a.number is None else between(0, a.number - 1)
        if size is not None and p == NOTHING:
            facts = _of_draws(facts, size)
        return drawn(size, facts, dtypes.INT64, True)
    array = as_array(a)
    if array is None or not array.shape.rank or array.kind is Kind.MASKED:
        return UNKNOWN
    inner = array.shape.dims[1:]
    if size is not None and size.rank is None:
        return UNKNOWN
    dims = () if size is None else without_wild(size).dims
    made = part(array, Shape((*dims, *inner)))
    if p == NOTHING and not inner and size is not None:
        made = structs.replace(made, facts=_of_choices(array, size))
    if size is None and not inner:
        if array.dtype.may_be("object", "void"):
            return UNKNOWN
        return Array(Kind.SCALAR, made.dtype, made.shape, made.facts)
    return made


@models("numpy.random.RandomState.choice", "numpy.random.Generator.choice")
def choice_method(
    self: Value,
    a: Value,
    size: ASize | None = None,
    replace: Value = UNKNOWN,
    p: Value = NOTHING,
    axis: Value = NOTHING,
    shuffle: Value = UNKNOWN,
) -> Value:
    """Elements of an array, or ints below a number. Shape: the size, then the element's axes."""
    return choice(a, size, replace, p, axis)


def _all_below(number: int | None) -> Facts:
    if number is None or number < 1:
        return between(0, inf)
    return up_to(number)


@models("numpy.random.permutation")
def permutation(x: Value) -> Value:
    """The rows of an array in another order, or the ints below a number: int64."""
    if isinstance(x, Int):
        shape = without_wild(shapes.of((x.size,)))
        return Array(dtype=dtypes.INT64, shape=shape, facts=_all_below(x.number))
    array = as_array(x)
    if array is None or not array.shape.rank or array.kind is Kind.MASKED:
        return UNKNOWN
    return rearranged(array, array.shape)


@models("numpy.random.RandomState.permutation", "numpy.random.Generator.permutation")
def permutation_method(self: Value, x: Value) -> Value:
    """The rows of an array in another order, or the ints below a number: int64."""
    return permutation(x)


@models("numpy.random.Generator.permuted")
def permuted(self: Value, x: SomeArray, axis: Value = NOTHING) -> Value:
    """All elements in another order. Shape: as `x`."""
    return UNKNOWN if x.kind is Kind.MASKED else rearranged(x, x.shape)


def as_itself(value: Value) -> Array | None:
    """An array that is one already: of a list, shuffling changes what is known."""
    return value if isinstance(value, Array) and value.is_numpy else None


Itself = Annotated[Array, as_itself]


@models("numpy.random.shuffle")
def shuffle(x: Itself) -> Value:
    """None; the rows change places, and nothing that is known of an array changes."""
    return NOTHING


@models("numpy.random.RandomState.shuffle", "numpy.random.Generator.shuffle")
def shuffle_method(self: Value, x: Itself, axis: Value = UNKNOWN) -> Value:
    """None; the rows change places, and nothing that is known of an array changes."""
    return NOTHING


@models("numpy.random.seed")
def seed(seed: Value = NOTHING) -> Value:
    """None."""
    return NOTHING


@models("numpy.random.RandomState.seed")
def seed_method(self: Value, seed: Value = NOTHING) -> Value:
    """None."""
    return NOTHING


@models("numpy.random.multivariate_normal")
def multivariate_normal(
    mean: SomeArray,
    cov: Value,
    size: ASize | None = None,
    check_valid: Value = UNKNOWN,
    tol: Value = UNKNOWN,
) -> Value:
    """Normal vectors, float64. Shape: (size, n)."""
    return _vectors(mean, size, dtypes.FLOAT64, UNKNOWN_FACTS)


@models("numpy.random.dirichlet")
def dirichlet(alpha: SomeArray, size: ASize | None = None) -> Value:
    """Vectors of shares that add up to one, float64. Shape: (size, n)."""
    return _vectors(alpha, size, dtypes.FLOAT64, Facts(Truth.MAYBE, Truth.NO, 0, 1.001))


@models("numpy.random.multinomial")
def multinomial(n: Value, pvals: SomeArray, size: ASize | None = None) -> Value:
    """Vectors of counts, int64. Shape: (size, k)."""
    return _vectors(pvals, size, dtypes.INT64, between(0, inf))


def _vectors(of: Array, size: Shape | None, dtype: DType, facts: Facts) -> Value:
    if size is not None and size.rank is None:
        return Array(dtype=dtype, facts=facts)
    outer = () if size is None else without_wild(size).dims
    return Array(dtype=dtype, shape=Shape((*outer, of.shape.axis(-1))), facts=facts)


@models(
    "numpy.random.RandomState.multivariate_normal", "numpy.random.Generator.multivariate_normal"
)
def multivariate_normal_method(
    self: Value, mean: SomeArray, cov: Value, size: ASize | None = None
) -> Value:
    """Normal vectors, float64. Shape: (size, n)."""
    return multivariate_normal(mean, cov, size)


@models("numpy.random.RandomState.dirichlet", "numpy.random.Generator.dirichlet")
def dirichlet_method(self: Value, alpha: SomeArray, size: ASize | None = None) -> Value:
    """Vectors of shares that add up to one, float64. Shape: (size, n)."""
    return dirichlet(alpha, size)


@models("numpy.random.RandomState.multinomial", "numpy.random.Generator.multinomial")
def multinomial_method(self: Value, n: Value, pvals: SomeArray, size: ASize | None = None) -> Value:
    """Vectors of counts, int64. Shape: (size, k)."""
    return multinomial(n, pvals, size)


@models("numpy.random.Generator.multivariate_hypergeometric")
def multivariate_hypergeometric(
    self: Value, colors: SomeArray, nsample: Value, size: ASize | None = None
) -> Value:
    """Vectors of counts, int64. Shape: (size, k)."""
    return _vectors(colors, size, dtypes.INT64, between(0, inf))


@models("numpy.random.random_integers")
def random_integers(low: Value, high: Value = NOTHING, size: ASize | None = None) -> Value:
    """Integers in [low, high], or in [1, low]: int64."""
    return Array(dtype=dtypes.INT64, shape=without_wild(size), facts=FINITE) if size else UNKNOWN


@models("numpy.random.RandomState.random_integers")
def random_integers_method(
    self: Value, low: Value, high: Value = NOTHING, size: ASize | None = None
) -> Value:
    """Integers in [low, high], or in [1, low]: int64."""
    return random_integers(low, high, size)


@models("numpy.random.RandomState.tomaxint")
def tomaxint(self: Value, size: ASize | None = None) -> Value:
    """Integers that are not negative: int64."""
    return drawn(size, between(0, inf), dtypes.INT64, True)
