"""What happens in a program that a rule may judge. Both engines produce these.

A knowledge module makes the event from a call's arguments; the engine adds the place.
"""

from enum import Enum

from msgspec import Struct

from ndlint.values.array import Array, Split
from ndlint.values.base import NOTHING, Value
from ndlint.values.dataset import Dataset
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import DType
from ndlint.values.fed import Disagreement, Fed, Length, Listed
from ndlint.values.keras import KerasTensor, Model
from ndlint.values.losses import Loss, Problem
from ndlint.values.shape import Shape
from ndlint.values.trace import Site

NOWHERE = Site("", 1, 1, 1, 1)


class Event(Struct, frozen=True, kw_only=True):
    """`call` is the callee as the program writes it ("model.fit"), or an operator. `in_graph`: a
    graph is made there, which runs later, and what nothing asks for does not run at all."""

    site: Site = NOWHERE
    call: str = ""
    in_graph: bool = False


class Conversion(Event, frozen=True, kw_only=True):
    """A value becomes a tensor. `dtype` is None where the program asks for none.

    `as_is_first`: it becomes a tensor of its own dtype, and that is cast (`tf.cast`). `items`
    lead to it in the first argument, where that is a tuple of several; None: it is elsewhere.
    `keeps`: of a tensor, no other dtype is taken. `takes_dtype`: the function can be asked for one.
    """

    value: Value
    dtype: DType | None
    as_is_first: bool = False
    items: tuple[int, ...] | None = ()
    keeps: bool = False
    takes_dtype: bool = True


class Converts(Enum):
    """To which dtype an operation converts the operands that are no tensors."""

    TO_TENSOR = "to the tensor's"
    """To that of the tensor among them, wherever it stands."""
    TO_FIRST = "to the first one's"
    """The first operand is converted by itself, the others to its dtype."""
    ALONE = "to their own"
    """Each is converted by itself."""


class Arithmetic(Event, frozen=True, kw_only=True):
    """Operands meet in a TensorFlow operation, which promotes nothing.

    `operation` is an operator's symbol, or the name of a function that is none. Before the
    operands, a function has `skipped` other arguments; a method's receiver counts as -1.
    `listed`: they are the items of one argument.
    """

    operands: tuple[Value, ...]
    converts: Converts = Converts.TO_TENSOR
    operation: str = ""
    skipped: int = 0
    listed: bool = False

    @property
    def does(self) -> str:
        """The operation; an operator is called by its symbol."""
        return self.operation or self.call

    @property
    def tensors(self) -> tuple[Array, ...]:
        """The operands that are tensors or variables."""
        return tuple(v for v in self.operands if isinstance(v, Array) and v.is_tensor)


class Meeting(Event, frozen=True, kw_only=True):
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
    KEYWORD = "keyword"
    """A layer must know the keyword by which its input is declared."""
    ELEMENTS = "elements"
    """A layer or an operation takes certain dtypes."""
    INTEGERS = "integers"
    """What counts, or stands for a row, must be an integer."""
    BOOLEANS = "booleans"
    """A logical operation takes booleans."""
    LAYER_INPUT = "layer input"
    """A layer takes certain ranks and axis sizes."""
    OUTPUT_SIZE = "output size"
    """A layer's output must have positive axes."""
    RESHAPE = "reshape"
    """A reshape must keep the number of elements."""
    MERGE = "merge"
    """What a layer merges must have shapes that go together."""
    COMPILED = "compiled"
    """What `compile` is given must be as Keras takes it."""
    BUILT = "built"
    """A model must have weights where these are asked for."""
    WEIGHTS = "weights"
    """Weights that are given to a layer or model must be as many, and of the same shapes."""
    BROADCAST = "broadcast"
    """Shapes must broadcast, concatenate, multiply."""
    TENSOR_SHAPES = "tensor shapes"
    """So must those of tensors."""
    IN_PLACE = "in place"
    """What `x op= y` computes must be cast to the dtype of the array x by a safe kind of cast."""
    INTEGER_RANGE = "integer range"
    """A Python integer must fit into the dtype of the integers that it meets."""
    PADDING = "padding"
    """Sequences that are padded must hold numbers."""
    ENCODING = "encoding"
    """Class ids that are encoded must be integers that have a column."""
    IDS = "ids"
    """Ids that are looked up must be in the table."""
    WHOLE_NUMBER = "whole number"
    """A size or a count must be a whole number, or an `int` of Python's."""
    ARRAY_ATTRIBUTES = "array attributes"
    """What arrays have and tensors have not must not be asked of a tensor."""
    GRADIENTS = "gradients"
    """An optimizer must be given a gradient."""
    TRUTH = "truth"
    """A condition must have one truth value."""
    SYMBOL_TO_NUMPY = "symbol to NumPy"
    """NumPy takes only tensors that have elements."""
    SYMBOL_TO_TENSORFLOW = "symbol to TensorFlow"
    """TensorFlow takes no symbolic tensor of Keras 3."""
    SLICES = "slices"
    """What is cut into the elements of a data set must have an axis for that."""
    LENGTHS = "lengths"
    """What belongs together must hold as many samples."""
    SIGNATURE = "signature"
    """A data set of a generator must be told what that yields."""
    IMAGES = "images"
    """What yields images must be given them with three axes each, after that of samples."""
    ESTIMATOR = "estimator"
    """What an estimator is given must have two axes, and the features that it has learned."""
    SCORE = "score"
    """Predictions must have as many columns as the labels that they are compared with."""


