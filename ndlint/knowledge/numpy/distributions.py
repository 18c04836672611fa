"""Distributions from which NumPy draws, each with its parameters and a size.

Without a size, one number comes as a Python number; `()` as a size makes an array.
"""

from collections.abc import Callable
from inspect import Parameter, Signature
from math import inf
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import replace

from ndlint.knowledge.binding import ADType, as_shape
from ndlint.knowledge.numpy.outcome import facts_in, refuse, refuse_shapes, without_wild
from ndlint.knowledge.registry import models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Float, Int, List, Tuple, Value
from ndlint.values.conversion import as_array
from ndlint.values.dtype import DType
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth, between
from ndlint.values.shape import Shape

OLD = ("numpy.random", "numpy.random.RandomState")
NEW = "numpy.random.Generator"
FARTHEST = 40
"""No normal number is so many standard deviations off: 53 random bits give less than 14."""


def as_size(value: Value) -> Shape | None:
    """A size argument; None where it is not known whether it is None."""
    if isinstance(value, Int | Tuple | List):
        return as_shape(value)
    return None


ASize = Annotated[Shape, as_size]


Number = tuple[float, float]
"""The range of a parameter."""
Reach = Callable[..., Facts]
"""From the ranges of the parameters to the facts of the numbers."""


def _normal(loc: Number, scale: Number) -> Facts:
    spread = FARTHEST * max(abs(scale[0]), abs(scale[1]))
    return _finite(loc[0] - spread, loc[1] + spread)


def _uniform(low: Number, high: Number) -> Facts:
    ends = min(low[0], high[0]), max(low[1], high[1])
    return _finite(*ends, 0 if 0 in ends else 1e-15)


def _finite(low: float, high: float, slack: float = 0) -> Facts:
    if low == low and high == high and abs(low) < inf and abs(high) < inf:
        slack *= max(abs(low), abs(high))
        return between(low - slack, high + slack)
    return UNKNOWN_FACTS


def _share(*_: Number) -> Facts:
    return between(0, 1)


def _positive(*_: Number) -> Facts:
    return Facts(Truth.MAYBE, Truth.MAYBE, 0, inf)


def _count(*_: Number) -> Facts:
    return between(0, inf)


def _any(*_: Number) -> Facts:
    return UNKNOWN_FACTS


class Distribution(Struct, frozen=True):
    """A distribution's parameters with their defaults, and the numbers that it gives."""

    parameters: tuple[tuple[str, float | None], ...]
    reach: Reach
    is_whole: bool = False


DISTRIBUTIONS = {
    "normal": Distribution((("loc", 0.0), ("scale", 1.0)), _normal),
    "uniform": Distribution((("low", 0.0), ("high", 1.0)), _uniform),
    "beta": Distribution((("a", None), ("b", None)), _share),
    "exponential": Distribution((("scale", 1.0),), _positive),
    "gamma": Distribution((("shape", None), ("scale", 1.0)), _positive),
    "chisquare": Distribution((("df", None),), _positive),
    "laplace": Distribution((("loc", 0.0), ("scale", 1.0)), _any),
    "logistic": Distribution((("loc", 0.0), ("scale", 1.0)), _any),
    "gumbel": Distribution((("loc", 0.0), ("scale", 1.0)), _any),
    "lognormal": Distribution((("mean", 0.0), ("sigma", 1.0)), _positive),
    "pareto": Distribution((("a", None),), _positive),
    "rayleigh": Distribution((("scale", 1.0),), _positive),
    "triangular": Distribution((("left", None), ("mode", None), ("right", None)), _any),
    "vonmises": Distribution((("mu", None), ("kappa", None)), _any),
    "weibull": Distribution((("a", None),), _positive),
    "standard_t": Distribution((("df", None),), _any),
    "standard_cauchy": Distribution((), _any),
    "binomial": Distribution((("n", None), ("p", None)), _count, True),
    "poisson": Distribution((("lam", 1.0),), _count, True),
    "geometric": Distribution((("p", None),), _count, True),
    "f": Distribution((("dfnum", None), ("dfden", None)), _positive),
    "standard_gamma": Distribution((("shape", None),), _positive),
    "noncentral_chisquare": Distribution((("df", None), ("nonc", None)), _positive),
    "noncentral_f": Distribution((("dfnum", None), ("dfden", None), ("nonc", None)), _positive),
    "power": Distribution((("a", None),), _share),
    "wald": Distribution((("mean", None), ("scale", None)), _positive),
    "zipf": Distribution((("a", None),), _count, True),
    "logseries": Distribution((("p", None),), _count, True),
    "negative_binomial": Distribution((("n", None), ("p", None)), _count, True),
    "hypergeometric": Distribution(
        (("ngood", None), ("nbad", None), ("nsample", None)), _count, True
    ),
}
PLAIN: dict[str, Facts] = {
    "random": between(0, 1), "random_sample": between(0, 1), "ranf": between(0, 1),
    "sample": between(0, 1), "standard_normal": between(-FARTHEST, FARTHEST),
    "standard_exponential": between(0, inf),
}  # fmt: skip
"""Functions of a size only."""
IN_GENERATOR = ("random", "standard_normal", "standard_exponential")
NOT_IN_STATE = ("ranf", "sample")


