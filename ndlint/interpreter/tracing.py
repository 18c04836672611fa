"""What the layers of the program are called with, and what comes of it.

Inside `call` there are tensors only, also where the layer is called on a symbolic tensor:
Keras runs it in a graph then. An axis of any size is a symbol there, so that the shape of
what comes out tells how it depends on it.
"""

from msgspec.structs import replace

from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.layers.tracing import declared
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, Dict, Int, List, Tuple, Unknown, Value
from ndlint.values.dimension import FREE, Dim, Wild, free_axis, is_free
from ndlint.values.dtype import FLOAT32, UNKNOWN_DTYPE, DType
from ndlint.values.facts import UNKNOWN_FACTS, Truth
from ndlint.values.keras import KerasTensor, Layer, Traced
from ndlint.values.shape import Shape

NO_DATA = frozenset({"training", "mask"})
"""Parameters of `call` that take no data."""


class Tensors:
    """The tensors of one call. `casts`: Keras brings floats to its default dtype. Where it is a
    call on symbolic tensors, it makes the `graph` of that number."""

    def __init__(self, run: Run, casts: bool, graph: int) -> None:
        self.run = run
        self.casts = casts
        self._graph = graph
        self._batch = run.keys.new()
        self._sources: list[KerasTensor] = []
        self._shapes: list[Shape] = []
        self._may_be_symbolic = False

    @property
    def are_symbolic(self) -> bool:
        """Whether the call is one on symbolic tensors."""
        return bool(self._sources)

    def taken(self, arguments: Arguments) -> Arguments:
        """The arguments as `call` gets them. Keras 2 converts the first one only."""
        positional = [self._taken(a, i == 0) for i, a in enumerate(arguments.positional)]
        keywords = {
            name: value if name in NO_DATA else self._taken(value, not positional and not i)
            for i, (name, value) in enumerate(arguments.keywords.items())
        }
        return Arguments(positional, keywords, arguments.complete)

    def _taken(self, value: Value, is_first: bool) -> Value:
        inner = self.run.live.peek(value)
        match inner:
            case KerasTensor():
                return self._traced(inner)
            case Array() if is_first or current().keras == 3:
                return self.run.live.box(self._converted(inner))
            case Unknown():
                self._may_be_symbolic = True
            case Tuple(items):
                return Tuple(tuple(self._taken(i, is_first) for i in items))
            case List(items) if items is not None:
                return self.run.live.box(List(tuple(self._taken(i, is_first) for i in items)))
            case Dict(pairs) if pairs is not None:
                taken = tuple((k, self._taken(v, is_first)) for k, v in pairs)
                return self.run.live.box(Dict(taken))
        return value

    def _converted(self, array: Array) -> Array:
        dtype = cast_to(array.dtype, self.casts)
        if array.kind is Kind.VARIABLE or (array.is_tensor and dtype == array.dtype):
            return array
        facts = array.facts if dtype == array.dtype else UNKNOWN_FACTS
        return replace(array, kind=Kind.TENSOR, dtype=dtype, facts=facts, masked=Truth.NO)

    def _traced(self, tensor: KerasTensor) -> Array:
        key = self.run.keys.new()
        dims = [self._free(key, i) if d is FREE else d for i, d in enumerate(tensor.shape.dims)]
        shape = Shape(tuple(dims), tensor.shape.rank_known)
        self._sources.append(tensor)
        self._shapes.append(shape)
        made = Array(Kind.TENSOR, cast_to(tensor.dtype, self.casts), shape)
        known = replace(made.origins, shape=tensor.trace, made=tensor, graph=self._graph)
        return made.with_origins(known)

    def _free(self, key: int, axis: int) -> Dim:
        """Batches that come together are of one size."""
        return free_axis(key if axis else self._batch, axis)

    def given_back(self, result: Value, name: str) -> Value:
        """What the call of a layer of the class of this name returns."""
        if not self._sources:
            return self.run.unknown() if self._may_be_symbolic else result
        leaves: list[Array] = []
        if not _gather(self.run.live.open(result), leaves):
            return self.run.unknown()
        made = [leaf.origins.made for leaf in leaves]
        ends = tuple(m if isinstance(m, KerasTensor) else None for m in made)
        traced = Traced(tuple(self._shapes), tuple(leaf.shape for leaf in leaves), ends)
        layer = Layer(f"{name} of the program", (), traced.given[0], traced=traced)
        inputs = tuple(self._sources)
        symbols = [
            KerasTensor(declared(leaf.shape), leaf.dtype, layer, inputs, i)
            for i, leaf in enumerate(leaves)
        ]
        return self._symbolic(self.run.live.open(result), symbols)

    def _symbolic(self, value: Value, symbols: list[KerasTensor]) -> Value:
        match value:
            case Array():
                return symbols.pop(0)
            case Tuple(items):
                return Tuple(tuple(self._symbolic(i, symbols) for i in items))
            case List(items) if items is not None:
                return self.run.live.box(List(tuple(self._symbolic(i, symbols) for i in items)))
            case Dict(pairs) if pairs is not None:
                made = tuple((k, self._symbolic(v, symbols)) for k, v in pairs)
                return self.run.live.box(Dict(made))
        return value


def _gather(value: Value, leaves: list[Array]) -> bool:
    """Collect the tensors of a result; False where anything else is in it."""
    match value:
        case Array():
            leaves.append(value)
            return value.is_tensor
        case Tuple(items):
            return all(_gather(i, leaves) for i in items)
        case List(items) if items is not None:
            return all(_gather(i, leaves) for i in items)
        case Dict(pairs) if pairs is not None:
            return all(_gather(v, leaves) for _, v in pairs)
    return value == NOTHING


def cast_to(dtype: DType, casts: bool) -> DType:
    """The dtype in which data of a dtype comes to `call`: whole numbers stay as they are."""
    if dtype.is_one_of(dtypes.FLOATS):
        return FLOAT32 if casts else UNKNOWN_DTYPE
    return dtype if dtype.names and not dtype.may_be(*dtypes.FLOATS) else UNKNOWN_DTYPE


def input_shapes(run: Run, value: Value) -> Value:
    """The `input_shape` that `build` gets for what a layer is called with.

    Keras 2 gives its own kind of shape.
    """
    inner = run.live.peek(value)
    if current().keras == 2:
        return run.unknown()
    match inner:
        case Array(shape=shape) if shape.rank:
            return Tuple((run.unknown(), *(_size(run, d) for d in shape.dims[1:])))
        case Tuple(items):
            return Tuple(tuple(input_shapes(run, i) for i in items))
        case List(items) if items is not None:
            return run.live.box(List(tuple(input_shapes(run, i) for i in items)))
        case Dict(pairs) if pairs is not None:
            return run.live.box(Dict(tuple((k, input_shapes(run, v)) for k, v in pairs)))
    return run.unknown()


def _size(run: Run, dim: Dim) -> Value:
    return run.unknown() if isinstance(dim, Wild) or is_free(dim) else Int(dim)
