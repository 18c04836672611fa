"""The dtypes of results, asked of NumPy itself on arrays of one element."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import product
from math import isfinite
from typing import Any, NoReturn
from warnings import catch_warnings, simplefilter

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.itself import import_numpy
from ndlint.knowledge.numpy.casting import limits
from ndlint.knowledge.numpy.outcome import refuse
from ndlint.knowledge.numpy.usual import usual
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import Bool, Complex, Float, Int, List, Tuple, Value
from ndlint.values.conversion import as_array
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.facts import Facts

MAX_COMBINATIONS = 64
"""Operands with more possible dtypes than this have an unknown result."""
RAISES = "raises "
"""Begins the answer where NumPy raises for such operands, before the name of the error."""
STRINGS = {"str": "U1", "bytes": "S1"}
"""What NumPy is asked with for these: arrays of one character."""


class Operand(Struct, frozen=True):
    """An operand as an array and, of a Python number, the literals that stand for it.

    Python numbers are weak: NumPy 2 casts them to the other operand's dtype (NEP 50).
    """

    array: Array
    literals: frozenset[str] | None = None

    @property
    def forms(self) -> frozenset[str]:
        """What NumPy is asked with: the possible dtypes, or the literals."""
        return self.array.dtype.names if self.literals is None else self.literals


def operand(value: Value) -> Operand | None:
    """A value as an operand of NumPy's; None where it is not known to be one."""
    if isinstance(value, Array):
        return None if value.is_tensor else Operand(value)
    array = as_array(value)
    if array is None:
        return None
    match value:
        case Bool():
            return Operand(array, frozenset({"=True"}))
        case Int():
            number = value.number
            usual = number is None or 0 <= number < 128
            return Operand(array, frozenset({"=1" if usual else f"={number}"}))
        case Float():
            return Operand(array, frozenset({"=1.0"}))
        case Complex():
            return Operand(array, frozenset({"=1j"}))
        case Tuple() | List():
            return Operand(array)
    return None


EXPONENTS = {
    Int: frozenset({"=-1", "=0", "=1", "=2", "=3"}),
    Float: frozenset({"=-1.0", "=0.0", "=0.5", "=1.0", "=1.5", "=2.0"}),
}
"""Numbers for each of which `x ** number` may take a way of its own."""


def exponent(op: Operand, value: Value) -> Operand:
    """The operand as an exponent, whose number itself decides the dtype (`x ** 0.5`)."""
    match value:
        case Int(int(number)):
            return Operand(op.array, frozenset({f"={number}"}))
        case Float(float(number)) if isfinite(number):
            return Operand(op.array, frozenset({f"={number!r}"}))
        case Int() | Float():
            return Operand(op.array, EXPONENTS[type(value)])
    return op


def result_dtype(function: str, *operands: Operand) -> DType | None:
    """The dtype that a function of `numpy` gives; None where it is not known to be an array.

    `function` is the name of a function, or `operator.` and the name of an operator.
    Raises: TypeError where NumPy takes no operands of such dtypes, OverflowError where it
    cannot cast a Python integer to the dtype that it meets.
    """
    if current().numpy == 1 and len(operands) > 1:
        return _of_numpy_1(function, operands)
    return _of_numpy_2(function, operands)


def _of_numpy_2(function: str, operands: Sequence[Operand]) -> DType | None:
    forms = [op.forms for op in operands]
    total = 1
    for names in forms:
        if not names:
            return UNKNOWN_DTYPE
        total *= len(names)
    if total > MAX_COMBINATIONS:
        return UNKNOWN_DTYPE
    ranks = tuple(op.array.kind is Kind.SCALAR for op in operands)
    answers = {_told(function, combination, ranks) for combination in product(*forms)}
    if None in answers:
        kinds = {Kind.SCALAR if op.literals is not None else op.array.kind for op in operands}
        # `1j ** x` is a number of Python's.
        return None if kinds == {Kind.SCALAR} else UNKNOWN_DTYPE
    errors = [a.removeprefix(RAISES) for a in answers if a and a.startswith(RAISES)]
    names = frozenset(a for a in answers if a and not a.startswith(RAISES))
    if names:
        return DType(names)
    if len(errors) == 1 and all(op.array.kind is not Kind.MASKED for op in operands):
        _refuse(function, operands, errors[0])
    return None


