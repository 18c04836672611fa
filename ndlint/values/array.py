"""Arrays and tensors."""

from collections.abc import Callable
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.base import (
    Value,
)
from ndlint.values.dimension import Dim
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.equality import equal_apart_from
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth
from ndlint.values.shape import UNKNOWN_SHAPE, Shape
from ndlint.values.trace import Site, Trace
from ndlint.values.wording import with_article


class Kind(Enum):
    """What the object is: the same dtypes mix differently for each of these."""

    NDARRAY = "array"
    SCALAR = "NumPy scalar"
    MASKED = "masked array"
    TENSOR = "tensor"
    VARIABLE = "variable"


class Objects(Enum):
    """What every element of an array of objects certainly is.

    An array of strings becomes a tensor, one of other objects does not.
    """

    ANYTHING = "anything"
    NO_STRING = "no string"
    NUMBER = "a number"
    SEQUENCE = "a list or an array"
    NUMBERS = "a list of numbers"

    def join(self, other: "Objects") -> "Objects":
        """What every element of either array is."""
        if self is other or Objects.ANYTHING in (self, other):
            return other if other is Objects.ANYTHING else self
        return Objects.SEQUENCE if self.is_sequence and other.is_sequence else Objects.NO_STRING

    @property
    def is_sequence(self) -> bool:
        """Whether an element has elements itself."""
        return self is Objects.SEQUENCE or self is Objects.NUMBERS


class Split(Struct, frozen=True):
    """Says that samples are on one side of a split: for tests, or for training.

    `argument` is the number of the array that was split, `is_uneven` tells that the sides are of
    different sizes, if the split is of more than a few samples. `at` is where that was done.
    `names` are the variables that all sides went to, written at `target`, and `given` what was
    split, as the program writes them ("": not by a name).
    """

    argument: int
    is_test: bool
    is_uneven: bool
    at: Trace = ()
    names: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    target: Site | None = None


class Origins(Struct, frozen=True):
    """Where an array's dtype, shape and elements came from.

    `row` tells that an index took away the first axis: the expression ("x_test[0]"), "" for an item
    of a loop, None where nothing did. `output` tells that a model's output had a part in the
    elements, `assumed` that it is like this only where a list that it was made of has an item,
    `summary` that the elements sum other data up: its extremes, sums, deviations, or what is
    bounded by another array, `partly` that they may well not reach the ends of their range: they
    were chosen, maybe for what they are, or what was put into a part of it is not as small, or as
    large, as what may be left elsewhere. `first` is the index of the first NaN or Inf, where the
    array was seen. `made` is the symbolic tensor that would stand where a layer returned this one.
    `order` tells that the rows are in the order in which a data set that is mixed anew each time
    was gone through: which one it is, and which time. `split` tells on which side of a split the
    rows are. `columns` tells the columns of the frame of which it has rows, where they have no
    dtype of NumPy's in common, and not all are strings. `cut` is not empty where certainly no
    gradient leads from a tensor back to any variable, and tells why; None: by the very function
    that made it. `graph` is the number of the graph, other than 0, in which the tensor is a symbol:
    while that is made, it has no elements. `encoded` tells that the last axis, of a size that is
    not known, has a column for each class, of which there is likely more than one. `meant` tells
    that the program itself wrote the Inf among the elements, as masks and bounds have it.
    """

    dtype: Trace = ()
    shape: Trace = ()
    facts: Trace = ()
    row: str | None = None
    output: bool = False
    assumed: bool = False
    summary: bool = False
    partly: bool = False
    first: tuple[int, ...] | None = None
    made: Value | None = None
    columns: str = ""
    graph: int = 0
    order: tuple[int, int] | None = None
    split: Split | None = None
    cut: Trace | None = ()
    encoded: bool = False
    meant: bool = False


ANY_GRAPH = -1
"""The graph of a symbol that was seen in a running program."""
SUMMARY = Origins(summary=True)
ENCODED = Origins(encoded=True)
CUT = Origins(cut=None)


