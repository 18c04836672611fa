"""What happens in a program that a rule may judge. Both engines produce these.

A knowledge module makes the event from a call's arguments; the engine adds the place.
"""

from dataclasses import dataclass
from enum import Enum

from ndlint.values.base import Value
from ndlint.values.dimension import Dim
from ndlint.values.dtype import DType
from ndlint.values.keras import Model
from ndlint.values.shape import Shape
from ndlint.values.trace import Site

NOWHERE = Site("", 1, 1, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`call` is the callee as the program writes it ("model.fit"), or an operator."""

    site: Site = NOWHERE
    call: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(Event):
    """A value becomes a tensor. `dtype` is None where the program asks for none."""

    value: Value
    dtype: DType | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Event):
    """Operands meet in a TensorFlow operation, which promotes nothing."""

    operands: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Event):
    """Values are given to one TensorFlow function of which nothing else is known."""

    operands: tuple[Value, ...]


class Contract(Enum):
    """What a library function asks of its arguments, where a rule tells of its breach."""

    OTHER = "other"
    """Nothing that is about data."""
    RAGGED = "ragged"
    """Nested sequences must be rectangular."""
    DECLARED_SHAPE = "declared shape"
    """A declared input shape must be a shape."""
    LAYER_INPUT = "layer input"
    """A layer takes certain ranks and axis sizes."""
    OUTPUT_SIZE = "output size"
    """A layer's output must have positive axes."""
    RESHAPE = "reshape"
    """A reshape must keep the number of elements."""
    MERGE = "merge"
    """What a layer merges must have shapes that go together."""
    BROADCAST = "broadcast"
    """Shapes must broadcast, concatenate, multiply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Event):
    """A library function certainly raises for what it is given.

    `error` names the exception class, `message` says why in ndlint's words.
    """

    error: str
    message: str
    contract: Contract
    operands: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a model certainly refuses an array.

    `expected` is the declared input with the batch axis as None; `found` the whole array.
    `reason` continues "…: Dense …" in a message. `batch_axis` tells what stands for the
    number of samples in the declared shape, "" where nothing does. `row` is set where the
    array is one row of another (see `Origins`) and would fit with its first axis. `advice`
    says what to write, where that is more than to declare the array's shape.
    """

    expected: Shape
    found: Shape
    reason: str
    batch_axis: str = ""
    is_certain: bool = True
    row: str | None = None
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Fed:
    """One array given to a model. `role` is the parameter: "x", "y", "validation_data"."""

    role: str
    value: Value
    misfit: Misfit | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """The number of samples in one argument."""

    role: str
    size: Dim


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(Event):
    """Data reaches a model by `fit`, `evaluate`, `predict`, a batch method or a call.

    `inputs` are all arrays that flow in, `given` the arguments as they are, by role.
    `casts_to` is the dtype to which Keras casts floating-point inputs, None: not known.
    """

    model: Model
    inputs: tuple[Fed, ...]
    casts_to: DType | None
    given: tuple[tuple[str, Value], ...] = ()
    lengths: tuple[Length, ...] = ()
