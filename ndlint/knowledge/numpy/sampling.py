"""The dtypes that functions give, asked of NumPy itself on arrays of ones."""

from functools import lru_cache
from itertools import product
from math import prod
from typing import Annotated, Any
from warnings import catch_warnings, simplefilter

from ndlint.knowledge.itself import import_numpy
from ndlint.knowledge.numpy.outcome import array_kind, as_known_array, element_kind, unset
from ndlint.knowledge.numpy.promotion import MAX_COMBINATIONS
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.facts import Facts
from ndlint.values.shape import Shape

Form = tuple[int, ...]
"""The shape of the ones that stand for an operand."""


def as_plain_array(value: Value) -> Array | None:
    """An array that is not masked: what NumPy's plain functions make of a mask, each decides."""
    array = as_known_array(value)
    return None if array is None or array.kind is Kind.MASKED else array


PlainArray = Annotated[Array, as_plain_array]


def sampled(
    function: str, *operands: tuple[Array, Form], extra: tuple[object, ...] = (), results: int = 1
) -> tuple[DType, ...] | None:
    """The dtype of each result; None where NumPy raises for the operands' dtypes.

    `function` is a name in `numpy`; `extra` are further arguments of the sample call.
    """
    unknown = (UNKNOWN_DTYPE,) * results
    names = [tuple(sorted(a.dtype.names)) for a, _ in operands]
    if not 0 < prod(map(len, names)) <= MAX_COMBINATIONS:
        return unknown
    forms = tuple(form for _, form in operands)
    answers = [_asked(function, chosen, forms, extra) for chosen in product(*names)]
    known = [a for a in answers if a is not None]
    if len(known) < len(answers) or any(len(a) not in (0, results) for a in known):
        return unknown
    known = [a for a in known if a]
    if not known:
        return None
    return tuple(DType(frozenset(column)) for column in zip(*known, strict=True))


@lru_cache(maxsize=4096)
def _asked(
    function: str, names: tuple[str, ...], forms: tuple[Form, ...], extra: tuple[object, ...]
) -> tuple[str, ...] | None:
    """The names of the dtypes of the results; none where NumPy refuses, None: not known."""
    numpy = import_numpy()
    if not dtypes.NUMPY_NUMBERS.issuperset(names):
        return None
    call: Any = numpy
    for part in function.split("."):
        call = getattr(call, part)
    arrays = [numpy.ones(form, name) for name, form in zip(names, forms, strict=True)]
    with catch_warnings(), numpy.errstate(all="ignore"):
        simplefilter("ignore")
        try:
            result = call(*arrays, *extra)
        except TypeError:
            return ()
        except (ValueError, ArithmeticError):
            return None
    parts = result if isinstance(result, tuple) else (result,)
    found = [dtypes.canonical(numpy.asarray(part).dtype.name) for part in parts]
    return None if None in found else tuple(name for name in found if name)


def made(
    sources: tuple[Array, ...], dtype: DType, shape: Shape, facts: Facts | None = None
) -> Value:
    """A new array or, where it has no axes, a scalar; of objects that would be any object."""
    if not shape.rank and any(a.dtype.may_be("object") for a in sources):
        return UNKNOWN
    facts = unset(dtype) if facts is None else facts
    return Array(element_kind(shape, sources), dtype, shape, facts)


def made_array(sources: tuple[Array, ...], dtype: DType, shape: Shape) -> Value:
    """A new array that stays one where it has no axes."""
    return Array(array_kind(sources), dtype, shape, unset(dtype))
