"""Keras' own losses and metrics, and what is wrong with what they are given."""

from dataclasses import dataclass, field
from enum import Enum

from ndlint.values.base import Value
from ndlint.values.keras import Layer
from ndlint.values.trace import Trace


@dataclass(frozen=True, slots=True)
class Loss(Value):
    """One of Keras' own losses, or a metric that is computed like one.

    `kind` is the function's full name ("mean_squared_error"), `name` what the program
    writes ("mse").
    """

    kind: str
    options: tuple[tuple[str, Value], ...] = ()
    name: str = field(default="", compare=False)
    is_metric: bool = False
    origin: Trace = field(default=(), compare=False)

    @property
    def path(self) -> str:
        """The class under whose name its methods are registered."""
        return "keras.metrics.Metric" if self.is_metric else "keras.losses.Loss"

    def option(self, name: str) -> Value | None:
        """An argument that it was made with, or None where it was not given."""
        return dict(self.options).get(name)


class Misuse(Enum):
    """What becomes of labels, an output and a loss that do not go together."""

    REFUSED = "refused"
    """Keras or TensorFlow raises for the shapes."""
    BROADCAST = "broadcast"
    """One label is compared with several outputs, or the other way round."""
    OUT_OF_RANGE = "out of range"
    """A class id is not below the number of units."""
    LOGITS = "logits"
    """The loss takes probabilities, and the output is none."""
    CONSTANT = "constant"
    """The output is 1.0, whatever the input."""
    ONE_CLASS = "one class"
    """The loss is 0, whatever the output."""


@dataclass(frozen=True, slots=True)
class OtherLoss:
    """Compile with another loss: the name of its function."""

    kind: str


@dataclass(frozen=True, slots=True)
class Logits:
    """Tell the loss that the output is no probability."""


@dataclass(frozen=True, slots=True)
class OneHot:
    """Encode class ids, one column for each of the `classes`."""

    classes: int


@dataclass(frozen=True, slots=True)
class ClassIds:
    """Give the class ids that stand behind one-hot labels."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """Add a number to the class ids."""

    by: int


@dataclass(frozen=True, slots=True)
class Widened:
    """Give the labels a last axis of size 1."""


@dataclass(frozen=True, slots=True)
class Units:
    """Give the last layer another number of units."""

    number: int


@dataclass(frozen=True, slots=True)
class Activated:
    """Give a layer another activation."""

    layer: Layer
    name: str


@dataclass(frozen=True, slots=True)
class LastStep:
    """Let a recurrent layer return its last step only."""

    layer: Layer


@dataclass(frozen=True, slots=True)
class Flattened:
    """Flatten what a layer returns, or what it gets."""

    layer: Layer
    after: bool = True


Cure = (
    OtherLoss | Logits | OneHot | ClassIds | Shifted | Widened | Units | Activated | LastStep
    | Flattened
)  # fmt: skip
Cures = tuple[tuple[Cure, ...], ...]
"""Several ways to put it right, the best first; what stands together is done together."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `told` says what, `advice` what to write instead, and `cures`
    say that so that it can be done."""

    misuse: Misuse
    told: str
    advice: str
    is_certain: bool = True
    trace: Trace = ()
    cures: Cures = ()
