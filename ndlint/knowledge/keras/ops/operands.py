"""What `keras.ops` takes, and what it makes of it: symbolic tensors of symbolic ones.

Source: Keras 3.15, `keras/src/ops`, `keras/src/backend/tensorflow`.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Annotated, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.binding import Arguments, bind, call
from ndlint.knowledge.keras.promotion import result_type
from ndlint.knowledge.registry import MODELS, Refusal, models
from ndlint.knowledge.tensorflow.refused import check as check_refused
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, Float, Int, List, Tuple, Value, elements
from ndlint.values.conversion import tensor_of
from ndlint.values.dtype import DType, WeakType
from ndlint.values.facts import UNKNOWN_FACTS, Facts
from ndlint.values.frame import as_numpy
from ndlint.values.keras import KerasTensor
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

F = TypeVar("F", bound=Callable[..., object])


def ops(*names: str, computes: str = "") -> Callable[[F], F]:
    """Register what functions of `keras.ops` return, which Keras 2 has not.

    What they make is known where TensorFlow computes; see `models`.
    """

    def register(function: F) -> F:
        @wraps(function)
        def guarded(*arguments: object, **options: object) -> object:
            is_known = current().keras == 3 and current().usual_backend
            return function(*arguments, **options) if is_known else UNKNOWN

        models(*(f"keras.ops.{name}" for name in names), computes=computes)(guarded)
        return function

    return register


class Operand(Struct, frozen=True):
    """An argument, as the tensor that it stands for. `weak` is the type of a number of Python's."""

    dtype: DType
    shape: Shape
    facts: Facts = UNKNOWN_FACTS
    is_symbolic: bool = False
    weak: WeakType | None = None
    is_listed: bool = False
    """Whether it is a list: some functions take none beside a symbolic tensor."""
    is_converted: bool = False
    """Whether it is no tensor yet."""
    is_variable: bool = False
    """Whether it is a variable, which some functions return as it is."""


def as_operand(value: Value) -> Operand | None:
    """An argument as a tensor; None: not known."""
    if isinstance(value, KerasTensor):
        return Operand(value.dtype, value.shape, is_symbolic=True)
    weak = {Int: int, Float: float}.get(type(value))
    tensor = tensor_of(as_numpy(value))
    if tensor is None or not tensor.dtype.names.isdisjoint(dtypes.WORDS | {"object"}):
        return None
    is_listed = elements(value) is not None or isinstance(value, List)
    is_converted = not (isinstance(value, Array) and value.is_tensor)
    is_variable = isinstance(value, Array) and value.kind is Kind.VARIABLE
    return Operand(
        tensor.dtype,
        tensor.shape,
        tensor.facts,
        weak=weak,
        is_listed=is_listed,
        is_converted=is_converted,
        is_variable=is_variable,
    )


def as_operands(value: Value) -> tuple[Operand, ...] | None:
    """A list of tensors; None where one is not known."""
    found = [as_operand(item) for item in elements(value) or ()]
    known = tuple(one for one in found if one is not None)
    return known if known and len(known) == len(found) else None


AnOperand = Annotated[Operand, as_operand]
Operands = Annotated[tuple[Operand, ...], as_operands]


def joint(*operands: Operand) -> DType:
    """The dtype that all are cast to."""
    strong = [o.dtype for o in operands if o.weak is None]
    weak = [o.weak for o in operands if o.weak is not None]
    if len(weak) == len(operands):
        return joint(*(replace(o, weak=None) for o in operands))
    return result_type(strong, weak)


def made(
    operands: Iterable[Operand], dtype: DType, shape: Shape, facts: Facts = UNKNOWN_FACTS
) -> Value:
    """The result: a tensor, or a symbolic one where an operand is."""
    if any(operand.is_symbolic for operand in operands):
        return KerasTensor(shape, dtype)
    return Array(Kind.TENSOR, dtype, shape, facts)


def changed(x: Operand, shape: Shape | None = None) -> Value:
    """A tensor of other elements, of the same dtype."""
    return made((x,), x.dtype, x.shape if shape is None else shape)


def moved(x: Operand, shape: Shape) -> Value:
    """A tensor of some of the elements, in other places."""
    return made((x,), x.dtype, shape, x.facts.of_a_part())


def shaped(
    name: str, given: Sequence[Operand], *others: Value, listed: bool = False, late: bool = False
) -> Shape:
    """The shape that the function of NumPy makes of arrays of these shapes, and other arguments.
    `listed`: it takes a list of them. `late`: of symbolic tensors, Keras refuses no shapes.

    Raises: Refusal, where it refuses them.
    """
    try:
        found = results(name, given, *others, listed=listed)
    except Refusal:
        if late and any(operand.is_symbolic for operand in given):
            return UNKNOWN_SHAPE
        raise
    return found[0] if len(found) == 1 else UNKNOWN_SHAPE


def results(
    name: str, given: Sequence[Operand], *others: Value, listed: bool = False
) -> tuple[Shape, ...]:
    """The shapes of all that the function of NumPy makes; none: not known. Raises: Refusal."""
    if any(o.is_listed for o in given) and any(o.is_symbolic for o in given):
        return ()  # Keras looks at no shape of a list then
    arrays = tuple(Array(Kind.NDARRAY, dtypes.FLOAT64, operand.shape) for operand in given)
    function = MODELS[f"numpy.{name}"].function
    bound = bind(function, Arguments((*((Tuple(arrays),) if listed else arrays), *others)))
    if bound is None:
        return ()
    try:
        result = call(function, bound)
    except Refusal as refusal:
        raise refused(refusal.message, given, refusal.contract) from refusal
    if isinstance(result, Tuple | List):
        parts = elements(result) or ()
    else:
        parts = (result,) if isinstance(result, Value) else ()
    return tuple(part.shape if isinstance(part, Array) else UNKNOWN_SHAPE for part in parts)


def refused(
    message: str, given: Iterable[Operand], contract: Contract = Contract.TENSOR_SHAPES
) -> Refusal:
    """The error of shapes that do not go together: Keras looks at symbolic tensors itself."""
    is_symbolic = any(operand.is_symbolic for operand in given)
    error = "ValueError" if is_symbolic else "InvalidArgumentError"
    kept = contract if contract is Contract.RESHAPE else Contract.TENSOR_SHAPES
    return Refusal(error, message, kept)


def check(x: Operand, refused: frozenset[str]) -> None:
    """Look at the dtype of a tensor. Raises: Refusal, where it is certainly refused: of a symbolic
    one, that is found out only when the model runs."""
    if not x.is_symbolic:
        check_refused(Array(Kind.TENSOR, x.dtype), refused)
