"""Symbolic tensors: `keras.Input`, operators and attributes."""

from ndlint.events import Contract
from ndlint.knowledge.binding import ADType, Size
from ndlint.knowledge.keras.promotion import floating, result_type
from ndlint.knowledge.numpy.indexing import is_basic, select
from ndlint.knowledge.registry import Refusal, models
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Float, Int, Str, Value, elements
from ndlint.values.conversion import as_array
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, render
from ndlint.values.dtype import UNKNOWN_DTYPE, DType, WeakType
from ndlint.values.keras import KerasTensor, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

COMPARISONS = frozenset({"<", "<=", ">", ">="})


def declared_shape(value: Value) -> Shape | None:
    """A shape as Keras declares it: None is a free axis. None: not a shape at all."""
    items = (value,) if isinstance(value, Int) else elements(value)  # Keras 2 takes a number
    if items is None:
        return UNKNOWN_SHAPE
    return shapes.of(map(_declared_axis, items))


def _declared_axis(item: Value) -> Dim:
    if item == NOTHING:
        return FREE
    if isinstance(item, Int):
        return item.size
    if isinstance(item, Array) and item.facts.low == item.facts.high:
        return int(item.facts.low)
    return UNKNOWN_DIM


def check_shape(name: str, value: Value | None, is_input: bool = False) -> None:
    """Look at a declared shape. `is_input`: it is the one of `Input` or `InputLayer`.

    Raises: Refusal for a number where a tuple belongs. Keras 2 takes one in `Input`.
    Source: measured on Keras 3.15 and tf_keras 2.21; truth cases C.decl.int*.
    """
    if isinstance(value, Int):
        if is_input and current().keras == 2:
            return
        number = render(value.size) if value.number is not None else str(value.axis or "n")
    elif isinstance(value, Array) and value.is_numpy and value.shape.rank == 0:
        facts = value.facts
        number = str(int(facts.low)) if facts.low == facts.high else "n"
    else:
        return
    error = "TypeError" if current().keras == 2 else "ValueError"
    message = f"{name} is the number {number}, not a tuple: write ({number},)"
    raise Refusal(error, message, Contract.DECLARED_SHAPE)


def batch_axis(value: Value) -> str:
    """The size in a declared shape that is the length of an array, or ""."""
    axes = [i.axis for i in elements(value) or () if isinstance(i, Int) and i.axis]
    return next((str(axis) for axis in axes if axis.index == 0), "")


def with_batch(shape: Shape, batch: Dim = FREE) -> Shape:
    """The shape of a whole batch of samples of this shape."""
    return Shape((batch, *shape.dims)) if shape.rank_known else UNKNOWN_SHAPE


@models("keras.Input")
def keras_input(
    shape: Value = NOTHING,
    batch_size: Size | None = None,
    dtype: ADType | None = None,
    sparse: Value = UNKNOWN,
    ragged: Value = UNKNOWN,
    batch_shape: Value = NOTHING,
    name: Value = UNKNOWN,
    tensor: Value = NOTHING,
    **options: Value,
) -> Value:
    """A symbolic input. Shape: (batch, *shape), batch free unless it is given.

    Raises: Refusal, where the shape is no shape.
    """
    if tensor != NOTHING or options or ragged != UNKNOWN or sparse != UNKNOWN:
        return UNKNOWN
    check_shape("batch_shape", batch_shape)
    check_shape("shape", shape, is_input=True)
    if batch_shape != NOTHING:
        whole = declared_shape(batch_shape) or UNKNOWN_SHAPE
    else:
        whole = with_batch(
            declared_shape(shape) or UNKNOWN_SHAPE, FREE if batch_size is None else batch_size
        )
    given = name.text if isinstance(name, Str) else None
    return KerasTensor(
        whole, dtype or dtypes.FLOAT32, batch_axis=batch_axis(shape), name=given or ""
    )


def operate(symbol: str, left: Value, right: Value) -> Value:
    """`left symbol right` with at least one symbolic tensor. How it is made is not kept.

    Raises: ValueError, as Refusal, where an array of NumPy stands first, on Keras 3, and for shapes
    that do not broadcast.
    """
    if isinstance(left, Array) and left.is_numpy and current().keras == 3:
        message = (
            "NumPy comes first, and there are no elements yet in a symbolic tensor of Keras, which "
            "it could take; write the array after it"
        )
        raise Refusal("ValueError", message, Contract.SYMBOL_TO_NUMPY)
    if symbol in ("==", "!="):
        return KerasTensor() if current().keras == 2 else UNKNOWN  # Keras 3 compares the objects
    shape, dtype = _joint_shape(symbol, left, right), _joint_dtype(symbol, left, right)
    return KerasTensor(shape, dtype)


def index(tensor: KerasTensor, key: Value) -> Value:
    """`tensor[key]` with ints, slices, `...` and None: of the same dtype."""
    if not is_basic(key):
        return UNKNOWN
    try:
        chosen = select(tensor.shape, key)
    except Refusal:
        return UNKNOWN
    return KerasTensor(UNKNOWN_SHAPE if chosen is None else chosen.shape, tensor.dtype)


def _joint_shape(symbol: str, left: Value, right: Value) -> Shape:
    """The shape of the result. Raises: ValueError, as Refusal, where there is none."""
    x, y = _shape_of(left), _shape_of(right)
    if symbol == "@" or x is None or y is None:
        return UNKNOWN_SHAPE
    shape = shapes.broadcast(x, y)
    if shape is None:
        message = f"shapes {x} and {y} do not broadcast"
        raise Refusal("ValueError", message, Contract.TENSOR_SHAPES)
    return shape


def _joint_dtype(symbol: str, left: Value, right: Value) -> DType:
    """The dtype of the result, which Keras 3 promotes to."""
    if current().keras == 2 or symbol == "@" or symbol in COMPARISONS:
        return dtypes.BOOL if symbol in COMPARISONS else UNKNOWN_DTYPE
    weak = [kind for kind in map(_weak, (left, right)) if kind is not None]
    strong = [v.dtype for v in (left, right) if isinstance(v, KerasTensor | Array)]
    if len(weak) + len(strong) < 2 or dtypes.BOOL in strong or symbol == "%":
        return UNKNOWN_DTYPE
    dtype = result_type(strong, weak)
    return floating(dtype) if symbol == "/" else dtype


def _weak(value: Value) -> WeakType | None:
    """The type of a number of Python's."""
    return int if isinstance(value, Int) else float if isinstance(value, Float) else None


def _shape_of(value: Value) -> Shape | None:
    """None: not known, or a list, of which Keras does not know it."""
    if isinstance(value, KerasTensor):
        return value.shape
    array = as_array(value) if elements(value) is None else None
    return array.shape if array else None


def input_dtype(model: Model) -> DType | None:
    """The dtype to which the model casts floating-point input; None: not known."""
    layers = model.layers
    if any(isinstance(part, Model) or part.option("dtype") is not None for part in layers):
        return None
    return model.inputs[0].dtype if model.inputs else dtypes.FLOAT32
