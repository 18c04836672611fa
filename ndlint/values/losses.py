"""Keras' own losses and metrics, and what is wrong with what they are given."""

from enum import Enum

from msgspec import Struct

from ndlint.values.base import Value
from ndlint.values.equality import equal_apart_from
from ndlint.values.keras import Layer
from ndlint.values.trace import Trace


@equal_apart_from("name", "origin")
class Loss(Value, frozen=True, eq=False):
    """One of Keras' own losses, or a metric that is computed like one.

    `kind` is the function's full name ("mean_squared_error"), `name` what the program
    writes ("mse").
    """

    kind: str
    options: tuple[tuple[str, Value], ...] = ()
    name: str = ""
    is_metric: bool = False
    origin: Trace = ()

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
    NOT_BINARY = "not binary"
    """A label of two classes is not in 0 to 1."""
    LOGITS = "logits"
    """The loss takes probabilities, and the output is none."""
    CONSTANT = "constant"
    """The output is 1.0, whatever the input."""
    ONE_CLASS = "one class"
    """The loss is 0, whatever the output."""
    WRONG_METRIC = "wrong metric"
    """A metric counts something else than the share of right classes."""


class OtherLoss(Struct, frozen=True):
    """Compile with another loss: the name of its function."""

    kind: str


class OtherMetric(Struct, frozen=True):
    """Compile with another metric instead of that of this name."""

    old: str
    new: str


class Logits(Struct, frozen=True):
    """Tell the loss that the output is no probability."""


class OneHot(Struct, frozen=True):
    """Encode class ids, one column for each of the `classes`."""

    classes: int


class ClassIds(Struct, frozen=True):
    """Give the class ids that stand behind one-hot labels."""


class Shifted(Struct, frozen=True):
    """Add a number to the class ids."""

    by: int


class Widened(Struct, frozen=True):
    """Give the labels a last axis of size 1."""


class Units(Struct, frozen=True):
    """Give the last layer another number of units."""

    number: int


class Activated(Struct, frozen=True):
    """Give a layer another activation."""

    layer: Layer
    name: str


class LastStep(Struct, frozen=True):
    """Let a recurrent layer return its last step only."""

    layer: Layer


class Flattened(Struct, frozen=True):
    """Flatten what a layer returns, or what it gets."""

    layer: Layer
    after: bool = True


Cure = (
    OtherLoss | OtherMetric | Logits | OneHot | ClassIds | Shifted | Widened | Units | Activated
    | LastStep | Flattened
)  # fmt: skip
Cures = tuple[tuple[Cure, ...], ...]
"""Several ways to put it right, the best first; what stands together is done together."""


class Problem(Struct, frozen=True):
    """One thing that is wrong: `told` says what, `advice` what to write instead, and `cures`
    say that so that it can be done."""

    misuse: Misuse
    told: str
    advice: str
    is_certain: bool = True
    trace: Trace = ()
    cures: Cures = ()
