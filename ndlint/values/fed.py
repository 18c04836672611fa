"""What is found out about data on its way into a model."""

from enum import Enum

from msgspec import Struct

from ndlint.values.base import Value
from ndlint.values.dimension import Dim
from ndlint.values.equality import equal_apart_from
from ndlint.values.keras import Layer
from ndlint.values.shape import Shape
from ndlint.values.trace import Trace


class Misfit(Struct, frozen=True):
    """Why a model certainly refuses an array.

    `expected` is the declared input with the batch axis as None; `found` the whole array.
    `reason` continues "…: Dense …" in a message. `batch_axis` tells what stands for the
    number of samples in the declared shape, "" where nothing does. `row` is set where the
    array is one row of another (see `Origins`) and would fit with its first axis. `advice`
    says what to write, where that is more than to declare the array's shape; `turned` is that as
    a repair has it, where the array has its axes in another order, or lacks one. `batch` is the
    number of samples that the model takes at a time, where it is that which does not fit.
    """

    expected: Shape
    found: Shape
    reason: str
    batch_axis: str = ""
    is_certain: bool = True
    row: str | None = None
    advice: str = ""
    batch: int | None = None
    turned: str = ""


class Miss(Enum):
    """What is wrong with ids that an Embedding looks up."""

    BEYOND = "beyond"
    """There is no such row."""
    NEGATIVE = "negative"
    FRACTION = "fraction"


class Rescaled(Struct, frozen=True):
    """A layer that divides pixels by 255 or the like: its name, by what, and where it was made."""

    name: str
    divisor: float
    origin: Trace = ()


class Lookup(Struct, frozen=True):
    """Ids that a layer with so many rows does not find, or finds in another row.

    `raises`: TensorFlow raises on a CPU. `occurs`: such an id certainly is among them, and with
    `is_certain` it is certainly looked up.
    """

    layer: Layer
    rows: int
    miss: Miss
    raises: bool
    occurs: bool
    is_certain: bool = True


class Fed(Struct, frozen=True):
    """One array given to a model. `role` is the parameter: "x", "y", "validation_data".

    `is_refused`: Keras certainly raises for its dtype. `lookups` tell of ids among its elements.
    `rescaled` is what the model does first to bring pixels from 0..255 to another range.
    """

    role: str
    value: Value
    misfit: Misfit | None = None
    is_refused: bool = False
    lookups: tuple[Lookup, ...] = ()
    rescaled: "Rescaled | None" = None


@equal_apart_from("trace")
class Length(Struct, frozen=True, eq=False):
    """The number of samples in one argument, or in one part of it ("x[0]").

    `data` is what belongs together: "" or "validation".
    """

    role: str
    size: Dim
    data: str = ""
    trace: Trace = ()


class Disagreement(Struct, frozen=True):
    """Two arguments that must hold as many samples as each other, and do not.

    `repeats`: nothing raises, for the single sample of one is taken for all of the other.
    `advice` says what to write, where that is known.
    """

    first: Length
    second: Length
    repeats: bool = False
    is_certain: bool = True
    advice: str = ""


class Holds(Enum):
    """What a sequence holds that stands where an array belongs."""

    NUMBERS = "numbers"
    NO_DATA = "no data"
    """It is None, or a `range`, `zip`, `map` or the like."""
    TABLE = "a table"
    """It is a frame or a series of pandas'."""
    SPARSE = "a sparse matrix"
    LISTS = "lists"
    """It is a generator that yields lists where tuples belong."""
    LIST_INSIDE = "a list inside"
    """It yields tuples, and a list is one of the parts (the `kind`), or in it."""
    SAMPLES = "samples"
    """Arrays of one sample each."""
    BATCHES = "batches"
    """Arrays that each have an axis of samples."""


class Listed(Struct, frozen=True):
    """What stands where an array belongs, and Keras refuses: a list, a tuple, or another `kind`.

    `count` is how many items a list or tuple has, None: not known.
    """

    role: str
    holds: Holds
    count: int | None
    kind: str = "list"
