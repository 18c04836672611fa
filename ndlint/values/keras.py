"""Keras objects: symbolic tensors, layers, models."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.equality import equal_apart_from
from ndlint.values.shape import UNKNOWN_SHAPE, Shape
from ndlint.values.trace import Site, Step, Trace


@equal_apart_from("origin", "ends")
class Layer(Value, frozen=True, eq=False):
    """A layer: its public class, the arguments that it was made with, and the input shape
    that it was built for: of several inputs, what it keeps of them. None: it was not built; an
    unknown shape: it may have been.

    `traced` tells of a layer of the program's own what it returned where it was called. `ends`
    are the symbolic tensors that its first call returned; none: it was not called, or they are
    not known."""

    path: str
    options: tuple[tuple[str, Value], ...]
    built: Shape | None = None
    origin: Trace = ()
    traced: "Traced | None" = None
    ends: "tuple[KerasTensor, ...]" = ()

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return UNKNOWN

    @property
    def name(self) -> str:
        """The class's own name: "Dense"."""
        return self.path.rpartition(".")[2]

    def option(self, name: str) -> Value | None:
        """An argument that the layer was made with, or None where it was not given."""
        for option, value in self.options:
            if option == name:
                return value
        return None


class Traced(Struct, frozen=True, eq=False):
    """One call of a layer or model whose class is the program's own.

    `given` and `returned` are the shapes of the tensors; axes that take any size are symbols
    in both. `ends` are the tensors that it returned, as parts of what was computed inside,
    where that is known.
    """

    given: tuple[Shape, ...]
    returned: tuple[Shape, ...]
    ends: "tuple[KerasTensor | None, ...]" = ()


class KerasTensor(Value, frozen=True, eq=False):
    """A symbolic tensor: what `keras.Input` and calls of layers on one return.

    `layer` (a layer or a model) and `inputs` say how it was made, `position` which of its
    outputs it is; an input has none of them. Equality is identity: two inputs of the same
    shape are not the same, and a graph may share its parts.
    """

    shape: Shape = UNKNOWN_SHAPE
    dtype: DType = UNKNOWN_DTYPE
    layer: "Layer | Model | None" = None
    inputs: tuple["KerasTensor", ...] = ()
    position: int = 0
    origin: Trace = ()
    batch_axis: str = ""
    """The declared size that is the length of an array, as the program reads it: "x.shape[0]"."""
    name: str = ""
    """The name that the program gave to an input."""

    @property
    def trace(self) -> Trace:
        """Where it was made, or else what made it."""
        return self.origin or (self.layer.origin if self.layer is not None else ())


@equal_apart_from("origin", "compiled_at")
class Model(Value, frozen=True, eq=False):
    """A model, by the way in which it is built.

    A Sequential has `layers` (models among them), and `inputs` once its input shape is
    known. A functional model has `inputs` and `outputs`. `is_known` is False where a part
    was not understood: such a model refuses nothing. `compiled_at` is the last call of `compile`.

    Inputs or outputs that were given as a dict stand in the order of its keys, as Keras sorts
    them: `input_keys`, `output_keys`. `lists_input`, `lists_output`: they were given as a list.
    """

    sequential: bool
    layers: "tuple[Layer | Model, ...]" = ()
    inputs: tuple[KerasTensor, ...] = ()
    outputs: tuple[KerasTensor, ...] = ()
    is_known: bool = True
    input_keys: tuple[str, ...] = ()
    output_keys: tuple[str, ...] = ()
    lists_input: bool = False
    lists_output: bool = False
    compiled: tuple[tuple[str, Value], ...] = ()
    origin: Trace = ()
    compiled_at: Site | None = None

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return replace(self, is_known=False, layers=(), inputs=(), outputs=())


def made_of(end: KerasTensor) -> Iterator[KerasTensor]:
    """The symbolic tensor and all that it is made of, inside models, too: each once."""
    pending, seen = [end], set()
    while pending:
        tensor = pending.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        yield tensor
        pending += tensor.inputs
        pending += tensor.layer.outputs if type(tensor.layer) is Model else ()


def shape_trace(values: Iterable[Value]) -> Trace:
    """Where arrays got their shapes, where layers and symbolic tensors were made."""
    steps: list[Step] = []
    for value in values:
        if isinstance(value, Layer):
            steps += value.origin
        elif isinstance(value, KerasTensor):
            steps += value.trace
        elif isinstance(value, Array):
            steps += value.origins.shape
    return tuple(dict.fromkeys(steps))