def _function(
    name: str, parameters: list[tuple[str, object, object]], body: Callable[[dict[str, Any]], Value]
) -> Callable[..., Value]:
    """A knowledge function with these parameters: name, annotation, default."""

    shape = Signature(
        [Parameter(n, Parameter.POSITIONAL_OR_KEYWORD, default=d) for n, _, d in parameters]
    )

    def call(*positional: Any, **keywords: Any) -> Value:
        return body(shape.bind(*positional, **keywords).arguments)

    call.__name__ = name
    call.__doc__ = "Random numbers: an array of the size, or one Python number."
    call.__annotations__ = {n: annotation for n, annotation, _ in parameters} | {"return": Value}
    call.__signature__ = shape  # type: ignore[attr-defined]
    return call


SELF = ("self", Value, Parameter.empty)
SIZE = ("size", ASize | None, None)


def scattered(shape: Shape, facts: Facts) -> Facts:
    """The facts of random floats, of which it is as good as certain that one is not whole."""
    width, reach = facts.high - facts.low, max(abs(facts.low), abs(facts.high))
    is_fine = width > 1e-3 and reach < 2**40  # greater floats have no room for fractions
    if is_fine and facts.is_finite:
        facts = replace(facts, fraction=Truth.YES)
    return facts_in(shape, facts)


def drawn(shape: Shape | None, facts: Facts, dtype: DType, is_whole: bool = False) -> Value:
    """Numbers of the shape; None: one Python number."""
    if shape is None:
        return Int() if is_whole else Float()
    facts = facts if is_whole else scattered(shape, facts)
    return Array(dtype=dtype, shape=without_wild(shape), facts=facts)


def _draw(distribution: Distribution, given: dict[str, Any]) -> Value:
    arrays: list[Array] = []
    for name, default in distribution.parameters:
        value = given.get(name)
        array = as_array(Float(default) if value is None else value)
        if array is None and given.get("size") is None:
            return UNKNOWN
        arrays.append(array or Array())
    facts = distribution.reach(*(_range(a) for a in arrays))
    dtype = dtypes.INT64 if distribution.is_whole else dtypes.FLOAT64
    shape = given.get("size") or joint(arrays)
    if given.get("size") is None and shape == shapes.SCALAR:
        shape = None
    if shape is not None and shape.rank is None and given.get("size") is None:
        return UNKNOWN
    return drawn(shape, facts, dtype, distribution.is_whole)


def _range(a: Array) -> Number:
    return (a.facts.low, a.facts.high) if a.facts.is_finite else (-inf, inf)


def joint(arrays: list[Array]) -> Shape:
    shape: Shape | None = shapes.SCALAR
    for array in arrays:
        joint = shapes.broadcast(shape, array.shape) if shape is not None else None
        if joint is None:
            refuse_shapes("the shapes of the parameters do not broadcast")
        shape = joint
    return shape or shapes.SCALAR


def _register(name: str, distribution: Distribution) -> None:
    parameters: list[tuple[str, object, object]] = [
        (n, Value, Parameter.empty if d is None else Float(d)) for n, d in distribution.parameters
    ]
    parameters.append(SIZE)

    def body(given: dict[str, Any]) -> Value:
        return _draw(distribution, given)

    def old_body(given: dict[str, Any]) -> Value:
        if name == "hypergeometric":
            _check_sample(given["nsample"])
        return _draw(distribution, given)

    models(f"{OLD[0]}.{name}")(_function(name, parameters, old_body))
    models(f"{OLD[1]}.{name}")(_function(name, [SELF, *parameters], old_body))
    models(f"{NEW}.{name}")(_function(name, [SELF, *parameters], body))


def _check_sample(nsample: Value) -> None:
    """Raises: ValueError for a sample of nothing, which only the Generator draws."""
    array = as_array(nsample)
    if array is not None and array.shape.rank == 0 and array.facts.high < 1:
        refuse("a sample of less than one cannot be drawn")


def _register_plain(name: str, facts: Facts) -> None:
    def body(given: dict[str, Any]) -> Value:
        dtype = given.get("dtype") or dtypes.FLOAT64
        return drawn(given.get("size"), facts, dtype)

    models(f"{OLD[0]}.{name}")(_function(name, [SIZE], body))
    if name not in NOT_IN_STATE:
        models(f"{OLD[1]}.{name}")(_function(name, [SELF, SIZE], body))
    if name in IN_GENERATOR:
        dtype = ("dtype", ADType | None, None)
        models(f"{NEW}.{name}")(_function(name, [SELF, SIZE, dtype], body))


for _name, _distribution in DISTRIBUTIONS.items():
    _register(_name, _distribution)
for _name, _facts in PLAIN.items():
    _register_plain(_name, _facts)


def _grid(sizes: tuple[Value, ...], facts: Facts) -> Value:
    shape = as_shape(Tuple(sizes)) if sizes else None
    return drawn(shape, facts, dtypes.FLOAT64)


@models("numpy.random.rand")
def rand(*d: Value) -> Value:
    """float64 in [0, 1). Shape: the arguments; none: one Python float."""
    return _grid(d, between(0, 1))


@models("numpy.random.randn")
def randn(*d: Value) -> Value:
    """Normal float64. Shape: the arguments; none: one Python float."""
    return _grid(d, PLAIN["standard_normal"])


@models("numpy.random.RandomState.rand")
def rand_method(self: Value, *d: Value) -> Value:
    """float64 in [0, 1). Shape: the arguments."""
    return rand(*d)


@models("numpy.random.RandomState.randn")
def randn_method(self: Value, *d: Value) -> Value:
    """Normal float64. Shape: the arguments."""
    return randn(*d)
