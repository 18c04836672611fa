"""What happens in a program that a rule may judge. Both engines produce these.

A knowledge module makes the event from a call's arguments; the engine adds the place.
"""

from dataclasses import dataclass

from ndlint.values.base import Value
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


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a model certainly refuses an array.

    `expected` is the declared input with the batch axis as None; `found` the whole array.
    `reason` continues "…: Dense …" in a message. `batch_axis` tells what stands for the
    number of samples in the declared shape, "" where nothing does.
    """

    expected: Shape
    found: Shape
    reason: str
    batch_axis: str = ""
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Fed:
    """One array given to a model. `role` is the parameter: "x", "y", "validation_data"."""

    role: str
    value: Value
    misfit: Misfit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(Event):
    """Data reaches a model by `fit`, `evaluate`, `predict`, a batch method or a call.

    `casts_to` is the dtype to which Keras casts floating-point inputs, None: not known.
    """

    model: Model
    inputs: tuple[Fed, ...]
    casts_to: DType | None