def _refuse(function: str, operands: Sequence[Operand], error: str) -> NoReturn:
    """Say that NumPy raises for the dtypes of the operands, or for a Python integer among them."""
    if error == "OverflowError":
        numbers = [op.array.facts.low for op in operands if op.literals is not None]
        dtype = next(op.array.dtype for op in operands if op.literals is None)
        least, greatest = limits(min(dtype.names))
        misfit = next((n for n in numbers if not least <= n <= greatest), None)
        if misfit is not None:
            refuse(
                f"the Python integer {int(misfit)} does not fit {dtype}, which holds "
                f"{int(least)} to {int(greatest)}",
                error,
                Contract.INTEGER_RANGE,
            )
    taken = " and ".join(str(op.array.dtype) for op in operands)
    refuse(f"{function.removeprefix('operator.').removesuffix('_')} does not take {taken}", error)


def _of_numpy_1(function: str, operands: Sequence[Operand]) -> DType | None:
    """The dtype by the value-based promotion that NumPy had before version 2.

    An array of unknown rank may be of rank 0: both are looked at.
    """
    answers: list[DType | None] = []
    refusals: list[Refusal] = []
    for is_flat in (False, True):
        ranked = [_is_flat(op, is_flat) for op in operands]
        spoken = None
        if not _goes_its_own_way(function, operands, ranked):
            spoken = _as_updated(function, operands) or _as_in_numpy_1(operands, ranked)
        try:
            answers.append(None if spoken is None else _of_numpy_2(function, spoken))
        except Refusal as refusal:
            refusals.append(refusal)
    if len(refusals) == 2:
        raise refusals[0]
    return answers[0] if len(answers) == 2 and answers[0] == answers[1] else UNKNOWN_DTYPE


def _as_updated(function: str, operands: Sequence[Operand]) -> list[Operand] | None:
    """Operands where an array is updated in place by one of a higher kind, with which NumPy 2
    refuses that as NumPy 1 did, whatever the array's rank; None: it is not so."""
    array, other = operands[0], operands[-1]
    low, high = _kind(array), _kind(other)
    is_update = function.startswith("operator.i") and array.array.kind is Kind.NDARRAY
    if not is_update or function == "operator.ipow" or low is None or high is None or low >= high:
        return None
    return [array, Operand(replace(other.array, kind=Kind.SCALAR))]


def _is_flat(op: Operand, otherwise: bool) -> bool:
    """Whether the operand counts as a scalar; `otherwise` where its rank is not known."""
    if op.literals is not None or op.array.kind is Kind.SCALAR:
        return True
    return otherwise if op.array.shape.rank is None else op.array.shape.rank == 0


def _as_in_numpy_1(operands: Sequence[Operand], flat: Sequence[bool]) -> list[Operand] | None:
    """Operands for which NumPy 2 gives the dtype that NumPy 1 gave; None: not known.

    Source: NumPy 1.26, `result_type`: beside arrays, a scalar of no higher kind counts as
    the smallest dtype that holds its value; among scalars, each as the dtype that it has.
    """
    kinds = [_kind(op) for op in operands]
    highest = [
        max(
            (k for k, is_flat in zip(kinds, flat, strict=True) if k is not None and is_flat is of),
            default=-1,
        )
        for of in (False, True)
    ]
    arrays = [op for op, is_flat in zip(operands, flat, strict=True) if not is_flat]
    if None in kinds:
        return None
    if highest[1] > highest[0]:
        return [Operand(replace(op.array, kind=Kind.SCALAR)) for op in operands]
    spoken = [
        _beside(op, arrays) if is_flat else op for op, is_flat in zip(operands, flat, strict=True)
    ]
    known = [op for op in spoken if op is not None]
    return known if len(known) == len(spoken) else None