class Refused(Event, frozen=True, kw_only=True):
    """A library function certainly raises for what it is given.

    `error` names the exception class, `message` says why in ndlint's words. `argument` is the
    one that it raises for, where it is a part of what it is given.
    """

    error: str
    message: str
    contract: Contract
    operands: tuple[Value, ...]
    argument: Value | None = None


class Feed(Event, frozen=True, kw_only=True):
    """Data reaches a model by `fit`, `evaluate`, `predict`, a batch method or a call.

    `inputs` are all arrays that flow in, `given` the arguments as they are, by role.
    `casts_to` is the dtype to which Keras casts floating-point inputs, None: not known.
    `unbatched` are the roles of data sets that yield single samples, `endless` those of data sets
    without an end, of which it is not said how many elements to take. `is_cut`: the data is cut
    into batches, else it is one. `unlabelled` are the parameters for labels without which the
    loss certainly cannot be computed. `class_weight` is the argument of that name, and
    `unweighted` a class among the labels that it certainly leaves out, where Keras refuses that.
    `beside` are the parameters that are given beside a data set, or a generator, and that Keras
    takes with arrays only. `in_turns`: each turn of a loop feeds what it goes through; `is_row`:
    that is a slice of one row.
    """

    model: Model
    inputs: tuple[Fed, ...]
    casts_to: DType | None
    given: tuple[tuple[str, Value], ...] = ()
    lengths: tuple[Length, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    lists: tuple[Listed, ...] = ()
    unbatched: tuple[str, ...] = ()
    endless: tuple[str, ...] = ()
    supervised: "tuple[Supervised, ...]" = ()
    unlabelled: tuple[str, ...] = ()
    is_cut: bool = True
    class_weight: Value = NOTHING
    unweighted: int | None = None
    beside: tuple[str, ...] = ()
    in_turns: bool = False
    is_row: bool = False


class Supervised(Struct, frozen=True):
    """An output of a model, and the labels that a loss compares it with.

    `role` is the parameter that holds the labels ("y", "validation y"), `output` the shape
    of the output for this data. `loss` is None where none is computed (`predict`, a call),
    or it is not Keras' own: that is `own` then. `tensor` is the output number `index` of
    `count`, where a model has made it.
    """

    role: str
    labels: Value
    output: Shape
    loss: Loss | None
    problems: tuple[Problem, ...] = ()
    tensor: KerasTensor | None = None
    index: int = 0
    count: int = 1
    own: Value = NOTHING


class LossCall(Event, frozen=True, kw_only=True):
    """A loss is called directly. `lists` are the labels, where Keras refuses them as a list."""

    supervised: Supervised
    lists: tuple[Listed, ...] = ()


class Pairing(Event, frozen=True, kw_only=True):
    """NumPy combines an array made of a model's output with one that was not, element by
    element. In TensorFlow, that is `Arithmetic`."""

    predictions: Array
    other: Array


class Gradient(Event, frozen=True, kw_only=True):
    """A tape is asked for the gradient of a target, or of several, by some sources.

    `gives_zeros`: it may give zeros instead of None. `cut_off` is a target from which certainly no
    gradient leads back to some source, where all are like that.
    """

    target: Value
    sources: Value
    gives_zeros: bool = False
    cut_off: Array | None = None


class Matched(Event, frozen=True, kw_only=True):
    """Labels are taken to be those of the same samples, row by row, as predictions, or, where
    these `are_inputs`, as what a model is given. `is_cut_off`: there may be more of one of them."""

    labels: Value
    rows: Value
    are_inputs: bool = False
    is_cut_off: bool = False


class Unpacked(Event, frozen=True, kw_only=True):
    """The sides of arrays that were split go to several names. `sides` tells what each of the
    `parts` is."""

    parts: tuple[Value, ...]
    sides: tuple[Split, ...]


class Computed(Event, frozen=True, kw_only=True):
    """An array is made of others: `result` of the `operands`.

    `operation` is an operator's symbol, or one of the names below. `of_method`: the first operand
    is the receiver of a method. `chosen`: the program may have chosen by their values of which
    elements it is computed, or which results are kept.
    """

    operation: str
    operands: tuple[Value, ...]
    result: Array
    of_method: bool = False
    chosen: bool = False


class Sliced(Event, frozen=True, kw_only=True):
    """A value is cut into the elements of a data set. `items` are those of a tuple or list, `name`
    is the argument of that name."""

    value: Value
    items: tuple[Value, ...]
    name: Value = NOTHING


class Parted(Event, frozen=True, kw_only=True):
    """The first elements of a data set are taken; or, where they `are_skipped`, all others."""

    dataset: Dataset
    count: Value
    are_skipped: bool


class Discarded(Event, frozen=True, kw_only=True):
    """A method of a data set, which does not change, makes another one that nobody takes. `owner`
    is the variable that holds the data set, as the program writes it."""

    method: str
    owner: str


class GraphCall(Event, frozen=True, kw_only=True):
    """A `tf.function` that is defined at a place is called outside of a graph.

    `numbers` are the numbers of Python among its arguments, by the names of the parameters;
    `counted` those that a loop counts, so that each turn gives another one.
    """

    function: Site
    numbers: tuple[tuple[str, Value], ...]
    counted: frozenset[str] = frozenset()


class Frozen(Event, frozen=True, kw_only=True):
    """What is drawn while a graph is made of a function, and is a constant in it.

    `drawn` is what the program calls for it, `function` the `tf.function`; None: a data set's.
    `again`: whether the graph certainly runs more than once; None: it is likely to. `given` is what
    a call must have alike to run the graph `graph`, too; "": that is not known.
    """

    drawn: str
    function: Value | None
    graph: int
    again: bool | None
    given: str = ""


class Unfit(Struct, frozen=True):
    """What a generator yields that does not fit what is said of it. `raises`: TensorFlow raises
    for it; else the numbers are changed."""

    told: str
    raises: bool


class Yielded(Event, frozen=True, kw_only=True):
    """A generator of which it is said what it yields. `unfit` is the first that does not fit."""

    unfit: Unfit | None


class Preparation(Enum):
    """What a function does that prepares data for a model."""

    PADDED = "padded"
    """Sequences become rows of one length."""
    ENCODED = "encoded"
    """Class ids become columns of zeros and a one."""
    RESCALED = "rescaled"
    """Pixels from 0 to 255 are brought into the range that a pretrained model takes."""
    CONVERTED = "converted"
    """An image gets another dtype, and integers are brought into 0 to 1, as floats are to be."""


class Prepared(Event, frozen=True, kw_only=True):
    """A function that prepares data for a model is given data, and takes its range and dtype for
    granted.

    `data` are all elements, of a shape that may not be known; `dtype` is what they become, and
    they must lie from 0 to below `limit`, where these are known.
    """

    step: Preparation
    data: Array
    dtype: DType | None = None
    limit: Dim = UNKNOWN_DIM


NEGATE = "negate"
"""The operation `-x`."""
SQUARE = "square"
"""The operation `x * x`."""
CAST = "cast"
"""The first operand, cast to the dtype of the result."""
ARGMAX = "argmax"
"""The positions of the greatest elements of the first operand; an axis is among the others."""
TENSOR_MEAN, TENSOR_SUM = "tensor mean", "tensor sum"
"""TensorFlow adds up the elements of lines, in their own dtype."""
STORE = "store"
"""`x[...] = y`: the operands are x and y, the result is x afterwards."""
