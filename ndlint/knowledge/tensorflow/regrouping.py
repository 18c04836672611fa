"""Data sets whose elements are put together in other ways than by `batch`.

Source: TensorFlow 2.21, `data/ops/padded_batch_op.py`, `window_op.py`, `ragged_batch_op.py`,
`rebatch_op.py`, and the kernels' `Cardinality`; compared with the real ones.
"""

from msgspec.structs import replace

from ndlint.knowledge.binding import Size
from ndlint.knowledge.registry import Refusal, models
from ndlint.knowledge.tensorflow.data import DATASET, NO, in_batches
from ndlint.knowledge.tensorflow.specs import dims_of
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Dict, Tuple, Value
from ndlint.values.dataset import INFINITE, Dataset, each_tensor, some_of
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


@models(f"{DATASET}.padded_batch")
def padded_batch(
    ds: Value,
    batch_size: Size,
    padded_shapes: Value = NOTHING,
    padding_values: Value = NOTHING,
    drop_remainder: Value = NO,
    name: Value = UNKNOWN,
) -> Value:
    """Elements filled up to a common shape, and stacked. Where none is given, an axis that differs
    is as long as the longest.

    Raises: ValueError for a shape of another rank, or one that is smaller than the elements, and
    where none is given for elements of unknown rank.
    """
    if not isinstance(ds, Dataset):
        return UNKNOWN
    padded = ds.element if padded_shapes == NOTHING else _padded(ds.element, padded_shapes)
    return in_batches(replace(ds, element=padded), _stacked, batch_size, drop_remainder)


def _stacked(tensor: Array, axis: Dim) -> Array:
    """Many tensors, padded: the padding is among the elements then."""
    shape = tensor.shape
    whole = Shape((axis, *shape.dims)) if shape.rank_known else UNKNOWN_SHAPE
    return Array(tensor.kind, tensor.dtype, whole)


def _padded(element: Value, shapes: Value) -> Value:
    match element, shapes:
        case Tuple(items), Tuple(given) if len(items) == len(given):
            return Tuple(tuple(map(_padded, items, given)))
        case Dict(pairs), Dict(given) if pairs is not None and given is not None:
            known = dict(given)
            return Dict(tuple((k, _padded(v, known.get(k, UNKNOWN))) for k, v in pairs))
        case Array(), _:
            return replace(element, shape=_padded_to(element.shape, dims_of(shapes)))
    return UNKNOWN


def _padded_to(shape: Shape, dims: tuple[Dim, ...] | None) -> Shape:
    """The shape of an element once it is filled up. Raises: Refusal."""
    if dims is None:
        return UNKNOWN_SHAPE
    wanted = Shape(tuple(FREE if d == INFINITE else d for d in dims))
    if shape.rank_known:
        too_small = any(
            isinstance(a, int) and isinstance(b, int) and a > b
            for a, b in zip(shape.dims, wanted.dims, strict=False)
        )
        if len(dims) != len(shape.dims) or too_small:
            told = f"elements of shape {shape} cannot be padded to {wanted}"
            raise Refusal("ValueError", told)
    return wanted


@models(f"{DATASET}.ragged_batch")
def ragged_batch(
    ds: Value,
    batch_size: Size,
    drop_remainder: Value = NO,
    row_splits_dtype: Value = UNKNOWN,
    name: Value = UNKNOWN,
) -> Value:
    """Elements side by side: a tensor where all have one shape, else a ragged one."""
    if not isinstance(ds, Dataset):
        return UNKNOWN

    def beside(tensor: Array, axis: Dim) -> Value:
        return _stacked(tensor, axis) if tensor.shape.is_exact else UNKNOWN

    return in_batches(ds, beside, batch_size, drop_remainder)


@models(f"{DATASET}.rebatch")
def rebatch(
    ds: Value, batch_size: Size, drop_remainder: Value = NO, name: Value = UNKNOWN
) -> Value:
    """Batches of another size; if the last may be smaller, it depends on what they were before."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    axis = batch_size if drop_remainder == Bool(True) else UNKNOWN_DIM

    def cut(tensor: Array) -> Array:
        shape = tensor.shape
        whole = Shape((axis, *shape.dims[1:])) if shape.rank else UNKNOWN_SHAPE
        return replace(tensor, shape=whole)

    kept = ds.element if drop_remainder == NO else some_of(ds.element)
    return replace(ds, element=each_tensor(kept, cut), cardinality=UNKNOWN_DIM)


@models(f"{DATASET}.window")
def window(
    ds: Value,
    size: Size,
    shift: Size | None = None,
    stride: Size = 1,
    drop_remainder: Value = NO,
    name: Value = UNKNOWN,
) -> Value:
    """A data set of so many elements for each part of an element, again and again."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    drops = drop_remainder.truth if isinstance(drop_remainder, Bool) else None
    count = _windows(ds.cardinality, size, size if shift is None else shift, stride, drops)
    element = _windowed(some_of(ds.element), ds.batches)
    return replace(ds, element=element, cardinality=count)


def _windowed(element: Value, batches: int | None) -> Value:
    match element:
        case Array():
            return Dataset(element, UNKNOWN_DIM, batches)
        case Tuple(items):
            return Tuple(tuple(_windowed(item, batches) for item in items))
        case Dict(pairs) if pairs is not None:
            return Dict(tuple((k, _windowed(v, batches)) for k, v in pairs))
    return UNKNOWN


def _windows(count: Dim, size: Dim, shift: Dim, stride: Dim, drops: bool | None) -> Dim:
    if count == INFINITE:
        return INFINITE
    numbers = [n for n in (count, size, shift, stride) if isinstance(n, int)]
    if len(numbers) < 4 or drops is None or min(numbers[1:]) < 1:
        return UNKNOWN_DIM
    elements, wide, step, apart = numbers
    if drops:
        rest = elements - ((wide - 1) * apart + 1)
        return 0 if rest < 0 else rest // step + 1
    return -(-elements // step)