def _goes_its_own_way(function: str, operands: Sequence[Operand], flat: Sequence[bool]) -> bool:
    """Whether a function of NumPy 1 promotes in a way that is not followed.

    `x ** 2` is computed as `x * x`, and `clip` puts its bounds together first.
    """
    first = operands[0]
    if function == "operator.pow":
        is_array = first.literals is None and first.array.kind is not Kind.SCALAR
        return is_array and (flat[0] or first.array.dtype.may_be("bool"))
    return function == "clip" and (
        flat[0]
        or any(
            op.array.dtype != first.array.dtype
            for op, is_flat in zip(operands[1:], flat[1:], strict=True)
            if not is_flat
        )
    )


KINDS = (frozenset({"bool"}), dtypes.INTEGERS, dtypes.FLOATS)
"""From the lowest to the highest, as NumPy 1 orders them."""
WEAK = (frozenset({"=True"}), frozenset({"=1"}), frozenset({"=1.0"}))
"""Of each kind, the literal that takes the dtype of any array of that kind."""


def _kind(op: Operand) -> int | None:
    """The number of the kind of the operand's dtype; None where it is none of them."""
    found = (i for i, names in enumerate(KINDS) if op.array.dtype.is_one_of(names))
    return next(found, None)


def _beside(scalar: Operand, arrays: Sequence[Operand]) -> Operand | None:
    """A scalar among arrays of its kind or a higher one: weak, where it fits into each."""
    kind = _kind(scalar)
    if kind is not None and all(_holds(op.array.dtype, scalar) for op in arrays):
        return Operand(scalar.array, scalar.literals or WEAK[kind])
    return None


SMALL = 2**15
"""Integers below it leave all floats but float16 as they are."""


def _holds(dtype: DType, scalar: Operand) -> bool:
    """Whether an array of the dtype certainly stays as it is beside the scalar."""
    facts = scalar.array.facts
    if not (isfinite(facts.low) and isfinite(facts.high)):
        return scalar.array.dtype == dtypes.BOOL
    if scalar.array.dtype.is_one_of(dtypes.FLOATS):
        return _fits(facts, "float16")
    if dtype.is_one_of(dtypes.FLOATS):
        return not dtype.may_be("float16") and max(-facts.low, facts.high) < SMALL
    return all(_fits(facts, name) for name in dtype.names)


def _fits(facts: Facts, name: str) -> bool:
    least, greatest = limits(name)
    return least <= facts.low and facts.high <= greatest


@lru_cache(maxsize=4096)
def _told(function: str, forms: tuple[str, ...], scalars: tuple[bool, ...]) -> str | None:
    return usual(function, forms, scalars) or asked(function, forms, scalars)


def asked(function: str, forms: tuple[str, ...], scalars: tuple[bool, ...]) -> str | None:
    """What NumPy says: the name of the dtype, RAISES and an error's name, or None: unknown."""
    numpy = import_numpy()
    arguments = []
    for form, scalar in zip(forms, scalars, strict=True):
        if form.startswith("="):
            arguments.append(_literal(form[1:]))
        elif form not in dtypes.NUMPY_NUMBERS | STRINGS.keys():
            return None
        else:
            array = numpy.ones(1, STRINGS.get(form, form))
            arguments.append(array[0] if scalar else array)
    with catch_warnings(), numpy.errstate(all="ignore"):
        simplefilter("ignore")
        try:
            result = _function(function)(*arguments)
        except (TypeError, OverflowError) as error:
            return RAISES + ("OverflowError" if isinstance(error, OverflowError) else "TypeError")
        except ValueError:
            # For the element that was tried; of none it may give a result.
            return None
    found = getattr(result, "dtype", None)
    return None if found is None else dtypes.canonical(found.name)


def _literal(text: str) -> bool | int | float | complex | None:
    if text in ("True", "None"):
        return True if text == "True" else None
    if text.endswith("j"):
        return complex(text)
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _function(name: str) -> Callable[..., Any]:
    import operator

    owner: Any = operator if name.startswith("operator.") else import_numpy()
    function: Any = owner
    for part in name.removeprefix("operator.").split("."):
        function = getattr(function, part)
    result: Callable[..., Any] = function
    return result