@equal_apart_from("origins")
class Array(Value, frozen=True, eq=False):
    """A NumPy array or scalar, a TensorFlow tensor or variable.

    `masked` tells whether a masked array hides at least one element. `objects` tells of the
    elements where the dtype is object, and of nothing else.
    `origins` take no part in equality: where a value came from does not change what it is.
    """

    kind: Kind = Kind.NDARRAY
    dtype: DType = UNKNOWN_DTYPE
    shape: Shape = UNKNOWN_SHAPE
    facts: Facts = UNKNOWN_FACTS
    masked: Truth = Truth.NO
    objects: Objects = Objects.ANYTHING
    origins: Origins = Origins()

    @property
    def is_mutable(self) -> bool:
        return self.kind is not Kind.SCALAR and self.kind is not Kind.TENSOR

    def disturbed(self) -> Value:
        is_known = self.facts is not UNKNOWN_FACTS or self.objects is not Objects.ANYTHING
        if not is_known and self.masked is not Truth.YES and not self.origins.columns:
            return self
        return replace(
            self,
            facts=UNKNOWN_FACTS,
            masked=self.masked.weakened(),
            objects=Objects.ANYTHING,
            origins=replace(self.origins, columns=""),
        )

    def with_origins(self, origins: Origins) -> "Array":
        """The same array, which came from there."""
        return Array(
            self.kind, self.dtype, self.shape, self.facts, self.masked, self.objects, origins
        )

    @property
    def is_tensor(self) -> bool:
        """Whether TensorFlow owns it."""
        return self.kind in (Kind.TENSOR, Kind.VARIABLE)

    @property
    def is_numpy(self) -> bool:
        """Whether NumPy owns it."""
        return not self.is_tensor

    @property
    def description(self) -> str:
        """For a message: "float64 array of shape (3, 4)"."""
        shape = (
            "" if self.shape == UNKNOWN_SHAPE or not self.shape.dims else f" of shape {self.shape}"
        )
        return f"{self.dtype} {self.kind.value}{shape}"

    @property
    def described(self) -> str:
        """The description with its article: "an int64 array of shape (3, 4)"."""
        return with_article(self.description)

    @property
    def nbytes(self) -> int | None:
        """The size of the data in bytes, if it is known."""
        name, size = self.dtype.name, self.shape.size
        each = dtypes.BYTES.get(name or "")
        return size * each if isinstance(size, int) and each else None


class SparseMatrix(Value, frozen=True):
    """A sparse matrix or array of SciPy's: no array for NumPy and TensorFlow.

    `encoded`: as in `Origins`.
    """

    dtype: DType = UNKNOWN_DTYPE
    shape: Shape = UNKNOWN_SHAPE
    encoded: bool = False

    @property
    def is_mutable(self) -> bool:
        return True

    @property
    def path(self) -> str:
        """The class under whose name its methods are registered."""
        return "scipy.sparse.spmatrix"

    def disturbed(self) -> Value:
        return SparseMatrix()

    def map_sizes(self, change: Callable[[Dim], Dim]) -> "SparseMatrix":
        """The same with axes of other sizes."""
        return SparseMatrix(self.dtype, self.shape.map(change), self.encoded)


def join(a: Array, b: Array) -> Array | None:
    """What holds of either array; None where they are of different kinds."""
    if a.kind is not b.kind:
        return None
    return Array(
        kind=a.kind,
        dtype=dtypes.join(a.dtype, b.dtype),
        shape=shapes.join(a.shape, b.shape),
        facts=a.facts.join(b.facts),
        masked=a.masked.join(b.masked),
        objects=a.objects.join(b.objects),
        origins=Origins(
            a.origins.dtype if a.dtype == b.dtype else (),
            a.origins.shape if a.shape == b.shape else (),
            a.origins.facts if a.facts == b.facts else (),
            row=a.origins.row if a.origins.row == b.origins.row else None,
            output=a.origins.output or b.origins.output,
            assumed=a.origins.assumed or b.origins.assumed,
            summary=a.origins.summary and b.origins.summary,
            partly=a.origins.partly or b.origins.partly,
            columns=a.origins.columns if a.origins.columns == b.origins.columns else "",
            graph=a.origins.graph if a.origins.graph == b.origins.graph else 0,
            order=a.origins.order if a.origins.order == b.origins.order else None,
            split=a.origins.split if a.origins.split == b.origins.split else None,
            cut=a.origins.cut if b.origins.cut else (),
            encoded=a.origins.encoded and b.origins.encoded,
        ),
    )
